//! Rules about numbers: law 1.

use std::collections::BTreeSet;

use super::graph::Graph;
use super::needs::Needs;
use super::{Edge, names};
use crate::core::Key;
use crate::plan::{Action, Step};

/// Where there is no room for all new roles beside all old ones, each new one that finds none waits
/// for one more to go.
pub(super) fn custom_roles_stay_within_their_number(graph: &Graph<'_>) -> Vec<Edge> {
    let Some(max) = graph.platform.roles.custom.max.value() else { return Vec::new() };
    let custom = |name| graph.platform.built_in(name).is_none();
    let live = graph.live.roles.keys().filter(|name| custom(name)).count();
    let room = (*max as usize).saturating_sub(live);
    let created = graph.each().filter(|(_, step)| is_role(step) && step.action == Action::Create);
    let created: Vec<usize> = created.map(|(index, _)| index).collect();
    if created.len() <= room {
        return Vec::new();
    }
    let going = graph.deletions().filter(|(_, step)| is_role(step)).map(|(index, _)| index);
    let (created, going) = in_turn(graph, &created, going.collect());
    let beyond = created.iter().skip(room).zip(1..);
    beyond.flat_map(|(index, n)| going.iter().take(n).map(move |gone| (*index, *gone))).collect()
}

/// Returns the roles that are made and those that go, each in the order in which least room is
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

fn is_role(step: &Step) -> bool {
    matches!(step.key, Key::Role(_))
}
