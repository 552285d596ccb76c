//! Steps that somebody does by hand.

use rolecall::apply::{Event, Outcome, Report};
use rolecall::plan::{By, Step, step_id};

use crate::setting::{Setting, agents, plan, promote};
use crate::weather::{Memory, Weather};

fn by_hand(step: Step) -> Step {
    Step { by: By::Hand, ..step }
}

#[tokio::test]
async fn what_is_done_by_hand_is_left_and_holds_up_what_needs_it() {
    let stages = vec![
        vec![promote(0, &[]), by_hand(promote(1, &[]))],
        vec![promote(2, &[0]), promote(3, &[1])],
        vec![by_hand(promote(4, &[1]))],
    ];
    let plan = plan(stages);
    let target = Weather::over(Memory::holding(agents(5)), &[]);
    let mut setting = Setting::writing_to(&target.journal);

    let report = setting.apply(&plan, &target).await.expect("the journal is written");

    let skipped = vec![(3, vec![1]), (4, vec![1])];
    let expected = Report { done: vec![0, 2], by_hand: vec![1], skipped, ..Report::default() };
    assert_eq!(report, expected);
    assert_eq!(report.outcome(), Outcome::Partial);
    assert_eq!(setting.seen, ["~1", ">0", "+0", "-3", ">2", "+2", "-4"]);
    let id = plan.steps().nth(1).map(step_id).expect("it is there");
    assert!(setting.events().contains(&Event::StepByHand { step: id }));
    let ended =
        Event::RunEnded { outcome: Outcome::Partial, done: 2, failed: 0, skipped: 2, by_hand: 1 };
    assert_eq!(setting.events().last(), Some(&ended));
}

#[tokio::test]
async fn a_plan_by_hand_alone_asks_nothing_of_the_target() {
    let plan = plan(vec![vec![by_hand(promote(0, &[]))]]);
    let target = Weather::over(Memory::holding(agents(1)), &[]);
    let mut setting = Setting::writing_to(&target.journal);
    let report = setting.apply(&plan, &target).await.expect("the journal is written");
    assert_eq!(report, Report { by_hand: vec![0], ..Report::default() });
    assert_eq!(report.outcome(), Outcome::Partial);
    assert!(report.not_reached(1).is_empty());
}
