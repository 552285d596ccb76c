//! The rows that names stand for.

use rusqlite::{Connection, OptionalExtension, Params, params};

use super::fault::refused;
use crate::core::{AttributeName, Email, Fault, Key, RoleName, TeamPath};

/// Returns the row of something that must be there.
pub(super) fn row(database: &Connection, key: &Key) -> Result<i64, Fault> {
    lookup(database, key)?.ok_or_else(|| refused(format!("{key} is not there")))
}

/// Makes sure that the name is free, or belongs to the row that it is meant for.
pub(super) fn free(database: &Connection, key: &Key, owner: Option<i64>) -> Result<(), Fault> {
    match lookup(database, key)? {
        Some(row) if Some(row) != owner => Err(refused(format!("{key} is already there"))),
        _ => Ok(()),
    }
}

/// Returns the row of a role that must be there.
pub(super) fn role(database: &Connection, name: &RoleName) -> Result<i64, Fault> {
    row(database, &Key::Role(name.clone()))
}

/// Returns the row of a team that must be there.
pub(super) fn team(database: &Connection, path: &TeamPath) -> Result<i64, Fault> {
    row(database, &Key::Team(path.clone()))
}

/// Returns the row of the team above, which must be there; there is none above the top.
pub(super) fn above(database: &Connection, path: &TeamPath) -> Result<Option<i64>, Fault> {
    path.parent().map(|parent| team(database, &parent)).transpose()
}

/// Returns the row of a person who must be there.
pub(super) fn user(database: &Connection, email: &Email) -> Result<i64, Fault> {
    row(database, &Key::User(email.clone()))
}

/// Returns the row of an attribute that the platform must know; `owner` is what has it.
pub(super) fn attribute(
    database: &Connection,
    owner: &str,
    name: &AttributeName,
) -> Result<i64, Fault> {
    let sql = match owner {
        "department" => "SELECT id FROM attribute WHERE owner = 'department' AND name = ?1",
        "team" => "SELECT id FROM attribute WHERE owner = 'team' AND name = ?1",
        _ => "SELECT id FROM attribute WHERE owner = 'user' AND name = ?1",
    };
    known(database, sql, "attribute", name.as_str())
}

/// Returns the row of something that the platform must know, by its name in a table of its own.
pub(super) fn known(
    database: &Connection,
    sql: &str,
    what: &str,
    name: &str,
) -> Result<i64, Fault> {
    first(database, sql, [name])?
        .ok_or_else(|| refused(format!("this platform has no {what} `{name}`")))
}

/// Returns the row of something, if it is there. Orders have none of their own.
pub(super) fn lookup(database: &Connection, key: &Key) -> Result<Option<i64>, Fault> {
    match key {
        Key::Role(name) => first(database, "SELECT id FROM role WHERE name = ?1", [name.as_str()]),
        Key::User(email) => {
            first(database, "SELECT id FROM user WHERE email = ?1", [email.as_str()])
        }
        Key::Team(path) => walk(database, path),
        Key::Department(name) => {
            first(database, "SELECT id FROM department WHERE name = ?1", [name.as_str()])
        }
        Key::RoleOrder | Key::TeamOrder(_) => Ok(None),
    }
}

/// Goes down the tree, name by name.
fn walk(database: &Connection, path: &TeamPath) -> Result<Option<i64>, Fault> {
    let mut at = None;
    for name in path.as_str().split(TeamPath::SEPARATOR) {
        let sql = "SELECT id FROM team WHERE parent IS ?1 AND name = ?2";
        at = first(database, sql, params![at, name])?;
        if at.is_none() {
            break;
        }
    }
    Ok(at)
}

fn first(database: &Connection, sql: &str, params: impl Params) -> Result<Option<i64>, Fault> {
    Ok(database.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?)
}
