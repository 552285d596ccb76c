//! What a journal line says.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Outcome;
use crate::core::{Fault, Key};
use crate::plan::{Action, Resource};

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The run that it belongs to.
    pub run: String,
    /// When it was written, in RFC 3339.
    pub at: String,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What happened. A step is named by [`crate::plan::step_id`].
///
/// A run that came to its end has for each `step_begun` one `step_done` or `step_failed`. Where
/// there is none, the run was killed in between, and only the platform knows whether that step was
/// done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A run starts.
    RunStarted {
        /// Where.
        environment: String,
        /// The platform's short name.
        platform: String,
        /// The digest of the plan that is carried out.
        digest: String,
        /// How many steps the plan has.
        steps: usize,
        /// How it was approved: `digest`, `plan file`, `--yes`, `terminal`.
        approved: String,
        /// The guards that were waived.
        waived: Vec<String>,
    },
    /// A step is about to be done.
    StepBegun {
        /// The step.
        step: String,
        /// What it does.
        action: Action,
        /// What it does it to, by the name that it has afterwards.
        #[serde(flatten)]
        key: Key,
        /// The name that it had before, where that is another one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        previous_key: Option<Key>,
        /// What stands there before, of what changes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Value>,
        /// What is to stand there afterwards.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<Value>,
    },
    /// A step was done, and what was read back is what was written.
    StepDone {
        /// The step.
        step: String,
    },
    /// A step failed. Where the fault is `unreachable`, it may have been done all the same.
    StepFailed {
        /// The step.
        step: String,
        /// Why.
        fault: Fault,
    },
    /// A step was not tried.
    StepSkipped {
        /// The step.
        step: String,
        /// The steps that it needs and that were not done.
        needs: Vec<String>,
    },
    /// A step is left to somebody's hand.
    StepByHand {
        /// The step.
        step: String,
    },
    /// A run came to its end.
    RunEnded {
        /// How.
        outcome: Outcome,
        /// How many steps were done.
        done: usize,
        /// How many steps failed.
        failed: usize,
        /// How many steps were not tried because of what they need.
        skipped: usize,
        /// How many steps are left to somebody's hand.
        #[serde(default, skip_serializing_if = "is_zero")]
        by_hand: usize,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "this is how it is asked")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// Returns the resource as it stands in a journal or in a record of an approval.
pub(super) fn json(resource: &Resource) -> Value {
    // Maps and sets are ordered and no key is anything but text, so this can't fail.
    serde_json::to_value(resource).unwrap_or_default()
}
