//! `in-use`: what somebody still holds doesn't go.

use std::collections::BTreeMap;

use super::{Guard, Guarded, Objection};
use crate::core::{Key, RoleName, TeamPath};
use crate::plan::Action;

pub(super) const GUARD: Guard = Guard {
    word: "in-use",
    title: "Something that is still in use would be deleted",
    waivable: false,
    explanation: "A role isn't deleted while anybody holds it, active or not, or another role may \
        assign it, and a team isn't while somebody sits in it or a department sends conversations \
        to it. Those who are left are people and departments that the project doesn't list, or leaves \
        to somebody else. Take the role from them in the \
        portal, list them, or keep the role by naming it under `unmanaged`.",
    objections,
};

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    let mut roles: BTreeMap<&RoleName, Vec<String>> = BTreeMap::new();
    let mut teams: BTreeMap<&TeamPath, Vec<String>> = BTreeMap::new();
    for step in
        guarded.steps().chain(&guarded.ordered.stuck).filter(|step| step.action == Action::Delete)
    {
        match &step.key {
            Key::Role(name) => roles.entry(name).or_default().clear(),
            Key::Team(path) => teams.entry(path).or_default().clear(),
            _ => {}
        }
    }
    if roles.is_empty() && teams.is_empty() {
        return Vec::new();
    }
    for (email, user) in &guarded.end.users {
        for role in user.held_roles() {
            roles.entry(role).and_modify(|users| users.push(email.to_string()));
        }
        for team in user.member_of() {
            teams.entry(team).and_modify(|users| users.push(email.to_string()));
        }
    }
    for (name, role) in &guarded.end.roles {
        for assigned in role.assignable_roles.value().into_iter().flatten() {
            roles.entry(assigned).and_modify(|users| users.push(format!("role {name}")));
        }
    }
    for (name, department) in &guarded.end.departments {
        for team in department.teams() {
            teams.entry(team).and_modify(|users| users.push(format!("department {name}")));
        }
    }
    let roles = roles.into_iter().map(|(name, users)| (format!("role `{name}`"), users));
    let teams = teams.into_iter().map(|(path, users)| (format!("team `{path}`"), users));
    let used = roles.chain(teams).filter(|(_, users)| !users.is_empty());
    used.map(|(what, users)| in_use(&what, users)).collect()
}

fn in_use(what: &str, names: Vec<String>) -> Objection {
    let message = format!("{what} would be deleted while {} still use it", names.len());
    Objection { message, found: names.len(), limit: 0, names }
}
