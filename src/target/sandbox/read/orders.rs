//! Reading the orders of roles and of teams.

use rusqlite::Connection;

use super::names::Names;
use crate::core::{Fault, Known, RoleName, Siblings};

/// Reads the order of all roles, if the platform keeps one.
pub(super) fn roles(database: &Connection, names: &Names) -> Result<Known<Vec<RoleName>>, Fault> {
    if !kept(database, "roles_ordered")? {
        return Ok(Known::Unknown);
    }
    let mut statement = database.prepare_cached("SELECT id FROM role ORDER BY position")?;
    let mut rows = statement.query([])?;
    let mut order = Vec::new();
    while let Some(row) = rows.next()? {
        order.extend(names.roles.get(&row.get(0)?).cloned());
    }
    Ok(Known::Known(order))
}

/// Reads the order of each list of teams, if the platform keeps one.
pub(super) fn teams(database: &Connection, names: &Names) -> Result<Siblings, Fault> {
    let mut lists = Siblings::new();
    if !kept(database, "teams_ordered")? {
        return Ok(lists);
    }
    let sql = "SELECT parent, name FROM team ORDER BY parent, position";
    let mut statement = database.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let parent = row.get::<_, Option<i64>>(0)?.and_then(|row| names.teams.get(&row));
        let name = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        lists.entry(parent.cloned()).or_default().push(name.into());
    }
    Ok(lists)
}

fn kept(database: &Connection, fact: &str) -> Result<bool, Fault> {
    let sql = "SELECT holds IS 1 FROM fact WHERE name = ?1";
    Ok(database.prepare_cached(sql)?.query_row([fact], |row| row.get(0))?)
}
