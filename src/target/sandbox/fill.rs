//! What the platform file says, as rows.

use rusqlite::{Connection, params};

use crate::core::{Fault, PermissionId};
use crate::platform::{Attribute, AttributeKind, BuiltInRole, Departments, Permission, Platform};

/// Fills the tables of the platform.
pub(super) fn fill(database: &Connection, platform: &Platform) -> Result<(), Fault> {
    for (name, value) in limits(platform) {
        database.execute("INSERT INTO limit_of VALUES (?1, ?2)", params![name, value])?;
    }
    for (name, holds) in facts(platform) {
        database.execute("INSERT INTO fact VALUES (?1, ?2)", params![name, holds])?;
    }
    platform.permissions.iter().try_for_each(|each| permission(database, each))?;
    platform.roles.built_in.iter().try_for_each(|role| built_in(database, role))?;
    for (name, each) in &platform.users.attributes {
        attribute(database, "user", name.as_str(), each)?;
    }
    for (name, each) in &platform.teams.attributes {
        attribute(database, "team", name.as_str(), each)?;
    }
    if let Some(all) = &platform.departments {
        departments(database, all)?;
    }
    seats(database, platform)
}

fn limits(platform: &Platform) -> [(&'static str, Option<u32>); 11] {
    let (roles, teams, users) = (&platform.roles, &platform.teams, &platform.users);
    [
        ("custom_roles", roles.custom.max.is),
        ("role_name_length", roles.custom.name_length.is),
        ("label_length", roles.custom.label_length.is),
        ("min_roles_per_user", roles.min_per_user.is),
        ("max_roles_per_user", roles.max_per_user.is),
        ("teams", teams.max.is),
        ("team_depth", teams.depth.is),
        ("team_name_length", teams.name_length.is),
        ("users", users.max.is),
        ("departments", platform.departments.as_ref().and_then(|all| all.max.is)),
        (
            "department_name_length",
            platform.departments.as_ref().and_then(|all| all.name_length.is),
        ),
    ]
}

fn facts(platform: &Platform) -> [(&'static str, Option<bool>); 15] {
    let (roles, teams, users) = (&platform.roles, &platform.teams, &platform.users);
    [
        ("custom_roles", roles.custom.allowed.is),
        ("labels", roles.custom.labelled.is),
        ("roles_ordered", roles.ordered.is),
        ("teams_nested", teams.nested.is),
        ("teams_ordered", teams.ordered.is),
        ("teams_managed", teams.managed.is),
        ("one_seat", teams.one_seat.is),
        ("members_need_a_role", teams.members_hold.value().map(|_| true)),
        ("users_created_elsewhere", users.created_elsewhere.is),
        ("users_deactivated", users.deactivates.is),
        ("users_deleted", users.deletes.as_ref().and_then(|fact| fact.is)),
        ("inactive_leaves_teams", users.inactive_leaves_teams.is),
        ("users_renamed", users.renames.is),
        ("departments", Some(platform.departments.is_some())),
        (
            "department_percentages",
            platform.departments.as_ref().and_then(|all| all.percentages.is),
        ),
    ]
}

fn permission(database: &Connection, permission: &Permission) -> Result<(), Fault> {
    let Permission { id, name: _, levels, scopes, licence: _, assigns_roles, needs: _ } =
        permission;
    // Without the key it carries no list; with a fact of unknown standing it may.
    let assigns = assigns_roles.as_ref().map_or(Some(false), |fact| fact.is);
    database.execute(
        "INSERT INTO permission (name, levels_known, scopes_known, assigns_roles)
         VALUES (?1, ?2, ?3, ?4)",
        params![id.as_str(), levels.is.is_some(), scopes.is.is_some(), assigns],
    )?;
    let row = database.last_insert_rowid();
    for level in levels.value().into_iter().flatten() {
        let sql = "INSERT INTO permission_level VALUES (?1, ?2)";
        database.execute(sql, params![row, level.as_str()])?;
    }
    for scope in scopes.value().into_iter().flatten() {
        let sql = "INSERT INTO permission_scope VALUES (?1, ?2)";
        database.execute(sql, params![row, scope.as_str()])?;
    }
    Ok(())
}

fn built_in(database: &Connection, role: &BuiltInRole) -> Result<(), Fault> {
    // A role of which it is unknown whether it can be edited is taken for a fixed one.
    database.execute(
        "INSERT INTO role (name, built_in, editable, assignable, product, fixes_holders,
             permissions_written, assignable_written)
         VALUES (?1, 1, ?2, ?3, ?4, ?5, 0, 0)",
        params![
            role.name.as_str(),
            role.editable.holds(),
            role.assignable.is,
            role.product,
            role.holders_editable.as_ref().is_some_and(|fact| fact.is == Some(false)),
        ],
    )?;
    let row = database.last_insert_rowid();
    let documented = role.permissions.iter().filter(|(_, fact)| fact.is.is_some());
    let sql = "INSERT INTO documented_permission SELECT ?1, id FROM permission WHERE name = ?2";
    documented.map(|(id, _)| id).try_for_each(|id| mention(database, sql, row, id))?;
    let optional = role.optional.iter().filter(|(_, fact)| fact.is.is_some());
    let sql = "INSERT INTO optional_permission SELECT ?1, id FROM permission WHERE name = ?2";
    optional.map(|(id, _)| id).try_for_each(|id| mention(database, sql, row, id))
}

fn mention(database: &Connection, sql: &str, role: i64, id: &PermissionId) -> Result<(), Fault> {
    database.execute(sql, params![role, id.as_str()])?;
    Ok(())
}

fn attribute(
    database: &Connection,
    owner: &str,
    name: &str,
    attribute: &Attribute,
) -> Result<(), Fault> {
    let Attribute { purpose: _, kind, configured: _, required, clearable, writable: _ } = attribute;
    let (kind, min, max, length) = match kind.value() {
        None => (None, None, None, None),
        Some(AttributeKind::Text { max_length }) => (Some("text"), None, None, *max_length),
        Some(AttributeKind::Integer { min, max }) => (Some("integer"), *min, *max, None),
        Some(AttributeKind::Boolean) => (Some("boolean"), None, None, None),
        Some(AttributeKind::OneOf { .. }) => (Some("one_of"), None, None, None),
        Some(AttributeKind::Member) => (Some("member"), None, None, None),
    };
    database.execute(
        "INSERT INTO attribute (owner, name, type, min, max, max_length, required, clearable)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![owner, name, kind, min, max, length, required.is, clearable.is],
    )?;
    words(database, attribute)
}

/// The words of the attribute that was just made.
fn words(database: &Connection, attribute: &Attribute) -> Result<(), Fault> {
    let row = database.last_insert_rowid();
    if let Some(AttributeKind::OneOf { values }) = attribute.kind.value() {
        for word in values {
            let sql = "INSERT INTO attribute_word VALUES (?1, ?2)";
            database.execute(sql, params![row, word])?;
        }
    }
    Ok(())
}

/// What departments have, and the one that every instance has.
fn departments(database: &Connection, departments: &Departments) -> Result<(), Fault> {
    for (name, each) in &departments.attributes {
        attribute(database, "department", name.as_str(), each)?;
    }
    for character in departments.forbidden.value().into_iter().flat_map(|text| text.chars()) {
        let sql = "INSERT OR IGNORE INTO forbidden_in_department VALUES (?1)";
        database.execute(sql, [character.to_string()])?;
    }
    if let Some(name) = departments.default.value() {
        let sql = "INSERT INTO department (name, standing) VALUES (?1, 1)";
        database.execute(sql, [name.as_str()])?;
    }
    Ok(())
}

/// What seats in teams depend on.
fn seats(database: &Connection, platform: &Platform) -> Result<(), Fault> {
    let teams = &platform.teams;
    if let Some(seat) = teams.members_hold.value() {
        for role in &seat.roles {
            let sql = "INSERT INTO eligible_role VALUES (?1)";
            database.execute(sql, [role.as_str()])?;
        }
        for id in &seat.permissions {
            let sql = "INSERT INTO eligible_permission SELECT id FROM permission WHERE name = ?1";
            database.execute(sql, [id.as_str()])?;
        }
    }
    for (role, most) in &teams.max_per_holder {
        if let Some(most) = most.is {
            let sql = "INSERT INTO holder_limit VALUES (?1, ?2)";
            database.execute(sql, params![role.as_str(), most])?;
        }
    }
    for character in teams.forbidden.value().into_iter().flat_map(|text| text.chars()) {
        let sql = "INSERT OR IGNORE INTO forbidden_character VALUES (?1)";
        database.execute(sql, [character.to_string()])?;
    }
    Ok(())
}
