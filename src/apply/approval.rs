//! Whether what was approved is still what would happen.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::entry::json;
use super::moved::{Content, Moved, Movement};
use super::standing::Standing;
use crate::core::{Department, Key, Role, State, Team, User};
use crate::plan::{Action, By, Digest, Plan, Resource, Step, digest, step_id};

/// A plan as it was approved: what a record of it is read back into.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Approved {
    /// What was approved.
    pub digest: Digest,
    /// The steps that have this digest, in the plan's order; none where they aren't known.
    pub steps: Vec<ApprovedStep>,
}

/// What is approved of a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApprovedStep {
    /// The step's name, which is [`step_id`] of what follows.
    pub id: String,
    /// What it does.
    pub action: Action,
    /// What it does it to, by the name that it has afterwards.
    pub key: Key,
    /// The name that it had before, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_key: Option<Key>,
    /// What stands there before, of what changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What is to stand there afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

impl Approved {
    /// Returns what is approved where somebody approves the plan.
    pub fn of(plan: &Plan) -> Self {
        let steps = plan.steps().map(|step| ApprovedStep {
            id: step_id(step),
            action: step.action,
            key: step.key.clone(),
            previous_key: step.previous_key.clone(),
            before: step.before.as_ref().map(json),
            after: step.after.as_ref().map(json),
        });
        Self { digest: plan.digest.clone(), steps: steps.collect() }
    }

    /// Returns whether the steps really are those of the digest in this environment, so that who
    /// read them saw what was approved.
    pub fn is_genuine(&self, environment: &str, platform: &str) -> bool {
        let named = |(said, step): (&ApprovedStep, &Step)| said.id == step_id(step);
        self.proved(environment, platform)
            .is_some_and(|steps| self.steps.iter().zip(&steps).all(named))
    }

    /// Returns the steps, if they really are those of the digest in this environment. Whoever wrote
    /// the record may have had no right to approve anything; the digest is what was approved.
    fn proved(&self, environment: &str, platform: &str) -> Option<Vec<Step>> {
        let steps: Vec<Step> = self.steps.iter().map(ApprovedStep::step).collect::<Option<_>>()?;
        (digest(environment, platform, steps.iter()) == self.digest).then_some(steps)
    }
}

impl ApprovedStep {
    /// Returns the step again, if what is recorded of it can be read.
    fn step(&self) -> Option<Step> {
        let resource = |value: &Option<Value>| match value {
            Some(value) => resource(&self.key, value).map(Some),
            None => Some(None),
        };
        Some(Step {
            action: self.action,
            key: self.key.clone(),
            previous_key: self.previous_key.clone(),
            before: resource(&self.before)?,
            after: resource(&self.after)?,
            because: Vec::new(),
            reason: None,
            needs: Vec::new(),
            by: By::Automatic,
        })
    }
}

fn resource(key: &Key, value: &Value) -> Option<Resource> {
    match key {
        Key::Role(_) => Role::deserialize(value).map(Resource::Role),
        Key::Team(_) => Team::deserialize(value).map(Resource::Team),
        Key::User(_) => User::deserialize(value).map(Resource::User),
        Key::Department(_) => Department::deserialize(value).map(Resource::Department),
        Key::RoleOrder => Vec::deserialize(value).map(Resource::RoleOrder),
        Key::TeamOrder(_) => Vec::deserialize(value).map(Resource::TeamOrder),
    }
    .ok()
}

/// Returns whether the approval still holds for the plan that was made now from what is live.
///
/// It holds if the digests are equal. It also holds if the approved plan was cut short: every step
/// that is planned now is one of the approved steps, and what the missing ones were to bring about
/// stands already. Where several of them change the same thing, only the last word counts.
///
/// The record's steps count only if together they have the approved digest, in this environment and
/// on this platform. Otherwise, as where they aren't known, nothing that is planned is approved.
///
/// # Errors
///
/// Everything that moved, by key.
pub fn still_approved(approved: &Approved, now: &Plan, live: &State) -> Result<(), Vec<Moved>> {
    if approved.digest == now.digest {
        return Ok(());
    }
    let steps = approved.proved(&now.environment, &now.platform).unwrap_or_default();
    let missing = without(steps.iter(), now.steps());
    let appeared = without(now.steps(), steps.iter());
    let moved = moved(&missing, &appeared, Standing::after(&missing).fallen(live));
    if moved.is_empty() { Ok(()) } else { Err(moved) }
}

/// Returns the steps that are not among the others.
fn without<'s>(
    steps: impl Iterator<Item = &'s Step>,
    others: impl Iterator<Item = &'s Step>,
) -> Vec<&'s Step> {
    let others: BTreeSet<String> = others.map(step_id).collect();
    steps.filter(|step| !others.contains(&step_id(step))).collect()
}

/// Joins the steps that nobody approved with the approved ones whose result doesn't stand: where
/// both are about the same resource, it is one change.
fn moved(missing: &[&Step], appeared: &[&Step], mut fallen: BTreeMap<Key, String>) -> Vec<Moved> {
    let mut moved = Vec::new();
    for step in appeared {
        let same =
            |other: &&&Step| other.key == step.key && other.previous_key == step.previous_key;
        let last = missing.iter().rfind(same).filter(|_| fallen.contains_key(&step.key));
        let what = match last {
            Some(last) => Movement::Changed { approved: Content::of(last), now: Content::of(step) },
            None => Movement::Appeared { action: step.action },
        };
        if last.is_some() {
            fallen.remove(&step.key);
        }
        moved.push(Moved { key: step.key.clone(), what });
    }
    let gone = |(key, found)| Moved { key, what: Movement::Gone { found } };
    moved.extend(fallen.into_iter().map(gone));
    moved.sort_by(|a, b| a.key.cmp(&b.key));
    moved
}
