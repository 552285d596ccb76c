//! What differs between two platforms, in all that a catalogue can say.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use serde_json::Value as Json;

use super::{Fact, Permission, Platform};
use crate::core::PermissionId;

/// What differs between an older and a newer platform.
#[derive(Debug)]
pub struct Difference {
    /// Permissions that were added, changed or removed, by id.
    pub permissions: Vec<PermissionChange>,
    /// The names of the scopes and of the licences, where those differ.
    pub lists: Vec<FieldChange>,
}

/// What became of a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// Only the newer platform has it.
    Added,
    /// Both have it, and something about it differs.
    Changed,
    /// Only the older platform has it.
    Removed,
}

/// A permission that differs.
#[derive(Debug)]
pub struct PermissionChange {
    /// Its id.
    pub id: PermissionId,
    /// What became of it.
    pub became: Became,
    /// What of it differs.
    pub fields: Vec<FieldChange>,
}

/// A value that differs; `null` where it is unknown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldChange {
    /// The key, as a catalogue writes it.
    pub field: &'static str,
    /// What the older platform has.
    pub before: Json,
    /// What the newer platform has.
    pub after: Json,
}

/// Compares two platforms. How well a fact is established isn't compared, only what it says.
pub fn compare(old: &Platform, new: &Platform) -> Difference {
    let mut ids: BTreeMap<&PermissionId, (Option<&Permission>, Option<&Permission>)> =
        BTreeMap::new();
    for permission in &old.permissions {
        ids.entry(&permission.id).or_default().0 = Some(permission);
    }
    for permission in &new.permissions {
        ids.entry(&permission.id).or_default().1 = Some(permission);
    }
    let permissions = ids.into_iter().filter_map(|(id, (old, new))| permission(id, old, new));
    let scopes = |of: &Platform| json(&of.scopes.keys().collect::<Vec<_>>());
    let licences = |of: &Platform| json(&of.licences.iter().map(Fact::value).collect::<Vec<_>>());
    Difference {
        permissions: permissions.collect(),
        lists: [
            field("scopes", scopes(old), scopes(new)),
            field("licences", licences(old), licences(new)),
        ]
        .into_iter()
        .flatten()
        .collect(),
    }
}

fn permission(
    id: &PermissionId,
    old: Option<&Permission>,
    new: Option<&Permission>,
) -> Option<PermissionChange> {
    let became = match (old, new) {
        (None, _) => Became::Added,
        (_, None) => Became::Removed,
        _ => Became::Changed,
    };
    let (old, new) = (old.map(values), new.map(values));
    let value =
        |of: &Option<[Json; 5]>, at: usize| of.as_ref().map_or(Json::Null, |of| of[at].clone());
    let fields = FIELDS.iter().enumerate();
    let fields: Vec<FieldChange> =
        fields.filter_map(|(at, name)| field(name, value(&old, at), value(&new, at))).collect();
    let differs = became != Became::Changed || !fields.is_empty();
    differs.then(|| PermissionChange { id: id.clone(), became, fields })
}

/// What is compared of a permission, in the order in which it is shown.
const FIELDS: [&str; 5] = ["name", "levels", "scopes", "licence", "assigns_roles"];

fn values(permission: &Permission) -> [Json; 5] {
    // What it needs is not for a catalogue to say.
    let Permission { id: _, name, levels, scopes, licence, assigns_roles, needs: _ } = permission;
    [
        json(&name.value()),
        json(&levels.value()),
        json(&scopes.value()),
        json(&licence.value()),
        json(&assigns_roles.as_ref().and_then(Fact::value)),
    ]
}

fn field(field: &'static str, before: Json, after: Json) -> Option<FieldChange> {
    (before != after).then_some(FieldChange { field, before, after })
}

fn json(value: &impl Serialize) -> Json {
    // Texts, lists of them and truth values: this can't fail.
    serde_json::to_value(value).unwrap_or_default()
}

/// Returns a platform that has the permissions of all of them, and allows every level and every scope
/// of each: for reading manifests that are valid by one of them, or will be.
pub fn union(of: &Platform, others: &[&Platform]) -> Platform {
    let mut union = of.clone();
    let mut ids: HashSet<PermissionId> = of.permissions.iter().map(|p| p.id.clone()).collect();
    for permission in others.iter().flat_map(|other| &other.permissions) {
        if ids.insert(permission.id.clone()) {
            union.permissions.push(permission.clone());
        }
    }
    for permission in &mut union.permissions {
        permission.levels = Fact::unknown();
        permission.scopes = Fact::unknown();
    }
    union
}
