//! Merging sorted tables.

use rusqlite::{Connection, Row, params};

use crate::core::Fault;

/// A range of rows: the first and the last.
#[derive(Clone, Copy)]
pub(super) struct Rows(i64, i64);

impl Rows {
    pub(super) const ALL: Rows = Rows(i64::MIN, i64::MAX);

    pub(super) fn one(row: i64) -> Self {
        Self(row, row)
    }
}

/// A resource and the row that it stands in.
pub(super) struct Found<K, T> {
    pub row: i64,
    pub key: K,
    pub value: T,
}

/// Reads the resources themselves. The statement is sorted by row and takes the range.
pub(super) fn owners<K, T>(
    database: &Connection,
    sql: &str,
    rows: Rows,
    mut make: impl FnMut(&Row<'_>) -> rusqlite::Result<(K, T)>,
) -> Result<Vec<Found<K, T>>, Fault> {
    let mut statement = database.prepare_cached(sql)?;
    let found = statement.query_map(params![rows.0, rows.1], |row| {
        let (key, value) = make(row)?;
        Ok(Found { row: row.get(0)?, key, value })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Adds to each resource what another table says of it. The statement is sorted by the owner's row,
/// which it returns first, and takes the range.
pub(super) fn attach<K, T>(
    database: &Connection,
    sql: &str,
    rows: Rows,
    owners: &mut [Found<K, T>],
    mut add: impl FnMut(&mut T, &Row<'_>) -> rusqlite::Result<()>,
) -> Result<(), Fault> {
    let mut statement = database.prepare_cached(sql)?;
    let mut details = statement.query(params![rows.0, rows.1])?;
    let mut owners = owners.iter_mut().peekable();
    while let Some(detail) = details.next()? {
        let row: i64 = detail.get(0)?;
        while owners.next_if(|owner| owner.row < row).is_some() {}
        if let Some(owner) = owners.peek_mut().filter(|owner| owner.row == row) {
            add(&mut owner.value, detail)?;
        }
    }
    Ok(())
}
