//! What a change attests, or no longer does.

use std::collections::BTreeSet;

use super::{Act, Attested};
use crate::core::{Key, TeamPath};

/// Returns what is attested otherwise in one file than in the other, each named once.
pub fn attested_anew(before: &Attested, now: &Attested) -> BTreeSet<Key> {
    let (before, now) = (said(before), said(now));
    before.symmetric_difference(&now).map(|(key, _)| key.clone()).collect()
}

/// Returns what is attested: of each thing who said what, and when.
fn said(attested: &Attested) -> BTreeSet<(Key, String)> {
    attested.attested.iter().flat_map(acts).collect()
}

fn acts(act: &Act) -> Vec<(Key, String)> {
    let Act { by, at, plan: _, roles, teams, users, departments, gone, role_order, team_order } =
        act;
    // None of them can fail to have a form in JSON.
    let with = |value: Result<String, _>| {
        format!("{by} {at} {}", value.unwrap_or_else(|error: serde_json::Error| error.to_string()))
    };
    let roles = roles
        .iter()
        .map(|(name, role)| (Key::Role(name.clone()), with(serde_json::to_string(role))));
    let teams = teams
        .iter()
        .map(|(path, team)| (Key::Team(path.clone()), with(serde_json::to_string(team))));
    let order = role_order.iter().map(|all| (Key::RoleOrder, with(serde_json::to_string(all))));
    let users = users
        .iter()
        .map(|(email, user)| (Key::User(email.clone()), with(serde_json::to_string(user))));
    let departments = departments
        .iter()
        .map(|(name, one)| (Key::Department(name.clone()), with(serde_json::to_string(one))));
    let gone = gone.keys().map(|key| (key, format!("{by} {at} gone")));
    let below = team_order.iter().map(|(parent, names)| {
        let parent = (!parent.is_empty()).then(|| TeamPath::new(parent));
        (Key::TeamOrder(parent), with(serde_json::to_string(names)))
    });
    let said = roles.chain(teams).chain(users).chain(departments);
    said.chain(gone).chain(order).chain(below).collect()
}
