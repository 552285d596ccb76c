//! What belongs to one row of another table, as a set.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::core::Fault;

/// The three statements that keep a set of rows. All take the owner first.
pub(super) struct Links {
    pub current: &'static str,
    pub take: &'static str,
    pub give: &'static str,
}

impl Links {
    /// Makes the set what is wanted. A row that stays is not touched: taking and giving it again
    /// would be another thing than leaving it.
    pub(super) fn replace(
        &self,
        database: &Connection,
        owner: i64,
        wanted: &BTreeSet<i64>,
    ) -> Result<(), Fault> {
        let current = self.current(database, owner)?;
        for gone in current.difference(wanted) {
            database.prepare_cached(self.take)?.execute([owner, *gone])?;
        }
        for new in wanted.difference(&current) {
            database.prepare_cached(self.give)?.execute([owner, *new])?;
        }
        Ok(())
    }

    fn current(&self, database: &Connection, owner: i64) -> Result<BTreeSet<i64>, Fault> {
        let mut statement = database.prepare_cached(self.current)?;
        let rows = statement.query_map([owner], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
