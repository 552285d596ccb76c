//! From what is meant and what is to a plan.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::diff::{Diff, orders};
use super::guard::{Limits, Refusal, refusals};
use super::matching::renames;
use super::order::{Between, administrators, in_order};
use super::possible::problems;
use super::replace::{self, Replacement, replacements};
use super::{
    Action, Base, Means, Plan, Resource, Stage, Step, circles, digest, effects, hand, handover,
    perform,
};
use crate::core::{Diagnostics, Key, Kind, Origin, Role, State};
use crate::manifest::Desired;
use crate::platform::Platform;

/// What a plan is made from.
#[derive(Clone, Copy)]
pub struct Inputs<'i> {
    /// What is meant.
    pub desired: &'i Desired,
    /// What is.
    pub live: &'i State,
    /// The platform.
    pub platform: &'i Platform,
    /// The environment's name.
    pub environment: &'i str,
    /// How much one plan may do.
    pub limits: &'i Limits,
    /// What can be written by a program.
    pub means: &'i Means,
    /// What a change starts from, where it is known: some guards need it.
    pub base: Option<&'i Base<'i>>,
}

/// Compares what is meant with what is, and returns what has to be done.
///
/// A plan that a guard refuses is returned whole, with its refusals.
///
/// # Errors
///
/// What is meant can't be brought about: something new isn't described whole, or the end would be
/// against a law of the platform although what is declared, by itself, isn't.
pub fn plan(inputs: Inputs<'_>) -> Result<Plan, Diagnostics> {
    let mut replaced = Vec::new();
    loop {
        match attempt(inputs, &replaced)? {
            Attempt::Planned(plan) => return Ok(*plan),
            // Each time there are more of them, and there are no more than roles.
            Attempt::Replace(more) => replaced.extend(more),
        }
    }
}

/// What comes of trying.
enum Attempt {
    Planned(Box<Plan>),
    /// These roles have to become others, since there is no room for both.
    Replace(Vec<Replacement>),
}

fn attempt(inputs: Inputs<'_>, replaced: &[Replacement]) -> Result<Attempt, Diagnostics> {
    let Inputs { desired, live, platform, .. } = inputs;
    let (mut moves, stuck) = renames(desired, live);
    moves.extend(replaced.iter().map(replace::rename));
    moves.iter_mut().for_each(|step| step.because = asks_for_rename(desired, &step.key));
    // A copy is dear where there are many people, so one is made only where something is renamed.
    let mut base = Cow::Borrowed(live);
    moves.iter().for_each(|step| perform(base.to_mut(), step));
    hand::let_leavers_go(&mut base, inputs);
    let base = base.as_ref();
    let diff = Diff::of(desired, base, platform);
    let (mut steps, unmanaged) = (diff.steps, diff.unmanaged);
    let mut end = base.clone();
    steps.iter().for_each(|step| perform(&mut end, step));
    steps = circles::cut(merge(moves, steps));
    problems(inputs, base, &steps, &end)?;
    let between = Between { live: base, end: &end, platform, min_admins: inputs.limits.min_admins };
    let mut ordered = in_order(steps.clone(), between);
    if let Some(parted) = handover::parted(&steps, &ordered.stuck) {
        steps = parted;
        ordered = in_order(steps.clone(), between);
    }
    let order = orders(desired, &done(live, &ordered.stages));
    if !order.is_empty() {
        steps.extend(order);
        ordered = in_order(steps, between);
    }
    let more = replacements(inputs, &end, &ordered.stuck);
    if !more.is_empty() {
        return Ok(Attempt::Replace(more));
    }
    ordered.stuck.extend(stuck);
    ordered.stages = hand::divided(ordered.stages, inputs, base, &end);
    let refusals = refusals(inputs, base, &end, &ordered);
    let drift = unlisted_administrators(desired, &unmanaged, base, platform);
    let plan = Plan { unmanaged, drift, ..finish(inputs, ordered.stages, refusals) };
    Ok(Attempt::Planned(Box::new(plan)))
}

/// Returns what there is when the stages are done. The names that come last in an order stand there
/// as the stages make them, so orders can be compared only now.
fn done(live: &State, stages: &[Stage]) -> State {
    let State { roles, teams, users: _, departments: _, role_order, team_order, invited: _ } = live;
    let mut state = State {
        roles: roles.clone(),
        teams: teams.clone(),
        users: BTreeMap::new(),
        departments: BTreeMap::new(),
        role_order: role_order.clone(),
        team_order: team_order.clone(),
        invited: BTreeMap::new(),
    };
    let steps = stages.iter().flat_map(|stage| &stage.steps);
    let ordered = steps.filter(|step| matches!(step.key.kind(), Kind::Role | Kind::Team));
    ordered.for_each(|step| perform(&mut state, step));
    state
}

/// Returns the place that gives the former name; of a team that moves along, that of its entry.
fn asks_for_rename(desired: &Desired, key: &Key) -> Vec<Origin> {
    desired.places.get(key).map(|places| places.field("previously")).into_iter().collect()
}

/// Returns the administrators whom nothing lists and nobody else is said to administer.
fn unlisted_administrators(
    desired: &Desired,
    unmanaged: &[Key],
    live: &State,
    platform: &Platform,
) -> Vec<Key> {
    let administrators = administrators(live, platform);
    let is_one = |key: &&Key| match key {
        Key::User(email) => {
            let roles = live.users.get(email).into_iter().flat_map(|user| user.held_roles());
            administrators.contains(email) && !desired.unmanaged.people.cover(email, roles)
        }
        _ => false,
    };
    unmanaged.iter().filter(is_one).cloned().collect()
}

fn finish(inputs: Inputs<'_>, stages: Vec<Stage>, refusals: Vec<Refusal>) -> Plan {
    let (platform, environment) = (&inputs.platform.platform, inputs.environment);
    let steps = stages.iter().flat_map(|stage| &stage.steps);
    let digest = digest(environment, platform, steps.clone());
    let effects = effects(inputs.platform, steps);
    Plan {
        platform: platform.clone(),
        environment: environment.to_owned(),
        digest,
        stages,
        unmanaged: Vec::new(),
        drift: Vec::new(),
        effects,
        refusals,
    }
}

/// Makes one step of a rename and of what else changes of the same role or person. A team's managers
/// stay apart: they may have to wait for people who wait for the team. So do assignable roles.
fn merge(moves: Vec<Step>, mut steps: Vec<Step>) -> Vec<Step> {
    let mut all = Vec::with_capacity(moves.len() + steps.len());
    for mut rename in moves {
        let same = steps.iter().position(|step| step.key == rename.key && joins(step));
        if let Some(change) = same.map(|at| steps.remove(at)) {
            rename.before = change.before;
            rename.after = change.after;
            rename.because.extend(change.because);
            rename.because.sort_unstable();
        }
        all.push(rename);
    }
    all.append(&mut steps);
    all
}

fn joins(step: &Step) -> bool {
    let apart = |resource: &Resource| match resource {
        Resource::Role(Role { assignable_roles, .. }) => !assignable_roles.is_unknown(),
        Resource::User(_) | Resource::Department(_) => false,
        Resource::Team(_) | Resource::RoleOrder(_) | Resource::TeamOrder(_) => true,
    };
    step.action == Action::Update && !step.after.as_ref().is_some_and(apart)
}
