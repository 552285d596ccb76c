//! A request that doesn't arrive, and a reply that doesn't.

use std::cell::Cell;
use std::collections::BTreeSet;

use proptest::strategy::Strategy;
use proptest::test_runner::TestCaseError;
use rolecall::target::sandbox::Sandbox;

use super::unlucky::{Accident, Unlucky};
use super::{Journal, Planned, run};
use crate::case::{Case, cases};
use crate::generated::each;
use crate::hard::conflicts::{USUAL, conflicts};
use crate::world::{TIGHT, WIDE, World};

/// Lets every step of a plan have each accident in turn.
fn survives(planned: &Planned<'_>) -> Result<(), TestCaseError> {
    for at in 0..planned.plan.steps().count() {
        for accident in [Accident::RequestLost, Accident::ReplyLost] {
            let lost = |what: TestCaseError| {
                TestCaseError::fail(format!("{accident:?} at step {at}: {what}"))
            };
            one(planned, at, accident).map_err(lost)?;
        }
    }
    Ok(())
}

fn one(planned: &Planned<'_>, at: usize, accident: Accident) -> Result<(), TestCaseError> {
    let sandbox = Sandbox::in_memory(&planned.world.platform, &planned.case.live);
    let target = Unlucky::new(sandbox.expect("what is live is legal"), accident, at);
    let mut journal = Journal::default();
    let report = run(&planned.plan, &target, &mut journal).expect("memory can be written");
    super::ensure(report.failed.len() == 1, || format!("one step has an accident: {report:?}"))?;
    let done: BTreeSet<String> = target.done.lock().expect("the run is over").drain(..).collect();
    planned.carry_on(&target.sandbox, &mut journal, &done)
}

/// Lets the plans of so many cases have accidents.
fn all(world: &'static World, cases: impl Strategy<Value = Case>, so_many: u32) {
    let plans = Cell::new(0);
    let all = each(cases, so_many, |case| match Planned::of(world, case) {
        Some(planned) => {
            plans.set(plans.get() + 1);
            survives(&planned)
        }
        None => Ok(()),
    });
    eprintln!("{} plans with accidents", plans.get());
    assert!(plans.get() > all * 2 / 3, "too few plans have steps");
}

#[test]
fn lost_where_there_is_room() {
    all(&WIDE, cases(&WIDE), 110);
}

#[test]
fn lost_where_there_is_little_room() {
    all(&TIGHT, cases(&TIGHT), 80);
}

#[test]
fn lost_where_roles_and_people_change_at_once() {
    all(&WIDE, conflicts(&WIDE, USUAL), 80);
}
