//! Rules about numbers: law 1.

use std::collections::{BTreeMap, BTreeSet};

use super::Edge;
use super::graph::{Graph, Side};
use crate::core::Key;
use crate::plan::{Action, Step};

/// Where there is no room for all new roles beside all old ones, each new one that finds none waits
/// for one more to go.
pub(super) fn custom_roles_stay_within_their_number(graph: &Graph<'_>) -> Vec<Edge> {
    let Some(max) = graph.platform.roles.custom.max.value() else { return Vec::new() };
    let custom = |name| graph.platform.built_in(name).is_none();
    let live = graph.live.roles.keys().filter(|name| custom(name)).count();
    let room = (*max as usize).saturating_sub(live);
    let created: Vec<usize> = roles(graph, Action::Create).collect();
    if created.len() <= room {
        return Vec::new();
    }
    let (created, going) = turns(graph, created, room);
    let beyond = created.into_iter().skip(room).zip(1..);
    beyond.flat_map(|(index, n)| going.iter().take(n).map(move |gone| (index, *gone))).collect()
}

fn roles(graph: &Graph<'_>, action: Action) -> impl Iterator<Item = usize> {
    let is_it = move |step: &Step| matches!(step.key, Key::Role(_)) && step.action == action;
    graph.each().filter(move |(_, step)| is_it(step)).map(|(index, _)| index)
}

/// Returns the roles that are made, and those that go, each in an order in which room is found: a
/// role goes as soon as its holders have the roles that they get for it, and what is made first is
/// what lets one go soonest.
fn turns(graph: &Graph<'_>, created: Vec<usize>, mut room: usize) -> (Vec<usize>, Vec<usize>) {
    let mut waits = replaced_by(graph, &created);
    let (mut made, mut gone) = (Vec::new(), Vec::new());
    while let Some((&next, missing)) =
        waits.iter().min_by_key(|(step, missing)| (missing.len(), **step))
    {
        if missing.len() > room {
            break;
        }
        let missing = missing.clone();
        room = room + 1 - missing.len();
        waits.remove(&next);
        waits.values_mut().for_each(|waits| waits.retain(|step| !missing.contains(step)));
        made.extend(missing);
        gone.push(next);
    }
    made.extend(created.into_iter().filter(|step| !made.contains(step)).collect::<Vec<_>>());
    gone.extend(waits.into_keys());
    (made, gone)
}

/// Returns for each role that goes the new roles that somebody gets in its place.
fn replaced_by(graph: &Graph<'_>, created: &[usize]) -> BTreeMap<usize, BTreeSet<usize>> {
    let new: BTreeMap<&Key, usize> =
        created.iter().map(|index| (&graph.steps[*index].key, *index)).collect();
    let mut waits: BTreeMap<usize, BTreeSet<usize>> =
        roles(graph, Action::Delete).map(|index| (index, BTreeSet::new())).collect();
    let old: BTreeMap<&Key, usize> =
        waits.keys().map(|index| (&graph.steps[*index].key, *index)).collect();
    for (_, step) in graph.each() {
        let gets: Vec<usize> =
            Side::after(step).names().iter().filter_map(|key| new.get(key).copied()).collect();
        if gets.is_empty() {
            continue;
        }
        for goes in Side::before(step).names().iter().filter_map(|key| old.get(key)) {
            waits.entry(*goes).or_default().extend(&gets);
        }
    }
    waits
}
