//! What waits for somebody's hand, and what doesn't.

use std::collections::BTreeSet;

use rolecall::plan::{By, Inputs, Means, Plan, Step, awaited, plan};
use rolecall::platform::Way;

use super::told;
use crate::case::Project;
use crate::judged::whole;
use crate::order::{more_of_person, org, person, role};
use crate::world::{DEPARTMENTS, WIDE, World};

pub(super) fn plan_with(
    means: &Means,
    world: &World,
    project: &Project,
    live: &str,
    wanted: &str,
) -> Plan {
    let text = project.text().replace("ccaas", &world.platform.platform);
    let files = [("access.yaml".to_owned(), wanted.to_owned())];
    let desired = world.mean(&text, &files).expect("it is valid");
    plan(Inputs {
        desired: &desired,
        live: &world.live(live),
        platform: &world.platform,
        environment: "rehearsal",
        limits: &Project { max_removals: 100, ..project.clone() }.limits(),
        means,
        base: None,
    })
    .expect("it can be planned")
}

/// What a plan does: each step, by whom, and the places of the steps that it waits for.
fn lines(plan: &Plan) -> Vec<String> {
    let line = |step: &Step| {
        let by = if step.by == By::Hand { "by hand: " } else { "" };
        let needs = match &step.needs[..] {
            [] => String::new(),
            needs => format!(" after {needs:?}"),
        };
        format!("{by}{}{needs}", told(step))
    };
    plan.steps().map(line).collect()
}

pub(super) fn said(means: &Means, live: &str, wanted: &str) -> Vec<String> {
    lines(&plan_with(means, &WIDE, &whole(), live, wanted))
}

fn teams(first: &str, second: &str) -> String {
    let team = |members: &str| format!("teams: [{{ name: X, members: [{members}] }}]");
    format!("{{ name: A, {} }}, {{ name: B, {} }}", team(first), team(second))
}

#[test]
fn who_comes_and_goes_may_be_somebodys_work_and_what_they_have_isnt() {
    let means = Means { people_come_and_go: Way::ByHand, ..Means::default() };
    let of = |bo: &str, status: &str| {
        let bo = more_of_person("bo", bo, &format!("status: {status}"));
        org(&[], "", &[person("ana", "Admin"), bo])
    };
    let without = org(&[], "", &[person("ana", "Admin")]);
    let bo = "user `bo@acme.example`";
    for (live, wanted, expected) in [
        (&without, of("Agent", "active"), format!("by hand: create {bo} +active +Agent")),
        (&of("Agent", "active"), of("Agent, Manager", "active"), format!("update {bo} +Manager")),
        (
            &of("Agent", "active"),
            of("Agent", "inactive"),
            format!("by hand: deactivate {bo} -active +inactive"),
        ),
    ] {
        assert_eq!(said(&means, live, &wanted), [expected]);
        let by_program = said(&Means::default(), live, &wanted);
        assert!(!by_program[0].starts_with("by hand"), "{by_program:?}");
    }
    // A role isn't anybody who comes or goes.
    let role = org(&[role("Lead", "")], "", &[person("ana", "Admin")]);
    assert_eq!(said(&means, &without, &role), ["create role `Lead` +x"]);
}

#[test]
fn a_seat_is_somebodys_work_where_two_teams_have_the_name() {
    let means = Means { teams_by_path: false, ..Means::default() };
    let people = [person("ana", "Admin, Agent"), person("bo", "Agent")];
    let of = |first: &str, more: &str| {
        let teams = format!("{}, {{ name: Y, members: [{more}] }}", teams(first, ""));
        org(&[], &teams, &people)
    };
    let (nobody, bo) = (of("", ""), "bo@acme.example");
    let joins = |team: &str| format!("update user `bo@acme.example` +{team}");
    assert_eq!(said(&means, &nobody, &of(bo, "")), [format!("by hand: {}", joins("A:X"))]);
    assert_eq!(said(&means, &nobody, &of("", bo)), [joins("Y")]);
    assert_eq!(said(&Means::default(), &nobody, &of(bo, "")), [joins("A:X")]);
    // Who has such a seat already is written by a program for anything else.
    let stays =
        of(bo, "").replace("bo@acme.example, first_name: A", "bo@acme.example, first_name: Z");
    assert_eq!(said(&means, &of(bo, ""), &stays), ["update user `bo@acme.example`"]);
    let both = "update user `bo@acme.example` -A:X +Y";
    assert_eq!(said(&means, &of(bo, ""), &of("", bo)), [format!("by hand: {both}")]);
}

#[test]
fn nobody_comes_by_a_program_who_would_come_without_a_role() {
    let means = Means { held_roles: Way::ByHand, ..Means::default() };
    let of = |bo: &str, more: &str| {
        org(&[], "", &[person("ana", "Admin"), more_of_person("bo", bo, more)])
    };
    let without = org(&[], "", &[person("ana", "Admin")]);
    let active = of("Agent", "status: active");
    let bo = "user `bo@acme.example`";
    assert_eq!(said(&means, &without, &active), [format!("by hand: create {bo} +active +Agent")]);
    assert_eq!(
        said(&means, &of("Agent", "status: inactive"), &active),
        [format!("by hand: reactivate {bo} -inactive +active")]
    );
    assert_eq!(
        said(&means, &active, &of("Agent", "status: inactive")),
        [format!("deactivate {bo} -active +inactive")]
    );
    assert_eq!(
        said(&means, &active, &of("Manager", "status: active")),
        [format!("by hand: update {bo} -Agent +Manager")]
    );
}

#[test]
fn who_is_created_elsewhere_is_awaited() {
    let of = |people: &[&str]| {
        let each = people.iter().map(|name| {
            format!("{{ email: {name}@acme.example, first_name: A, last_name: B, roles: [Administrator] }}")
        });
        format!("users: [{}]\nteams: [{{ name: T }}]\n", each.collect::<Vec<_>>().join(", "))
    };
    let project = Project::default();
    let made =
        |wanted: &str| plan_with(&Means::default(), &DEPARTMENTS, &project, &of(&["ana"]), wanted);
    let plan = made(&of(&["ana", "bo"]));
    let step = plan.steps().next().expect("there is one");
    assert_eq!((step.by, plan.steps().count()), (By::Hand, 1));
    let place = DEPARTMENTS.platform.created_elsewhere().expect("they come from somewhere");
    assert_eq!(step.reason, Some(format!("people are created elsewhere: {place}")));
    let found = format!("{:?}", awaited(&plan, &DEPARTMENTS.platform));
    assert!(found.contains("bo@acme.example") && found.contains(place), "{found}");
    // A team isn't, and nobody is awaited where people are made like everything else.
    let plan = made(&of(&["ana"]).replace("{ name: T }", "{ name: T }, { name: U }"));
    assert!(plan.steps().all(|step| step.by == By::Automatic && step.reason.is_none()));
    assert!(awaited(&plan, &DEPARTMENTS.platform).is_empty());
    let (none, ana) = (org(&[], "", &[]), org(&[], "", &[person("ana", "Admin")]));
    let plan = plan_with(&Means::default(), &WIDE, &whole(), &none, &ana);
    assert!(awaited(&plan, &WIDE.platform).is_empty());
}

#[test]
fn a_manager_who_leaves_is_taken_off_by_the_platform() {
    let means = Means { managers: Way::ByHand, ..Means::default() };
    let of = |managers: &str, members: &str, first: &str, bo: &str| {
        let team =
            format!("{{ name: T, managers: [{managers}], members: [{members}], first: {first} }}");
        let [ana, cy] = [person("ana", "Admin, Agent"), person("cy", "Agent")];
        org(&[], &team, &[ana, cy, more_of_person("bo", "Agent", bo)])
    };
    let [ana, cy, both] =
        ["ana@acme.example", "cy@acme.example", "ana@acme.example, bo@acme.example"];
    let active = "status: active";
    let inactive = "status: inactive";
    let gone = "deactivate user `bo@acme.example` -active +inactive";
    let live = of(both, cy, cy, active);
    assert_eq!(said(&means, &live, &of(ana, cy, cy, inactive)), [gone]);
    // Where a program takes them off, it does so itself, and who stays is taken off by hand.
    let taken = said(&Means::default(), &live, &of(ana, cy, cy, inactive));
    assert!(taken.contains(&"update team `T` -bo".to_owned()), "{taken:?}");
    let by_hand = said(&means, &live, &of(ana, cy, cy, active));
    assert_eq!(by_hand, ["by hand: update team `T` -bo"]);
    // Another manager who stays, and whom nobody lists any more, is still somebody's work.
    let none = said(&means, &live, &of("", cy, cy, inactive));
    assert_eq!(none, ["by hand: update team `T` -ana", gone]);
    // Nobody lists bo: that is the same where all people are managed, and nothing otherwise.
    let without = |people: bool, unmanaged: &[&str]| {
        let unmanaged = unmanaged.iter().map(|text| (*text).to_owned()).collect();
        let project = Project { all: [true, true, people], unmanaged, ..whole() };
        let wanted = of(ana, cy, cy, active);
        let (kept, _) = wanted.split_once(", { email: bo").expect("bo is the last");
        lines(&plan_with(&means, &WIDE, &project, &live, &format!("{kept}]\n")))
    };
    assert_eq!(without(true, &[]), [gone]);
    assert_eq!(without(false, &[]), ["by hand: update team `T` -bo"]);
    let theirs = "{ users: \"bo@acme.example\", reason: theirs }";
    assert_eq!(without(true, &[theirs]), ["by hand: update team `T` -bo"]);
    // Whom a team names is no longer named either.
    let live = of(ana, "bo@acme.example, cy@acme.example", "bo@acme.example", active);
    let named = said(&means, &live, &of(ana, cy, "null", inactive));
    assert_eq!(named, ["deactivate user `bo@acme.example` -active -T +inactive"]);
}

#[test]
fn an_attribute_that_somebody_writes_comes_after_the_rest_of_a_row() {
    let means = Means { attributes: BTreeSet::from(["alias".into()]), ..Means::default() };
    let of = |alias: &str, roles: &str| {
        org(
            &[],
            "",
            &[person("ana", "Admin"), more_of_person("bo", roles, &format!("alias: {alias}"))],
        )
    };
    let bo = "update user `bo@acme.example`";
    assert_eq!(said(&means, &of("x", "Agent"), &of("y", "Agent")), [format!("by hand: {bo}")]);
    assert_eq!(
        said(&means, &of("x", "Agent"), &of("y", "Agent, Manager")),
        [format!("{bo} +Manager"), format!("by hand: {bo} after [0]")]
    );
    assert_eq!(
        said(&means, &of("x", "Agent"), &of("x", "Agent, Manager")),
        [format!("{bo} +Manager")]
    );
}

#[test]
fn where_no_program_reaches_everything_is_somebodys_work() {
    let means = Means::by_hand();
    let all = [means.roles, means.teams, means.managers, means.team_order, means.users];
    assert!(
        all.iter().chain([&means.held_roles, &means.departments]).all(|way| *way == Way::ByHand)
    );
    assert!(!means.reads);
    let people = [person("ana", "Admin, Agent"), person("bo", "Agent")];
    let live = org(&[role("Lead", "")], &teams("", ""), &people);
    let other = live.replace("label: x", "label: y").replacen("first_name: A", "first_name: Z", 2);
    let wanted = other.replace("members: []", "members: [bo@acme.example]");
    let said = said(&means, &live, &wanted);
    assert!(said.len() > 2 && said.iter().all(|line| line.starts_with("by hand: ")), "{said:?}");
}

#[test]
fn parts_of_somebodys_work_say_where_they_come_from() {
    let means = Means { held_roles: Way::ByHand, managers: Way::ByHand, ..Means::default() };
    let of = |roles: &str, name: &str, members: &str| {
        let bo = person("bo", roles).replace("first_name: A", &format!("first_name: {name}"));
        let team = format!("{{ name: T, managers: [], members: [{members}] }}");
        org(&[], &team, &[person("ana", "Admin"), bo])
    };
    let live = of("Admin", "A", "");
    let plan =
        plan_with(&means, &WIDE, &whole(), &live, &of("Admin, Agent", "Z", "bo@acme.example"));
    // The name is written at once; the role, and the seat that takes it, are somebody's work.
    assert_eq!(
        lines(&plan),
        [
            "update user `bo@acme.example`",
            "by hand: update user `bo@acme.example` +Agent +T after [0]"
        ]
    );
    for step in plan.steps() {
        assert!(
            !step.because.is_empty() && step.before.is_some() && step.after.is_some(),
            "{step:?}"
        );
    }
    // A team is made by a program, and who manages it is written by somebody.
    let without = of("Admin", "A", "").replace("{ name: T, managers: [], members: [] }", "");
    let made = of("Admin", "A", "").replace("managers: []", "managers: [ana@acme.example]");
    let plan = plan_with(&means, &WIDE, &whole(), &without, &made);
    assert_eq!(lines(&plan), ["create team `T`", "by hand: update team `T` +ana after [0]"]);
    assert!(plan.steps().all(|step| !step.because.is_empty()));
    let hand = plan.steps().last().expect("there are two");
    assert!(hand.before.is_some() && hand.after.is_some());
}

#[test]
fn what_waits_for_a_row_waits_for_its_part_unless_that_is_an_attribute() {
    let of = |roles: &[String], bo: &str, more: &str| {
        org(roles, "", &[person("ana", "Admin"), more_of_person("bo", bo, more)])
    };
    let lead = [role("Lead", "")];
    let row = "update user `bo@acme.example`";
    let held = Means { held_roles: Way::ByHand, ..Means::default() };
    let live = of(&lead, "Agent, Lead", "alias: x");
    let wanted = of(&[], "Agent", "alias: y");
    assert_eq!(
        said(&held, &live, &wanted),
        [
            row.to_owned(),
            format!("by hand: {row} -Lead after [0]"),
            "delete role `Lead` -x after [0, 1]".to_owned(),
        ]
    );
    let alias = Means { attributes: BTreeSet::from(["alias".into()]), ..Means::default() };
    assert_eq!(
        said(&alias, &live, &wanted),
        [
            format!("{row} -Lead"),
            "delete role `Lead` -x after [0]".to_owned(),
            format!("by hand: {row} after [0]"),
        ]
    );
}

#[test]
fn what_isnt_somebodys_work_is_done_by_a_program() {
    let means = Means { attributes: BTreeSet::from(["alias".into()]), ..Means::default() };
    let people = [person("ana", "Admin, Agent"), person("bo", "Agent")];
    let note = |note: &str| org(&[], &format!("{{ name: T, note: {note} }}"), &people);
    assert_eq!(said(&means, &note("x"), &note("y")), ["update team `T`"]);
    // Two teams of one name are no matter where seats are written by the path.
    let of = |first: &str| org(&[], &teams(first, ""), &people);
    let joined = said(&means, &of(""), &of("bo@acme.example"));
    assert_eq!(joined, ["update user `bo@acme.example` +A:X"]);
    // Who is made by a program gets what somebody writes afterwards.
    let without = org(&[], "", &people[..1]);
    let made = org(&[], "", &[people[0].clone(), more_of_person("bo", "Agent", "alias: x")]);
    let plan = plan_with(&means, &WIDE, &whole(), &without, &made);
    let bo = "user `bo@acme.example`";
    assert_eq!(
        lines(&plan),
        [format!("create {bo} +active +Agent"), format!("by hand: update {bo} after [0]")]
    );
    assert!(plan.steps().last().is_some_and(|step| step.before.is_some()));
}

#[test]
fn who_may_be_without_a_role_is_made_by_a_program() {
    let mut platform = WIDE.platform.clone();
    platform.roles.min_per_user.is = Some(0);
    let world = World::new(platform);
    let means = Means { held_roles: Way::ByHand, ..Means::default() };
    let of = |people: &[String]| org(&[], "", people);
    let [ana, bo] = [person("ana", "Admin"), person("bo", "Agent")];
    let live = of(std::slice::from_ref(&ana));
    let plan = plan_with(&means, &world, &whole(), &live, &of(&[ana, bo]));
    let bo = "user `bo@acme.example`";
    assert_eq!(
        lines(&plan),
        [format!("create {bo} +active"), format!("by hand: update {bo} +Agent after [0]")]
    );
}
