//! `apply`: makes it so.

use std::path::Path;

use indicatif::ProgressBar;

use super::plan::document;
use crate::apply::{
    self, DEFAULT_BATCH, FileJournal, Holder, Lock, LockError, Progress, Run, What,
};
use crate::cli::approval::{self, Approval};
use crate::cli::args::ApplyArgs;
use crate::cli::base::From;
use crate::cli::by_hand::{print_runbook, write_uploads};
use crate::cli::clock::SystemClock;
use crate::cli::exit::Exit;
use crate::cli::interrupt::stop_signal;
use crate::cli::live::{Access, HIDDEN, Live, can_be_written, target};
use crate::cli::outcome;
use crate::cli::planned::{Of, Planned};
use crate::cli::project::{self, Opened};
use crate::cli::record;
use crate::cli::screen::Screen;
use crate::cli::seen::runtime;
use crate::cli::trouble::Trouble;
use crate::core::codes;
use crate::plan::{Plan, Refusal};
use crate::render::{plan_text, terminal};
use crate::target::Target;

pub(super) fn run(
    directory: &Path,
    environment: Option<&str>,
    args: &ApplyArgs,
    screen: &Screen,
) -> Result<Exit, Trouble> {
    let approval = Approval::of(directory, args, screen)?;
    let mut opened = screen.during("reading the project", || project::open(directory))?;
    if approval::in_ci() && environment.is_none() && opened.project.environments.0.len() > 1 {
        return Err(opened.which_environment());
    }
    let (name, _) = opened.environment(environment)?;
    can_be_written(&mut opened, &name)?;
    let lock = lock(&opened, &name)?;
    let today = opened.today();
    let base = args.base.as_deref().map(|rev| From { rev, reads_live: false });
    // What is written is compared with what is live now: a snapshot is for reading.
    let of = Of { environment: &name, base, snapshot: None, today };
    let mut planned = Planned::make(&mut opened, of, screen)?;
    screen.diagnostics(std::mem::take(&mut planned.warnings), &opened.sources);
    if let Some(exit) = decide(&opened, &planned, &approval, args, screen) {
        return Ok(exit);
    }
    // Only now is anything made that isn't there yet.
    let Live { target, .. } = target(&mut opened, &name, today, Access::Write)?;
    let exit = carry_out(&mut opened, &planned.plan, target.as_ref(), &approval, args, screen);
    drop(lock);
    exit
}

/// Returns how the run ends before anything is done: because the plan isn't what was approved, is
/// refused, is empty, or isn't wanted.
fn decide(
    opened: &Opened,
    planned: &Planned,
    approval: &Approval,
    args: &ApplyArgs,
    screen: &Screen,
) -> Option<Exit> {
    let plan = &planned.plan;
    if let Err(moved) = approval.holds(&opened.root, plan, &planned.live) {
        moved.iter().for_each(|line| screen.say(line));
        return Some(Exit::Stale);
    }
    screen.result(&plan_text(plan, &opened.sources, screen.style()));
    let waived = |refusal: &Refusal| args.allow.iter().any(|word| word == refusal.guard);
    if !plan.refusals.iter().all(waived) {
        screen.say("Nothing was applied: a guard refuses this plan.");
        return Some(Exit::Refused);
    }
    if plan.is_empty() {
        return Some(Exit::Done);
    }
    if *approval == Approval::Ask && !approval::asked(&plan.environment, screen) {
        screen.say("Nothing was applied.");
        return Some(Exit::Done);
    }
    None
}

fn carry_out(
    opened: &mut Opened,
    plan: &Plan,
    target: &dyn Target,
    approval: &Approval,
    args: &ApplyArgs,
    screen: &Screen,
) -> Result<Exit, Trouble> {
    let json = || document(plan, None, None, opened);
    record::keep(&opened.root, plan, json).unwrap_or_else(|why| screen.say(&why));
    let path = opened.root.join(HIDDEN).join("journal").join(format!("{}.jsonl", plan.environment));
    let trouble =
        |error: &std::io::Error| Trouble::io(format!("the journal `{}`", path.display()), error);
    let mut journal = FileJournal::open(&path).map_err(|error| trouble(&error))?;
    let runtime = runtime()?;
    let report = screen.counting("applying", plan.steps().count(), |bar| {
        let stop = stop_signal(&runtime, bar)?;
        let mut run = Run {
            id: run_id(),
            approved: approval.words().to_owned(),
            waived: waived(plan, args),
            batch: DEFAULT_BATCH,
            journal: &mut journal,
            clock: &SystemClock,
            stop: &stop,
            observe: &mut |progress| observe(progress, bar),
        };
        runtime.block_on(apply::apply(plan, target, &mut run))
    });
    let report = report.map_err(|error| trouble(&error))?;
    let exit = outcome::tell(plan, &report, &opened.sources, screen);
    print_runbook(opened, plan, &report.done, screen);
    write_uploads(opened, plan, &report.by_hand, screen)?;
    Ok(exit)
}

/// Shows what becomes of a step.
fn observe(progress: Progress<'_>, bar: &ProgressBar) {
    let Progress { index, total, step, what } = progress;
    let became = match what {
        What::Begun => "begun",
        What::Done => "done",
        What::Failed(_) => "failed",
        What::ByHand => "left to be done by hand",
        What::Skipped(_) => "skipped",
    };
    if what != What::Begun {
        bar.inc(1);
    }
    let (number, key) = (index + 1, step.key.to_string());
    tracing::debug!("step {number} of {total} {became}: {} {}", step.action, terminal(&key));
}

/// Returns the guards that objected and were waived.
fn waived(plan: &Plan, args: &ApplyArgs) -> Vec<String> {
    let objected = |word: &&String| plan.refusals.iter().any(|refusal| refusal.guard == **word);
    args.allow.iter().filter(objected).cloned().collect()
}

/// Returns a name for this run: when it began, and by which process.
fn run_id() -> String {
    format!("{}-{}", jiff::Timestamp::now().as_millisecond(), std::process::id())
}

fn lock(opened: &Opened, environment: &str) -> Result<Lock, Trouble> {
    use crate::apply::Clock;
    let path = opened.root.join(HIDDEN).join("lock").join(format!("{environment}.lock"));
    let who = ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let holder = Holder {
        who: who.unwrap_or_else(|| "somebody".into()),
        pid: std::process::id(),
        since: SystemClock.now(),
    };
    Lock::take(&path, &holder).map_err(|error| match error {
        LockError::Held(held) => Trouble::Other {
            code: &codes::LOCKED,
            message: held.to_string(),
            help: "Wait until that run is done, and run again.".into(),
            exit: Exit::Failed,
        },
        LockError::Unusable(error) => Trouble::io(format!("the lock `{}`", path.display()), &error),
    })
}
