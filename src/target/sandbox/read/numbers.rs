//! The numbers of the rows of people and teams, which stand for the ids of a platform.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::names::Names;
use crate::core::{Email, Fault, TeamPath};

/// The ids that a sandbox gave to people and teams. Each keeps its own through every rename.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// People by address.
    pub users: BTreeMap<Email, i64>,
    /// Teams by path.
    pub teams: BTreeMap<TeamPath, i64>,
}

impl Numbers {
    pub(super) fn read(database: &Connection, names: &Names) -> Result<Self, Fault> {
        let mut statement = database.prepare_cached("SELECT email, id FROM user")?;
        let rows = statement
            .query_map([], |row| Ok((Email::new(row.get_ref(0)?.as_str()?), row.get(1)?)))?;
        let users = rows.collect::<Result<_, _>>()?;
        let teams = names.teams.iter().map(|(row, path)| (path.clone(), *row)).collect();
        Ok(Self { users, teams })
    }
}
