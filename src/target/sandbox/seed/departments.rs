//! Departments of a live state.

use rusqlite::params;

use super::Seed;
use crate::core::{Department, DepartmentName, Fault, Scalar};
use crate::target::sandbox::write;

impl Seed<'_> {
    pub(super) fn departments(&mut self) -> Result<(), Fault> {
        let live = self.live;
        let known = super::rows(self.database, "SELECT name, id FROM department")?;
        let attributes = "SELECT name, id FROM attribute WHERE owner = 'department'";
        let attributes = super::rows(self.database, attributes)?;
        for (name, department) in &live.departments {
            let row = match known.get(name.as_str()) {
                Some(row) => *row,
                None => {
                    let sql = "INSERT INTO department (name, standing) VALUES (?1, 0)";
                    self.database.prepare_cached(sql)?.execute([name.as_str()])?;
                    self.database.last_insert_rowid()
                }
            };
            self.groups(row, name, department)?;
            let set = department.attributes.iter().filter(|(_, value)| **value != Scalar::Null);
            for (attribute, value) in set {
                let known = attributes.get(attribute.as_str()).copied();
                let known = self.found(known, name, "has the attribute", attribute.as_str());
                if let Some(known) = known {
                    write::OF_DEPARTMENT.set(self.database, row, known, value)?;
                }
            }
        }
        Ok(())
    }

    fn groups(
        &mut self,
        row: i64,
        name: &DepartmentName,
        department: &Department,
    ) -> Result<(), Fault> {
        for (path, share) in department.groups.value().into_iter().flatten() {
            let team = self.teams.get(path).copied();
            if let Some(team) = self.found(team, name, "refers to the team", path.as_str()) {
                let sql = "INSERT INTO department_group VALUES (?1, ?2, ?3)";
                self.database.prepare_cached(sql)?.execute(params![row, team, share])?;
            }
        }
        Ok(())
    }
}
