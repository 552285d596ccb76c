//! Roles of a live state, and their order.

use rusqlite::params;

use super::Seed;
use crate::core::{Fault, Grant, PermissionId, Role, RoleName};
use crate::platform::Platform;
use crate::target::sandbox::write;

const CUSTOM: &str = "INSERT INTO role (name, built_in, editable, assignable, permissions_written,
    assignable_written) VALUES (?1, 0, 1, 1, 1, 0)";

/// The roles of which nothing at all can be written.
const FIXED: &str = "SELECT name, id FROM role
    WHERE NOT editable AND id NOT IN (SELECT role FROM optional_permission)";

const CONTENT: &str = "UPDATE role SET label = ?2, color = ?3,
    permissions_written = max(permissions_written, ?4), assignable_written = ?5 WHERE id = ?1";

impl Seed<'_> {
    pub(super) fn roles(&mut self) -> Result<(), Fault> {
        let live = self.live;
        // What a fixed role contains is for the platform to say.
        let fixed = super::rows(self.database, FIXED)?;
        for name in live.roles.keys().map(RoleName::as_str) {
            if !self.roles.contains_key(name) {
                self.database.prepare_cached(CUSTOM)?.execute([name])?;
                self.roles.insert(name.to_owned(), self.database.last_insert_rowid());
            }
        }
        for (name, role) in &live.roles {
            if !fixed.contains_key(name.as_str()) {
                self.role(name, role)?;
            }
        }
        self.database.execute(write::NOTHING_TO_ASSIGN, [])?;
        Ok(())
    }

    fn role(&mut self, name: &RoleName, role: &Role) -> Result<(), Fault> {
        let Some(&row) = self.roles.get(name.as_str()) else { return Ok(()) };
        let Role { label, color, permissions, assignable_roles } = role;
        self.database.prepare_cached(CONTENT)?.execute(params![
            row,
            label.value(),
            color.value(),
            permissions.value().is_some(),
            assignable_roles.value().is_some(),
        ])?;
        for (id, grant) in permissions.value().into_iter().flatten() {
            self.grant(row, name, id, grant)?;
        }
        for other in assignable_roles.value().into_iter().flatten() {
            let assigned = self.roles.get(other.as_str()).copied();
            let assigned = self.found(assigned, name, "assigns the role", other.as_str());
            if let Some(assigned) = assigned {
                let sql = "INSERT INTO assignable VALUES (?1, ?2)";
                self.database.prepare_cached(sql)?.execute(params![row, assigned])?;
            }
        }
        Ok(())
    }

    fn grant(
        &mut self,
        row: i64,
        role: &RoleName,
        id: &PermissionId,
        grant: &Grant,
    ) -> Result<(), Fault> {
        let permission = self.permissions.get(id.as_str()).copied();
        let permission = self.found(permission, role, "has the permission", id.as_str());
        if let Some(permission) = permission {
            write::grant(self.database, row, permission, grant)?;
        }
        Ok(())
    }

    /// Those that `live` names, then the built-in ones as the platform file has them, then the
    /// others by name.
    pub(super) fn role_order(&mut self, platform: &Platform) -> Result<(), Fault> {
        let named = self.live.role_order.value().into_iter().flatten();
        let built_in = platform.roles.built_in.iter().map(|role| &role.name);
        let all: Vec<&RoleName> = named.chain(built_in).chain(self.live.roles.keys()).collect();
        for (place, name) in (1..).zip(all) {
            let row = self.roles.get(name.as_str()).copied();
            if let Some(row) = self.found(row, "order of roles", "names", name.as_str()) {
                let sql = "UPDATE role SET position = ?2 WHERE id = ?1 AND position IS NULL";
                self.database.prepare_cached(sql)?.execute(params![row, place])?;
            }
        }
        Ok(())
    }
}
