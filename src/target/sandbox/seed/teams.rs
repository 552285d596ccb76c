//! Teams of a live state, and the orders of siblings.

use rusqlite::params;

use super::Seed;
use crate::core::{Fault, TeamPath};

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
}
