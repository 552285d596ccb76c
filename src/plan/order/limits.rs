//! Rules about numbers: law 1.

use std::collections::BTreeSet;

use super::graph::Graph;
use super::needs::Needs;
use super::{Edge, names};
use crate::core::{DepartmentName, Kind, State};
use crate::plan::{Action, Step};
use crate::platform::Platform;

/// Returns the most that there may be of a kind, as far as it is known. Built-in roles and the default
/// department don't count.
pub(in crate::plan) fn most(platform: &Platform, kind: Kind) -> Option<usize> {
    let most = match kind {
        Kind::Role => &platform.roles.custom.max,
        Kind::Team => &platform.teams.max,
        Kind::User => &platform.users.max,
        Kind::Department => &platform.departments.as_ref()?.max,
    };
    most.value().map(|most| *most as usize)
}

/// Returns how many of a kind count towards the most that there may be.
pub(in crate::plan) fn count(state: &State, platform: &Platform, kind: Kind) -> usize {
    match kind {
        Kind::Role => state.roles.keys().filter(|name| platform.built_in(name).is_none()).count(),
        Kind::Team => state.teams.len(),
        Kind::User => state.users.len(),
        Kind::Department => {
            let made = |name: &&DepartmentName| !platform.is_default_department(name);
            state.departments.keys().filter(made).count()
        }
    }
}

/// Where there is no room for all that is new beside all that is old, each new one that finds none
/// waits for one more to go.
pub(super) fn numbers_stay_within_their_limits(graph: &Graph<'_>) -> Vec<Edge> {
    Kind::ALL.into_iter().flat_map(|kind| number_stays(graph, kind)).collect()
}

fn number_stays(graph: &Graph<'_>, kind: Kind) -> Vec<Edge> {
    let Some(most) = most(graph.platform, kind) else { return Vec::new() };
    let room = most.saturating_sub(count(graph.live, graph.platform, kind));
    let is_one = |step: &Step| step.key.kind() == kind;
    let created = graph.each().filter(|(_, step)| is_one(step) && step.action == Action::Create);
    let created: Vec<usize> = created.map(|(index, _)| index).collect();
    if created.len() <= room {
        return Vec::new();
    }
    let going = graph.deletions().filter(|(_, step)| is_one(step)).map(|(index, _)| index);
    let (created, going) = in_turn(graph, &created, going.collect());
    let beyond = created.iter().skip(room).zip(1..);
    beyond.flat_map(|(index, n)| going.iter().take(n).map(move |gone| (*index, *gone))).collect()
}

/// Returns what is made and what goes, each in the order in which least room is
/// needed: what goes next is what waits for the fewest that are still to be made.
fn in_turn(
    graph: &Graph<'_>,
    created: &[usize],
    mut going: Vec<usize>,
) -> (Vec<usize>, Vec<usize>) {
    let named = names::what_is_named_is_there(graph);
    let held = names::nothing_that_is_held_goes(graph);
    let needs = Needs::new(graph.steps.len(), named.into_iter().chain(held));
    let mut left: BTreeSet<usize> = created.iter().copied().collect();
    let (mut made, mut gone) = (Vec::new(), Vec::new());
    let mut waits: Vec<BTreeSet<usize>> = going
        .iter()
        .map(|step| needs.behind(*step).intersection(&left).copied().collect())
        .collect();
    while let Some(next) = (0..going.len()).min_by_key(|at| waits[*at].len()) {
        let first = waits.remove(next);
        waits.iter_mut().for_each(|all| all.retain(|step| !first.contains(step)));
        left.retain(|step| !first.contains(step));
        made.extend(first);
        gone.push(going.remove(next));
    }
    made.extend(left);
    (made, gone)
}
