//! People of a live state: most of the rows there are.

use rusqlite::params;

use super::Seed;
use crate::core::{Email, Fault, Known, Scalar, Status, User};
use crate::target::sandbox::write;

impl Seed<'_> {
    pub(super) fn users(&mut self) -> Result<(), Fault> {
        for (row, (email, user)) in (1..).zip(&self.live.users) {
            let active = user.status != Known::Known(Status::Inactive);
            let invited = self.live.invited.get(email).map(ToString::to_string);
            let sql = "INSERT INTO user (id, email, active, invited) VALUES (?1, ?2, ?3, ?4)";
            let row_of = params![row, email.as_str(), active, invited];
            self.database.prepare_cached(sql)?.execute(row_of)?;
            self.held(row, email, user)?;
            self.member(row, email, user)?;
            self.attributes(row, email, user)?;
        }
        Ok(())
    }

    fn held(&mut self, row: i64, email: &Email, user: &User) -> Result<(), Fault> {
        for name in user.held_roles() {
            let role = self.roles.get(name.as_str()).copied();
            if let Some(role) = self.found(role, email, "holds the role", name.as_str()) {
                let sql = "INSERT INTO user_role VALUES (?1, ?2)";
                self.database.prepare_cached(sql)?.execute([row, role])?;
            }
        }
        Ok(())
    }

    fn member(&mut self, row: i64, email: &Email, user: &User) -> Result<(), Fault> {
        for path in user.member_of() {
            let team = self.teams.get(path).copied();
            if let Some(team) = self.found(team, email, "is a member of the team", path.as_str()) {
                let sql = "INSERT INTO seat VALUES (?1, ?2, 'member')";
                self.database.prepare_cached(sql)?.execute([row, team])?;
            }
        }
        Ok(())
    }

    fn attributes(&mut self, row: i64, email: &Email, user: &User) -> Result<(), Fault> {
        for (name, value) in user.attributes.iter().filter(|(_, value)| **value != Scalar::Null) {
            let attribute = self.attributes.get(name.as_str()).copied();
            let attribute = self.found(attribute, email, "has the attribute", name.as_str());
            if let Some(attribute) = attribute {
                write::OF_USER.set(self.database, row, attribute, value)?;
            }
        }
        Ok(())
    }
}
