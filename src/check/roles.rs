//! Laws about roles.

use super::{About, Finding};
use crate::core::{Key, RoleName, State, codes};
use crate::manifest::Desired;
use crate::platform::Platform;

/// There are at most so many custom roles.
pub(super) fn custom_roles_are_limited(state: &State, platform: &Platform) -> Vec<Finding> {
    let custom: Vec<_> =
        state.roles.keys().filter(|name| platform.built_in(name).is_none()).collect();
    if platform.roles.custom.allowed.is == Some(false) {
        let none = |name: &&RoleName| {
            let label = format!("{} has no custom roles", platform.title);
            let about = About::entry(Key::Role((*name).clone()));
            let help = "Give one of its own roles instead.";
            Finding::new(&codes::TOO_MANY_CUSTOM_ROLES, about, label, help)
        };
        return custom.iter().map(none).collect();
    }
    let Some(limit) = platform.roles.custom.max.value().copied() else { return Vec::new() };
    let Some(beyond) = custom.get(limit as usize) else { return Vec::new() };
    let count = custom.len();
    vec![
        Finding::new(
            &codes::TOO_MANY_CUSTOM_ROLES,
            About::entry(Key::Role((*beyond).clone())),
            format!(
                "there are {count} custom roles, and {limit} are allowed; this is one too many"
            ),
            "Merge roles that differ little, or delete some.",
        )
        .exceeding(count - limit as usize),
    ]
}

/// A role that lets its holders give roles says which ones, and no other role does.
pub(super) fn assignable_roles_go_with_the_permission(
    state: &State,
    platform: &Platform,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, role) in &state.roles {
        let Some(granted) = role.permissions.value() else { continue };
        let carrier = platform.assigning().find(|id| granted.contains_key(*id));
        let list = role.assignable_roles.value();
        let key = || Key::Role(name.clone());
        match (carrier, list) {
            (Some(carrier), None) => findings.push(Finding::new(
                &codes::ASSIGNABLE_MISSING,
                About::Field(key(), carrier.to_string()),
                "this lets the role's holders give roles to others, and nothing says which".into(),
                "Add `assignable_roles`, with `[]` for none: left out, it would be every role.",
            )),
            (None, Some(list)) if !list.is_empty() => findings.push(Finding::new(
                &codes::ASSIGNABLE_WITHOUT_PERMISSION,
                About::Field(key(), "assignable_roles".into()),
                "the role has no permission to give roles to others".into(),
                without_permission(platform),
            )),
            _ => {}
        }
    }
    findings
}

fn without_permission(platform: &Platform) -> String {
    match platform.assigning().next() {
        Some(id) => format!("Grant `{id}` as well, or take `assignable_roles` out."),
        None => "Take `assignable_roles` out.".into(),
    }
}

/// A permission that can be granted together with another one only is granted with it.
pub(super) fn permissions_have_what_they_need(
    desired: &Desired,
    platform: &Platform,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, role) in &desired.state.roles {
        let Some(granted) = role.permissions.value() else { continue };
        for permission in &platform.permissions {
            let Some(needs) = permission.needs.as_ref().and_then(|needs| needs.value()) else {
                continue;
            };
            let has_one = needs.iter().any(|id| granted.contains_key(id));
            if granted.contains_key(&permission.id) && !has_one {
                let ids: Vec<String> = needs.iter().map(|id| format!("`{id}`")).collect();
                findings.push(Finding::new(
                    &codes::NEEDS_PERMISSION,
                    About::Field(Key::Role(name.clone()), permission.id.to_string()),
                    "this can be granted together with another permission only".into(),
                    format!("Grant {} as well, or take this out.", ids.join(" or ")),
                ));
            }
        }
    }
    findings
}
