//! In which order the steps are done.
//!
//! ```text
//!   renames ─► roles and teams are made ─► people's rows ─► managers ─► roles and teams go ─► orders
//!                       ▲                        │
//!                       └── only where a limit or the number of administrators asks for it ──┘
//! ```
//!
//! The picture is not a list of phases: it is what comes out where every step waits for just those
//! steps that a rule names. The rules stand in [`RULES`], one function each; a stage is every step
//! whose needs are met by the stages before.

mod administrators;
mod graph;
mod limits;
mod names;
mod seats;

use std::collections::BTreeSet;

use super::{Stage, Step};
pub(super) use administrators::administrators;
pub(super) use graph::Graph;

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
    limits::custom_roles_stay_within_their_number,
    administrators::administrators_come_before_they_go,
];

/// Puts the steps into stages. Returns the places of those for which there is no order as well.
pub(super) fn stages(graph: Graph<'_>) -> (Vec<Stage>, Vec<Step>) {
    let mut needs: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); graph.steps.len()];
    for (later, earlier) in RULES.iter().flat_map(|rule| rule(&graph)) {
        if later != earlier {
            needs[later].insert(earlier);
        }
    }
    let levels = levels(&needs);
    into_stages(graph.steps, &needs, &levels)
}

/// Returns the stage of each step: one more than that of the last it needs; none for a step in a
/// circle or behind one.
fn levels(needs: &[BTreeSet<usize>]) -> Vec<Option<usize>> {
    let mut waiting: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
    let mut waited_for: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (later, earlier) in
        needs.iter().enumerate().flat_map(|(i, all)| all.iter().map(move |e| (i, *e)))
    {
        waited_for[earlier].push(later);
    }
    let mut levels = vec![None; needs.len()];
    let mut ready: Vec<usize> = (0..needs.len()).filter(|step| waiting[*step] == 0).collect();
    let mut level = 0;
    while !ready.is_empty() {
        let mut next = Vec::new();
        for step in ready {
            levels[step] = Some(level);
            for &later in &waited_for[step] {
                waiting[later] -= 1;
                if waiting[later] == 0 {
                    next.push(later);
                }
            }
        }
        ready = next;
        level += 1;
    }
    levels
}

fn into_stages(
    steps: Vec<Step>,
    needs: &[BTreeSet<usize>],
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
        step.needs = needs[index].iter().map(|need| place[*need]).collect();
        step.needs.sort_unstable();
        stages.resize_with(stages.len().max(level + 1), Stage::default);
        stages[level].steps.push(step);
    }
    (stages, left)
}
