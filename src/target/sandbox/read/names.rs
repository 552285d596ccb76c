//! Names by the rows that they stand in, each made once.

use rusqlite::Connection;

use crate::core::{
    AttributeName, Attributes, Department, FastMap, Fault, Few, Known, PermissionId, RoleName,
    Scalar, Shares, Team, TeamPath,
};

pub(super) struct Names {
    pub roles: FastMap<i64, RoleName>,
    pub teams: FastMap<i64, TeamPath>,
    pub permissions: FastMap<i64, PermissionId>,
    pub attributes: FastMap<i64, AttributeName>,
    /// Every attribute of a person, without a value.
    pub unset: Attributes,
    /// A team with every attribute of one, without a value, and without managers.
    pub bare: Team,
    /// A department with every attribute of one, without a value, and without groups.
    pub empty: Department,
}

impl Names {
    pub(super) fn read(database: &Connection) -> Result<Self, Fault> {
        let attributes = |sql| names::<AttributeName>(database, sql);
        let unset = attributes("SELECT id, name FROM attribute WHERE owner = 'user'")?;
        let plain = "SELECT id, name FROM attribute WHERE owner = 'team' AND type IS NOT 'member'";
        let named = "SELECT id, name FROM attribute WHERE owner = 'team' AND type = 'member'";
        let null = |name: AttributeName| (name, Scalar::Null);
        let bare = Team {
            managers: Known::Known(Few::new()),
            attributes: attributes(plain)?.into_values().map(null).collect(),
            named: attributes(named)?.into_values().map(|name| (name, None)).collect(),
            ..Team::default()
        };
        let of_department = "SELECT id, name FROM attribute WHERE owner = 'department'";
        let empty = Department {
            groups: Known::Known(Shares::new()),
            attributes: attributes(of_department)?.into_values().map(null).collect(),
        };
        Ok(Self {
            roles: names(database, "SELECT id, name FROM role")?,
            teams: names(database, "SELECT id, path FROM team_path")?,
            permissions: names(database, "SELECT id, name FROM permission")?,
            attributes: attributes("SELECT id, name FROM attribute")?,
            unset: unset.into_values().map(null).collect(),
            bare,
            empty,
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
