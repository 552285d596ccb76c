//! Teams of a live state, and the orders of siblings.

use rusqlite::params;

use super::Seed;
use crate::core::{AttributeName, Fault, Scalar, TeamPath};
use crate::target::sandbox::write;

impl Seed<'_> {
    /// A path stands before those below it, so a team's parent has its row already.
    pub(super) fn teams(&mut self) -> Result<(), Fault> {
        for path in self.live.teams.keys() {
            let parent = match path.parent() {
                None => None,
                Some(above) => {
                    let row = self.teams.get(&above).copied();
                    let row = self.found(row, path, "is below the team", above.as_str());
                    if row.is_none() {
                        continue;
                    }
                    row
                }
            };
            let sql = "INSERT INTO team (parent, name) VALUES (?1, ?2)";
            self.database.prepare_cached(sql)?.execute(params![parent, path.name().as_str()])?;
            self.teams.insert(path, self.database.last_insert_rowid());
        }
        Ok(())
    }

    /// Those that `live` names, then the others by name.
    pub(super) fn team_orders(&mut self) -> Result<(), Fault> {
        let mut place = 0;
        for (parent, names) in &self.live.team_order {
            for name in names {
                place += 1;
                self.team_place(&TeamPath::below(parent.as_ref(), name), place)?;
            }
        }
        for path in self.live.teams.keys() {
            place += 1;
            self.team_place(path, place)?;
        }
        Ok(())
    }

    fn team_place(&mut self, path: &TeamPath, place: i64) -> Result<(), Fault> {
        let row = self.teams.get(path).copied();
        if let Some(row) = self.found(row, "order of teams", "names", path.as_str()) {
            let sql = "UPDATE team SET position = ?2 WHERE id = ?1 AND position IS NULL";
            self.database.prepare_cached(sql)?.execute(params![row, place])?;
        }
        Ok(())
    }

    pub(super) fn managers(&mut self) -> Result<(), Fault> {
        for (path, team) in &self.live.teams {
            let Some(&row) = self.teams.get(path) else { continue };
            for email in team.managers.value().into_iter().flatten() {
                let user = self.user(email);
                if let Some(user) = self.found(user, path, "is managed by", email.as_str()) {
                    let sql = "INSERT INTO seat VALUES (?1, ?2, 'manager')";
                    self.database.prepare_cached(sql)?.execute([user, row])?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn team_values(&mut self) -> Result<(), Fault> {
        for (path, team) in &self.live.teams {
            let Some(&row) = self.teams.get(path) else { continue };
            for (name, value) in team.attributes.iter().filter(|(_, value)| **value != Scalar::Null)
            {
                if let Some(attribute) = self.team_attribute(path, name) {
                    write::OF_TEAM.set(self.database, row, attribute, value)?;
                }
            }
            for (name, email) in &team.named {
                let Some(email) = email else { continue };
                let user = self.user(email);
                let user = self.found(user, path, "names", email.as_str());
                if let Some((attribute, user)) = self.team_attribute(path, name).zip(user) {
                    let sql =
                        "INSERT INTO named_member (team, attribute, user) VALUES (?1, ?2, ?3)";
                    self.database.prepare_cached(sql)?.execute([row, attribute, user])?;
                }
            }
        }
        Ok(())
    }

    fn team_attribute(&mut self, path: &TeamPath, name: &AttributeName) -> Option<i64> {
        let attribute = self.team_attributes.get(name.as_str()).copied();
        self.found(attribute, path, "has the attribute", name.as_str())
    }
}
