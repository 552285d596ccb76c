//! Rules about numbers: law 1.

use super::Edge;
use super::graph::Graph;
use crate::core::Key;
use crate::plan::{Action, Step};

/// Where there is no room for all new roles beside all old ones, each new one that finds none waits
/// for one more to go.
pub(super) fn custom_roles_stay_within_their_number(graph: &Graph<'_>) -> Vec<Edge> {
    let Some(max) = graph.platform.roles.custom.max.value() else { return Vec::new() };
    let is_role = |step: &Step| matches!(step.key, Key::Role(_));
    let custom = |name| graph.platform.built_in(name).is_none();
    let live = graph.live.roles.keys().filter(|name| custom(name)).count();
    let room = (*max as usize).saturating_sub(live);
    let created = graph.each().filter(|(_, step)| is_role(step) && step.action == Action::Create);
    let going: Vec<usize> =
        graph.deletions().filter(|(_, step)| is_role(step)).map(|(index, _)| index).collect();
    let beyond = created.skip(room).zip(1..);
    beyond
        .flat_map(|((index, _), n)| going.iter().take(n).map(move |gone| (index, *gone)))
        .collect()
}
