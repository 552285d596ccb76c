//! Roles.

use std::collections::BTreeMap;

use super::{Diff, changed};
use crate::core::{Grant, Key, Kind, PermissionId, Role, RoleName};
use crate::plan::{Action, Resource, Step};

impl Diff<'_> {
    pub(super) fn roles(&mut self) {
        let (desired, live) = (self.desired, self.live);
        for (name, wanted) in &desired.state.roles {
            match live.roles.get(name) {
                Some(role) => self.changed_role(name, wanted, role),
                // A built-in role is always there, even if nothing is known of it.
                None if self.platform.built_in(name).is_some() => {
                    self.changed_role(name, wanted, &Role::default());
                }
                None => self.new_role(name, wanted),
            }
        }
        for (name, role) in &live.roles {
            self.unlisted_role(name, role);
        }
    }

    fn new_role(&mut self, name: &RoleName, wanted: &Role) {
        let after = Some(Resource::Role(wanted.clone()));
        let step = Step { action: Action::Create, after, ..Step::about(Key::Role(name.clone())) };
        self.push(step, &[]);
    }

    fn changed_role(&mut self, name: &RoleName, wanted: &Role, live: &Role) {
        let (mut before, mut after) = (Role::default(), Role::default());
        let mut fields = Vec::new();
        if changed(&wanted.label, &live.label, &mut before.label, &mut after.label) {
            fields.push("label");
        }
        if changed(&wanted.color, &live.color, &mut before.color, &mut after.color) {
            fields.push("color");
        }
        let (was, is) = (&mut before.assignable_roles, &mut after.assignable_roles);
        if changed(&wanted.assignable_roles, &live.assignable_roles, was, is) {
            fields.push("assignable_roles");
        }
        let (was, is) = (&mut before.permissions, &mut after.permissions);
        if changed(&wanted.permissions, &live.permissions, was, is) {
            fields.extend(permission_fields(was.value(), is.value()));
        }
        if !fields.is_empty() {
            let fields: Vec<String> = fields.into_iter().map(ToOwned::to_owned).collect();
            let step = Step {
                before: Some(Resource::Role(before)),
                after: Some(Resource::Role(after)),
                ..Step::about(Key::Role(name.clone()))
            };
            self.push(step, &fields.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }

    fn unlisted_role(&mut self, name: &RoleName, role: &Role) {
        let listed = self.desired.state.roles.contains_key(name);
        if listed || self.platform.built_in(name).is_some() {
            return;
        }
        let key = Key::Role(name.clone());
        let left_alone = self.desired.unmanaged.roles.contains_key(name);
        if left_alone || !self.desired.manage.is_all(Kind::Role) {
            self.unmanaged.push(key);
        } else {
            let step = self.unlisted(key, Action::Delete, Resource::Role(role.clone()));
            self.push(step, &[]);
        }
    }
}

/// Returns the permissions that are added or changed, whose lines ask for it; for one that is
/// revoked the whole list does.
fn permission_fields<'p>(
    before: Option<&'p BTreeMap<PermissionId, Grant>>,
    after: Option<&'p BTreeMap<PermissionId, Grant>>,
) -> Vec<&'p str> {
    let (Some(before), Some(after)) = (before, after) else { return vec!["permissions"] };
    let added = after.iter().filter(|(id, grant)| before.get(*id) != Some(*grant));
    let mut fields: Vec<&str> = added.map(|(id, _)| id.as_str()).collect();
    if before.keys().any(|id| !after.contains_key(id)) {
        fields.push("permissions");
    }
    fields
}
