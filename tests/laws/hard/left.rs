//! Teams that somebody leaves who manages them or whom they name, and teams that are left to others.

use rolecall::core::Scalar;
use rolecall::plan::{Action, Plan, Resource, Step};

use super::shape;
use crate::case::Project;
use crate::judged::{judged, planned, whole};
use crate::order::{more_of_person, org, person};
use crate::world::{DELETING, WIDE, World};

fn project() -> Project {
    Project { max_removals: 100, ..whole() }
}

fn plan_of(live: &str, wanted: &str) -> Plan {
    judged(&WIDE, live, &project(), wanted)
}

const BO: &str = "bo@acme.example";

/// A team that names somebody, another, and what bo is.
fn named(first: &str, second: &str, bo: &str) -> String {
    let members = |names: &str| {
        let all = names.split_whitespace().map(|name| format!("{name}@acme.example"));
        all.collect::<Vec<_>>().join(", ")
    };
    let (first_members, second) = (members(first), members(second));
    let teams =
        format!("{{ name: T, members: [{first_members}] }}, {{ name: U, members: [{second}] }}");
    let people = [person("ana", "Admin, Agent"), more_of_person("bo", "Agent", bo)];
    org(&[], &teams, &people)
}

/// The same where the first team names bo.
fn naming_bo(text: &str) -> String {
    text.replacen("{ name: T,", &format!("{{ name: T, first: {BO},"), 1)
}

fn step_of_team(plan: &Plan) -> Option<&Step> {
    plan.steps().find(|step| matches!(&step.after, Some(Resource::Team(_))))
}

#[test]
fn each_of_several_teams_that_go_names_nobody_when_it_does() {
    let team = |name: &str, first: &str| {
        let members = format!("members: [{first}@acme.example]");
        format!("{{ name: {name}, {members}, first: {first}@acme.example }}")
    };
    let of = |teams: &[String]| {
        let people = ["ana", "bo", "cy"].map(|name| person(name, "Admin, Agent"));
        org(&[], &teams.join(", "), &people)
    };
    let all = [team("T", "bo"), team("U", "cy"), team("V", "ana")];
    let plan = plan_of(&of(&all), &of(&[]));
    let going = plan.steps().filter(|step| step.action == Action::Delete);
    let named: Vec<_> = going
        .map(|step| match &step.before {
            Some(Resource::Team(team)) => (step.key.name(), team.people_named().count()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(named, [("T", 0), ("U", 0), ("V", 0)]);
}

#[test]
fn a_team_names_nobody_who_leaves_it() {
    let active = "status: active";
    let live = naming_bo(&named("ana bo", "bo", active));
    for (wanted, lines) in [
        (named("ana", "bo", active), "update team `T`\nupdate user `bo@acme.example` -T\n"),
        (
            named("ana", "", "status: inactive"),
            "update team `T`\ndeactivate user `bo@acme.example` -active -T -U +inactive\n",
        ),
        // Nobody lists bo any more.
        (
            named("ana", "", active)
                .replace(&format!(", {}", more_of_person("bo", "Agent", active)), ""),
            "update team `T`\ndeactivate user `bo@acme.example` -active -T -U +inactive\n",
        ),
    ] {
        let plan = plan_of(&live, &wanted);
        assert_eq!(shape(&plan), lines);
        let step = step_of_team(&plan).expect("it is there");
        let why = "a team names nobody who leaves it or can no longer sign in";
        assert_eq!(step.reason.as_deref(), Some(why));
        let row = plan.steps().last().expect("there are two");
        assert_eq!((&step.because, step.because.is_empty()), (&row.because, false));
    }
    // Who leaves another team, or gets another name, is named all the same.
    let other = plan_of(&live, &named("ana bo", "", active));
    assert_eq!(shape(&other), "update user `bo@acme.example` -U\n");
    let changed = named("ana bo", "bo", active).replace("first_name: A", "first_name: Z");
    assert!(step_of_team(&plan_of(&live, &changed)).is_none());
    // A manifest that says whom it names says why.
    let said = plan_of(
        &live,
        &named("ana", "bo", active).replacen("{ name: T,", "{ name: T, first: null,", 1),
    );
    let step = step_of_team(&said).expect("it is there");
    assert!(step.reason.is_none() && step.because.len() == 1, "{step:?}");
}

#[test]
fn a_team_that_goes_names_nobody_first() {
    let live = naming_bo(&named("bo", "", "status: active"));
    let wanted = org(
        &[],
        "{ name: U, members: [] }",
        &[person("ana", "Admin, Agent"), person("bo", "Agent")],
    );
    let plan = plan_of(&live, &wanted);
    assert_eq!(
        shape(&plan),
        "update team `T`\nupdate user `bo@acme.example` -T\ndelete team `T`\n"
    );
    let deleted = plan.steps().last().expect("there are three");
    let Some(Resource::Team(team)) = &deleted.before else { panic!("{deleted:?}") };
    assert_eq!(team.named.values().collect::<Vec<_>>(), [&None]);
}

fn managed(teams: &str, bo: &[String]) -> String {
    let people: Vec<String> = [person("ana", "Admin")].iter().chain(bo).cloned().collect();
    org(&[], teams, &people)
}

#[test]
fn a_team_is_made_with_what_is_known() {
    let bo = person("bo", "Agent");
    let none = managed("", std::slice::from_ref(&bo));
    let team = "{ name: T, note: x, managers: [bo@acme.example] }";
    let made = plan_of(&none, &managed(team, std::slice::from_ref(&bo)));
    assert_eq!(shape(&made), "create team `T` +bo\n");
    let note = |step: &Step| match &step.after {
        Some(Resource::Team(team)) => team.attributes.get("note").cloned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(note(made.steps().next().expect("there is one")), Some(Scalar::Text("x".into())));
    // A manager who is changed may have to come first.
    let made = plan_of(&managed("", &[]), &managed(team, &[bo]));
    assert_eq!(
        shape(&made),
        "create team `T`; create user `bo@acme.example` +active +Agent\nupdate team `T` +bo\n"
    );
    let notes: Vec<bool> = made
        .steps()
        .filter(|step| matches!(step.after, Some(Resource::Team(_))))
        .map(|step| note(step).is_some())
        .collect();
    assert_eq!(notes, [true, false]);
}

#[test]
fn who_can_no_longer_sign_in_manages_nothing() {
    let [active, inactive] = ["active", "inactive"]
        .map(|status| more_of_person("bo", "Agent", &format!("status: {status}")));
    let team = "{ name: T, managers: [ana@acme.example, bo@acme.example] }";
    let live = managed(team, std::slice::from_ref(&active));
    let gone = "deactivate user `bo@acme.example` -active +inactive";
    // Whether the manifest lists the team without managers, or doesn't list it at all.
    let listed = managed("{ name: T }", std::slice::from_ref(&inactive));
    assert_eq!(shape(&plan_of(&live, &listed)), format!("update team `T` -bo\n{gone}\n"));
    let project = Project { all: [true, false, true], ..project() };
    let plan = |world: &World, wanted: &str| {
        shape(&planned(world, &live, &project, wanted).expect("it is valid"))
    };
    let unlisted = managed("", std::slice::from_ref(&inactive));
    assert_eq!(plan(&WIDE, &unlisted), format!("update team `T` -bo\n{gone}\n"));
    assert_eq!(plan(&WIDE, &managed("", std::slice::from_ref(&active))), "");
    // Who is deleted goes from every team; who only can't sign in stays where the platform lets them.
    let deleted = plan(&DELETING, &managed("", &[]));
    assert!(deleted.starts_with("update team `T` -bo\ndelete user `bo@acme.example`"), "{deleted}");
}

#[test]
fn a_manager_is_taken_off_a_team_that_goes_where_it_cant_go_first() {
    let below = "{ name: T, managers: [bo@acme.example], teams: [{ name: S, members: [cy@acme.example] }] }";
    let cy = |status: &str| more_of_person("cy", "Agent", &format!("status: {status}"));
    let live = managed(below, &[person("bo", "Agent"), cy("active")]);
    let bo = more_of_person("bo", "Agent", "status: inactive");
    let plan = plan_of(&live, &managed("", &[bo, cy("inactive")]));
    let told: Vec<&Step> = plan
        .steps()
        .filter(|step| {
            step.reason.as_deref()
                == Some("the team goes, and a manager is deactivated before it can")
        })
        .collect();
    assert_eq!(told.len(), 1, "{}", shape(&plan));
    let managers = |side: &Option<Resource>| match side {
        Some(Resource::Team(team)) => team.managers.value().map(|all| all.iter().count()),
        _ => None,
    };
    assert_eq!((managers(&told[0].before), managers(&told[0].after)), (Some(1), Some(0)));
    let deleted = plan.steps().find(|step| step.after.is_none() && step.key.name() == "T");
    assert_eq!(deleted.map(|step| managers(&step.before)), Some(Some(0)));
    // Where nobody below is deactivated, the team goes first.
    let plan = plan_of(
        &managed("{ name: T, managers: [bo@acme.example] }", &[person("bo", "Agent")]),
        &managed("", &[more_of_person("bo", "Agent", "status: inactive")]),
    );
    assert!(
        plan.steps()
            .all(|step| step.reason.as_deref().is_none_or(|why| why.starts_with("not listed"))),
        "{}",
        shape(&plan)
    );
}

#[test]
fn what_is_above_and_below_a_team_of_others_is_left_too() {
    let live = managed("{ name: A, teams: [{ name: B, teams: [{ name: C }] }, { name: D }] }", &[]);
    let theirs = vec!["{ team: 'A:B', reason: theirs }".to_owned()];
    let project = Project { unmanaged: theirs, ..project() };
    let plan = planned(&WIDE, &live, &project, &managed("", &[])).expect("it is valid");
    assert_eq!(shape(&plan), "delete team `A:D`\n");
    let left: Vec<&str> = plan.unmanaged.iter().map(|key| key.name()).collect();
    assert_eq!(left, ["A", "A:B", "A:B:C"]);
}

#[test]
fn who_keeps_their_seats_when_they_can_no_longer_sign_in_keeps_managing() {
    let mut platform = WIDE.platform.clone();
    platform.users.inactive_leaves_teams.is = Some(false);
    let world = World::new(platform);
    let [active, inactive] = ["active", "inactive"]
        .map(|status| more_of_person("bo", "Agent", &format!("status: {status}")));
    let team = "{ name: T, managers: [bo@acme.example] }";
    let live = managed(team, std::slice::from_ref(&active));
    let wanted = managed("{ name: T }", std::slice::from_ref(&inactive));
    let plan = planned(&world, &live, &project(), &wanted).expect("it is valid");
    assert_eq!(shape(&plan), "deactivate user `bo@acme.example` -active +inactive\n");
}

#[test]
fn whoever_nobody_lists_and_who_sits_nowhere_gives_up_no_seat() {
    let live = managed("", &[person("bo", "Agent")]);
    let plan = plan_of(&live, &managed("", &[]));
    let step = plan.steps().next().expect("there is one");
    for side in [&step.before, &step.after] {
        assert!(matches!(side, Some(Resource::User(user)) if user.teams.is_unknown()), "{step:?}");
    }
}

#[test]
fn a_new_manager_waits_for_no_row_but_one_that_leaves_the_team() {
    let of = |managers: &str, name: &str| {
        let team = format!("{{ name: T, managers: [{managers}] }}");
        let bo = person("bo", "Agent").replace("first_name: A", &format!("first_name: {name}"));
        managed(&team, &[bo])
    };
    let plan = plan_of(&of("", "A"), &of("bo@acme.example", "Z"));
    assert_eq!(shape(&plan), "update team `T` +bo; update user `bo@acme.example`\n");
}

#[test]
fn a_manager_in_another_team_that_goes_holds_up_nothing() {
    let teams = format!("{{ name: T, managers: [{BO}] }}, {{ name: S, members: [{BO}] }}");
    let live = managed(&teams, &[person("bo", "Agent")]);
    let plan = plan_of(&live, &managed("", &[more_of_person("bo", "Agent", "status: inactive")]));
    let told =
        |step: &Step| step.reason.as_deref().is_some_and(|why| why.starts_with("the team goes"));
    assert!(!plan.steps().any(told), "{}", shape(&plan));
}
