//! Who asks for a step, and what nothing asks for.

use rolecall::core::{Email, Key, Origin, RoleName, State, TeamPath};
use rolecall::plan::{Action, Plan, Resource, Step, perform};

use super::shape;
use crate::case::Project;
use crate::judged::{judged, planned, whole};
use crate::order::{more_of_person, org, person, role};
use crate::world::WIDE;

fn project() -> Project {
    Project { max_removals: 100, ..whole() }
}

fn plan_of(live: &str, wanted: &str) -> Plan {
    judged(&WIDE, live, &project(), wanted)
}

/// The only step of a plan.
fn only(plan: &Plan) -> &Step {
    assert_eq!(plan.steps().count(), 1, "{}", shape(plan));
    plan.steps().next().expect("there is one")
}

/// The places that ask for the only step between two.
fn asked(live: &str, wanted: &str) -> Vec<Origin> {
    only(&plan_of(live, wanted)).because.clone()
}

#[test]
fn a_new_name_is_asked_for_by_the_former_one() {
    let of = |name: &str, more: &str, label: &str| {
        let role = role(name, "").replace("label: x", &format!("{more}label: {label}"));
        org(&[role], "", &[person("ana", "Admin")])
    };
    let live = of("A", "", "x");
    let renamed = asked(&live, &of("B", "previously: [A], ", "x"));
    let changed = asked(&of("B", "previously: [A], ", "x"), &of("B", "previously: [A], ", "y"));
    assert_eq!((renamed.len(), changed.len()), (1, 1));
    assert_ne!(renamed, changed);
    // Both in one step are asked for by both.
    assert_eq!(asked(&live, &of("B", "previously: [A], ", "y")), [renamed, changed].concat());
}

#[test]
fn a_rename_is_one_step_with_what_can_come_with_it() {
    let team = |name: &str, manager: &str| {
        let team = format!("{{ name: {name}, managers: [{manager}] }}");
        org(&[], &team, &[person("ana", "Admin"), person("bo", "Agent")])
    };
    let renamed = team("U, previously: [T]", "bo@acme.example");
    let plan = plan_of(&team("T", "ana@acme.example"), &renamed);
    assert_eq!(shape(&plan), "rename team `T` to team `U`\nupdate team `U` -ana +bo\n");
    let role = |name: &str, gives: &str| {
        let lead = role(name, "settings.users_and_teams.edit_user: granted");
        let lead = lead.replace("label: x", &format!("label: x, assignable_roles: [{gives}]"));
        org(&[lead], "", &[person("ana", "Admin")])
    };
    let plan = plan_of(&role("A", "Agent"), &role("B, previously: [A]", "Agent, Manager"));
    assert_eq!(shape(&plan), "rename role `A` to role `B`\nupdate role `B` +giving Manager\n");
    // Somebody who gets another address and can no longer sign in does so one after the other.
    let bo = |name: &str, more: &str| {
        org(&[], "", &[person("ana", "Admin"), more_of_person(name, "Agent", more)])
    };
    let live = bo("bo", "status: active");
    let plan = plan_of(&live, &bo("bob", "previously: [bo@acme.example], status: inactive"));
    let actions: Vec<Action> = plan.steps().map(|step| step.action).collect();
    assert_eq!(actions, [Action::Rename, Action::Deactivate], "{}", shape(&plan));
}

#[test]
fn a_seat_is_asked_for_by_the_team() {
    let of = |name: &str, first: &str, second: &str| {
        let team = |name: &str, members: &str| format!("{{ name: {name}, members: [{members}] }}");
        let bo = person("bo", "Agent").replace("first_name: A", &format!("first_name: {name}"));
        let teams = [team("T", first), team("U", second)].join(", ");
        org(&[], &teams, &[person("ana", "Admin"), bo])
    };
    let bo = "bo@acme.example";
    let live = of("A", "", "");
    let [name, seat, both] = [of("Z", "", ""), of("A", bo, ""), of("A", bo, bo)];
    assert_eq!([asked(&live, &name).len(), asked(&live, &seat).len()], [1, 1]);
    assert_ne!(asked(&live, &name), asked(&live, &seat));
    assert_eq!(asked(&live, &both).len(), 2);
    assert_eq!(asked(&live, &of("Z", bo, "")).len(), 2);
    // A seat that goes is asked for by the list that no longer has it, and somebody new by all of it.
    assert_eq!(asked(&both, &live).len(), 2);
    assert_eq!(asked(&of("A", bo, ""), &live).len(), 1);
    let without = org(&[], "{ name: T, members: [] }, { name: U }", &[person("ana", "Admin")]);
    let made = plan_of(&without, &seat);
    assert_eq!(only(&made).because.len(), 2);
}

#[test]
fn who_isnt_declared_is_taken_out_for_a_reason() {
    let of = |members: &str, people: &[String]| {
        org(&[], &format!("{{ name: T, members: [{members}] }}"), people)
    };
    let [ana, bo] = [person("ana", "Admin"), person("bo", "Agent")];
    let live = of("bo@acme.example", &[ana.clone(), bo]);
    let listed = Project { all: [true, true, false], ..project() };
    let plan = |project: &Project, wanted: &str| {
        planned(&WIDE, &live, project, wanted).expect("it is valid")
    };
    let unlisted = plan(&listed, &of("", std::slice::from_ref(&ana)));
    let step = only(&unlisted);
    assert_eq!(step.reason.as_deref(), Some("not in the list of members"));
    assert_eq!(step.because.len(), 1);
    // Of people somebody else administers seats alone are looked at where a team lists them.
    let theirs = "{ users: \"bo@acme.example\", reason: theirs }".to_owned();
    let unmanaged = Project { unmanaged: vec![theirs], ..listed.clone() };
    let left = plan(&unmanaged, &of("", std::slice::from_ref(&ana)));
    assert!(left.is_empty(), "{}", shape(&left));
    assert_eq!(left.unmanaged, [Key::User(Email::new("bo@acme.example"))]);
}

#[test]
fn administrators_whom_nothing_lists_count_as_drift() {
    let people = [person("ana", "Admin"), person("bo", "Admin"), person("cy", "Agent")];
    let live = org(&[role("Lead", "")], "{ name: T }", &people);
    let wanted = org(&[], "", &people[..1]);
    let drift = |unmanaged: &[&str]| {
        let unmanaged = unmanaged.iter().map(|text| (*text).to_owned()).collect();
        let project = Project { all: [false; 3], unmanaged, ..project() };
        let plan = planned(&WIDE, &live, &project, &wanted).expect("it is valid");
        assert!(plan.is_empty(), "{}", shape(&plan));
        let names = |keys: &[Key]| keys.iter().map(|key| key.name().to_owned()).collect::<Vec<_>>();
        (names(&plan.drift), names(&plan.unmanaged).len())
    };
    assert_eq!(drift(&[]), (vec!["bo@acme.example".to_owned()], 4));
    assert_eq!(drift(&["{ users: \"bo@acme.example\", reason: theirs }"]), (vec![], 4));
}

#[test]
fn a_role_that_is_made_is_described_whole() {
    let people = [person("ana", "Admin")];
    let found = |role: &str| {
        let wanted = org(&[role.to_owned()], "", &people);
        let found = planned(&WIDE, &org(&[], "", &people), &project(), &wanted);
        format!("{:?}", found.expect_err("something is missing"))
    };
    let without = found("{ name: Lead, label: x }");
    assert!(
        without.contains("missing-on-create") && without.contains("`permissions` is missing"),
        "{without}"
    );
    assert!(!without.contains("`label` is missing"), "{without}");
    let without = found("{ name: Lead, permissions: {} }");
    assert!(
        without.contains("`label` is missing") && !without.contains("`permissions` is missing"),
        "{without}"
    );
    // One that is there says only what is meant of it.
    let live = org(&[role("Lead", "")], "", &people);
    let less = org(&["{ name: Lead }".to_owned()], "", &people);
    assert!(planned(&WIDE, &live, &project(), &less).expect("it is valid").is_empty());
}

#[test]
fn a_permission_is_asked_for_by_its_line() {
    let of = |granted: &str| org(&[role("Lead", granted)], "", &[person("ana", "Admin")]);
    let [queue, calls] = ["settings.queue: edit", "dashboards.calls: view"];
    let live = of("settings.queue: view");
    let changed = asked(&live, &of(queue));
    let added = asked(&live, &of(&format!("settings.queue: view, {calls}")));
    let revoked = asked(&of(&format!("settings.queue: view, {calls}")), &live);
    assert_eq!([changed.len(), added.len(), revoked.len()], [1, 1, 1]);
    assert!(changed != revoked && added != revoked, "the line, and the whole list");
    assert_eq!(asked(&live, &of(&format!("{queue}, {calls}"))).len(), 2);
}

#[test]
fn who_is_somebody_elses_keeps_every_seat_but_those_that_are_listed() {
    let of = |first: &str, second: &str, people: &[String]| {
        let teams =
            format!("{{ name: T, members: [{first}] }}, {{ name: U, members: [{second}] }}");
        org(&[], &teams, people)
    };
    let [ana, bo] = [person("ana", "Admin"), person("bo", "Agent")];
    let theirs = "{ users: \"bo@acme.example\", reason: theirs }".to_owned();
    let project = Project { unmanaged: vec![theirs], ..project() };
    let plan = |live: &str, wanted: &str| {
        let plan = planned(&WIDE, live, &project, wanted).expect("it is valid");
        (shape(&plan), plan.unmanaged.len())
    };
    let email = "bo@acme.example";
    let live = of(email, email, &[ana.clone(), bo.clone()]);
    let listed = of(email, "", std::slice::from_ref(&ana));
    assert_eq!(plan(&live, &listed), (String::new(), 1));
    let joined = plan(&of("", "", &[ana.clone(), bo]), &listed);
    assert_eq!(joined.0, "update user `bo@acme.example` +T\n");
    // Who isn't there is made by nobody but those who administer them.
    let without = of("", "", std::slice::from_ref(&ana));
    let found = planned(&WIDE, &without, &project, &listed).expect_err("nobody is there");
    assert!(format!("{found:?}").contains("unknown-user"), "{found:?}");
}

#[test]
fn who_sits_nowhere_gives_up_no_seat() {
    let bo = |status: &str| {
        let bo = more_of_person("bo", "Agent", &format!("status: {status}"));
        org(&[], "", &[person("ana", "Admin"), bo])
    };
    let plan = plan_of(&bo("active"), &bo("inactive"));
    let step = only(&plan);
    for side in [&step.before, &step.after] {
        assert!(matches!(side, Some(Resource::User(user)) if user.teams.is_unknown()), "{step:?}");
    }
}

#[test]
fn what_gets_another_name_keeps_its_place() {
    let text = |roles: &str, teams: &str| {
        let orders = format!("role_order: [A, B]\nteam_order: [{teams}]\n");
        orders + roles
    };
    let roles = [role("A", ""), role("B", "")];
    let ana = [person("ana", "Admin")];
    let live = text(&org(&roles, "{ name: T }, { name: U }", &ana), "T, U");
    let renamed = "{ name: V, previously: [T] }, { name: U }";
    let wanted = text(&org(&roles, renamed, &ana), "V, U");
    assert_eq!(shape(&plan_of(&live, &wanted)), "rename team `T` to team `V`\n");
    let moved = "{ name: U, teams: [{ name: T, previously: [T] }] }";
    let mut state = WIDE.live(&live);
    let plan = planned(&WIDE, &live, &project(), &org(&roles, moved, &ana)).expect("it is valid");
    plan.steps().for_each(|step| perform(&mut state, step));
    let order = |state: &State, of: Option<&str>| -> Vec<String> {
        let names = state.team_order.get(&of.map(TeamPath::new)).cloned().unwrap_or_default();
        names.iter().map(ToString::to_string).collect()
    };
    assert_eq!(
        (order(&state, None), order(&state, Some("U"))),
        (vec!["U".into()], vec!["T".into()])
    );
    let renamed = [role("A", ""), "{ name: C, previously: [B] }".to_owned()];
    let wanted = org(&renamed, "{ name: T }, { name: U }", &ana);
    let plan = planned(&WIDE, &live, &project(), &wanted).expect("it is valid");
    let mut state = WIDE.live(&live);
    plan.steps().for_each(|step| perform(&mut state, step));
    let names = state.role_order.value().expect("it is known");
    let custom = names.iter().map(RoleName::as_str).filter(|name| name.len() == 1);
    assert_eq!(custom.collect::<Vec<_>>(), ["A", "C"]);
}
