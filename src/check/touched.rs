//! Which declared roles a change of the platform touches.

use crate::core::{Grant, Origin, PermissionId, RoleName};
use crate::manifest::GrantingRole;
use crate::platform::{PermissionChange, Platform};

/// A role that grants a permission which changes.
#[derive(Debug)]
pub struct Touched {
    /// The role.
    pub role: RoleName,
    /// What it grants.
    pub grant: Grant,
    /// Where that is written.
    pub at: Origin,
    /// Why the role isn't valid any more on the newer platform, if it isn't.
    pub invalid: Option<String>,
}

/// Returns the roles that grant a permission which changes, in the order of their names.
pub fn touched(change: &PermissionChange, roles: &[GrantingRole], new: &Platform) -> Vec<Touched> {
    let mut touched = Vec::new();
    for role in roles {
        for (_, grant, at) in role.grants.iter().filter(|(id, ..)| *id == change.id) {
            let invalid = objection(role, &change.id, grant, new);
            touched.push(Touched {
                role: role.name.clone(),
                grant: grant.clone(),
                at: *at,
                invalid,
            });
        }
    }
    touched.sort_by(|a, b| (&a.role, a.at).cmp(&(&b.role, b.at)));
    touched
}

/// Returns what a platform has against a role's grant, if anything.
fn objection(
    role: &GrantingRole,
    id: &PermissionId,
    grant: &Grant,
    platform: &Platform,
) -> Option<String> {
    let Some(permission) = platform.permission(id) else {
        return Some("there is no such permission".to_owned());
    };
    if permission.levels.value().is_some_and(|levels| !levels.contains(&grant.level)) {
        return Some(format!("it can't be granted at `{}`", grant.level));
    }
    let scopes = permission.scopes.value();
    let beyond = grant.only.iter().find(|scope| scopes.is_some_and(|all| !all.contains(*scope)));
    if let Some(scope) = beyond {
        return Some(format!("it can't be restricted to `{scope}`"));
    }
    let assigns = |id: &PermissionId| platform.assigning().any(|assigning| assigning == id);
    match role.assignable {
        None if assigns(id) => {
            Some("it asks for `assignable_roles`, and there are none".to_owned())
        }
        Some(1..) if !role.grants.iter().any(|(id, ..)| assigns(id)) => {
            Some("nothing that the role grants carries its `assignable_roles`".to_owned())
        }
        _ => None,
    }
}
