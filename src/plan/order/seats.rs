//! Rules about who may sit where.

use super::Edge;
use super::graph::{Graph, Side};
use crate::core::{Email, Key, RoleName, State, TeamPath, User};
use crate::plan::{Action, Step};

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
/// after, or go before. Who holds both one that begins and one that ceases, and has no row in this
/// plan, needs the first before the second goes.
pub(super) fn members_stay_eligible(graph: &Graph<'_>) -> Vec<Edge> {
    let (begin, cease) = graph.turns(|name, role| graph.platform.may_make_eligible(name, role));
    let mut edges = Vec::new();
    for (name, index) in &begin {
        edges.extend(rows_resting_on(graph, graph.end, name).into_iter().map(|row| (row, *index)));
    }
    for (name, index) in &cease {
        edges.extend(rows_resting_on(graph, graph.live, name).into_iter().map(|row| (*index, row)));
    }
    if begin.is_empty() || cease.is_empty() {
        return edges;
    }
    let seated = graph.live.users.iter().filter(|(_, user)| user.member_of().next().is_some());
    for (_, user) in seated.filter(|(email, _)| graph.row(email).is_none()) {
        for later in user.held_roles().filter_map(|name| cease.get(name)) {
            let first = user.held_roles().filter_map(|name| begin.get(name));
            edges.extend(first.map(|first| (*later, *first)));
        }
    }
    edges
}

/// Returns the rows of people who hold the role in that state and sit in a team.
fn rows_resting_on(graph: &Graph<'_>, state: &State, name: &RoleName) -> Vec<usize> {
    let rests = |user: &User| {
        user.held_roles().any(|role| role == name) && user.member_of().next().is_some()
    };
    let changed = graph.each().filter_map(|(index, step)| match &step.key {
        Key::User(email) => Some((index, state.users.get(email)?)),
        _ => None,
    });
    changed.filter(|(_, user)| rests(user)).map(|(index, _)| index).collect()
}
