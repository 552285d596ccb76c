//! The loop.

use std::io::ErrorKind;

use rolecall::apply::{Event, Outcome, Report};
use rolecall::core::{Fault, FaultKind, Key};
use rolecall::plan::{Plan, step_id};

use crate::setting::{Setting, agents, person, plan, promote};
use crate::weather::{Memory, Sky, Weather};

fn weather(people: usize, sky: &[(Key, Sky)]) -> Weather {
    Weather::over(Memory::holding(agents(people)), sky)
}

fn id(plan: &Plan, place: usize) -> String {
    plan.steps().nth(place).map(step_id).expect("the plan has the step")
}

fn kinds(report: &Report) -> Vec<(usize, FaultKind)> {
    report.failed.iter().map(|(place, fault)| (*place, fault.kind)).collect()
}

#[tokio::test]
async fn everything_is_done_and_journalled_in_pairs() {
    let plan = plan(vec![vec![promote(0, &[]), promote(1, &[])], vec![promote(2, &[0])]]);
    let target = weather(3, &[]);
    let mut setting = Setting::writing_to(&target.journal);

    let report = setting.apply(&plan, &target).await.expect("the journal is written");

    assert_eq!(report, Report { done: vec![0, 1, 2], ..Report::default() });
    assert_eq!(report.outcome(), Outcome::Done);
    assert_eq!(setting.seen, [">0", ">1", "+0", "+1", ">2", "+2"]);
    let (first, second, third) = (id(&plan, 0), id(&plan, 1), id(&plan, 2));
    let started = format!(
        r#""event":"run_started","environment":"rehearsal","platform":"ccaas","digest":"{}","steps":3,"approved":"--yes","waived":["emptied"]"#,
        plan.digest
    );
    let ended = r#""event":"run_ended","outcome":"done","done":3,"failed":0,"skipped":0"#;
    let expected = [
        line(0, &started),
        begun(1, &first, "user0@acme.example"),
        begun(1, &second, "user1@acme.example"),
        done(2, &first),
        done(2, &second),
        begun(3, &third, "user2@acme.example"),
        done(4, &third),
        line(5, ended),
    ];
    let entries = target.journal.lock().expect("the run is over");
    let lines = entries.iter().map(|entry| serde_json::to_string(entry).expect("it is text"));
    assert_eq!(lines.collect::<Vec<_>>(), expected);
}

fn line(tick: usize, rest: &str) -> String {
    format!(r#"{{"run":"run 1","at":"tick {tick}",{rest}}}"#)
}

fn begun(tick: usize, id: &str, key: &str) -> String {
    let change = r#""before":{"roles":["Agent"]},"after":{"roles":["Lead"]}"#;
    let what = format!(r#""action":"update","kind":"user","key":"{key}",{change}"#);
    line(tick, &format!(r#""event":"step_begun","step":"{id}",{what}"#))
}

fn done(tick: usize, id: &str) -> String {
    line(tick, &format!(r#""event":"step_done","step":"{id}""#))
}

#[tokio::test]
async fn one_refusal_holds_up_what_needs_it_and_nothing_else() {
    let stages = vec![
        vec![promote(0, &[]), promote(1, &[])],
        vec![promote(2, &[0]), promote(3, &[1])],
        vec![promote(4, &[1, 2]), promote(5, &[3])],
    ];
    let plan = plan(stages);
    let target = weather(6, &[(person(0), Sky::Refused)]);
    let mut setting = Setting::writing_to(&target.journal);

    let report = setting.apply(&plan, &target).await.expect("the journal is written");

    let fault = Fault::new(FaultKind::Refused, "not allowed");
    assert_eq!(report.done, [1, 3, 5]);
    assert_eq!(report.failed, [(0, fault.clone())]);
    assert_eq!(report.skipped, [(2, vec![0]), (4, vec![2])]);
    assert_eq!(report.outcome(), Outcome::Partial);
    assert!(report.not_reached(6).is_empty());
    let events = setting.events();
    assert!(events.contains(&Event::StepFailed { step: id(&plan, 0), fault }));
    let needs = vec![id(&plan, 2)];
    assert!(events.contains(&Event::StepSkipped { step: id(&plan, 4), needs }));
    let (outcome, done, failed, skipped) = (Outcome::Partial, 3, 1, 2);
    assert_eq!(
        events.last(),
        Some(&Event::RunEnded { outcome, done, failed, skipped, by_hand: 0 })
    );
}

#[tokio::test]
async fn a_success_that_stored_nothing_is_caught() {
    let plan = plan(vec![vec![promote(0, &[]), promote(1, &[])]]);
    let target = weather(2, &[(person(0), Sky::StoresNothing)]);
    let mut setting = Setting::writing_to(&target.journal);

    let report = setting.apply(&plan, &target).await.expect("the journal is written");

    assert_eq!(report.done, [1]);
    assert_eq!(kinds(&report), [(0, FaultKind::NotAsWritten)]);
    assert_eq!(
        report.failed[0].1.message,
        "read back, it is not as written: \
         `roles`: expected but not found: `Lead`; found but not expected: `Agent`"
    );
}

#[tokio::test]
async fn a_lost_reply_counts_as_failed() {
    let plan = plan(vec![vec![promote(0, &[]), promote(1, &[])]]);
    let target = weather(2, &[(person(0), Sky::ReplyLost), (person(1), Sky::RequestLost)]);

    let report = Setting::writing_to(&target.journal).apply(&plan, &target).await;

    let report = report.expect("the journal is written");
    assert_eq!(kinds(&report), [(0, FaultKind::Unreachable), (1, FaultKind::Unreachable)]);
}

#[tokio::test]
async fn what_cannot_be_read_back_or_told_apart_is_not_done() {
    let plan = plan(vec![vec![promote(0, &[]), promote(1, &[])], vec![promote(2, &[0])]]);
    for (blind, mute) in [(true, 0), (false, 1)] {
        let target = Weather { blind, mute, ..weather(3, &[]) };

        let report = Setting::writing_to(&target.journal).apply(&plan, &target).await;

        let report = report.expect("the journal is written");
        assert_eq!(kinds(&report), [(0, FaultKind::Unreachable), (1, FaultKind::Unreachable)]);
        assert_eq!(report.skipped, [(2, vec![0])]);
    }
}

#[tokio::test]
async fn a_stop_signal_ends_the_run_between_two_batches() {
    let steps = (0..5).map(|number| promote(number, &[])).collect();
    let plan = plan(vec![steps, vec![promote(5, &[])]]);
    let target = weather(6, &[]);
    let mut setting = Setting::writing_to(&target.journal);
    (setting.batch, setting.stop_at) = (Some(2), Some(2));

    let report = setting.apply(&plan, &target).await.expect("the journal is written");

    assert_eq!(report, Report { done: vec![0, 1, 2, 3], stopped: true, ..Report::default() });
    assert_eq!(report.outcome(), Outcome::Stopped);
    assert_eq!(report.not_reached(6), [4, 5]);
    let (outcome, done, failed, skipped) = (Outcome::Stopped, 4, 0, 0);
    assert_eq!(
        setting.events().last(),
        Some(&Event::RunEnded { outcome, done, failed, skipped, by_hand: 0 })
    );
}

#[tokio::test]
async fn a_stop_signal_during_the_last_batch_stops_nothing() {
    let plan = plan(vec![vec![promote(0, &[])]]);
    let target = weather(1, &[]);
    let mut setting = Setting::writing_to(&target.journal);
    setting.stop_at = Some(0);

    let report = setting.apply(&plan, &target).await.expect("the journal is written");

    assert_eq!(report.outcome(), Outcome::Done);
}

#[tokio::test]
async fn nothing_is_done_that_cannot_be_journalled() {
    let plan = plan(vec![vec![promote(0, &[])], vec![promote(1, &[])]]);
    // The entries are: the run starts, a step begins, it ends, the other begins, it ends, the run
    // ends.
    for (full_after, performed) in [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (5, 2)] {
        let target = weather(2, &[]);
        let mut setting = Setting::writing_to(&target.journal);
        setting.journal.full_after = Some(full_after);

        let error = setting.apply(&plan, &target).await.expect_err("the disk is full");

        assert_eq!(error.kind(), ErrorKind::StorageFull);
        assert_eq!(target.performed.lock().expect("the run is over").len(), performed);
        assert_eq!(setting.events().len(), full_after);
    }
}

#[tokio::test]
async fn a_step_that_needs_its_own_stage_or_no_step_at_all_is_skipped() {
    let plan = plan(vec![vec![promote(0, &[]), promote(1, &[0]), promote(2, &[7])]]);
    let target = weather(3, &[]);

    let report = Setting::writing_to(&target.journal).apply(&plan, &target).await;

    let report = report.expect("the journal is written");
    assert_eq!(report.done, [0]);
    assert_eq!(report.skipped, [(1, vec![0]), (2, vec![7])]);
}
