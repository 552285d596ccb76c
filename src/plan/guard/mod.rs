//! Named refusals. Each has a number that it objects to, and is waived alone, for one plan.

mod access_gap;
mod administrators;
mod emptied;
mod first_all;
mod identity_change;
mod in_use;
mod licence_budget;
mod order;
mod over_limit;
mod policy_loosened;
mod protected;
mod regrant_drift;
mod released;
mod removals;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::Step;
use super::order::{Ordered, count};
use super::planner::Inputs;
use crate::core::{Email, Kind, RoleName, State};
use crate::platform::Platform;

pub use removals::{Relation, Removed};

/// A guard: a reason to refuse a plan.
#[derive(Debug)]
pub struct Guard {
    /// The word that it is known and waived by.
    pub word: &'static str,
    /// What it is, in words that never vary.
    pub title: &'static str,
    /// Whether `--allow` can waive it.
    pub waivable: bool,
    /// Why it is there, and what to do: what `rolecall explain` prints.
    pub explanation: &'static str,
    /// Returns its objections to a plan.
    objections: fn(&Guarded<'_>) -> Vec<Objection>,
}

/// All guards.
pub static GUARDS: &[Guard] = &[
    removals::GUARD,
    administrators::GUARD,
    protected::GUARD,
    emptied::GUARD,
    first_all::GUARD,
    identity_change::GUARD,
    licence_budget::GUARD,
    access_gap::GUARD,
    policy_loosened::GUARD,
    released::GUARD,
    regrant_drift::GUARD,
    in_use::GUARD,
    over_limit::GUARD,
    order::GUARD,
];

/// Returns the guard known by the word.
pub fn guard(word: &str) -> Option<&'static Guard> {
    GUARDS.iter().find(|guard| guard.word == word)
}

/// How much one plan may do, and what it may not touch.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The most that may be removed of each relation.
    pub max_removals: Removed,
    /// The fewest active administrators that must be left.
    pub min_admins: usize,
    /// The most hours since what is live was read, where a snapshot says it.
    pub max_snapshot_hours: u32,
    /// The most people that may count as a licence, by its name.
    pub licences: BTreeMap<String, usize>,
    /// People who keep what they have.
    pub protected_users: BTreeSet<Email>,
    /// Roles that keep what they allow.
    pub protected_roles: BTreeSet<RoleName>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_removals: Removed::each(10),
            min_admins: 2,
            max_snapshot_hours: 36,
            licences: BTreeMap::new(),
            protected_users: BTreeSet::new(),
            protected_roles: BTreeSet::new(),
        }
    }
}

impl Limits {
    /// Returns what both allow: of each number the stricter, and all that either protects.
    pub fn stricter(&self, other: &Self) -> Self {
        let mut max_removals = self.max_removals;
        for relation in Relation::ALL {
            max_removals
                .set(relation, max_removals.of(relation).min(other.max_removals.of(relation)));
        }
        let mut licences = self.licences.clone();
        for (name, most) in &other.licences {
            let known = licences.entry(name.clone()).or_insert(*most);
            *known = (*known).min(*most);
        }
        Self {
            max_removals,
            min_admins: self.min_admins.max(other.min_admins),
            max_snapshot_hours: self.max_snapshot_hours.min(other.max_snapshot_hours),
            licences,
            protected_users: &self.protected_users | &other.protected_users,
            protected_roles: &self.protected_roles | &other.protected_roles,
        }
    }
}

/// One objection of one guard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Refusal {
    /// The guard's word.
    pub guard: &'static str,
    /// What it objects to, in a sentence with the number.
    pub message: String,
    /// The number that it found.
    pub found: usize,
    /// The number that is allowed.
    pub limit: usize,
    /// Whether `--allow` can waive it.
    pub waivable: bool,
    /// What it is about, by name.
    pub names: Vec<String>,
}

/// What a guard says; the rest of a refusal is the guard's.
struct Objection {
    message: String,
    found: usize,
    limit: usize,
    names: Vec<String>,
}

/// What guards look at.
struct Guarded<'g> {
    inputs: Inputs<'g>,
    /// What is live, under the names that it has once the renames are done.
    live: &'g State,
    end: &'g State,
    ordered: &'g Ordered,
}

impl Guarded<'_> {
    fn steps(&self) -> impl Iterator<Item = &Step> {
        self.ordered.stages.iter().flat_map(|stage| &stage.steps)
    }
}

/// Returns how many of a kind a plan could take away: who can't sign in is gone already, and built-in roles
/// and the default department stay.
fn alive(state: &State, platform: &Platform, kind: Kind) -> usize {
    match kind {
        Kind::User => state.users.values().filter(|user| user.is_active()).count(),
        Kind::Role | Kind::Team | Kind::Department => count(state, platform, kind),
    }
}

/// Returns every objection of every guard.
pub(super) fn refusals(
    inputs: Inputs<'_>,
    live: &State,
    end: &State,
    ordered: &Ordered,
) -> Vec<Refusal> {
    let guarded = Guarded { inputs, live, end, ordered };
    let refuse = |guard: &'static Guard| {
        (guard.objections)(&guarded).into_iter().map(|objection| Refusal {
            guard: guard.word,
            message: objection.message,
            found: objection.found,
            limit: objection.limit,
            waivable: guard.waivable,
            names: objection.names,
        })
    };
    GUARDS.iter().flat_map(refuse).collect()
}
