//! Which roles are declared to grant what, and where: what is written, before it is resolved.

use super::Manifest;
use super::resolve::grant;
use crate::core::{FileId, Grant, Origin, PermissionId, RoleName};

/// A role, and what it is declared to grant.
#[derive(Debug)]
pub struct GrantingRole {
    /// The role.
    pub name: RoleName,
    /// What it grants, and where that is written.
    pub grants: Vec<(PermissionId, Grant, Origin)>,
    /// How many roles its holders may give to others, if that is written.
    pub assignable: Option<usize>,
}

/// Returns the roles of a manifest that say what they grant.
pub fn granting_roles(file: FileId, manifest: &Manifest<'_>) -> Vec<GrantingRole> {
    let mut roles = Vec::new();
    for role in manifest.roles.iter().flatten() {
        let grants = role.permissions.iter().flat_map(|permissions| &permissions.0);
        let grants = grants.map(|(id, written)| {
            (PermissionId::new(id), grant(written), Origin { file, node: id.at })
        });
        roles.push(GrantingRole {
            name: RoleName::new(&role.name),
            grants: grants.collect(),
            assignable: role.assignable_roles.as_ref().map(|roles| roles.len()),
        });
    }
    roles
}
