//! What a role is known to contain, by the manifests or by the platform's file.

use crate::core::{Grant, PermissionId, RoleName, State, User};
use crate::platform::{Fact, Platform};

use super::effective_roles;

/// What is known of whether a role has a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding<'s> {
    /// It has it, as the state says.
    Declared(&'s Grant),
    /// It has it, as the platform's file says.
    Documented(&'s Fact<Grant>),
    /// It has it, as it has every permission.
    Everything(&'s Fact<bool>),
    /// It can be switched on for the role; whether it is on isn't known.
    Optional(&'s Fact<String>),
    /// It hasn't it, as the state says: what a declared role isn't listed with it doesn't have.
    Undeclared,
    /// It hasn't it, as the platform's file lists all that the role has.
    Denied(&'s Fact<bool>),
    /// Nobody says.
    Unknown,
}

impl<'s> Holding<'s> {
    /// Returns what is granted, where that is said of this very permission.
    pub fn grant(self) -> Option<&'s Grant> {
        match self {
            Self::Declared(grant) => Some(grant),
            Self::Documented(fact) => fact.value(),
            _ => None,
        }
    }
}

/// Returns what is known of whether a role has a permission. What a state says of a role goes before
/// what the platform's file says.
pub fn holding<'s>(
    state: &'s State,
    platform: &'s Platform,
    role: &RoleName,
    id: &PermissionId,
) -> Holding<'s> {
    let declared = state.roles.get(role).and_then(|role| role.permissions.value());
    if let Some(permissions) = declared {
        return permissions.get(id).map_or(Holding::Undeclared, Holding::Declared);
    }
    let Some(built_in) = platform.built_in(role) else { return Holding::Unknown };
    let everything = built_in.everything.as_ref().filter(|fact| fact.holds());
    let whole = platform.roles.whole.as_ref().filter(|fact| fact.holds());
    let documented = built_in.permissions.get(id).map(Holding::Documented);
    documented
        .or_else(|| everything.map(Holding::Everything))
        .or_else(|| built_in.optional.get(id).map(Holding::Optional))
        .or_else(|| whole.map(Holding::Denied))
        .unwrap_or(Holding::Unknown)
}

/// Returns whether a role may contain more than anybody says.
pub fn may_have_more(state: &State, platform: &Platform, role: &RoleName) -> bool {
    let declared = state.roles.get(role).is_some_and(|role| !role.permissions.is_unknown());
    let whole = platform.roles.whole.as_ref().is_some_and(Fact::holds);
    let listed = whole && platform.built_in(role).is_some();
    !declared && !listed
}

/// A permission of a person: which of their roles give it, and what each of them gives.
#[derive(Debug)]
pub struct Given<'s> {
    /// The permission.
    pub id: &'s PermissionId,
    /// The roles that give it.
    pub by: Vec<(&'s RoleName, &'s Grant, Holding<'s>)>,
}

/// Returns the permissions that a person has by the roles that they hold, as far as somebody says
/// what these contain. It is empty for somebody who can't sign in.
pub fn effective<'s>(state: &'s State, platform: &'s Platform, user: &'s User) -> Vec<Given<'s>> {
    let roles = effective_roles(Some(user));
    let ids = platform.permissions.iter().map(|permission| &permission.id);
    let given = |id: &'s PermissionId| {
        let by = roles.iter().filter_map(|role| {
            let holding = holding(state, platform, role, id);
            holding.grant().map(|grant| (*role, grant, holding))
        });
        Given { id, by: by.collect() }
    };
    ids.map(given).filter(|given| !given.by.is_empty()).collect()
}

/// Returns the grants that none of the others covers. No platform says how two scopes of one
/// permission add up, so there can be several.
pub fn widest<'g>(grants: impl Iterator<Item = &'g Grant>) -> Vec<&'g Grant> {
    let mut widest: Vec<&Grant> = Vec::new();
    for grant in grants {
        if !widest.iter().any(|other| other.covers(grant)) {
            widest.retain(|other| !grant.covers(other));
            widest.push(grant);
        }
    }
    widest
}
