//! Rules about who can still administer: law 5.

use std::collections::BTreeSet;

use super::Edge;
use super::graph::{Graph, Side};
use crate::core::{Email, Key, RoleName, State};
use crate::platform::Platform;

/// Returns the active people who hold something administrative.
pub(in crate::plan) fn administrators<'s>(
    state: &'s State,
    platform: &Platform,
) -> BTreeSet<&'s Email> {
    let built_in = platform.roles.built_in.iter().map(|role| &role.name);
    let names: BTreeSet<&RoleName> = built_in
        .chain(state.roles.keys())
        .filter(|name| platform.is_administrative(name, state.roles.get(*name)))
        .collect();
    let administers = |user: &crate::core::User| {
        user.is_active() && user.held_roles().any(|role| names.contains(role))
    };
    state.users.iter().filter(|(_, user)| administers(user)).map(|(email, _)| email).collect()
}

/// Where too few administrators would be left on the way, those who go wait for those who come.
pub(super) fn administrators_come_before_they_go(graph: &Graph<'_>) -> Vec<Edge> {
    let before = administrators(graph.live, graph.platform);
    let after = administrators(graph.end, graph.platform);
    let stay = before.intersection(&after).count();
    if stay >= graph.min_admins {
        return Vec::new();
    }
    let coming: BTreeSet<usize> =
        after.difference(&before).flat_map(|email| steps_behind(graph, email)).collect();
    let going = before.difference(&after).flat_map(|email| steps_behind(graph, email));
    going.flat_map(|later| coming.iter().map(move |earlier| (later, *earlier))).collect()
}

/// Returns the steps that make a person an administrator or end it: the person's row, or else the
/// roles that the person holds.
fn steps_behind(graph: &Graph<'_>, email: &Email) -> Vec<usize> {
    let decides = |row: &usize| {
        let (before, after) = (Side::before(&graph.steps[*row]), Side::after(&graph.steps[*row]));
        before.roles() != after.roles() || status(before) != status(after)
    };
    if let Some(row) = graph.row(email).filter(decides) {
        return vec![row];
    }
    let held = graph.live.users.get(email).into_iter().flat_map(|user| user.held_roles());
    let held: BTreeSet<Key> = held.map(|name| Key::Role(name.clone())).collect();
    graph.each().filter(|(_, step)| held.contains(&step.key)).map(|(index, _)| index).collect()
}

fn status(side: Side<'_>) -> Option<crate::core::Status> {
    match side.0 {
        Some(crate::plan::Resource::User(user)) => user.status.value().copied(),
        _ => None,
    }
}
