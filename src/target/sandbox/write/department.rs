//! Steps on departments.

use rusqlite::{Connection, params};

use super::values::OF_DEPARTMENT;
use super::{find, mismatch};
use crate::core::{Department, DepartmentName, Fault, Key, Shares};
use crate::plan::{Action, Resource, Step};

pub(super) fn write(
    database: &Connection,
    step: &Step,
    from: &DepartmentName,
    to: &DepartmentName,
) -> Result<(), Fault> {
    let key = |name: &DepartmentName| Key::Department(name.clone());
    let row = match step.action {
        Action::Create => {
            find::free(database, &key(to), None)?;
            let sql = "INSERT INTO department (name, standing) VALUES (?1, 0)";
            database.prepare_cached(sql)?.execute([to.as_str()])?;
            database.last_insert_rowid()
        }
        _ => find::row(database, &key(from))?,
    };
    if from != to {
        find::free(database, &key(to), Some(row))?;
        let sql = "UPDATE department SET name = ?2 WHERE id = ?1";
        database.prepare_cached(sql)?.execute(params![row, to.as_str()])?;
    }
    match &step.after {
        None => {
            database.prepare_cached("DELETE FROM department WHERE id = ?1")?.execute([row])?;
            Ok(())
        }
        Some(Resource::Department(department)) => {
            change(database, row, department)?;
            database
                .prepare_cached("INSERT INTO settled_department VALUES (?1)")?
                .execute([row])?;
            Ok(())
        }
        Some(_) => Err(mismatch(step)),
    }
}

fn change(database: &Connection, row: i64, department: &Department) -> Result<(), Fault> {
    let Department { groups, attributes } = department;
    if let Some(shares) = groups.value() {
        replace(database, row, shares)?;
    }
    for (name, value) in attributes {
        let known = find::attribute(database, "department", name)?;
        OF_DEPARTMENT.set(database, row, known, value)?;
    }
    Ok(())
}

fn replace(database: &Connection, row: i64, shares: &Shares) -> Result<(), Fault> {
    let sql = "DELETE FROM department_group WHERE department = ?1";
    database.prepare_cached(sql)?.execute([row])?;
    for (path, share) in shares {
        let team = find::team(database, path)?;
        let sql = "INSERT INTO department_group VALUES (?1, ?2, ?3)";
        database.prepare_cached(sql)?.execute(params![row, team, share])?;
    }
    Ok(())
}
