//! What people may do, by the roles that they hold.
//!
//! The unit is the *atom*: a person, what it allows, its level and its scopes. A platform seldom
//! says how two scopes of one permission add up, so nothing is added up: somebody who holds a
//! permission by several roles has each of the grants, and may do what any of them covers.

mod contents;
mod licences;

use std::collections::BTreeSet;

use crate::core::{Grant, Level, PermissionId, Role, RoleName, State, User};
use crate::platform::Platform;

pub use contents::{Given, Holding, effective, holding, may_have_more, widest};
pub use licences::{Counted, Licence, licence_of, licences};

/// What a role can let its holders do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ability {
    /// To use a permission.
    Permission(PermissionId),
    /// To give a role to others.
    Assign(RoleName),
    /// Whatever the role contains beyond what is known of it.
    Role(RoleName),
}

/// Returns what a role grants of an ability in a state.
pub fn grant_of<'s>(
    state: &'s State,
    platform: &Platform,
    name: &RoleName,
    ability: &Ability,
) -> Option<&'s Grant> {
    static WHOLE: Grant = Grant::everywhere(Level::Granted);
    let role = state.roles.get(name);
    let has = |holds: bool| holds.then_some(&WHOLE);
    match ability {
        Ability::Permission(id) => role?.permissions.value()?.get(id),
        Ability::Assign(other) => {
            has(role?.assignable_roles.value().is_some_and(|all| all.contains(other)))
        }
        Ability::Role(other) => has(other == name && has_more(platform, name, role)),
    }
}

/// Returns everything that a role is known to let its holders do, in a state.
pub fn abilities<'s>(
    state: &'s State,
    platform: &Platform,
    name: &RoleName,
) -> impl Iterator<Item = Ability> + use<'s> {
    let role = state.roles.get(name);
    let permissions = role.and_then(|role| role.permissions.value()).into_iter().flatten();
    let assigned = role.and_then(|role| role.assignable_roles.value()).into_iter().flatten();
    let more = has_more(platform, name, role).then(|| Ability::Role(name.clone()));
    permissions
        .map(|(id, _)| Ability::Permission(id.clone()))
        .chain(assigned.map(|other| Ability::Assign(other.clone())))
        .chain(more)
}

/// Returns whether a role contains more than is known: a built-in one may, beyond its documented
/// matrix, and so does one whose permissions nobody tells.
fn has_more(platform: &Platform, name: &RoleName, role: Option<&Role>) -> bool {
    let unknown = role.is_none_or(|role| role.permissions.is_unknown());
    unknown || platform.built_in(name).is_some()
}

/// Returns the roles that let a person do something: those held, unless the person can't sign in.
pub fn effective_roles(user: Option<&User>) -> BTreeSet<&RoleName> {
    use crate::core::{Known, Status};
    let active = user.filter(|user| user.status != Known::Known(Status::Inactive));
    active.into_iter().flat_map(User::held_roles).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::Known;

    #[test]
    fn a_grant_is_met_by_what_both_cover() {
        let only = |level, scopes: &[&str]| Grant {
            level,
            only: scopes.iter().map(|scope| (*scope).into()).collect(),
        };
        let (wide, low) = (only(Level::Edit, &["teams"]), only(Level::View, &["queues"]));
        assert_eq!(wide.meet(&low), only(Level::View, &["queues", "teams"]));
        assert!(wide.covers(&wide.meet(&low)) && low.covers(&wide.meet(&low)));
    }

    #[test]
    fn who_cannot_sign_in_may_do_nothing() {
        let held = Known::Known(["Agent".into()].into());
        let user = |status| User { status, roles: held.clone(), ..User::default() };
        use crate::core::Status::{Active, Inactive};
        assert!(effective_roles(Some(&user(Known::Known(Inactive)))).is_empty());
        assert_eq!(effective_roles(Some(&user(Known::Known(Active)))).len(), 1);
        assert_eq!(effective_roles(Some(&user(Known::Unknown))).len(), 1);
        assert!(effective_roles(None).is_empty());
    }
}
