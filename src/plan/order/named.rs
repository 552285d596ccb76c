//! Rules about whom a team names.

use super::Edge;
use super::graph::{Graph, Side};
use crate::core::{Email, Key, Named, TeamPath};
use crate::plan::{Action, Resource, Step};

/// Somebody is an active member of a team before it names them, and is no longer named when they leave
/// it or can no longer sign in. Where nobody is named in between, that comes first.
pub(super) fn who_is_named_is_a_member(graph: &Graph<'_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (index, step) in graph.each() {
        let (Key::Team(path), Some(after)) = (&step.key, named(step.after.as_ref())) else {
            continue;
        };
        let before = named(step.before.as_ref());
        for (name, now) in after {
            let was = before.and_then(|before| before.get(name)).and_then(Option::as_ref);
            let row = |email: Option<&Email>| email.and_then(|email| graph.row(email));
            let comes = row(now.as_ref()).filter(|row| comes(&graph.steps[*row], path));
            edges.extend(comes.map(|row| (index, row)));
            let goes = row(was).filter(|row| goes(&graph.steps[*row], path));
            edges.extend(goes.map(|row| (row, index)));
            if was.is_none() {
                let clears = |other: &Step| {
                    let cleared = named(other.after.as_ref()).and_then(|after| after.get(name));
                    other.key == step.key && cleared == Some(&None)
                };
                let first = graph.each().filter(|(_, other)| now.is_some() && clears(other));
                edges.extend(first.map(|(first, _)| (index, first)));
            }
        }
    }
    edges
}

fn named(side: Option<&Resource>) -> Option<&Named> {
    match side {
        Some(Resource::Team(team)) => Some(&team.named).filter(|named| !named.is_empty()),
        _ => None,
    }
}

fn comes(row: &Step, path: &TeamPath) -> bool {
    let joins = !sits(Side::before(row), path) && sits(Side::after(row), path);
    joins || matches!(row.action, Action::Create | Action::Reactivate)
}

fn goes(row: &Step, path: &TeamPath) -> bool {
    let leaves = sits(Side::before(row), path)
        && Side::after(row).teams().is_some_and(|teams| !teams.contains(path));
    leaves || matches!(row.action, Action::Deactivate | Action::Delete)
}

fn sits(side: Side<'_>, path: &TeamPath) -> bool {
    side.teams().is_some_and(|teams| teams.contains(path))
}
