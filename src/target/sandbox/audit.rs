//! Looking over the whole database at once.

use rusqlite::Connection;

use crate::core::Fault;

/// Returns all that breaks a rule, sorted.
pub(super) fn violations(database: &Connection) -> Result<Vec<String>, Fault> {
    let mut statement = database.prepare_cached(
        "SELECT rule || ': `' || subject || '`: ' || detail FROM violation ORDER BY 1",
    )?;
    let found = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(found)
}
