//! Departments: what they name is there, and is let go before it goes.

use rolecall::core::{Action, Key};
use rolecall::plan::{Plan, Resource, Step};

use crate::case::Project;
use crate::world::DEPARTMENTS;

use super::refused;

const PEOPLE: &str = "users:
  - { email: ana@acme.example, first_name: A, last_name: B, roles: [Administrator] }
";
const TEAMS: &str = "teams: [{ name: S }, { name: T }]\n";

/// An organisation with departments, each as it is written.
fn org(teams: &str, departments: &[&str]) -> String {
    format!("{PEOPLE}{teams}departments: [{}]\n", departments.join(", "))
}

fn planned(live: &str, wanted: &str, manage: &str, max_removals: usize) -> Plan {
    let limits = Project { max_removals, min_admins: 1, ..Project::default() }.limits();
    let text = format!(
        "version: 1\nplatform: smartflows\nenvironments: {{ rehearsal: {{ target: sandbox }} }}\n\
         manage: {{ roles: all, teams: all, users: listed, departments: {manage} }}\n"
    );
    let files = [("access.yaml".to_owned(), wanted.to_owned())];
    let desired = DEPARTMENTS.mean(&text, &files).expect("it is valid");
    let live = DEPARTMENTS.live(live);
    DEPARTMENTS.plan(&desired, &live, &limits).expect("it can be planned")
}

/// The plan where much may go, which nothing refuses but that all goes.
fn plan_of(live: &str, wanted: &str, manage: &str) -> Plan {
    let plan = planned(live, wanted, manage, 100);
    let waits = plan.refusals.iter().find(|refusal| refusal.guard != "emptied");
    assert!(waits.is_none(), "{waits:?}");
    plan
}

/// Each step in a word or two, stage by stage.
fn said(plan: &Plan) -> Vec<String> {
    let word = |step: &Step| format!("{:?} {}", step.action, step.key);
    let stage = |steps: &[Step]| steps.iter().map(word).collect::<Vec<_>>().join(", ");
    plan.stages.iter().map(|stage_of| stage(&stage_of.steps)).collect()
}

fn between(live: &str, wanted: &str) -> Vec<String> {
    said(&plan_of(live, wanted, "all"))
}

const PLAIN: &str =
    "{ name: Sales, description: x, routing: assigned, visibility: visible, groups: [T] }";

#[test]
fn what_is_the_same_is_left_alone() {
    let text = org(TEAMS, &[PLAIN]);
    assert_eq!(between(&text, &text), [""; 0]);
    let with_default = org(TEAMS, &[PLAIN, "{ name: Default Department }"]);
    assert_eq!(between(&text, &with_default), [""; 0]);
}

#[test]
fn one_change_is_one_step() {
    for (from, to) in [
        ("description: x", "description: y"),
        ("description: x", "description: null"),
        ("visibility: visible", "visibility: hidden"),
        ("groups: [T]", "groups: [S]"),
        ("groups: [T]", "groups: []"),
    ] {
        let live = org(TEAMS, &[PLAIN]);
        let plan = plan_of(&live, &org(TEAMS, &[&PLAIN.replace(from, to)]), "all");
        assert_eq!(said(&plan), ["Update department `Sales`"], "{from} to {to}");
        let step = plan.steps().next().expect("there is one");
        let (Some(Resource::Department(was)), Some(Resource::Department(is))) =
            (&step.before, &step.after)
        else {
            panic!("{step:?}")
        };
        let changed = usize::from(!is.groups.is_unknown()) + is.attributes.len();
        assert_eq!((changed, was.attributes.len()), (1, is.attributes.len()), "{step:?}");
    }
    let live = org(TEAMS, &[PLAIN]);
    let own = org(TEAMS, &[PLAIN, "{ name: Default Department, routing: pooled }"]);
    assert_eq!(between(&live, &own), ["Update department `Default Department`"]);
}

#[test]
fn a_department_comes_after_what_it_names_and_goes_before_it() {
    let (none, both) = (org("", &[]), org("teams: [{ name: T }]\n", &[PLAIN]));
    assert_eq!(between(&none, &both), ["Create team `T`", "Create department `Sales`"]);
    assert_eq!(between(&both, &none), ["Delete department `Sales`", "Delete team `T`"]);
    // One that stays lets go of a team first, and takes on another once it is there.
    let other = both.replace("{ name: T }", "{ name: S }").replace("groups: [T]", "groups: [S]");
    let steps = ["Create team `S`", "Update department `Sales`", "Delete team `T`"];
    assert_eq!(between(&both, &other), steps);
    let renamed = both
        .replace("{ name: T }", "{ name: U, previously: [T] }")
        .replace("groups: [T]", "groups: [U]");
    assert_eq!(between(&both, &renamed), ["Rename team `U`"]);
}

#[test]
fn a_department_under_another_name_is_the_same() {
    let named = PLAIN.replace("name: Sales", "name: Trips, previously: [Sales]");
    let plan = plan_of(&org(TEAMS, &[PLAIN]), &org(TEAMS, &[&named]), "all");
    assert_eq!(said(&plan), ["Rename department `Trips`"]);
    let step = plan.steps().next().expect("there is one");
    assert!(matches!(&step.previous_key, Some(Key::Department(was)) if was.as_str() == "Sales"));
    // It is changed under its new name, and its old name is free for another.
    let changed = named.replace("description: x", "description: y");
    let wanted = org(TEAMS, &[&changed, PLAIN]);
    let plan = plan_of(&org(TEAMS, &[PLAIN]), &wanted, "all");
    assert_eq!(said(&plan), ["Rename department `Trips`", "Create department `Sales`"]);
    let step = plan.steps().next().expect("there is one");
    let Some(Resource::Department(after)) = &step.after else { panic!("{step:?}") };
    assert_eq!(after.attributes.len(), 1, "{step:?}");
}

#[test]
fn what_nobody_lists_goes_where_all_are_managed() {
    let live = org(TEAMS, &[PLAIN, "{ name: Default Department, routing: assigned }"]);
    let plan = plan_of(&live, &org(TEAMS, &[]), "all");
    let step = plan.steps().next().expect("there is one");
    assert_eq!((step.action, said(&plan).len(), plan.steps().count()), (Action::Delete, 1, 1));
    let plan = plan_of(&live, &org(TEAMS, &[]), "listed");
    assert!(plan.is_empty());
    let left: Vec<&str> = plan.unmanaged.iter().map(Key::name).collect();
    assert!(left.contains(&"Sales") && !left.contains(&"Default Department"), "{left:?}");
}

#[test]
fn removed_departments_are_counted() {
    let many: Vec<String> = (0..5).map(|n| PLAIN.replace("Sales", &format!("D{n}"))).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let (live, wanted) = (org(TEAMS, &many), org(TEAMS, &many[..3]));
    assert_eq!(refused(&planned(&live, &wanted, "all", 2)), "");
    assert_eq!(refused(&planned(&live, &wanted, "all", 1)), "max-removals 2: D3; D4\n");
}

#[test]
fn a_department_that_loses_its_last_group_is_told() {
    let of = |description: &str, groups: &str| {
        let plain = PLAIN.replace("description: x", &format!("description: {description}"));
        org(TEAMS, &[&plain.replace("groups: [T]", &format!("groups: [{groups}]"))])
    };
    let halves = "{ group: S, percentage: 50 }, { group: T, percentage: 50 }";
    let said = |live: &str, wanted: &str| refused(&planned(live, wanted, "all", 100));
    assert_eq!(said(&of("x", halves), &of("x", "")), "emptied 2: Sales\n");
    assert_eq!(said(&of("x", halves), &of("x", "S")), "");
    assert_eq!(said(&of("x", ""), &of("y", "")), "");
    assert_eq!(said(&of("x", ""), &of("x", "S")), "");
}

#[test]
fn names_that_are_handed_on_are_free_before_they_are_taken() {
    let [sales, trips] = [PLAIN.to_owned(), PLAIN.replace("Sales", "Trips")];
    let named = |name: &str, was: &str| {
        PLAIN.replace("name: Sales", &format!("name: {name}, previously: [{was}]"))
    };
    let live = org(TEAMS, &[&sales, &trips]);
    // Whichever comes first by its name.
    for last in ["Tours", "Zoo"] {
        let wanted = org(TEAMS, &[&named("Trips", "Sales"), &named(last, "Trips")]);
        let steps = [format!("Rename department `{last}`"), "Rename department `Trips`".to_owned()];
        assert_eq!(between(&live, &wanted), steps);
    }
}

#[test]
fn a_group_doesnt_go_while_a_department_names_it() {
    let live = org(TEAMS, &[PLAIN]);
    let wanted = org("teams: [{ name: S }]\n", &[]);
    let refused = refused(&planned(&live, &wanted, "listed", 100));
    assert_eq!(refused, "in-use 1: department Sales\n");
}

#[test]
fn the_default_department_isnt_counted_among_those_that_go() {
    let trips = PLAIN.replace("Sales", "Trips");
    let live = org(TEAMS, &[PLAIN, &trips, "{ name: Default Department, routing: pooled }"]);
    let plan = planned(&live, &org(TEAMS, &[]), "all", 100);
    let messages: Vec<&str> =
        plan.refusals.iter().map(|refusal| refusal.message.as_str()).collect();
    assert_eq!(messages, ["none of 2 departments would be left"]);
}
