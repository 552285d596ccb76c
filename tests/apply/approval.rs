//! Whether an approval still holds.

use rolecall::apply::{Approved, Moved, Movement, still_approved};
use rolecall::core::{Key, Known, Role, RoleName, State, TeamName, TeamPath};
use rolecall::plan::{Action, Digest, Plan, Resource, Step, perform};
use serde_json::json;

use crate::setting::{agents, person, plan, promote, step, update};

fn after(mut state: State, steps: &[&Step]) -> State {
    steps.iter().for_each(|step| perform(&mut state, step));
    state
}

/// What a check says, as it is shown.
fn moved(approved: &Approved, now: &Plan, live: &State) -> Vec<String> {
    let moved = still_approved(approved, now, live).expect_err("something moved");
    moved.iter().map(Moved::to_string).collect()
}

fn role(color: &str) -> Role {
    Role { color: Known::Known(color.to_owned()), ..Role::default() }
}

fn role_step(name: &str, before: Option<&str>, after: Option<&str>) -> Step {
    let resource = |color: Option<&str>| color.map(|color| Resource::Role(role(color)));
    let action = match (before, after) {
        (None, _) => Action::Create,
        (_, None) => Action::Delete,
        _ => Action::Update,
    };
    step(action, Key::Role(RoleName::new(name)), resource(before), resource(after))
}

#[test]
fn the_same_digest_is_approved_whatever_is_recorded() {
    let now = plan(vec![vec![promote(0, &[])]]);
    let approved = Approved { digest: now.digest.clone(), steps: Vec::new() };
    assert_eq!(still_approved(&approved, &now, &agents(1)), Ok(()));
}

#[test]
fn what_remains_of_an_approved_plan_is_approved() {
    let steps = [promote(0, &[]), promote(1, &[]), promote(2, &[])];
    let approved = Approved::of(&plan(vec![steps.to_vec()]));
    let record = serde_json::to_string(&approved).expect("it is text");
    let approved: Approved = serde_json::from_str(&record).expect("it was written so");
    for done in 0..3 {
        let live = after(agents(3), &steps[..done].iter().collect::<Vec<_>>());
        let now = plan(vec![steps[done..].to_vec()]);
        assert_eq!(still_approved(&approved, &now, &live), Ok(()));
    }
    let live = after(agents(3), &steps.iter().collect::<Vec<_>>());
    assert_eq!(still_approved(&approved, &plan(vec![]), &live), Ok(()));
}

#[test]
fn of_several_steps_on_one_thing_the_last_word_counts() {
    let rename = |from: &str, step| Step { previous_key: Some(Key::Role(from.into())), ..step };
    let steps = [
        role_step("Lead", Some("#000001"), Some("#000002")),
        role_step("Lead", Some("#000002"), Some("#000003")),
        role_step("Old", Some("#000001"), None),
        rename("Lead", role_step("Chief", Some("#000003"), Some("#000004"))),
        rename("New", role_step("Lead", Some("#000001"), Some("#000005"))),
        promote(0, &[]),
    ];
    let approved = Approved::of(&plan(vec![steps.to_vec()]));
    let mut live = agents(1);
    for name in ["Lead", "Old", "New"] {
        live.roles.insert(RoleName::new(name), role("#000001"));
    }
    for done in 0..=steps.len() {
        let live = after(live.clone(), &steps[..done].iter().collect::<Vec<_>>());
        let now = plan(vec![steps[done..].to_vec()]);
        assert_eq!(still_approved(&approved, &now, &live), Ok(()), "{done} steps done");
    }
}

#[test]
fn orders_stand_as_lists() {
    let order = |names: &[&str]| names.iter().copied().map(TeamName::new).collect::<Vec<_>>();
    let key = Key::TeamOrder(Some(TeamPath::new("Support")));
    let reorder = Resource::TeamOrder(order(&["L2", "L1"]));
    let step = step(Action::Reorder, key, None, Some(reorder));
    let approved = Approved::of(&plan(vec![vec![step, promote(0, &[])]]));
    let now = plan(vec![vec![promote(0, &[])]]);
    let mut live = agents(1);
    live.team_order.insert(Some(TeamPath::new("Support")), order(&["L2", "L1"]));
    assert_eq!(still_approved(&approved, &now, &live), Ok(()));
    live.team_order.insert(Some(TeamPath::new("Support")), order(&["L1", "L2"]));
    assert_eq!(
        moved(&approved, &now, &live),
        ["teams in `Support`: what was approved is no longer planned, nor does it stand: \
          place 1: expected `L2`, found `L1`"]
    );
}

#[test]
fn a_step_that_nobody_approved_is_named() {
    let approved = Approved::of(&plan(vec![vec![promote(0, &[])]]));
    let delete = role_step("Lead", Some("#000001"), None);
    let now = plan(vec![vec![promote(0, &[]), delete]]);
    assert_eq!(
        moved(&approved, &now, &agents(1)),
        ["role `Lead`: delete is planned, which nobody approved"]
    );
}

#[test]
fn a_step_that_is_gone_without_having_been_done_is_named() {
    let role = role_step("Old", Some("#000001"), None);
    let approved = Approved::of(&plan(vec![vec![promote(0, &[]), promote(1, &[]), role]]));
    let mut live = agents(1);
    live.roles.insert(RoleName::new("Old"), Role::default());
    assert_eq!(
        moved(&approved, &plan(vec![vec![promote(0, &[])]]), &live),
        [
            "role `Old`: what was approved is no longer planned, nor does it stand: \
             it is still there",
            "user `user1@acme.example`: what was approved is no longer planned, nor does it stand: \
             it is not there",
        ]
    );
}

#[test]
fn a_step_that_is_another_one_now_is_named_with_both() {
    let approved = Approved::of(&plan(vec![vec![promote(0, &[]), promote(1, &[])]]));
    let now = update(person(0), &["Agent", "Auditor"], &["Lead"]);
    let live = after(agents(2), &[&update(person(0), &[], &["Agent", "Auditor"])]);
    let now = plan(vec![vec![now, promote(1, &[])]]);
    assert_eq!(
        moved(&approved, &now, &live),
        [
            r#"user `user0@acme.example`: before, {"roles":["Agent"]} was approved, {"roles":["Agent","Auditor"]} is planned"#
        ]
    );
    let Err(moved) = still_approved(&approved, &now, &live) else { panic!("something moved") };
    let Movement::Changed { approved, now } = &moved[0].what else { panic!("it changed") };
    assert_eq!(approved.before, Some(json!({ "roles": ["Agent"] })));
    assert_eq!(now.after, approved.after);
}

#[test]
fn a_step_done_and_then_wanted_otherwise_appeared() {
    let steps = [promote(0, &[]), promote(1, &[])];
    let approved = Approved::of(&plan(vec![steps.to_vec()]));
    let live = after(agents(2), &[&steps[0]]);
    let more = update(person(0), &["Lead"], &["Administrator"]);
    assert_eq!(
        moved(&approved, &plan(vec![vec![more, steps[1].clone()]]), &live),
        ["user `user0@acme.example`: update is planned, which nobody approved"]
    );
}

#[test]
fn a_record_that_is_not_what_was_approved_approves_nothing() {
    let whole = plan(vec![vec![promote(0, &[]), promote(1, &[])]]);
    let now = plan(vec![vec![promote(1, &[])]]);
    let live = after(agents(2), &[&promote(0, &[])]);
    let good = Approved::of(&whole);
    assert_eq!(still_approved(&good, &now, &live), Ok(()));
    let line = ["user `user1@acme.example`: update is planned, which nobody approved"];

    let unknown = Approved { steps: Vec::new(), ..good.clone() };
    assert_eq!(moved(&unknown, &now, &live), line);
    let forged = Approved { digest: Digest::new("00"), ..good.clone() };
    assert_eq!(moved(&forged, &now, &live), line);
    let mut unreadable = good.clone();
    unreadable.steps[0].after = Some(json!({ "roles": 5 }));
    assert_eq!(moved(&unreadable, &now, &live), line);
    let elsewhere = Plan { environment: "production".to_owned(), ..now };
    assert_eq!(moved(&good, &elsewhere, &live), line);
}
