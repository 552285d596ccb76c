//! What of a plan somebody who reviews it should see first.

use std::collections::{BTreeMap, BTreeSet};

use super::gains::{Gains, Part};
use super::order::administrators;
use super::{Action, Plan, Step, perform};
use crate::core::{Email, Key, RoleName, State};
use crate::platform::Platform;

/// How much a step deserves to be looked at; the first the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Somebody becomes an administrator.
    Administrators,
    /// Somebody's access passes to another address.
    Identity,
    /// Somebody loses access, or something goes.
    Takes,
    /// Somebody gets access.
    Gives,
    /// What is set is known, and what was there before isn't: somebody may get or lose access.
    Blind,
    /// Nobody's access changes.
    Other,
}

impl Weight {
    /// All of them, the heaviest first.
    pub const ALL: [Self; 6] =
        [Self::Administrators, Self::Identity, Self::Takes, Self::Gives, Self::Blind, Self::Other];
}

/// What there is to know of a step besides the step itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewed {
    /// How much it deserves to be looked at.
    pub weight: Weight,
    /// What it gives and takes.
    pub gains: Gains,
    /// Of a role, how many active people hold it when the plan is done.
    pub holders: Option<usize>,
    /// Of a person, whether they become an administrator by it, or cease to be one.
    pub administers: Option<bool>,
}

/// What there is to know of a plan besides the plan itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// The steps, in the plan's order.
    pub steps: Vec<Reviewed>,
    /// Who is an administrator afterwards and isn't now, by address.
    pub new_administrators: Vec<Email>,
    /// Who is an administrator now and isn't afterwards.
    pub former_administrators: Vec<Email>,
}

/// Returns what there is to know of a plan, made against this live state.
pub fn review(plan: &Plan, live: &State, platform: &Platform) -> Review {
    let mut end = live.clone();
    plan.steps().for_each(|step| perform(&mut end, step));
    let now_called: BTreeMap<&Key, &Key> =
        plan.steps().filter_map(|step| Some((step.previous_key.as_ref()?, &step.key))).collect();
    let called = |email: &Email| match now_called.get(&Key::User(email.clone())) {
        Some(Key::User(now)) => now.clone(),
        _ => email.clone(),
    };
    let before: BTreeSet<Email> = administrators(live, platform).into_iter().map(called).collect();
    let after: BTreeSet<Email> = administrators(&end, platform).into_iter().cloned().collect();
    let new: Vec<Email> = after.difference(&before).cloned().collect();
    let former: Vec<Email> = before.difference(&after).cloned().collect();
    let holders = holders(&end);
    let reviewed = |step| {
        let gains = Gains::of(step);
        let makes = makes_administrators(step, &gains, &new, [live, &end], platform);
        let weight = if makes { Weight::Administrators } else { weight(step, &gains) };
        let holders = match &step.key {
            Key::Role(name) if step.action != Action::Delete => {
                Some(holders.get(name).copied().unwrap_or_default())
            }
            _ => None,
        };
        let administers = match &step.key {
            Key::User(email) if makes => Some(new.contains(email)),
            Key::User(email) if former.contains(email) && loses_roles(&gains) => Some(false),
            _ => None,
        };
        Reviewed { weight, gains, holders, administers }
    };
    let steps = plan.steps().map(reviewed).collect();
    Review { steps, new_administrators: new, former_administrators: former }
}

fn weight(step: &Step, gains: &Gains) -> Weight {
    match (&step.previous_key, step.action) {
        (Some(Key::User(_)), _) => Weight::Identity,
        (_, Action::Delete | Action::Deactivate) => Weight::Takes,
        _ if !gains.takes.is_empty() => Weight::Takes,
        _ if !gains.gives.is_empty() => Weight::Gives,
        _ if gains.is_blind => Weight::Blind,
        _ => Weight::Other,
    }
}

/// Returns whether somebody becomes an administrator by this step: a person by what their row gets, the
/// holders of a role by what it allows.
fn makes_administrators(
    step: &Step,
    gains: &Gains,
    new: &[Email],
    [live, end]: [&State; 2],
    platform: &Platform,
) -> bool {
    if gains.gives.is_empty() && gains.sets.is_empty() {
        return false;
    }
    match &step.key {
        Key::User(email) => new.contains(email),
        Key::Role(name) => {
            let before = match step.current_key() {
                Key::Role(before) => before,
                _ => name,
            };
            platform.is_administrative(name, end.roles.get(name))
                && !platform.is_administrative(before, live.roles.get(before))
        }
        Key::Team(_) | Key::Department(_) | Key::RoleOrder | Key::TeamOrder(_) => false,
    }
}

/// Returns whether a person's row loses a role, or signing in.
fn loses_roles(gains: &Gains) -> bool {
    gains.takes.iter().any(|(part, _)| matches!(part, Part::Role | Part::SignIn))
}

fn holders(state: &State) -> BTreeMap<&RoleName, usize> {
    let mut holders = BTreeMap::new();
    for user in state.users.values().filter(|user| user.is_active()) {
        user.held_roles().for_each(|role| *holders.entry(role).or_default() += 1);
    }
    holders
}
