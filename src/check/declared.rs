//! Rules about what is declared.

use super::{About, Finding};
use crate::core::{Key, codes};
use crate::manifest::Desired;
use crate::platform::Platform;

/// A built-in role is listed only if the platform lets it be edited, and then for its permissions.
pub(super) fn fixed_roles_stay(desired: &Desired, platform: &Platform) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, role) in &desired.state.roles {
        let Some(built_in) = platform.built_in(name) else { continue };
        let key = Key::Role(name.clone());
        let more = !role.label.is_unknown() || !role.color.is_unknown();
        if !built_in.editable.holds() {
            findings.push(Finding::new(
                &codes::FIXED_ROLE,
                About::entry(key),
                format!("`{name}` is a built-in role, and what it allows is fixed"),
                "Declare a role of your own with another name.",
            ));
        } else if more || desired.previously.contains_key(&key) {
            findings.push(Finding::new(
                &codes::FIXED_ROLE,
                About::entry(key),
                format!("of the built-in role `{name}` only the permissions can be changed"),
                "Leave out `label`, `color` and `previously`.",
            ));
        }
    }
    findings
}

/// A role that can't be given stays with whoever has it.
pub(super) fn unassignable_roles_stay(desired: &Desired, platform: &Platform) -> Vec<Finding> {
    let fixed: Vec<_> =
        platform.roles.built_in.iter().filter(|role| role.assignable.is == Some(false)).collect();
    let mut findings = Vec::new();
    for (email, user) in desired.state.users.iter().filter(|_| !fixed.is_empty()) {
        for role in user.held_roles().filter(|held| fixed.iter().any(|role| role.name == **held)) {
            findings.push(Finding::new(
                &codes::UNASSIGNABLE_ROLE,
                About::Field(Key::User(email.clone()), "roles".into()),
                format!("`{role}` can neither be given nor taken from here"),
                "Take it out, and name the person under `unmanaged` if they hold it.",
            ));
        }
    }
    findings
}

/// Nothing is declared and left to somebody else at once.
pub(super) fn nothing_is_managed_and_unmanaged(desired: &Desired, _: &Platform) -> Vec<Finding> {
    let unmanaged = &desired.unmanaged;
    let roles = unmanaged.roles.keys().map(|name| Key::Role(name.clone()));
    let teams = unmanaged.teams.keys().map(|path| Key::Team(path.clone()));
    let people =
        desired.state.users.keys().filter(|email| unmanaged.people.by_address(email).is_some());
    roles
        .chain(teams)
        .chain(people.map(|email| Key::User(email.clone())))
        .filter(|key| desired.places.contains_key(key))
        .map(|key| {
            let label = format!("{key} is declared here and named under `unmanaged`");
            let help = "Take it out here, or change the entry under `unmanaged`.";
            Finding::new(&codes::MANAGED_AND_UNMANAGED, About::entry(key), label, help)
        })
        .collect()
}
