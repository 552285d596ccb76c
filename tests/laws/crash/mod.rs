//! Runs that have an accident at one of their steps: the request or the reply is lost, or the process
//! is killed before the step or after it. Whatever it was, the next run comes to the end that a run
//! without an accident comes to, and does nothing again that was done.

mod killed;
mod lost;
mod unlucky;

use std::collections::BTreeSet;
use std::io;
use std::sync::atomic::AtomicBool;

use proptest::test_runner::TestCaseError;
use rolecall::apply::{Clock, Entry, Event, JournalStore, Report, Run, apply};
use rolecall::core::State;
use rolecall::manifest::Desired;
use rolecall::plan::Plan;
use rolecall::target::Target;

use crate::case::Case;
use crate::generated::is_same_end;
use crate::run::{step_in_memory, wait};
use crate::world::World;

/// A case whose plan can be carried out, and where it ends without an accident.
struct Planned<'p> {
    world: &'p World,
    case: &'p Case,
    desired: Desired,
    plan: Plan,
    end: State,
}

impl<'p> Planned<'p> {
    /// Plans a case; none if there is nothing to do, or it is refused for good.
    fn of(world: &'p World, case: &'p Case) -> Option<Self> {
        let desired = world.mean(&case.project.text(), &case.files).ok()?;
        let plan = world.plan(&desired, &case.live, &case.project.limits()).ok()?;
        if plan.is_empty() || plan.refusals.iter().any(|refusal| !refusal.waivable) {
            return None;
        }
        let mut end = case.live.clone();
        plan.steps().for_each(|step| step_in_memory(&world.platform, &mut end, step));
        Some(Self { world, case, desired, plan, end })
    }

    /// Plans what is left to do.
    fn rest(&self, live: &State) -> Result<Plan, TestCaseError> {
        let plan = self.world.plan(&self.desired, live, &self.case.project.limits());
        plan.map_err(|found| TestCaseError::fail(format!("the rest can't be planned: {found:?}")))
    }

    /// Carries out what is left after an accident, and fails if that isn't the end, or if something is
    /// done again: `done` are the names of the steps that were done.
    fn carry_on(
        &self,
        target: &dyn Target,
        journal: &mut dyn JournalStore,
        done: &BTreeSet<String>,
    ) -> Result<(), TestCaseError> {
        let read = || wait(target.read()).map_err(|fault| TestCaseError::fail(fault.to_string()));
        let rest = self.rest(&read()?)?;
        let again = rest.steps().map(rolecall::plan::step_id).find(|id| done.contains(id));
        ensure(again.is_none(), || format!("done again: {again:?}"))?;
        let report = run(&rest, target, journal).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let all = rest.steps().count();
        ensure(report.done.len() == all, || format!("the next run stops: {report:?}"))?;
        let end = read()?;
        let left = self.rest(&end)?;
        ensure(left.is_empty(), || format!("something is left: {:#?}", left.stages))?;
        is_same_end(&self.desired, &self.plan, &self.end, &end)
    }
}

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), TestCaseError> {
    if holds { Ok(()) } else { Err(TestCaseError::fail(what())) }
}

/// Carries out a plan, step by step.
fn run(plan: &Plan, target: &dyn Target, journal: &mut dyn JournalStore) -> io::Result<Report> {
    let stop = AtomicBool::new(false);
    let mut run = Run {
        id: "run".to_owned(),
        approved: "--yes".to_owned(),
        waived: Vec::new(),
        batch: 1,
        journal,
        clock: &Still,
        stop: &stop,
        observe: &mut |_| {},
    };
    wait(apply(plan, target, &mut run))
}

/// A clock that stands still.
struct Still;

impl Clock for Still {
    fn now(&self) -> String {
        "2026-03-01T00:00:00Z".to_owned()
    }
}

/// A journal in memory.
#[derive(Default)]
struct Journal(Vec<Entry>);

impl JournalStore for Journal {
    fn append(&mut self, entries: &[Entry]) -> io::Result<()> {
        self.0.extend_from_slice(entries);
        Ok(())
    }
}

/// Returns the names of the steps that a journal says were done.
fn done<'j>(entries: impl Iterator<Item = &'j Entry>) -> BTreeSet<String> {
    let done = entries.filter_map(|entry| match &entry.event {
        Event::StepDone { step } => Some(step.clone()),
        _ => None,
    });
    done.collect()
}
