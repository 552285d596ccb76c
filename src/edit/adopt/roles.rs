//! Entries of roles.

use std::collections::BTreeMap;

use super::Work;
use super::lists::former_names;
use crate::core::{Grant, Key, Kind, Known, PermissionId, Role, RoleName, ScopeName};
use crate::document::{NodeRef, Value};
use crate::edit::Want;
use crate::edit::want::{Slot, with_new};
use crate::render::{grant_text, list_field, scalar};

impl Work<'_> {
    pub(super) fn roles(&mut self, list: NodeRef<'_, '_>) -> Want {
        self.listed(list, Kind::Role, |work, entry| work.role(entry))
    }

    /// Returns what should stand in a role's entry; nothing if the role isn't live.
    fn role(&mut self, entry: NodeRef<'_, '_>) -> Option<(String, Want)> {
        let declared = RoleName::new(entry.field("name")?.text()?);
        let name = self.taken.live_name(self.all, &Key::Role(declared.clone()));
        let Some(Key::Role(name)) = name else {
            let built_in = self.all.platform.built_in(&declared).is_some();
            return built_in.then(|| (declared.to_string(), Want::Same));
        };
        let role = self.all.live.roles.get(&name)?;
        let mut slots = Vec::new();
        let mut count = 0;
        for (at, (key, value)) in entry.members().enumerate() {
            count += 1;
            let key = key.text().map_or("", |text| text.as_ref());
            let want = match key {
                "name" | "previously" if declared == name => Some(Want::Same),
                "name" => Some(Want::Value(scalar(name.as_str()))),
                "previously" => former_names(value, name.as_str()),
                _ => self.field_of_role(key, value, role),
            };
            slots.extend(want.map(|want| Slot::Old(at, want)));
        }
        let whole =
            entry.field("permissions").is_some() && entry.field("assignable_roles").is_none();
        if let Some(names) = role.assignable_roles.value()
            && whole
            && self.all.platform.assigns_roles(role)
        {
            let names = names.iter().map(RoleName::as_str);
            slots.push(Slot::New(list_field("assignable_roles", names)));
        }
        Some((name.to_string(), Want::items(slots, count)))
    }

    /// Returns what should stand in a field; nothing where there may be no such field.
    fn field_of_role(&mut self, key: &str, value: NodeRef<'_, '_>, role: &Role) -> Option<Want> {
        Some(match key {
            "label" => text(value, &role.label, |text| text.to_owned()),
            "color" => text(value, &role.color, str::to_uppercase),
            "permissions" => match role.permissions.value() {
                Some(granted) => self.permissions(value, granted),
                None => Want::Same,
            },
            "assignable_roles" => {
                let known = !role.permissions.is_unknown();
                let written = value.children().next().is_some();
                if known && written && !self.all.platform.assigns_roles(role) {
                    return None;
                }
                match role.assignable_roles.value() {
                    Some(names) => {
                        self.exactly(value, "role", names.iter().cloned(), RoleName::new)
                    }
                    None => Want::Same,
                }
            }
            _ => Want::Same,
        })
    }

    fn permissions(
        &mut self,
        mapping: NodeRef<'_, '_>,
        live: &BTreeMap<PermissionId, Grant>,
    ) -> Want {
        let mut missing = live.clone();
        let mut kept = Vec::new();
        let mut count = 0;
        for (at, (key, value)) in mapping.members().enumerate() {
            count += 1;
            let id = PermissionId::new(key.text().map_or("", |text| text.as_ref()));
            if let Some(grant) = missing.remove(&id) {
                let want = self.grant(value, &grant);
                kept.push((id, Slot::Old(at, want)));
            }
        }
        let line = |(id, grant): (PermissionId, Grant)| {
            let line = format!("{}: {}\n", scalar(id.as_str()), grant_text(&grant));
            (id, Slot::New(line))
        };
        Want::items(with_new(kept, missing.into_iter().map(line).collect()), count)
    }

    /// Returns what should stand as the value of a permission.
    fn grant(&mut self, value: NodeRef<'_, '_>, live: &Grant) -> Want {
        let level = value.field("level").or(Some(value)).and_then(NodeRef::text);
        let level = level.map_or("", |text| text.as_ref());
        let only = value.field("only");
        let nested = *value.value() == Value::Mapping && !value.is_alias();
        if !nested || only.is_some() == live.only.is_empty() {
            let same = level == live.level.as_str() && only.is_none() && live.only.is_empty();
            let same = same || (value.is_alias() && reads_as(value, level, live));
            return if same { Want::Same } else { Want::Value(grant_text(live)) };
        }
        let mut slots = Vec::new();
        for (at, (key, field)) in value.members().enumerate() {
            let want = match key.text().map_or("", |text| text.as_ref()) {
                "level" if level != live.level.as_str() => {
                    Want::Value(live.level.as_str().to_owned())
                }
                "only" => self.exactly(field, "only", live.only.iter().cloned(), ScopeName::new),
                _ => Want::Same,
            };
            slots.push(Slot::Old(at, want));
        }
        let count = slots.len();
        Want::items(slots, count)
    }
}

/// Returns whether a mapping that an alias mentions is what is live.
fn reads_as(value: NodeRef<'_, '_>, level: &str, live: &Grant) -> bool {
    let only = value.field("only").into_iter().flat_map(NodeRef::children);
    let only = only.filter_map(NodeRef::text).map(|text| ScopeName::new(text)).collect();
    level == live.level.as_str() && live.only == only
}

fn text(value: NodeRef<'_, '_>, live: &Known<String>, meant: impl Fn(&str) -> String) -> Want {
    let written = value.text().map(|text| meant(text));
    match live.value() {
        Some(live) if written.as_ref() != Some(live) => Want::Value(scalar(live)),
        _ => Want::Same,
    }
}
