//! Reading what the database holds, all of it or some resources.
//!
//! Everything is read table by table, each sorted by the row that owns it, and merged in one pass;
//! one resource is read by the same statements, over a range of rows with one row in it. Names are
//! made once and shared.

mod departments;
mod merge;
mod names;
mod numbers;
mod orders;
mod resources;

use rusqlite::Connection;

use super::find;
use crate::core::{Fault, Key, State};
use merge::Rows;
use names::Names;
pub use numbers::Numbers;

/// Reads all that is live.
pub(super) fn everything(database: &mut Connection) -> Result<State, Fault> {
    // One transaction, so that another process can't write between two statements.
    let database = database.transaction()?;
    let names = Names::read(&database)?;
    state(&database, &names)
}

/// Reads all that is live, with the numbers of the rows.
pub(super) fn numbered(database: &mut Connection) -> Result<(State, Numbers), Fault> {
    let database = database.transaction()?;
    let names = Names::read(&database)?;
    Ok((state(&database, &names)?, Numbers::read(&database, &names)?))
}

fn state(database: &Connection, names: &Names) -> Result<State, Fault> {
    Ok(State {
        roles: resources::roles(database, names, Rows::ALL)?,
        teams: resources::teams(database, names, Rows::ALL)?,
        users: resources::users(database, names, Rows::ALL)?,
        departments: departments::departments(database, names, Rows::ALL)?,
        role_order: orders::roles(database, names)?,
        team_order: orders::teams(database, names)?,
        invited: resources::invited(database)?,
    })
}

/// Reads these resources; what isn't there is left out.
pub(super) fn these(database: &mut Connection, keys: &[Key]) -> Result<State, Fault> {
    let database = database.transaction()?;
    let names = Names::read(&database)?;
    let mut state = State::default();
    for key in keys {
        let row = find::lookup(&database, key)?.map(Rows::one);
        match (key, row) {
            (Key::Role(_), Some(row)) => {
                state.roles.extend(resources::roles(&database, &names, row)?);
            }
            (Key::Team(_), Some(row)) => {
                state.teams.extend(resources::teams(&database, &names, row)?);
            }
            (Key::User(_), Some(row)) => {
                state.users.extend(resources::users(&database, &names, row)?);
            }
            (Key::Department(_), Some(row)) => {
                let read = departments::departments(&database, &names, row)?;
                state.departments.extend(read);
            }
            (Key::RoleOrder, _) => state.role_order = orders::roles(&database, &names)?,
            (Key::TeamOrder(parent), _) => {
                let mut lists = orders::teams(&database, &names)?;
                state.team_order.extend(lists.remove_entry(parent));
            }
            (_, None) => {}
        }
    }
    Ok(state)
}
