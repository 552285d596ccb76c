//! Runs that are killed, and what the next run makes of them.

use rolecall::apply::{Approved, Event, still_approved};
use rolecall::core::{Key, State};
use rolecall::plan::{Plan, Step, step_id};

use crate::setting::{Setting, agents, holder_of, plan, promote};
use crate::weather::{Memory, Weather};

/// What is left to do: a planner that knows one thing.
fn rest(whole: &Plan, live: &State) -> Plan {
    let lead = holder_of(&["Lead"]);
    let is_left = |step: &&Step| match &step.key {
        Key::User(email) => live.users.get(email).is_none_or(|user| **user != lead),
        _ => true,
    };
    plan(vec![whole.steps().filter(is_left).cloned().collect()])
}

#[tokio::test]
async fn a_killed_run_is_carried_on_under_the_same_approval() {
    let whole = plan(vec![vec![promote(0, &[]), promote(1, &[])], vec![promote(2, &[])]]);
    let approved = Approved::of(&whole);
    for crash_after in 0..3 {
        let mut target = Weather::over(Memory::holding(agents(3)), &[]);
        target.crash_after = Some(crash_after);
        let mut setting = Setting::writing_to(&target.journal);
        tokio::select! {
            biased;
            () = target.crashed.notified() => {}
            _ = setting.apply(&whole, &target) => panic!("the run ended before it was killed"),
        }
        let events = setting.events();
        assert_eq!(open_steps(&events).len(), if crash_after < 2 { 2 } else { 1 });

        let live = target.memory.state();
        let rest = rest(&whole, &live);
        assert_eq!(rest.steps().count(), 3 - crash_after);
        assert_eq!(still_approved(&approved, &rest, &live), Ok(()));

        target.crash_after = None;
        let report = setting.apply(&rest, &target).await.expect("the journal is written");
        assert_eq!(report.done.len(), 3 - crash_after);
        assert!(target.memory.state().users.values().all(|user| **user == holder_of(&["Lead"])));
    }
}

/// The steps that began and didn't end.
fn open_steps(events: &[Event]) -> Vec<&String> {
    let ends = |id: &String| {
        events.iter().any(|event| {
            matches!(event, Event::StepDone { step } | Event::StepFailed { step, .. } if step == id)
        })
    };
    let begun = events.iter().filter_map(|event| match event {
        Event::StepBegun { step, .. } => Some(step),
        _ => None,
    });
    begun.filter(|id| !ends(id)).collect()
}

#[test]
fn a_step_keeps_its_name_from_run_to_run() {
    assert_eq!(step_id(&promote(0, &[])), step_id(&promote(0, &[3])));
    assert_ne!(step_id(&promote(0, &[])), step_id(&promote(1, &[])));
}
