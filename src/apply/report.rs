//! What became of a plan, while it is carried out and at the end.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::core::Fault;
use crate::plan::Step;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every step was done.
    Done,
    /// Some steps failed, are left to somebody's hand, or were skipped because they need such a one.
    Partial,
    /// The run was told to stop before it came to the last step.
    Stopped,
}

/// What became of each step, by its place in the plan (all stages counted through).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The steps that were done, and read back as they were written.
    pub done: Vec<usize>,
    /// The steps that failed, and why. Where the fault is
    /// [`Unreachable`](crate::core::FaultKind::Unreachable), the step may have been done.
    pub failed: Vec<(usize, Fault)>,
    /// The steps that were not tried, and what they need that was not done.
    pub skipped: Vec<(usize, Vec<usize>)>,
    /// The steps that nothing stands in the way of but that somebody has to do by hand.
    pub by_hand: Vec<usize>,
    /// Whether the run was told to stop while there was still something to do.
    pub stopped: bool,
}

impl Report {
    /// Returns how the run ended. A run that was stopped says so, whatever else went wrong.
    pub fn outcome(&self) -> Outcome {
        let left = [self.failed.len(), self.skipped.len(), self.by_hand.len()];
        match (self.stopped, left == [0; 3]) {
            (true, _) => Outcome::Stopped,
            (false, true) => Outcome::Done,
            (false, false) => Outcome::Partial,
        }
    }

    /// Returns the steps of a plan of `steps` steps that a run which was stopped never came to.
    pub fn not_reached(&self, steps: usize) -> Vec<usize> {
        let failed = self.failed.iter().map(|(step, _)| step);
        let skipped = self.skipped.iter().map(|(step, _)| step);
        let others = failed.chain(skipped).chain(&self.by_hand);
        let reached: BTreeSet<&usize> = self.done.iter().chain(others).collect();
        (0..steps).filter(|step| !reached.contains(step)).collect()
    }
}

/// Something that is worth a line on a screen while a plan is carried out. It stands in the journal
/// already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'p> {
    /// The step's place in the plan.
    pub index: usize,
    /// How many steps the plan has.
    pub total: usize,
    /// The step.
    pub step: &'p Step,
    /// What happens to it.
    pub what: What<'p>,
}

/// What happens to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What<'p> {
    /// It is about to be done.
    Begun,
    /// It was done.
    Done,
    /// It failed.
    Failed(&'p Fault),
    /// It is left to somebody's hand.
    ByHand,
    /// It is not tried, because these steps were not done.
    Skipped(&'p [usize]),
}
