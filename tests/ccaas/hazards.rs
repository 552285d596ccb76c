//! What release notes of the platform say that went wrong: each of it, as it would meet us.

use rolecall::apply::{Entry, JournalStore, Run, apply};
use rolecall::core::{Fault, FaultKind, Known, Scalar, Status, User};
use rolecall::plan::{Action, Plan, Stage, Step, digest};
use rolecall::target::Target;
use rolecall::target::ccaas::Ccaas;

use crate::peer::{Peer, Quirks, address};
use crate::setting::*;

struct Nowhere;

impl JournalStore for Nowhere {
    fn append(&mut self, _: &[Entry]) -> std::io::Result<()> {
        Ok(())
    }
}

struct Never;

impl rolecall::apply::Clock for Never {
    fn now(&self) -> String {
        "2026-05-04T09:00:00Z".into()
    }
}

/// Applies steps as the program does, which reads back what it wrote. Returns what became of each.
pub async fn applied(target: &Ccaas, stages: Vec<Vec<Step>>) -> Vec<Option<Fault>> {
    let count = stages.iter().map(Vec::len).sum();
    let plan = Plan {
        platform: "ccaas".into(),
        environment: "production".into(),
        digest: digest("production", "ccaas", stages.iter().flatten()),
        stages: stages.into_iter().map(|steps| Stage { steps }).collect(),
        unmanaged: Vec::new(),
        drift: Vec::new(),
        effects: Vec::new(),
        refusals: Vec::new(),
    };
    let mut run = Run {
        id: "run".into(),
        approved: "--yes".into(),
        waived: Vec::new(),
        batch: 5,
        journal: &mut Nowhere,
        clock: &Never,
        stop: &false.into(),
        observe: &mut |_| {},
    };
    let report = apply(&plan, target, &mut run).await.expect("the journal works");
    let mut results = vec![None; count];
    for (place, fault) in report.failed {
        results[place] = Some(fault);
    }
    results
}

/// Applies one step to a platform with a quirk, and returns what became of it.
fn with_quirk(quirks: Quirks, step: Step) -> Option<Fault> {
    on_a_clock(async {
        let peer = Peer::with(4);
        peer.set(quirks);
        let target = ready(&peer).await;
        applied(&target, vec![vec![step]]).await.remove(0)
    })
}

fn not_as_written(result: Option<Fault>, expected: &str) {
    let fault = result.expect("it is noticed");
    assert_eq!(fault.kind, FaultKind::NotAsWritten);
    assert!(fault.message.contains(expected), "{fault}");
}

fn deactivation() -> Step {
    let before = User { status: Known::Known(Status::Active), ..with_teams(&["Support"]) };
    let after = User { status: Known::Known(Status::Inactive), ..with_teams(&[]) };
    step(Action::Deactivate, &address(0), Some(before), after)
}

#[test]
fn a_job_that_says_it_succeeded_and_did_nothing_is_noticed() {
    let quirks = Quirks { lies: true, ..Quirks::default() };
    not_as_written(with_quirk(quirks, location(&address(0), "Mexico")), "found `none`");
}

#[test]
fn an_upload_that_succeeds_and_makes_no_job_is_noticed() {
    let quirks = Quirks { forgets_uploads: true, ..Quirks::default() };
    let fault = with_quirk(quirks, location(&address(0), "Mexico")).expect("it is noticed");
    assert_eq!(fault.kind, FaultKind::Refused);
    assert!(fault.message.contains("404"), "{fault}");
}

#[test]
fn a_job_that_never_completes_ends_with_an_outcome_that_nobody_knows() {
    on_a_clock(async {
        let peer = Peer::with(4);
        peer.set(Quirks { stuck_after: Some(1), ..Quirks::default() });
        let target = ready(&peer).await;
        let steps = vec![location(&address(0), "Mexico"), location(&address(1), "Mexico")];
        let results = applied(&target, vec![steps]).await;
        assert_eq!(results[0], None, "this row is written and stands");
        let fault = results[1].clone().expect("nobody knows");
        assert_eq!(fault.kind, FaultKind::OutcomeUnknown);
        assert!(fault.message.contains("`in_progress`, 1 of 2 rows done"), "{fault}");
        // The next run waits for it, and doesn't take what may still move for what is live.
        let fault = target.read().await.expect_err("it may still happen");
        assert_eq!(fault.kind, FaultKind::OutcomeUnknown);
        // Hours later it is left behind, with a remark.
        tokio::time::sleep(std::time::Duration::from_secs(2 * 3600)).await;
        target.read().await.expect("it can be read");
        assert!(target.remarks()[0].contains("stands still"), "{:?}", target.remarks());
    });
}

#[test]
fn a_deactivation_that_fails_is_noticed() {
    let quirks = Quirks { keeps_active: true, ..Quirks::default() };
    not_as_written(
        with_quirk(quirks, deactivation()),
        "`status`: expected `inactive`, found `active`",
    );
    assert_eq!(with_quirk(Quirks::default(), deactivation()), None);
}

#[test]
fn a_role_that_nobody_asked_for_is_noticed() {
    let quirks = Quirks { assigns_unasked: Some("Admin".into()), ..Quirks::default() };
    let step = roles(&address(0), &["Agent"], &["Agent", "Auditor"]);
    not_as_written(with_quirk(quirks, step), "found but not expected: `Admin`");
}

#[test]
fn columns_that_nobody_asked_for_are_not_there_to_be_blank() {
    on_a_clock(async {
        let peer = Peer::with(4);
        let before = peer.person(&address(0));
        let target = ready(&peer).await;
        let step = roles(&address(0), &["Agent"], &["Agent", "Auditor"]);
        assert_eq!(applied(&target, vec![vec![step]]).await, [None]);
        let row = peer.started()[0].rows[0].clone();
        let keys: Vec<&String> = row.as_object().expect("a row").keys().collect();
        assert_eq!(keys, ["email", "roles"]);
        assert_eq!(peer.person(&address(0)).fields, before.fields);
    });
}

#[test]
fn a_team_that_nobody_asked_for_is_noticed() {
    let quirks = Quirks { also_into: Some("Sales".into()), ..Quirks::default() };
    let step = teams(&address(0), &[], &["24/7"]);
    not_as_written(with_quirk(quirks, step), "found but not expected: `Sales`");
}

#[test]
fn chats_that_are_capped_are_noticed() {
    let quirks = Quirks { caps_chats: Some(3), ..Quirks::default() };
    let after = with("chat_concurrency", Scalar::Int(5));
    let step =
        step(Action::Update, &address(0), Some(with("chat_concurrency", Scalar::Int(2))), after);
    not_as_written(with_quirk(quirks, step), "expected `5`, found `3`");
}

#[test]
fn a_slash_in_a_teams_name_is_written_as_it_is_and_an_entity_is_no_name() {
    assert_eq!(with_quirk(Quirks::default(), teams(&address(0), &[], &["24/7"])), None);
    on_a_clock(async {
        let peer = Peer::with(1);
        peer.world().people[1].seats.insert("24/7".into());
        peer.set(Quirks { slash_as_entity: true, ..Quirks::default() });
        let fault = target(peer).read().await.expect_err("which team is it?");
        assert!(fault.message.contains("no team `24&#x2F;7`"), "{fault}");
    });
}

#[test]
fn somebody_who_is_in_the_team_already_is_not_added_again() {
    on_a_clock(async {
        let peer = Peer::with(4);
        peer.set(Quirks { refuses_members: true, ..Quirks::default() });
        let target = ready(&peer).await;
        let steps = vec![
            // One of them is in Support, as a member or as a manager; nobody else is held up.
            teams(&address(0), &[], &["Support", "24/7"]),
            teams(&address(1), &[], &["Support"]),
            teams(&address(2), &[], &["Support"]),
        ];
        assert_eq!(applied(&target, vec![steps]).await, [None, None, None]);
        let rows = &peer.started()[0].rows;
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert_eq!(rows[0]["teams"], serde_json::json!([{"name": "24/7", "value": 1}]));
    });
}

#[test]
fn somebody_new_who_cannot_be_put_into_a_team_does_not_hold_up_the_others() {
    on_a_clock(async {
        let peer = Peer::with(4);
        let target = ready(&peer).await;
        peer.world().teams.retain(|team| team["name"] != "24/7");
        let steps = vec![create("n@acme.example", "Noa", "24/7"), location(&address(1), "Mexico")];
        let results = applied(&target, vec![steps]).await;
        assert!(results[1].is_none());
        let fault = results[0].clone().expect("the team is gone");
        assert!(fault.message.contains("24/7 must exist"), "{fault}");
    });
}
