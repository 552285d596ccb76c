//! Questions that the data answers.

use std::collections::BTreeMap;

use super::{Attribute, BuiltInRole, Fact, Permission, Platform};
use crate::core::{AttributeName, DepartmentName, Kind, Level, PermissionId, Role, RoleName};

/// How somebody who should have no access any more goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// They are deactivated; what they did is kept.
    Deactivated,
    /// They are deleted, since nothing is known of deactivating them.
    Deleted,
    /// They can't be sent away from here: they belong to another system.
    Elsewhere,
}

impl Platform {
    /// Returns how people go. What can be undone comes first: only where nobody knows of a way to
    /// deactivate people are they deleted. Where neither is known, deactivating is tried.
    pub fn leaving(&self) -> Leaving {
        let deletes = self.users.deletes.as_ref().and_then(|fact| fact.is);
        match (self.users.deactivates.is, deletes) {
            (Some(true), _) | (None, None) => Leaving::Deactivated,
            (_, Some(true)) => Leaving::Deleted,
            (Some(false), _) | (_, Some(false)) => Leaving::Elsewhere,
        }
    }

    /// Returns where people are created, in a few words, if that isn't here.
    pub fn created_elsewhere(&self) -> Option<&str> {
        let place = self.users.created_in.as_ref().and_then(Fact::value).map(String::as_str);
        self.users.created_elsewhere.holds().then(|| place.unwrap_or("another system"))
    }

    /// Returns whether nobody can be changed who holds this role.
    pub fn fixes_holders(&self, name: &RoleName) -> bool {
        let editable = self.built_in(name).and_then(|role| role.holders_editable.as_ref());
        editable.is_some_and(|fact| fact.is == Some(false))
    }

    /// Returns the built-in role of that name.
    pub fn built_in(&self, name: &RoleName) -> Option<&BuiltInRole> {
        self.roles.built_in.iter().find(|role| role.name == *name)
    }

    /// Returns the permission of that id.
    pub fn permission(&self, id: &PermissionId) -> Option<&Permission> {
        self.permissions.iter().find(|permission| permission.id == *id)
    }

    /// Returns what is recorded of resources of a kind, besides what every platform records.
    pub fn attributes(&self, kind: Kind) -> &BTreeMap<AttributeName, Attribute> {
        static NONE: BTreeMap<AttributeName, Attribute> = BTreeMap::new();
        match kind {
            Kind::Role => &NONE,
            Kind::Team => &self.teams.attributes,
            Kind::User => &self.users.attributes,
            Kind::Department => self.departments.as_ref().map_or(&NONE, |all| &all.attributes),
        }
    }

    /// Returns whether a department is the one that every instance has.
    pub fn is_default_department(&self, name: &DepartmentName) -> bool {
        self.departments.as_ref().is_some_and(|all| all.default.value() == Some(name))
    }

    /// Returns the names of the licences that people are counted by, the dearest first.
    pub fn licence_names(&self) -> Vec<&str> {
        self.licences.iter().filter_map(Fact::value).map(String::as_str).collect()
    }

    /// Returns the permissions that carry the list of roles that their holders may give to others.
    pub fn assigning(&self) -> impl Iterator<Item = &PermissionId> {
        let assigns = |permission: &&Permission| {
            permission.assigns_roles.as_ref().is_some_and(|fact| fact.holds())
        };
        self.permissions.iter().filter(assigns).map(|permission| &permission.id)
    }

    /// Returns whether a role lets its holders give roles to others, as far as it is known.
    pub fn assigns_roles(&self, role: &Role) -> bool {
        let permissions = role.permissions.value();
        permissions.is_some_and(|granted| self.assigning().any(|id| granted.contains_key(id)))
    }

    /// Returns whether a role makes its active holders administrators.
    pub fn is_administrative(&self, name: &RoleName, role: Option<&Role>) -> bool {
        let Some(administrative) = self.administrative.value() else { return false };
        let granted = role.and_then(|role| role.permissions.value());
        let suffices = |(id, level): (&PermissionId, &Level)| {
            let grant = granted.and_then(|granted| granted.get(id));
            grant.is_some_and(|grant| grant.level >= *level && grant.only.is_empty())
        };
        administrative.roles.contains(name) || administrative.permissions.iter().any(suffices)
    }

    /// Returns whether a role makes its holders eligible as members of a team. What a built-in role
    /// is documented to contain counts until it is known what it contains.
    pub fn makes_eligible(&self, name: &RoleName, role: Option<&Role>) -> bool {
        let Some(seat) = self.teams.members_hold.value() else { return true };
        let documented = self.built_in(name).map(|role| &role.permissions);
        let has = |id: &PermissionId| match role.and_then(|role| role.permissions.value()) {
            Some(granted) => granted.contains_key(id),
            None => documented.is_some_and(|documented| documented.contains_key(id)),
        };
        seat.roles.contains(name) || seat.permissions.iter().any(has)
    }

    /// Returns whether a role makes its holders eligible, or could: what it allows may be unknown.
    pub fn may_make_eligible(&self, name: &RoleName, role: Option<&Role>) -> bool {
        let fixed = self.built_in(name).is_some_and(|built_in| !built_in.editable.holds());
        let unknown = role.is_none_or(|role| role.permissions.is_unknown());
        self.makes_eligible(name, role) || (unknown && !fixed)
    }
}
