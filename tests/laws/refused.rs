//! Whether a plan that is refused for want of an order has none.
//!
//! The steps are those of a plan for the same platform without the limits that made them wait for
//! each other; then every order of them is tried against the laws of the platform itself.

use std::collections::BTreeSet;

use proptest::test_runner::TestCaseError;
use rolecall::check;
use rolecall::core::{Email, Key, RoleName, State, TeamPath};
use rolecall::manifest::Desired;
use rolecall::plan::{Action, Inputs, Limits, Means, Resource, Step, plan};
use rolecall::platform::Platform;

use super::case::Case;
use super::hard::points::{Access, access, too_much};
use super::run::{brief, step_in_memory};
use super::watch::administrators;
use super::world::World;

/// The most steps of which all orders are tried.
const MOST: usize = 10;

/// Fails if there is an order in which the steps keep the laws. Says nothing where the steps can't
/// be known, or are too many.
pub fn there_is_no_order(
    world: &World,
    case: &Case,
    desired: &Desired,
) -> Result<(), TestCaseError> {
    let Some(steps) = steps_without_limits(world, case, desired) else { return Ok(()) };
    let mut end = case.live.clone();
    steps.iter().for_each(|step| step_in_memory(&world.platform, &mut end, step));
    let at_most =
        |state: &State| case.project.min_admins.min(administrators(&world.platform, state));
    let (floor, reached) = (at_most(&case.live), at_most(&end));
    let (before, after) = (access(&case.live), access(&end));
    let search = Search { platform: &world.platform, steps: &steps, floor, reached, before, after };
    match search.order(&case.live) {
        None => Ok(()),
        Some(order) => {
            let order: Vec<String> = order.iter().map(|at| brief(&steps[*at])).collect();
            Err(TestCaseError::fail(format!("refused, and there is an order: {order:#?}")))
        }
    }
}

fn steps_without_limits(world: &World, case: &Case, desired: &Desired) -> Option<Vec<Step>> {
    let mut platform = world.platform.clone();
    platform.roles.custom.max.is = None;
    let limits = Limits { min_admins: 0, ..case.project.limits() };
    let inputs = Inputs {
        desired,
        live: &case.live,
        platform: &platform,
        environment: "rehearsal",
        limits: &limits,
        means: &Means::default(),
        base: None,
    };
    let plan = plan(inputs).ok()?;
    let known = plan.refusals.iter().all(|refusal| refusal.waivable);
    let steps = plan.steps().filter(|step| step.action != Action::Reorder).cloned();
    let steps: Vec<Step> = steps.collect();
    (known && steps.len() <= MOST).then_some(steps)
}

struct Search<'s> {
    platform: &'s Platform,
    steps: &'s [Step],
    /// The fewest administrators.
    floor: usize,
    /// The fewest from when on there are as many.
    reached: usize,
    /// What everybody may do before all steps, and after them.
    before: Access,
    after: Access,
}

impl Search<'_> {
    /// Returns an order in which every step can be done and keeps the laws.
    fn order(&self, live: &State) -> Option<Vec<usize>> {
        let mut dead = BTreeSet::new();
        let mut order = Vec::new();
        self.go_on(live, 0, &mut order, &mut dead).then_some(order)
    }

    fn go_on(
        &self,
        state: &State,
        done: u32,
        order: &mut Vec<usize>,
        dead: &mut BTreeSet<u32>,
    ) -> bool {
        if order.len() == self.steps.len() {
            return true;
        }
        let there = administrators(self.platform, state);
        for (at, step) in self.steps.iter().enumerate() {
            let then = done | 1 << at;
            if done == then || dead.contains(&then) || !possible(state, step, self.platform) {
                continue;
            }
            let mut next = state.clone();
            step_in_memory(self.platform, &mut next, step);
            // Another step may lead to the same state without taking anybody away.
            if administrators(self.platform, &next) < self.floor.max(self.reached.min(there)) {
                continue;
            }
            let legal = check::laws(&next, self.platform).is_empty()
                && !too_much(&access(&next), &self.before, &self.after);
            order.push(at);
            if legal && self.go_on(&next, then, order, dead) {
                return true;
            }
            order.pop();
            dead.insert(then);
        }
        false
    }
}

/// Returns whether a step finds what it is about and what it names, and leaves nothing dangling.
fn possible(state: &State, step: &Step, platform: &Platform) -> bool {
    let there = state.has(step.current_key()) || is_built_in(step, platform);
    let made = step.action == Action::Create || step.previous_key.is_some();
    if there == (step.action == Action::Create) || (made && state.has(&step.key)) {
        return false;
    }
    let role =
        |name: &RoleName| state.roles.contains_key(name) || platform.built_in(name).is_some();
    let above = |path: &TeamPath| path.parent().is_none_or(|path| state.teams.contains_key(&path));
    let person = |email: &Email| state.users.contains_key(email);
    match (&step.key, &step.after) {
        (key, None) => is_free(state, key),
        (_, Some(Resource::Role(after))) => {
            let own = |name: &RoleName| Key::Role(name.clone()) == step.key;
            after.assignable_roles.value().into_iter().flatten().all(|name| role(name) || own(name))
        }
        (Key::Team(path), Some(Resource::Team(after))) => {
            above(path) && after.managers.value().into_iter().flatten().all(person)
        }
        (_, Some(Resource::User(after))) => {
            after.held_roles().all(role) && after.member_of().all(|p| state.teams.contains_key(p))
        }
        _ => false,
    }
}

fn is_built_in(step: &Step, platform: &Platform) -> bool {
    matches!(&step.key, Key::Role(name) if platform.built_in(name).is_some())
}

/// Returns whether nothing holds on to what goes.
fn is_free(state: &State, key: &Key) -> bool {
    match key {
        Key::Role(name) => {
            let given = state.roles.iter().filter(|(other, _)| *other != name);
            let mut given = given.flat_map(|(_, role)| role.assignable_roles.value()).flatten();
            let mut held = state.users.values().flat_map(|user| user.held_roles());
            !given.any(|other| other == name) && !held.any(|other| other == name)
        }
        Key::Team(path) => {
            let mut held = state.users.values().flat_map(|user| user.member_of());
            state.children(Some(path)).next().is_none() && !held.any(|other| other == path)
        }
        _ => true,
    }
}
