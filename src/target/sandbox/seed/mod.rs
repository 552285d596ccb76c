//! A live state, as rows: written in bulk, before there are any rules, and judged afterwards.

mod departments;
mod people;
mod roles;
mod teams;

use std::collections::HashMap;
use std::fmt::Display;

use rusqlite::Connection;

use crate::core::{Email, Fault, State, TeamPath};
use crate::platform::Platform;

/// Fills the tables of what is administered. Returns what `live` mentions and is not there, which
/// no row can say.
pub(super) fn seed(
    database: &Connection,
    platform: &Platform,
    live: &State,
) -> Result<Vec<String>, Fault> {
    let mut seed = Seed::new(database, live)?;
    seed.roles()?;
    seed.role_order(platform)?;
    seed.teams()?;
    seed.team_orders()?;
    seed.users()?;
    seed.managers()?;
    seed.team_values()?;
    seed.departments()?;
    Ok(seed.missing)
}

/// The rows that names stand for, while a database is being filled.
struct Seed<'s> {
    database: &'s Connection,
    live: &'s State,
    permissions: HashMap<String, i64>,
    attributes: HashMap<String, i64>,
    team_attributes: HashMap<String, i64>,
    roles: HashMap<String, i64>,
    teams: HashMap<&'s TeamPath, i64>,
    /// Everybody, sorted: the row of the first is 1.
    users: Vec<&'s Email>,
    missing: Vec<String>,
}

impl<'s> Seed<'s> {
    fn new(database: &'s Connection, live: &'s State) -> Result<Self, Fault> {
        Ok(Self {
            database,
            live,
            permissions: rows(database, "SELECT name, id FROM permission")?,
            attributes: rows(database, "SELECT name, id FROM attribute WHERE owner = 'user'")?,
            team_attributes: rows(database, "SELECT name, id FROM attribute WHERE owner = 'team'")?,
            roles: rows(database, "SELECT name, id FROM role")?,
            teams: HashMap::new(),
            users: live.users.keys().collect(),
            missing: Vec::new(),
        })
    }

    /// Returns the row of a person.
    fn user(&self, email: &Email) -> Option<i64> {
        let place = self.users.binary_search(&email).ok()?;
        i64::try_from(place + 1).ok()
    }

    /// Returns what was found, or takes note that it wasn't.
    fn found(
        &mut self,
        row: Option<i64>,
        subject: impl Display,
        what: &str,
        name: &str,
    ) -> Option<i64> {
        if row.is_none() {
            self.missing.push(format!("dangling: {subject}: {what} `{name}`, which is not there"));
        }
        row
    }
}

fn rows(database: &Connection, sql: &str) -> Result<HashMap<String, i64>, Fault> {
    let mut statement = database.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
