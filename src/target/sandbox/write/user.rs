//! Steps on people: one row of roles, memberships and attributes.

use rusqlite::{Connection, params};

use super::links::Links;
use super::values::OF_USER;
use super::{find, mismatch};
use crate::core::{Email, Fault, Key, Status, User};
use crate::plan::{Action, Resource, Step};

const ROLES: Links = Links {
    current: "SELECT role FROM user_role WHERE user = ?1",
    take: "DELETE FROM user_role WHERE user = ?1 AND role = ?2",
    give: "INSERT INTO user_role VALUES (?1, ?2)",
};

const TEAMS: Links = Links {
    current: "SELECT team FROM seat WHERE user = ?1 AND kind = 'member'",
    take: "DELETE FROM seat WHERE user = ?1 AND team = ?2 AND kind = 'member'",
    give: "INSERT INTO seat (user, team, kind) VALUES (?1, ?2, 'member')",
};

pub(super) fn write(
    database: &Connection,
    step: &Step,
    from: &Email,
    to: &Email,
) -> Result<(), Fault> {
    let row = match step.action {
        Action::Create => create(database, to)?,
        _ => find::user(database, from)?,
    };
    if from != to {
        rename(database, row, to)?;
    }
    match &step.after {
        None => {
            database.prepare_cached("DELETE FROM user WHERE id = ?1")?.execute([row])?;
            Ok(())
        }
        Some(Resource::User(user)) => {
            change(database, row, user)?;
            database.prepare_cached("INSERT INTO settled_user VALUES (?1)")?.execute([row])?;
            Ok(())
        }
        Some(_) => Err(mismatch(step)),
    }
}

fn create(database: &Connection, email: &Email) -> Result<i64, Fault> {
    find::free(database, &Key::User(email.clone()), None)?;
    let sql = "INSERT INTO user (email, active) VALUES (?1, 1)";
    database.prepare_cached(sql)?.execute([email.as_str()])?;
    Ok(database.last_insert_rowid())
}

fn rename(database: &Connection, row: i64, to: &Email) -> Result<(), Fault> {
    find::free(database, &Key::User(to.clone()), Some(row))?;
    let sql = "UPDATE user SET email = ?2 WHERE id = ?1";
    database.prepare_cached(sql)?.execute(params![row, to.as_str()])?;
    Ok(())
}

fn change(database: &Connection, row: i64, user: &User) -> Result<(), Fault> {
    let User { status, roles, teams, attributes } = user;
    if let Some(status) = status.value() {
        let sql = "UPDATE user SET active = ?2 WHERE id = ?1";
        database.prepare_cached(sql)?.execute(params![row, *status == Status::Active])?;
    }
    if let Some(names) = roles.value() {
        let wanted =
            names.iter().map(|name| find::role(database, name)).collect::<Result<_, _>>()?;
        ROLES.replace(database, row, &wanted)?;
    }
    if let Some(paths) = teams.value() {
        let wanted =
            paths.iter().map(|path| find::team(database, path)).collect::<Result<_, _>>()?;
        TEAMS.replace(database, row, &wanted)?;
    }
    for (name, value) in attributes {
        let known = find::attribute(database, "user", name)?;
        OF_USER.set(database, row, known, value)?;
    }
    Ok(())
}
