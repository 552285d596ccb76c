//! The loop that makes a plan so.

use std::io;
use std::sync::atomic::AtomicBool;

use super::work::Work;
use super::{Clock, JournalStore, Progress, Report};
use crate::plan::Plan;
use crate::target::Target;

/// How many steps go to the target at once, unless told otherwise.
pub const DEFAULT_BATCH: usize = 500;

/// What a run is given.
pub struct Run<'r> {
    /// The name of the run, which is in every journal entry.
    pub id: String,
    /// How the plan was approved: `digest`, `plan file`, `--yes`, `terminal`.
    pub approved: String,
    /// The guards that were waived.
    pub waived: Vec<String>,
    /// How many steps go to the target at once; at least one does.
    pub batch: usize,
    /// Where the evidence goes.
    pub journal: &'r mut dyn JournalStore,
    /// What time it is.
    pub clock: &'r dyn Clock,
    /// Looked at between batches: once it is set, nothing more is begun.
    pub stop: &'r AtomicBool,
    /// Told of all that happens, after it was journalled.
    pub observe: &'r mut dyn FnMut(Progress<'_>),
}

/// Carries out the plan.
///
/// # Expected flow
///
/// 1. The journal says that the run starts.
/// 2. For each stage: the steps that need one that was not done are skipped, and those that are done
///    by hand are left; both are journalled so.
/// 3. The others go in batches. For each batch:
///    1. If the stop signal is set, nothing more is begun.
///    2. The journal says what is about to be done.
///    3. The target does it.
///    4. What the target says it did is read back and compared with what was to be done.
///    5. The journal says what became of each step.
/// 4. The journal says how the run ended.
///
/// # Guarantees
///
/// - Nothing is done that doesn't stand in the journal, on the disk, before.
/// - A step is called done only if the target said so and what was read back says so too.
/// - A step is tried only if every step that it needs was done.
/// - A step that failed holds up those that need it, directly or through others, and nothing else.
/// - Each step stands in the report once, or, if the run was stopped, perhaps not at all.
///
/// # Assumptions
///
/// - The plan was approved and no guard refuses it: nothing of this is looked at here.
/// - The lock of the environment is held, and live was read under it.
/// - The steps of one stage don't depend on each other. One that needs another of its own stage, or
///   of a later one, is skipped.
///
/// # Caveats
///
/// - A field that the target can't read is taken at the target's word.
/// - A step whose answer was lost counts as failed though it may have been done; what needs it is
///   left for the next run.
/// - A batch that was begun is finished: the stop signal waits for it.
/// - Killed before a batch was begun in the journal, nothing of it has happened. Killed later, the
///   journal holds steps that began and didn't end: each of them was done whole or not at all, and
///   only the target knows which. Killed between two batches, the journal ends with whole pairs and
///   no `run_ended`.
/// - Running again is always safe, whatever happened: live is read again, a new plan is made from
///   what is there, and what was done is no longer in it.
///
/// # Errors
///
/// The journal can't be written. Then the run ends at once: what the journal says last is begun may
/// have been done, and nothing after it was. What goes wrong at the target is no error but stands in
/// the report.
pub async fn apply(
    plan: &Plan,
    target: &dyn Target,
    run: &mut Run<'_>,
) -> Result<Report, io::Error> {
    let mut work = Work::on(plan, target, run);
    work.start(plan)?;
    let mut first = 0;
    for (number, stage) in (1..).zip(&plan.stages) {
        let places = first..first + stage.steps.len();
        first = places.end;
        work.stage(number, places).await?;
    }
    work.end()
}
