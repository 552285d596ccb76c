//! What holds for every plan in every weather.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rolecall::apply::{Event, Report};
use rolecall::core::{Key, State};
use rolecall::plan::{Plan, Step, step_id};

use crate::setting::{Setting, agents, holder_of, person, plan, promote};
use crate::weather::{Memory, Sky, Weather};

#[derive(Clone, Debug)]
struct Case {
    plan: Plan,
    sky: Vec<(Key, Sky)>,
    batch: usize,
    stop_at: Option<usize>,
    blind: bool,
}

/// Up to twelve steps in stages of up to four. What a step needs stands in a stage before its own.
fn cases() -> impl Strategy<Value = Case> {
    let sky = prop_oneof![4 => Just(Sky::Fine), 1 => prop::sample::select(&Sky::ALL[..])];
    let step = (prop::collection::vec(any::<prop::sample::Index>(), 0..3), sky);
    let steps = prop::collection::vec(step, 1..12);
    let blind = prop::bool::weighted(0.1);
    (steps, 1..5usize, 1..4usize, prop::option::of(0..12usize), blind).prop_map(
        |(drawn, per_stage, batch, stop_at, blind)| {
            let step = |(place, (needs, _)): (usize, &(Vec<prop::sample::Index>, Sky))| {
                let before = place / per_stage * per_stage;
                let needs = needs.iter().filter(|_| before > 0).map(|need| need.index(before));
                promote(place, &needs.collect::<Vec<_>>())
            };
            let steps: Vec<Step> = drawn.iter().enumerate().map(step).collect();
            let plan = plan(steps.chunks(per_stage).map(<[Step]>::to_vec).collect());
            let sky = drawn.iter().enumerate().map(|(place, (_, sky))| (person(place), *sky));
            Case { plan, sky: sky.collect(), batch, stop_at, blind }
        },
    )
}

fn run(case: &Case) -> (Report, Vec<Event>, State) {
    let people = case.plan.steps().count();
    let mut target = Weather::over(Memory::holding(agents(people)), &case.sky);
    target.blind = case.blind;
    let mut setting = Setting::writing_to(&target.journal);
    (setting.batch, setting.stop_at) = (Some(case.batch), case.stop_at);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("it can be built");
    let report = runtime.block_on(setting.apply(&case.plan, &target)).expect("it is in memory");
    (report, setting.events(), target.memory.state())
}

/// Every step is in one place, and in one place only.
fn each_step_once(case: &Case, report: &Report) {
    let count = case.plan.steps().count();
    let mut places = report.done.clone();
    places.extend(report.failed.iter().map(|(place, _)| place));
    places.extend(report.skipped.iter().map(|(place, _)| place));
    let not_reached = report.not_reached(count);
    assert!(report.stopped || not_reached.is_empty());
    places.extend(not_reached);
    places.sort_unstable();
    assert_eq!(places, (0..count).collect::<Vec<_>>());
}

/// What is done rests on what is done, and stands.
fn what_is_done_stands(case: &Case, report: &Report, state: &State) {
    let done: BTreeSet<usize> = report.done.iter().copied().collect();
    for (place, step) in case.plan.steps().enumerate().filter(|(place, _)| done.contains(place)) {
        assert!(step.needs.iter().all(|need| done.contains(need)), "{place} needs more");
        let Key::User(email) = &step.key else { panic!("only people are in these plans") };
        assert_eq!(*state.users[email], holder_of(&["Lead"]));
    }
    for (place, missing) in &report.skipped {
        assert!(!missing.is_empty() && missing.iter().all(|need| !done.contains(need)), "{place}");
    }
}

/// Every step that begins ends once, after it began; one that was skipped never begins.
fn evidence_is_whole(case: &Case, report: &Report, events: &[Event]) {
    let places = |wanted: &dyn Fn(&Event, &str) -> bool, id: &str| -> Vec<usize> {
        (0..events.len()).filter(|at| wanted(&events[*at], id)).collect()
    };
    for (place, step) in case.plan.steps().enumerate() {
        let id = step_id(step);
        let begun = places(&|e, id| matches!(e, Event::StepBegun { step, .. } if step == id), &id);
        let done = places(&|e, id| matches!(e, Event::StepDone { step } if step == id), &id);
        let failed =
            places(&|e, id| matches!(e, Event::StepFailed { step, .. } if step == id), &id);
        let skipped =
            places(&|e, id| matches!(e, Event::StepSkipped { step, .. } if step == id), &id);
        assert_eq!(done.len(), usize::from(report.done.contains(&place)));
        assert_eq!(failed.len(), usize::from(report.failed.iter().any(|(at, _)| *at == place)));
        assert_eq!(skipped.len(), usize::from(report.skipped.iter().any(|(at, _)| *at == place)));
        assert_eq!(begun.len(), done.len() + failed.len());
        assert!(done.iter().chain(&failed).all(|end| begun[0] < *end));
    }
    assert!(matches!(events.first(), Some(Event::RunStarted { .. })));
    assert!(matches!(events.last(), Some(Event::RunEnded { .. })));
}

proptest! {
    #[test]
    fn every_run_keeps_its_promises(case in cases()) {
        let (report, events, state) = run(&case);
        each_step_once(&case, &report);
        what_is_done_stands(&case, &report, &state);
        evidence_is_whole(&case, &report, &events);
    }
}
