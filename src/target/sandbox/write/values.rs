//! Values of attributes; one without a value has no row.

use rusqlite::{Connection, params};

use crate::core::{Email, Fault, Scalar};
use crate::target::sandbox::find;

/// The two statements that keep the values of one kind of owner. Both take the owner first, then the
/// attribute.
pub(in crate::target::sandbox) struct Values {
    clear: &'static str,
    set: &'static str,
}

/// The values of people.
pub(in crate::target::sandbox) const OF_USER: Values = Values {
    clear: "DELETE FROM user_attribute WHERE user = ?1 AND attribute = ?2",
    set: "INSERT INTO user_attribute VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE
        SET value = excluded.value, boolean = excluded.boolean",
};

/// The values of teams.
pub(in crate::target::sandbox) const OF_TEAM: Values = Values {
    clear: "DELETE FROM team_attribute WHERE team = ?1 AND attribute = ?2",
    set: "INSERT INTO team_attribute VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE
        SET value = excluded.value, boolean = excluded.boolean",
};

/// The values of departments.
pub(in crate::target::sandbox) const OF_DEPARTMENT: Values = Values {
    clear: "DELETE FROM department_attribute WHERE department = ?1 AND attribute = ?2",
    set: "INSERT INTO department_attribute VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE
        SET value = excluded.value, boolean = excluded.boolean",
};

impl Values {
    /// Writes the value of one attribute.
    pub(in crate::target::sandbox) fn set(
        &self,
        database: &Connection,
        owner: i64,
        attribute: i64,
        value: &Scalar,
    ) -> Result<(), Fault> {
        let mut upsert = database.prepare_cached(self.set)?;
        match value {
            Scalar::Null => database.prepare_cached(self.clear)?.execute([owner, attribute])?,
            Scalar::Bool(value) => upsert.execute(params![owner, attribute, value, true])?,
            Scalar::Int(value) => upsert.execute(params![owner, attribute, value, false])?,
            Scalar::Text(text) => upsert.execute(params![owner, attribute, &**text, false])?,
        };
        Ok(())
    }
}

/// Writes whom an attribute of a team names.
pub(super) fn name(
    database: &Connection,
    team: i64,
    attribute: i64,
    email: Option<&Email>,
) -> Result<(), Fault> {
    let sql = "DELETE FROM named_member WHERE team = ?1 AND attribute = ?2";
    database.prepare_cached(sql)?.execute([team, attribute])?;
    if let Some(email) = email {
        let user = find::user(database, email)?;
        let sql = "INSERT INTO named_member (team, attribute, user) VALUES (?1, ?2, ?3)";
        database.prepare_cached(sql)?.execute([team, attribute, user])?;
    }
    Ok(())
}
