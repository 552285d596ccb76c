//! Names by the rows that they stand in, each made once.

use rusqlite::Connection;

use crate::core::{
    AttributeName, Attributes, FastMap, Fault, PermissionId, RoleName, Scalar, TeamPath,
};

pub(super) struct Names {
    pub roles: FastMap<i64, RoleName>,
    pub teams: FastMap<i64, TeamPath>,
    pub permissions: FastMap<i64, PermissionId>,
    pub attributes: FastMap<i64, AttributeName>,
    /// Every attribute of the platform, without a value.
    pub unset: Attributes,
}

impl Names {
    pub(super) fn read(database: &Connection) -> Result<Self, Fault> {
        let attributes: FastMap<i64, AttributeName> =
            names(database, "SELECT id, name FROM attribute")?;
        Ok(Self {
            roles: names(database, "SELECT id, name FROM role")?,
            teams: names(database, "SELECT id, path FROM team_path")?,
            permissions: names(database, "SELECT id, name FROM permission")?,
            unset: attributes.values().map(|name| (name.clone(), Scalar::Null)).collect(),
            attributes,
        })
    }
}

fn names<N>(database: &Connection, sql: &str) -> Result<FastMap<i64, N>, Fault>
where
    N: for<'t> From<&'t str>,
{
    let mut statement = database.prepare_cached(sql)?;
    let rows =
        statement.query_map([], |row| Ok((row.get(0)?, N::from(row.get_ref(1)?.as_str()?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
