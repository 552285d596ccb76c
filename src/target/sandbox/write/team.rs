//! Steps on teams and on the order of siblings.

use rusqlite::{Connection, params};

use super::links::Links;
use super::values::{self, OF_TEAM};
use super::{find, mismatch};
use crate::core::{Fault, Key, Team, TeamPath};
use crate::plan::{Action, Resource, Step};

const MANAGERS: Links = Links {
    current: "SELECT user FROM seat WHERE team = ?1 AND kind = 'manager'",
    take: "DELETE FROM seat WHERE team = ?1 AND user = ?2 AND kind = 'manager'",
    give: "INSERT INTO seat (team, user, kind) VALUES (?1, ?2, 'manager')",
};

pub(super) fn write(
    database: &Connection,
    step: &Step,
    from: &TeamPath,
    to: &TeamPath,
) -> Result<(), Fault> {
    let row = match step.action {
        Action::Create => create(database, to)?,
        _ => find::team(database, from)?,
    };
    if from != to {
        rename(database, row, from, to)?;
    }
    match &step.after {
        None => {
            database.prepare_cached("DELETE FROM team WHERE id = ?1")?.execute([row])?;
            Ok(())
        }
        Some(Resource::Team(team)) => {
            change(database, row, team)?;
            database.prepare_cached("INSERT INTO settled_team VALUES (?1)")?.execute([row])?;
            Ok(())
        }
        Some(_) => Err(mismatch(step)),
    }
}

fn create(database: &Connection, path: &TeamPath) -> Result<i64, Fault> {
    find::free(database, &Key::Team(path.clone()), None)?;
    let above = find::above(database, path)?;
    let sql = "INSERT INTO team (parent, name, position)
        VALUES (?1, ?2, (SELECT ifnull(max(position), 0) + 1 FROM team WHERE parent IS ?1))";
    database.prepare_cached(sql)?.execute(params![above, path.name().as_str()])?;
    Ok(database.last_insert_rowid())
}

/// Gives a team its new name where it stands, or takes it to the end of another list.
fn rename(database: &Connection, row: i64, from: &TeamPath, to: &TeamPath) -> Result<(), Fault> {
    find::free(database, &Key::Team(to.clone()), Some(row))?;
    if from.parent() == to.parent() {
        let sql = "UPDATE team SET name = ?2 WHERE id = ?1";
        database.prepare_cached(sql)?.execute(params![row, to.name().as_str()])?;
        return Ok(());
    }
    let sql = "UPDATE team SET name = ?2, parent = ?3,
            position = (SELECT ifnull(max(position), 0) + 1 FROM team WHERE parent IS ?3)
        WHERE id = ?1";
    let above = find::above(database, to)?;
    database.prepare_cached(sql)?.execute(params![row, to.name().as_str(), above])?;
    Ok(())
}

fn change(database: &Connection, row: i64, team: &Team) -> Result<(), Fault> {
    // Here it is always known who sits as what.
    let Team { managers, seated: _, attributes, named } = team;
    if let Some(managers) = managers.value() {
        let wanted =
            managers.iter().map(|email| find::user(database, email)).collect::<Result<_, _>>()?;
        MANAGERS.replace(database, row, &wanted)?;
    }
    for (name, value) in attributes {
        OF_TEAM.set(database, row, find::attribute(database, "team", name)?, value)?;
    }
    for (name, email) in named {
        let known = find::attribute(database, "team", name)?;
        values::name(database, row, known, email.as_ref())?;
    }
    Ok(())
}

/// Puts all teams of one list into another order.
pub(super) fn order(
    database: &Connection,
    step: &Step,
    parent: Option<&TeamPath>,
) -> Result<(), Fault> {
    let names = match &step.after {
        None => return Ok(()),
        Some(Resource::TeamOrder(names)) => names,
        Some(_) => return Err(mismatch(step)),
    };
    let above = parent.map(|path| find::team(database, path)).transpose()?;
    let sql = "UPDATE team SET position = NULL WHERE parent IS ?1";
    database.prepare_cached(sql)?.execute([above])?;
    for (place, name) in (1_i64..).zip(names) {
        let row = find::team(database, &TeamPath::below(parent, name))?;
        let sql = "UPDATE team SET position = ?2 WHERE id = ?1";
        database.prepare_cached(sql)?.execute([row, place])?;
    }
    database.prepare_cached("INSERT INTO settled_team_order VALUES (?1)")?.execute([above])?;
    Ok(())
}
