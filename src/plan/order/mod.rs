//! In which order the steps are done.
//!
//! ```text
//!   renames ─► roles and teams are made ─► people's rows ─► managers ─► roles and teams go ─► orders
//!                       ▲                        │
//!                       └── only where a limit or the number of administrators asks for it ──┘
//! ```
//!
//! The picture is not a list of phases: it is what comes out where every step waits for just those
//! steps that a rule names. The rules stand in [`RULES`], one function each, before those of
//! `access.rs` and the one about administrators; a stage is every step whose needs are met by the
//! stages before.

mod access;
mod administrators;
mod cut;
mod gap;
mod graph;
mod in_turn;
mod limits;
mod named;
mod names;
mod needs;
mod parts;
mod seats;
mod ways;

use std::collections::BTreeMap;

use super::{Stage, Step};
use crate::core::State;
use crate::platform::Platform;
pub(super) use access::Keep;
use access::{Asked, asked, shifts_access};
pub(super) use administrators::administrators;
use cut::Cut;
use graph::Graph;
pub(super) use limits::{count, most};
use needs::Needs;

/// A pair of steps: the second must be done before the first.
pub(super) type Edge = (usize, usize);

/// Names the pairs of steps that must be done in turn.
type Rule = fn(&Graph<'_>) -> Vec<Edge>;

/// Why one step waits for another.
static RULES: &[Rule] = &[
    names::what_is_named_is_there,
    names::renames_go_in_turn,
    names::a_freed_name_is_free,
    names::nothing_that_is_held_goes,
    names::sub_teams_go_first,
    names::orders_come_last,
    seats::nobody_has_two_seats,
    seats::managers_are_active,
    seats::members_stay_eligible,
    named::who_is_named_is_a_member,
    limits::numbers_stay_within_their_limits,
];

/// What an order is looked for among.
#[derive(Clone, Copy)]
pub(super) struct Between<'b> {
    /// What is live, under the names that it has once the renames are done.
    pub(super) live: &'b State,
    /// What there is at the end.
    pub(super) end: &'b State,
    pub(super) platform: &'b Platform,
    /// The fewest administrators that must be left.
    pub(super) min_admins: usize,
}

/// Steps in their order.
pub(super) struct Ordered {
    pub(super) stages: Vec<Stage>,
    /// The steps for which there is no order.
    pub(super) stuck: Vec<Step>,
    /// What somebody loses on the way, because there is no order in which they don't.
    pub(super) gaps: Vec<Keep>,
}

/// Puts the steps into stages.
///
/// Steps wait for each other as the rules say. Where that goes in a circle, the changes of the roles
/// in it are cut into parts, and put together again as far as no circle comes back. Where it goes in
/// a circle even so, what law 4 asks gives way, for as few people as possible.
pub(super) fn in_order(steps: Vec<Step>, between: Between<'_>) -> Ordered {
    let mut judged = Judged::of(steps, between);
    let circles = judged.needs.in_circles_with(&judged.keeps);
    let cuts: BTreeMap<usize, Cut> = circles
        .into_iter()
        .map(|at| (at, &judged.graph.steps[at]))
        .filter(|(_, step)| shifts_access(step))
        .filter_map(|(at, step)| Some((at, Cut::of(step, between.platform)?)))
        .collect();
    let mut parts = Vec::new();
    // To ask everything again is dear where there are many people.
    if !cuts.is_empty() {
        let (steps, apart) = parts::apart(judged.graph.steps, &cuts);
        parts = apart;
        judged = Judged::of(steps, between);
        judged.needs.extend(parts.iter().flat_map(parts::Parts::turns));
    }
    let Judged { graph, mut needs, mut keeps } = judged;
    let mut dropped = gap::keep(&mut needs, &keeps);
    dropped.sort_unstable();
    let (steps, needs) = parts::together(graph.steps, needs, &parts);
    let levels = needs.levels();
    let (stages, stuck) = into_stages(steps, &needs, &levels);
    let gaps = dropped.into_iter().rev().map(|at| keeps.swap_remove(at)).collect();
    Ordered { stages, stuck, gaps }
}

/// Steps, and what the rules and the laws ask of their order.
struct Judged<'b> {
    graph: Graph<'b>,
    /// What can't give way.
    needs: Needs,
    keeps: Vec<Keep>,
}

impl<'b> Judged<'b> {
    fn of(steps: Vec<Step>, between: Between<'b>) -> Self {
        let graph = Graph::new(steps, between);
        let mut needs = rules(&graph);
        let Asked { turns, keeps } = asked(&graph);
        needs.extend(turns);
        // Of those who come, enough are waited for who needn't wait themselves: so this rule is the last.
        let turns = administrators::administrators_come_before_they_go(&graph, &needs, &keeps);
        needs.extend(turns);
        Self { graph, needs, keeps }
    }
}

fn rules(graph: &Graph<'_>) -> Needs {
    Needs::new(graph.steps.len(), RULES.iter().flat_map(|rule| rule(graph)))
}

/// Puts steps that need each other in no circle into stages again, by the needs that they name by
/// place.
pub(super) fn restage(steps: Vec<Step>) -> Vec<Stage> {
    let edges = steps.iter().enumerate();
    let edges = edges.flat_map(|(at, step)| step.needs.iter().map(move |need| (at, *need)));
    let needs = Needs::new(steps.len(), edges.collect::<Vec<_>>());
    let levels = needs.levels();
    into_stages(steps, &needs, &levels).0
}

fn into_stages(
    steps: Vec<Step>,
    needs: &Needs,
    levels: &[Option<usize>],
) -> (Vec<Stage>, Vec<Step>) {
    let mut order: Vec<usize> = (0..steps.len()).collect();
    order.sort_by(|a, b| (levels[*a], &steps[*a].key, a).cmp(&(levels[*b], &steps[*b].key, b)));
    let stuck = order.iter().filter(|step| levels[**step].is_none()).count();
    let mut place = vec![0; steps.len()];
    for (position, step) in order.iter().enumerate() {
        place[*step] = position.saturating_sub(stuck);
    }
    let mut steps: Vec<Option<Step>> = steps.into_iter().map(Some).collect();
    let (mut stages, mut left) = (Vec::<Stage>::new(), Vec::new());
    for index in order {
        let Some(mut step) = steps[index].take() else { continue };
        let Some(level) = levels[index] else {
            left.push(step);
            continue;
        };
        step.needs = needs.0[index].iter().map(|need| place[*need]).collect();
        step.needs.sort_unstable();
        stages.resize_with(stages.len().max(level + 1), Stage::default);
        stages[level].steps.push(step);
    }
    (stages, left)
}
