//! Doing steps: writing what they say, and leaving it to the database to refuse.

mod department;
mod links;
mod role;
mod team;
mod user;
mod values;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::fault::refused;
use super::find;
use crate::core::{Fault, FaultKind, Key};
use crate::plan::{Action, Step};

pub(super) use role::{NOTHING_TO_ASSIGN, grant};
pub(super) use values::{OF_DEPARTMENT, OF_TEAM, OF_USER};

/// Does the steps in one transaction. One that is refused leaves nothing behind, and the others go
/// on; where the database itself fails, none of them is done.
pub(super) fn perform(
    database: &mut Connection,
    steps: &[Step],
) -> Result<Vec<Result<(), Fault>>, Fault> {
    let mut transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let answers =
        steps.iter().map(|step| alone(&mut transaction, step)).collect::<Result<_, _>>()?;
    transaction.commit()?;
    Ok(answers)
}

/// Does one step so that it can be undone alone. The outer fault is one of the database.
fn alone(transaction: &mut Transaction<'_>, step: &Step) -> Result<Result<(), Fault>, Fault> {
    let mut savepoint = transaction.savepoint()?;
    let answer = write(&savepoint, step);
    match &answer {
        Ok(()) => {}
        Err(fault) if fault.kind == FaultKind::Refused => savepoint.rollback()?,
        Err(fault) => return Err(fault.clone()),
    }
    savepoint.commit()?;
    Ok(answer)
}

fn write(database: &Connection, step: &Step) -> Result<(), Fault> {
    if step.action == Action::Create && step.previous_key.is_some() {
        return Err(refused(format!("{} cannot be made out of another", step.key)));
    }
    match (step.current_key(), &step.key) {
        (Key::Role(from), Key::Role(to)) => role::write(database, step, from, to),
        (Key::RoleOrder, Key::RoleOrder) => role::order(database, step),
        (Key::Team(from), Key::Team(to)) => team::write(database, step, from, to),
        (Key::TeamOrder(_), Key::TeamOrder(parent)) => team::order(database, step, parent.as_ref()),
        (Key::User(from), Key::User(to)) => user::write(database, step, from, to),
        (Key::Department(from), Key::Department(to)) => department::write(database, step, from, to),
        (from, to) => Err(refused(format!("{from} cannot become {to}"))),
    }
}

/// The fault of a step that carries another kind of resource than its key names.
fn mismatch(step: &Step) -> Fault {
    refused(format!("the step on {} says nothing that fits it", step.key))
}
