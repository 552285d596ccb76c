//! The laws, where some steps are done by hand: what a target can't write changes who does a step and
//! what waits for whom, and no law.

use std::cell::Cell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use rolecall::core::{Key, State};
use rolecall::document::Sources;
use rolecall::plan::{Action, By, Inputs, Means, Plan, Resource, Step, plan};
use rolecall::platform::Way;
use rolecall::render::PlanDocument;

use super::case::{Case, Project, cases};
use super::generated::each;
use super::judged::case;
use super::oracle;
use super::run::step_in_memory;
use super::world::{GRANTED, TIGHT, WIDE, World};

/// What the API of ccaas can write.
fn means() -> Means {
    Means {
        roles: Way::ByHand,
        teams: Way::ByHand,
        managers: Way::ByHand,
        team_order: Way::ByHand,
        users: Way::Automatic,
        held_roles: Way::Automatic,
        departments: Way::ByHand,
        attributes: BTreeSet::from(["alias".into()]),
        people_come_and_go: Way::Automatic,
        teams_by_path: false,
        reads: true,
    }
}

/// What SCIM can write.
fn means_of_scim() -> Means {
    Means {
        teams: Way::Automatic,
        attributes: BTreeSet::from(["alias".into(), "location".into()]),
        teams_by_path: true,
        ..means()
    }
}

/// The same where the server keeps no roles of people.
fn means_without_roles() -> Means {
    Means { held_roles: Way::ByHand, ..means_of_scim() }
}

fn planned(world: &World, case: &Case, live: &State) -> Option<Plan> {
    planned_with(&means(), world, case, live)
}

fn planned_with(means: &Means, world: &World, case: &Case, live: &State) -> Option<Plan> {
    let desired = world.mean(&case.project.text(), &case.files).ok()?;
    let limits = case.project.limits();
    plan(Inputs {
        desired: &desired,
        live,
        platform: &world.platform,
        environment: "rehearsal",
        limits: &limits,
        means,
        base: None,
    })
    .ok()
    .filter(|plan| plan.refusals.iter().all(|refusal| refusal.waivable))
}

/// Returns the plan without the places that ask for its steps, as the oracle takes it.
fn document(plan: &Plan) -> serde_json::Value {
    let mut bare = plan.clone();
    let steps = bare.stages.iter_mut().flat_map(|stage| &mut stage.steps);
    steps.for_each(|step| step.because.clear());
    let document = PlanDocument::of(&bare, &Sources::default());
    serde_json::to_value(document).expect("a plan can be written")
}

/// Asks the laws of one case. A manager who is deactivated leaves the team by the platform's own doing,
/// which the oracle, who knows steps alone, would object to.
fn laws_hold(means: &Means, world: &World, case: &Case) -> Result<(), TestCaseError> {
    let Some(plan) = planned_with(means, world, case, &case.live) else { return Ok(()) };
    let steps: Vec<&Step> = plan.steps().collect();
    for step in &steps {
        let by_program = step.by == By::Automatic;
        let can = means.of_key(&step.key) == Way::Automatic;
        prop_assert!(!by_program || can, "{:?}", step.key);
    }
    for (place, step) in steps.iter().enumerate() {
        prop_assert!(step.needs.iter().all(|need| *need < place), "needs what comes later");
    }
    let leaves = |step: &&Step| step.action == Action::Deactivate;
    if !steps.iter().any(leaves) {
        oracle::judge(&document(&plan), &case.live, &world.file, case.project.min_admins)
            .map_err(TestCaseError::fail)?;
    }
    let mut end = case.live.clone();
    steps.iter().for_each(|step| leave_and_step(world, &mut end, step));
    let again = planned_with(means, world, case, &end);
    let again = again.ok_or_else(|| TestCaseError::fail("the end is refused"))?;
    prop_assert!(again.is_empty(), "after all is done: {:#?}", again.stages);
    what_is_automatic_first(means, world, case, &plan, &end)
}

/// A step, and what the platform does by itself when somebody is deactivated.
fn leave_and_step(world: &World, state: &mut State, step: &Step) {
    step_in_memory(&world.platform, state, step);
    if let (Action::Deactivate, Key::User(email)) = (step.action, &step.key) {
        for team in state.teams.values_mut() {
            team.managers.update(|managers| managers.retain(|other| other != email));
            for named in team.named.values_mut() {
                *named = named.take().filter(|other| other != email);
            }
        }
    }
}

/// What doesn't wait for anybody's hand is done, then what is planned by hand, and so on: it comes to
/// the same end.
fn what_is_automatic_first(
    means: &Means,
    world: &World,
    case: &Case,
    plan: &Plan,
    end: &State,
) -> Result<(), TestCaseError> {
    let (mut live, mut plan) = (case.live.clone(), plan.clone());
    for _ in 0..20 {
        let steps: Vec<&Step> = plan.steps().collect();
        let mut done = vec![false; steps.len()];
        for by in [By::Automatic, By::Hand] {
            for (place, step) in steps.iter().enumerate() {
                if !done[place] && step.by == by && step.needs.iter().all(|need| done[*need]) {
                    leave_and_step(world, &mut live, step);
                    done[place] = true;
                }
            }
        }
        if steps.is_empty() {
            let same =
                live.users == end.users && live.roles == end.roles && live.teams == end.teams;
            prop_assert!(same, "another end");
            return Ok(());
        }
        let next = planned_with(means, world, case, &live);
        plan = next.ok_or_else(|| TestCaseError::fail("refused on the way"))?;
    }
    Err(TestCaseError::fail("it never ends"))
}

#[test]
fn no_law_is_broken_by_what_is_done_by_hand() {
    for world in [&WIDE, &TIGHT, &GRANTED] {
        each(cases(world), 700, |case| laws_hold(&means(), world, case));
    }
}

#[test]
fn no_law_is_broken_where_only_managers_orders_and_roles_are_by_hand() {
    for world in [&WIDE, &TIGHT, &GRANTED] {
        each(cases(world), 400, |case| laws_hold(&means_of_scim(), world, case));
    }
}

#[test]
fn no_law_is_broken_where_nobody_is_given_a_role_by_a_program() {
    each(cases(&WIDE), 400, |case| laws_hold(&means_without_roles(), &WIDE, case));
}

#[test]
fn what_is_taken_away_waits_for_nobody() {
    let (rows, divided) = (Cell::new(0), Cell::new(0));
    let ran = each(cases(&WIDE), 1500, |case| {
        let Some(plan) = planned(&WIDE, case, &case.live) else { return Ok(()) };
        let steps: Vec<&Step> = plan.steps().collect();
        for step in steps.iter().filter(|step| step.by == By::Automatic) {
            rows.set(rows.get() + 1);
            if !step.reason.as_deref().is_some_and(|why| why.starts_with("what is taken")) {
                continue;
            }
            divided.set(divided.get() + 1);
            prop_assert!(step.needs.iter().all(|need| steps[*need].by == By::Automatic));
            let (Some(Resource::User(before)), Some(Resource::User(after))) =
                (&step.before, &step.after)
            else {
                return Err(TestCaseError::fail("not a row"));
            };
            let had = |role| before.held_roles().any(|other| other == role);
            prop_assert!(after.held_roles().all(had), "something is given");
        }
        Ok(())
    });
    eprintln!("{ran} cases: {} rows by a program, {} of them divided", rows.get(), divided.get());
    assert!(divided.get() * 2000 > ran, "rows are divided where they would wait");
}

#[test]
fn what_is_recorded_of_a_team_is_by_hand_where_its_managers_are() {
    let wanted = "teams: [{ name: T, note: x, managers: [ana@acme.example] }]\nusers:\n  \
                  - { email: ana@acme.example, first_name: A, last_name: B, roles: [Agent] }\n";
    let by = |live: &str| -> Vec<(Action, By)> {
        let case = case(&WIDE, live, Project::default(), wanted);
        let plan = planned_with(&means_of_scim(), &WIDE, &case, &case.live).expect("it is valid");
        plan.steps().map(|step| (step.action, step.by)).collect()
    };
    let [made, told] = [(Action::Create, By::Automatic), (Action::Update, By::Hand)];
    assert_eq!(by(&wanted.replace("teams: [{", "teams: [] #")), [made, told]);
    assert_eq!(by(&wanted.replace("note: x", "note: y")), [told]);
    assert_eq!(by(&wanted.replace("[ana@acme.example]", "[]")), [told]);
}
