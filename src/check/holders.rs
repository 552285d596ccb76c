//! People whom a plan would change, and nobody can.

use std::collections::BTreeSet;

use super::{About, Finding};
use crate::core::{Email, Key, RoleName, State, codes};
use crate::platform::Platform;

/// Returns what a plan would change of people whose role doesn't allow it: `live` has the names that
/// are meant already, and `touched` are those on whose row there is a step.
///
/// A role that can't be given can't be taken either. Of somebody whose role fixes its holders nothing
/// can be changed, not even the address.
pub fn changed_holders(
    touched: &BTreeSet<&Email>,
    live: &State,
    end: &State,
    platform: &Platform,
) -> Vec<Finding> {
    let fixed = |name: &RoleName| platform.fixes_holders(name);
    let kept = |name: &RoleName| {
        platform.built_in(name).is_some_and(|role| role.assignable.is == Some(false))
    };
    if !platform.roles.built_in.iter().any(|role| fixed(&role.name) || kept(&role.name)) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for email in touched {
        let (Some(user), now) = (live.users.get(*email), end.users.get(*email)) else { continue };
        if let Some(role) = user.held_roles().find(|name| fixed(name)) {
            findings.push(fixed_holder(email, role));
            continue;
        }
        let keeps =
            |role: &RoleName| now.is_some_and(|now| now.held_roles().any(|held| held == role));
        let taken = user.held_roles().filter(|role| kept(role) && !keeps(role));
        findings.extend(taken.map(|role| taken_role(email, role)));
    }
    findings
}

fn fixed_holder(email: &Email, role: &RoleName) -> Finding {
    Finding::new(
        &codes::HOLDER_NOT_EDITABLE,
        About::entry(Key::User(email.clone())),
        format!("`{email}` holds `{role}`, and nobody can change who does"),
        "Name the person under `unmanaged`, with a reason, and take them out here.",
    )
}

fn taken_role(email: &Email, role: &RoleName) -> Finding {
    Finding::new(
        &codes::UNASSIGNABLE_ROLE,
        About::Field(Key::User(email.clone()), "roles".into()),
        format!("`{email}` holds `{role}`, which can't be taken from here"),
        "Name the person under `unmanaged`, with a reason, and take them out here.",
    )
}
