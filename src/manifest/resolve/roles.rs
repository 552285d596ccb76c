//! Roles.

use std::collections::BTreeMap;

use super::Resolver;
use crate::core::{Few, Grant, Key, Known, PermissionId, Role, RoleName, ScopeName, codes};
use crate::document::{Located, Short};
use crate::manifest::Manifest;
use crate::manifest::written::{self, Text};

impl Resolver<'_> {
    /// Learns the names of all roles, so that any may be mentioned anywhere.
    pub(super) fn declare_roles(&mut self, manifest: &Manifest<'_>) {
        for role in manifest.roles.iter().flatten() {
            self.known_roles.insert(RoleName::new(&role.name));
        }
    }

    pub(super) fn roles(&mut self, manifest: &Manifest<'_>) {
        for role in manifest.roles.iter().flatten() {
            self.role(role);
        }
        if let Some(order) = &manifest.role_order {
            self.role_order(order);
        }
    }

    fn role(&mut self, written: &written::Role<'_>) {
        self.legible(&written.name);
        let name = RoleName::new(&written.name);
        if self.declare(Key::Role(name.clone()), written.name.at, fields(written)) {
            return;
        }
        for text in written.label.iter().chain(&written.color) {
            self.legible(text);
        }
        let former = |text: &str| Key::Role(RoleName::new(text));
        self.previously(Key::Role(name.clone()), written.previously.as_deref(), former);
        let role = self.role_fields(written);
        self.desired.state.roles.insert(name, role);
    }

    fn role_fields(&mut self, written: &written::Role<'_>) -> Role {
        let mut role = Role {
            label: written.label.as_ref().map(|label| label.to_string()).into(),
            color: written.color.as_ref().map(|color| color.to_uppercase()).into(),
            permissions: Known::Unknown,
            assignable_roles: Known::Unknown,
        };
        if let Some(entries) = &written.permissions {
            let granted = entries.0.iter().map(|(id, value)| (PermissionId::new(id), grant(value)));
            role.permissions = granted.collect::<BTreeMap<_, _>>().into();
        }
        if let Some(names) = &written.assignable_roles {
            role.assignable_roles = self.role_list(names).into_iter().collect::<Few<_>>().into();
        } else if role.permissions.value().is_some() && !self.context.platform.assigns_roles(&role)
        {
            // Without the permission that carries the list there is none.
            role.assignable_roles = Few::new().into();
        }
        role
    }

    /// Returns the roles of a list, each once.
    fn role_list(&mut self, names: &[Text<'_>]) -> Vec<RoleName> {
        let mut roles: Vec<RoleName> = Vec::new();
        for name in names {
            let Some(role) = self.role_named(name.at, name) else { continue };
            match roles.iter().position(|other| *other == role) {
                Some(first) => {
                    let label = format!("`{role}` stands in this list a second time");
                    self.twice(label, self.at(name.at), self.at(names[first].at));
                }
                None => roles.push(role),
            }
        }
        roles
    }

    fn role_order(&mut self, order: &Located<Vec<Text<'_>>>) {
        if !self.order_once(Key::RoleOrder, order.at) {
            return;
        }
        self.desired.state.role_order = self.role_list(order).into();
    }

    /// Takes note of where an order is given; returns whether it is the first time.
    pub(super) fn order_once(&mut self, key: Key, at: crate::core::NodeId) -> bool {
        if let Some(first) = self.desired.places.get(&key) {
            let problem = codes::ORDER_TWICE.at(
                self.at(at),
                "an order is given a second time here",
                "Keep one of the two: one place says what comes first.",
            );
            self.found.push(problem.and(first.entry, "it is given here first"));
            return false;
        }
        !self.declare(key, at, Vec::new())
    }
}

/// Returns where a role's fields stand, and each of its permissions.
fn fields<'w>(written: &'w written::Role<'_>) -> Vec<(&'w str, crate::core::NodeId)> {
    let mut fields = Vec::new();
    fields.extend(written.label.as_ref().map(|label| ("label", label.at)));
    fields.extend(written.color.as_ref().map(|color| ("color", color.at)));
    if let Some(permissions) = &written.permissions {
        fields.push(("permissions", permissions.at));
        fields.extend(permissions.0.iter().map(|(id, _)| (id.value.as_ref(), id.at)));
    }
    fields.extend(written.assignable_roles.as_ref().map(|roles| ("assignable_roles", roles.at)));
    fields.extend(written.previously.iter().flatten().take(1).map(|name| ("previously", name.at)));
    fields
}

/// Returns what a permission is granted at. The schema has made sure that a word is a level.
pub(in crate::manifest) fn grant(written: &Located<Short<'_, written::Grant<'_>>>) -> Grant {
    match &written.value {
        Short::Short(word) => {
            let level = crate::core::Level::ALL.into_iter().find(|level| level.as_str() == word);
            Grant::everywhere(level.unwrap_or(crate::core::Level::View))
        }
        Short::Full(full) => Grant {
            level: full.level.value,
            only: full
                .only
                .iter()
                .flat_map(|only| only.iter())
                .map(|name| ScopeName::new(name))
                .collect(),
        },
    }
}
