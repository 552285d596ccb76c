//! What of a plan the change that is looked at causes, apart from what had drifted before it.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::{Plan, Step, step_id};
use crate::core::Key;

/// Whose doing a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The change's: without it the resource would be left as it is.
    Change,
    /// The change's and drift's: without the change something else would be done to the resource.
    Both,
    /// Drift: without the change the same would be done.
    Drift,
}

/// How a plan differs from that of the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Against {
    /// The base, as it was named.
    pub base: String,
    /// Its commit, in hexadecimal digits.
    pub commit: String,
    /// Whether the base has commits that the change doesn't build on.
    pub is_stale: bool,
    /// Whose doing each step is, in the plan's order.
    pub causes: Vec<Cause>,
    /// What would be done without the change to resources that the plan leaves alone.
    pub dropped: Vec<Step>,
}

impl Against {
    /// Compares a plan with that of the base against the same live state. Without the latter, because
    /// there was no project or none that can be planned, all is the change's doing.
    pub fn of(
        plan: &Plan,
        of_base: Option<&Plan>,
        base: String,
        commit: String,
        is_stale: bool,
    ) -> Self {
        let before: Vec<&Step> = of_base.into_iter().flat_map(Plan::steps).collect();
        let same: BTreeSet<String> = before.iter().map(|step| step_id(step)).collect();
        let touched: BTreeSet<&Key> = before.iter().flat_map(|step| keys(step)).collect();
        let cause = |step: &Step| match () {
            () if same.contains(&step_id(step)) => Cause::Drift,
            () if keys(step).any(|key| touched.contains(key)) => Cause::Both,
            () => Cause::Change,
        };
        let now: BTreeSet<&Key> = plan.steps().flat_map(keys).collect();
        let is_dropped = |step: &&&Step| !keys(step).any(|key| now.contains(key));
        Self {
            base,
            commit,
            is_stale,
            causes: plan.steps().map(cause).collect(),
            dropped: before.iter().filter(is_dropped).map(|step| (*step).clone()).collect(),
        }
    }

    /// Returns whether all that there is to do had drifted before.
    pub fn is_only_drift(&self) -> bool {
        self.causes.iter().all(|cause| *cause == Cause::Drift)
    }

    /// Returns whose doing the step at a place in the plan is.
    pub fn cause(&self, place: usize) -> Cause {
        self.causes.get(place).copied().unwrap_or(Cause::Change)
    }

    /// Counts the steps of each cause.
    pub fn counted(&self) -> BTreeMap<Cause, usize> {
        let mut counted = BTreeMap::new();
        self.causes.iter().for_each(|cause| *counted.entry(*cause).or_default() += 1);
        counted
    }
}

/// Returns the names that a resource has before and after a step.
fn keys(step: &Step) -> impl Iterator<Item = &Key> {
    std::iter::once(&step.key).chain(&step.previous_key)
}
