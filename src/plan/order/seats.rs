//! Rules about who may sit where.

use super::Edge;
use super::graph::{Graph, Side};
use crate::core::{Email, Key, RoleName, State, TeamPath, User};
use crate::plan::{Action, Resource, Step};

/// A person leaves the members before becoming a manager of the same team, and the managers before
/// becoming a member.
pub(super) fn nobody_has_two_seats(graph: &Graph<'_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (index, step) in graph.each() {
        let Key::Team(path) = &step.key else { continue };
        for email in added(step) {
            let row = graph.row(email).filter(|row| leaves(&graph.steps[*row], path));
            edges.extend(row.map(|row| (index, row)));
        }
        for email in removed(step) {
            let row = graph.row(email).filter(|row| joins(&graph.steps[*row], path));
            edges.extend(row.map(|row| (row, index)));
        }
    }
    edges
}

/// A person is active before managing a team, and manages none any more when deactivated.
pub(super) fn managers_are_active(graph: &Graph<'_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (index, step) in graph.each().filter(|(_, step)| matches!(step.key, Key::Team(_))) {
        let is = |row: &usize, action| graph.steps[*row].action == action;
        let coming = added(step).filter_map(|email| graph.row(email));
        let starts = coming.filter(|row| is(row, Action::Create) || is(row, Action::Reactivate));
        edges.extend(starts.map(|row| (index, row)));
        let going = removed(step).filter_map(|email| graph.row(email));
        edges.extend(going.filter(|row| is(row, Action::Deactivate)).map(|row| (row, index)));
    }
    edges
}

fn added(step: &Step) -> impl Iterator<Item = &Email> {
    let before = Side::before(step).managers();
    let after = Side::after(step).managers();
    after.into_iter().flatten().filter(move |email| !before.is_some_and(|all| all.contains(*email)))
}

fn removed(step: &Step) -> impl Iterator<Item = &Email> {
    let after = Side::after(step).managers();
    let before = Side::before(step).managers();
    before.into_iter().flatten().filter(move |email| !after.is_some_and(|all| all.contains(*email)))
}

fn leaves(row: &Step, path: &TeamPath) -> bool {
    Side::before(row).teams().is_some_and(|teams| teams.contains(path))
}

fn joins(row: &Step, path: &TeamPath) -> bool {
    Side::after(row).teams().is_some_and(|teams| teams.contains(path))
}

/// Where a role begins or ceases to make its holders eligible, those whose seats rest on it come
/// after, or go before.
pub(super) fn members_stay_eligible(graph: &Graph<'_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (index, step) in graph.each() {
        let (Key::Role(name), Some(Resource::Role(_))) = (&step.key, &step.after) else { continue };
        if step.action == Action::Create {
            continue;
        }
        let was = graph.platform.makes_eligible(name, graph.live.roles.get(name));
        let is = graph.platform.makes_eligible(name, graph.end.roles.get(name));
        if was == is {
            continue;
        }
        let (state, waits) = if is { (graph.end, true) } else { (graph.live, false) };
        for row in rows_resting_on(graph, state, name) {
            edges.push(if waits { (row, index) } else { (index, row) });
        }
    }
    edges
}

/// Returns the rows of people who hold the role in that state and sit in a team.
fn rows_resting_on(graph: &Graph<'_>, state: &State, name: &RoleName) -> Vec<usize> {
    let rests = |user: &&User| {
        user.held_roles().any(|role| role == name) && user.member_of().next().is_some()
    };
    let changed = graph.each().filter_map(|(index, step)| match &step.key {
        Key::User(email) => Some((index, state.users.get(email)?)),
        _ => None,
    });
    changed.filter(|(_, user)| rests(user)).map(|(index, _)| index).collect()
}
