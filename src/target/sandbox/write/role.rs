//! Steps on roles and on their order.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::links::Links;
use super::{find, mismatch};
use crate::core::{Fault, Few, Grant, Key, PermissionId, Role, RoleName};
use crate::plan::{Action, Resource, Step};

/// A role that was written and has no permission to assign roles assigns none, and needs no list to
/// say so.
pub(in crate::target::sandbox) const NOTHING_TO_ASSIGN: &str =
    "UPDATE role SET assignable_written = 1
     WHERE assignable_written = 0 AND permissions_written = 1 AND NOT EXISTS (
         SELECT 1 FROM role_permission JOIN permission ON permission.id = role_permission.permission
         WHERE role_permission.role = role.id AND permission.assigns_roles = 1)";

const ASSIGNABLE: Links = Links {
    current: "SELECT assigns FROM assignable WHERE role = ?1",
    take: "DELETE FROM assignable WHERE role = ?1 AND assigns = ?2",
    give: "INSERT INTO assignable VALUES (?1, ?2)",
};

pub(super) fn write(
    database: &Connection,
    step: &Step,
    from: &RoleName,
    to: &RoleName,
) -> Result<(), Fault> {
    let row = match step.action {
        Action::Create => create(database, to)?,
        _ => find::role(database, from)?,
    };
    if from != to {
        rename(database, row, to)?;
    }
    match &step.after {
        None => {
            database.prepare_cached("DELETE FROM role WHERE id = ?1")?.execute([row])?;
            Ok(())
        }
        Some(Resource::Role(role)) => {
            change(database, row, role)?;
            settle(database, row, from != to || role.permissions.value().is_some())
        }
        Some(_) => Err(mismatch(step)),
    }
}

fn create(database: &Connection, name: &RoleName) -> Result<i64, Fault> {
    find::free(database, &Key::Role(name.clone()), None)?;
    let sql = "INSERT INTO role (name, built_in, editable, assignable, permissions_written,
            assignable_written, position)
        VALUES (?1, 0, 1, 1, 1, 0, (SELECT ifnull(max(position), 0) + 1 FROM role))";
    database.prepare_cached(sql)?.execute([name.as_str()])?;
    Ok(database.last_insert_rowid())
}

fn rename(database: &Connection, row: i64, to: &RoleName) -> Result<(), Fault> {
    find::free(database, &Key::Role(to.clone()), Some(row))?;
    let sql = "UPDATE role SET name = ?2 WHERE id = ?1";
    database.prepare_cached(sql)?.execute(params![row, to.as_str()])?;
    Ok(())
}

fn change(database: &Connection, row: i64, role: &Role) -> Result<(), Fault> {
    let Role { label, color, permissions, assignable_roles } = role;
    if let Some(label) = label.value() {
        let sql = "UPDATE role SET label = ?2 WHERE id = ?1";
        database.prepare_cached(sql)?.execute(params![row, label])?;
    }
    if let Some(color) = color.value() {
        let sql = "UPDATE role SET color = ?2 WHERE id = ?1";
        database.prepare_cached(sql)?.execute(params![row, color])?;
    }
    if let Some(permissions) = permissions.value() {
        permit(database, row, permissions)?;
    }
    if let Some(names) = assignable_roles.value() {
        assign(database, row, names)?;
    }
    database.prepare_cached(&format!("{NOTHING_TO_ASSIGN} AND id = ?1"))?.execute([row])?;
    Ok(())
}

fn permit(
    database: &Connection,
    row: i64,
    permissions: &BTreeMap<PermissionId, Grant>,
) -> Result<(), Fault> {
    let sql = "UPDATE role SET permissions_written = 1 WHERE id = ?1";
    database.prepare_cached(sql)?.execute([row])?;
    database.prepare_cached("DELETE FROM role_permission WHERE role = ?1")?.execute([row])?;
    for (id, given) in permissions {
        let sql = "SELECT id FROM permission WHERE name = ?1";
        let permission = find::known(database, sql, "permission", id.as_str())?;
        grant(database, row, permission, given)?;
    }
    Ok(())
}

/// Writes what a role is granted of one permission.
pub(in crate::target::sandbox) fn grant(
    database: &Connection,
    role: i64,
    permission: i64,
    grant: &Grant,
) -> Result<(), Fault> {
    let sql = "INSERT INTO role_permission VALUES (?1, ?2, ?3)";
    database.prepare_cached(sql)?.execute(params![role, permission, grant.level.as_str()])?;
    for scope in &grant.only {
        let sql = "INSERT INTO role_permission_scope VALUES (?1, ?2, ?3)";
        database.prepare_cached(sql)?.execute(params![role, permission, scope.as_str()])?;
    }
    Ok(())
}

fn assign(database: &Connection, row: i64, names: &Few<RoleName>) -> Result<(), Fault> {
    let sql = "UPDATE role SET assignable_written = 1 WHERE id = ?1";
    database.prepare_cached(sql)?.execute([row])?;
    let wanted = names.iter().map(|name| find::role(database, name)).collect::<Result<_, _>>()?;
    ASSIGNABLE.replace(database, row, &wanted)
}

/// Asks for judgement, also of the holders where their memberships may rest on what was changed.
fn settle(database: &Connection, row: i64, holders: bool) -> Result<(), Fault> {
    database.prepare_cached("INSERT INTO settled_role VALUES (?1)")?.execute([row])?;
    if holders {
        database.prepare_cached("INSERT INTO settled_holders VALUES (?1)")?.execute([row])?;
    }
    Ok(())
}

/// Puts all roles into another order.
pub(super) fn order(database: &Connection, step: &Step) -> Result<(), Fault> {
    let names = match &step.after {
        None => return Ok(()),
        Some(Resource::RoleOrder(names)) => names,
        Some(_) => return Err(mismatch(step)),
    };
    database.prepare_cached("UPDATE role SET position = NULL")?.execute([])?;
    for (place, name) in (1_i64..).zip(names) {
        let sql = "UPDATE role SET position = ?2 WHERE id = ?1";
        database.prepare_cached(sql)?.execute([find::role(database, name)?, place])?;
    }
    database.prepare_cached("INSERT INTO settled_role_order VALUES (1)")?.execute([])?;
    Ok(())
}
