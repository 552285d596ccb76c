//! Rules about names: law 2, nothing dangles.

use std::collections::HashMap;

use super::Edge;
use super::graph::{Graph, Side};
use crate::core::{Key, Kind, TeamPath};
use crate::plan::{Action, Step};

/// A step waits for the step that makes a name that it uses: its own, that of the team above, and
/// every one in its row or list.
pub(super) fn what_is_named_is_there(graph: &Graph<'_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (index, step) in graph.each() {
        let mut names = vec![step.key.clone()];
        names.extend(Side::before(step).names());
        names.extend(Side::after(step).names());
        let made = names.iter().flat_map(|key| graph.makers(key));
        edges.extend(made.map(|maker| (index, maker)));
    }
    // A name in an order is looked at by the rule about orders.
    edges
}

/// Renames whose names have to do with each other go in the order in which they were found to be
/// possible.
pub(super) fn renames_go_in_turn(graph: &Graph<'_>) -> Vec<Edge> {
    let renames: Vec<(usize, &Step)> =
        graph.each().filter(|(_, step)| step.previous_key.is_some()).collect();
    let mut edges = Vec::new();
    for (position, (later, step)) in renames.iter().enumerate() {
        for (earlier, other) in &renames[..position] {
            if names_of(step).any(|a| names_of(other).any(|b| related(a, b))) {
                edges.push((*later, *earlier));
            }
        }
    }
    edges
}

fn names_of(step: &Step) -> impl Iterator<Item = &Key> {
    step.previous_key.iter().chain([&step.key])
}

/// Returns whether the two are one, or one team stands below the other.
fn related(a: &Key, b: &Key) -> bool {
    match (a, b) {
        (Key::Team(a), Key::Team(b)) => a == b || a.is_below(b) || b.is_below(a),
        _ => a == b,
    }
}

/// What is made under a name that something else has waits until that is renamed.
pub(super) fn a_freed_name_is_free(graph: &Graph<'_>) -> Vec<Edge> {
    let freed: HashMap<&Key, usize> = graph
        .each()
        .filter_map(|(index, step)| step.previous_key.as_ref().map(|key| (key, index)))
        .collect();
    let created = graph.each().filter(|(_, step)| step.action == Action::Create);
    created.filter_map(|(index, step)| Some((index, *freed.get(&step.key)?))).collect()
}

/// What somebody holds, manages or may assign goes after all of them have let go, and after what
/// else is done to it.
pub(super) fn nothing_that_is_held_goes(graph: &Graph<'_>) -> Vec<Edge> {
    let going: HashMap<&Key, usize> =
        graph.deletions().map(|(index, step)| (&step.key, index)).collect();
    if going.is_empty() {
        return Vec::new();
    }
    let mut edges = Vec::new();
    for (index, step) in graph.each() {
        let mut let_go = Side::before(step).names();
        let_go.push(step.key.clone());
        edges.extend(let_go.iter().filter_map(|key| Some((*going.get(key)?, index))));
    }
    edges
}

/// A team goes after the teams below it have gone or moved away.
pub(super) fn sub_teams_go_first(graph: &Graph<'_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (index, going) in graph.deletions() {
        let Key::Team(path) = &going.key else { continue };
        let leaves = |step: &Step| match (step.action, step.current_key()) {
            (Action::Delete | Action::Move, Key::Team(other)) => other.is_below(path),
            _ => false,
        };
        edges
            .extend(graph.each().filter(|(_, step)| leaves(step)).map(|(below, _)| (index, below)));
    }
    edges
}

/// An order is given once all that it lists is there, and nothing else is.
pub(super) fn orders_come_last(graph: &Graph<'_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (index, step) in graph.each().filter(|(_, step)| step.action == Action::Reorder) {
        let concerns = |other: &Step| match &step.key {
            Key::RoleOrder => changes_list(other) && other.key.kind() == Kind::Role,
            Key::TeamOrder(parent) => changes_list(other) && is_child(other, parent.as_ref()),
            _ => false,
        };
        edges.extend(graph.each().filter(|(_, other)| concerns(other)).map(|(i, _)| (index, i)));
        if let Key::TeamOrder(Some(parent)) = &step.key {
            edges.extend(graph.makers(&Key::Team(parent.clone())).into_iter().map(|i| (index, i)));
        }
    }
    edges
}

fn changes_list(step: &Step) -> bool {
    matches!(step.action, Action::Create | Action::Rename | Action::Move | Action::Delete)
}

/// Returns whether a step is about a team directly below `parent`, before or afterwards.
fn is_child(step: &Step, parent: Option<&TeamPath>) -> bool {
    names_of(step).any(|key| match key {
        Key::Team(path) => path.parent().as_ref() == parent,
        _ => false,
    })
}
