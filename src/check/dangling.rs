//! What is named, is neither declared nor made, and isn't live either.
//!
//! Offline it is enough that something is named under `unmanaged`; once it is known what is live, it
//! has to be there.

use super::{About, Finding};
use crate::core::{Email, Key, RoleName, State, TeamPath, codes};
use crate::manifest::Desired;
use crate::platform::Platform;

/// Returns what is named by what is meant and exists neither before a plan nor after it.
pub fn dangling(desired: &Desired, live: &State, end: &State, platform: &Platform) -> Vec<Finding> {
    let role_is_there = |name: &RoleName| {
        platform.built_in(name).is_some()
            || live.roles.contains_key(name)
            || end.roles.contains_key(name)
    };
    let person_is_there = |email: &Email| end.users.contains_key(email);
    let mut findings = Vec::new();
    // What is declared is made, so only what is left to others can be missing.
    if desired.unmanaged.is_empty() {
        return findings;
    }
    for (email, user) in &desired.state.users {
        let missing = user.held_roles().filter(|name| !role_is_there(name));
        let about = || About::Field(Key::User(email.clone()), "roles".into());
        findings.extend(missing.map(|name| no_role(about(), name)));
        if !person_is_there(email) {
            let seats = user.member_of().map(|team| About::Member(team.clone(), email.clone()));
            findings.extend(seats.map(|about| nobody(about, email)));
        }
    }
    for (name, role) in &desired.state.roles {
        let missing = role.assignable_roles.value().into_iter().flatten();
        let about = || About::Field(Key::Role(name.clone()), "assignable_roles".into());
        findings
            .extend(missing.filter(|role| !role_is_there(role)).map(|role| no_role(about(), role)));
    }
    for (path, team) in &desired.state.teams {
        let missing =
            team.managers.value().into_iter().flatten().filter(|email| !person_is_there(email));
        findings.extend(
            missing.map(|email| nobody(About::Manager(path.clone(), email.clone()), email)),
        );
    }
    let is_there =
        |path: &&TeamPath| live.teams.contains_key(*path) || end.teams.contains_key(*path);
    for (name, department) in &desired.state.departments {
        let missing = department.teams().filter(|path| !is_there(path));
        let about = || About::Field(Key::Department(name.clone()), "groups".into());
        findings.extend(missing.map(|path| {
            let label = format!("the team `{path}` is named under `unmanaged`, and isn't live");
            let help = "Wait until it is made, or take it out here.";
            Finding::new(&codes::UNKNOWN_TEAM, about(), label, help)
        }));
    }
    findings
}

fn no_role(about: About, name: &RoleName) -> Finding {
    let label = format!("the role `{name}` is named under `unmanaged`, and isn't live");
    Finding::new(&codes::UNKNOWN_ROLE, about, label, "Wait until it is made, or take it out here.")
}

fn nobody(about: About, email: &Email) -> Finding {
    let label = format!("`{email}` is covered by `unmanaged`, and isn't live");
    let help = "Wait until the person is there, declare them, or take them out here.";
    Finding::new(&codes::UNKNOWN_USER, about, label, help)
}
