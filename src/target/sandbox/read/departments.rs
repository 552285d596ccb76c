//! Reading departments.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::merge::{Rows, attach, owners};
use super::names::Names;
use super::resources::scalar;
use crate::core::{Department, DepartmentName, Fault};

const DEPARTMENTS: &str = "SELECT id, name FROM department WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
const GROUPS: &str = "SELECT department, team, percentage FROM department_group
    WHERE department BETWEEN ?1 AND ?2 ORDER BY department, team";
const ATTRIBUTES: &str = "SELECT department, attribute, value, boolean FROM department_attribute
    WHERE department BETWEEN ?1 AND ?2 ORDER BY department, attribute";

pub(super) fn departments(
    database: &Connection,
    names: &Names,
    rows: Rows,
) -> Result<BTreeMap<DepartmentName, Department>, Fault> {
    let mut found = owners(database, DEPARTMENTS, rows, |row| {
        Ok((DepartmentName::new(row.get_ref(1)?.as_str()?), names.empty.clone()))
    })?;
    attach(database, GROUPS, rows, &mut found, |department: &mut Department, row| {
        let team = names.teams.get(&row.get(1)?);
        if let Some((team, groups)) = team.zip(department.groups.value_mut()) {
            groups.insert(team.clone(), row.get(2)?);
        }
        Ok(())
    })?;
    attach(database, ATTRIBUTES, rows, &mut found, |department: &mut Department, row| {
        let name = names.attributes.get(&row.get(1)?);
        if let Some(value) = name.and_then(|name| department.attributes.get_mut(name)) {
            *value = scalar(row)?;
        }
        Ok(())
    })?;
    Ok(found.into_iter().map(|each| (each.key, each.value)).collect())
}
