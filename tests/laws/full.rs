//! As many custom roles as the platform takes.

use std::fmt::Write as _;

use rolecall::plan::{Action, Plan};

use super::case::Project;
use super::judged::{judged, planned, refused_by, whole};
use super::order::{org, person, role};
use super::world::{TIGHT, WIDE};

/// Roles of these names, each with a holder of its own and with Ana.
fn organisation(roles: impl Iterator<Item = String> + Clone, shared: &str) -> String {
    let mut text = String::from("roles:\n");
    for name in roles.clone() {
        let _ = writeln!(
            text,
            "  - {{ name: {name}, label: X, permissions: {{ settings.queue: view }} }}"
        );
    }
    text.push_str("users:\n");
    for (number, name) in roles.enumerate() {
        let _ = writeln!(
            text,
            "  - {{ email: p{number}@acme.example, first_name: P, last_name: N, roles: [{name}] }}"
        );
    }
    let _ = writeln!(
        text,
        "  - {{ email: ana@acme.example, first_name: Ana, last_name: Diaz, roles: [{shared}] }}"
    );
    text
}

/// Roles that allow nothing, and people with one role each.
fn text(roles: &[&str], people: &[(&str, &str)]) -> String {
    let roles: Vec<String> = roles.iter().map(|name| role(name, "")).collect();
    let people: Vec<String> = people.iter().map(|(name, role)| person(name, role)).collect();
    org(&roles, "", &people)
}

fn numbered(kind: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{kind}{number:02}")).collect()
}

fn renames(plan: &Plan) -> usize {
    plan.steps().filter(|step| step.action == Action::Rename).count()
}

fn actions(plan: &Plan, action: Action) -> usize {
    plan.steps().filter(|step| step.action == action).count()
}

#[test]
fn of_a_hundred_roles_one_becomes_another() {
    let old = numbered("Old", 100);
    let mut new = old.clone();
    new[7] = "Fresh".to_owned();
    let (old, new) =
        (organisation(old.into_iter(), "Old07"), organisation(new.into_iter(), "Fresh"));
    let plan = planned(&WIDE, &old, &whole(), &new).expect("it is valid");
    assert!(refused_by(&plan).iter().all(|guard| *guard == "max-removals"), "{:?}", plan.refusals);
    assert_eq!((plan.steps().count(), renames(&plan)), (1, 1), "{:#?}", plan.stages);
    let step = plan.steps().next().expect("there is one");
    assert_eq!(step.previous_key.as_ref().map(|key| key.name()), Some("Old07"));
    assert_eq!(step.key.name(), "Fresh");
    assert!(step.reason.as_deref().is_some_and(|why| why.starts_with("there is no room")));
    judged(&WIDE, &old, &whole(), &new);
}

#[test]
fn of_a_hundred_roles_all_become_others() {
    let old = organisation(numbered("Old", 100).into_iter(), "Old00, Old01");
    let new = organisation(numbered("New", 100).into_iter(), "New00, New01");
    let plan = planned(&WIDE, &old, &whole(), &new).expect("it is valid");
    assert!(refused_by(&plan).iter().all(|guard| *guard == "max-removals"), "{:?}", plan.refusals);
    assert_eq!((plan.steps().count(), renames(&plan)), (100, 100));
    assert_eq!(plan.stages.len(), 1);
    for step in plan.steps() {
        let was = step.previous_key.as_ref().map_or("", |key| key.name());
        assert_eq!(was.replace("Old", "New"), step.key.name(), "who holds the one gets the other");
    }
}

#[test]
fn where_there_is_room_for_one_two_are_replaced_in_turn() {
    let old = numbered("Old", 99);
    let mut new = old.clone();
    // The first to go by name is the one whose holders get the second to come.
    new[0] = "Young".to_owned();
    new[1] = "Fresh".to_owned();
    let (old, new) =
        (organisation(old.into_iter(), "Old00"), organisation(new.into_iter(), "Young"));
    let plan = judged(&WIDE, &old, &whole(), &new);
    assert_eq!(renames(&plan), 0, "{:#?}", plan.stages);
    assert_eq!((actions(&plan, Action::Create), actions(&plan, Action::Delete)), (2, 2));
}

#[test]
fn who_only_held_the_old_role_leaves_before_it_is_another() {
    let old = numbered("Old", 100);
    let mut new = old.clone();
    new[7] = "Fresh".to_owned();
    let old = organisation(old.into_iter(), "Old07");
    let new = organisation(new.into_iter(), "Old08").replace(
        "name: Fresh, label: X, permissions: { settings.queue: view }",
        "name: Fresh, label: X, permissions: { settings.queue: edit }",
    );
    let plan = judged(&WIDE, &old, &whole(), &new);
    let stage = |what: &dyn Fn(&str) -> bool| {
        plan.stages.iter().position(|stage| stage.steps.iter().any(|step| what(step.key.name())))
    };
    let (leaves, widened) = (stage(&|key| key == "ana@acme.example"), {
        plan.stages
            .iter()
            .rposition(|stage| stage.steps.iter().any(|step| step.key.name() == "Fresh"))
    });
    assert!(leaves < widened, "{:#?}", plan.stages);
}

#[test]
fn a_role_becomes_the_one_that_its_holders_get() {
    // By their names alone, A would become M and B would become N.
    let live =
        text(&["A", "B", "C", "D", "E"], &[("p", "A"), ("q", "A"), ("r", "B"), ("s", "Admin")]);
    let wanted =
        text(&["M", "N", "C", "D", "E"], &[("p", "N"), ("q", "N"), ("r", "M"), ("s", "Admin")]);
    let plan = judged(&TIGHT, &live, &whole(), &wanted);
    let mut renamed: Vec<String> = plan
        .steps()
        .filter_map(|step| {
            Some(format!("{} {}", step.previous_key.as_ref()?.name(), step.key.name()))
        })
        .collect();
    renamed.sort();
    assert_eq!(renamed, ["A N", "B M"]);
    assert!(plan.steps().all(|step| step.before.is_some() && step.after.is_some()), "{plan:#?}");
    // Each becomes one, and each new one comes from one, though the first has most in common with both.
    let people = |roles: [&'static str; 7]| {
        ["p", "q", "r", "s", "t", "u", "v"].into_iter().zip(roles).collect::<Vec<_>>()
    };
    let live = text(&["A", "B", "C", "D", "E"], &people(["A", "A", "A", "A", "B", "C", "Admin"]));
    let wanted = text(&["M", "N", "D", "E"], &people(["M", "M", "N", "N", "N", "M", "Admin"]));
    let plan = planned(&TIGHT, &live, &whole(), &wanted).expect("it is valid");
    let mut from: Vec<&str> =
        plan.steps().filter_map(|step| Some(step.previous_key.as_ref()?.name())).collect();
    from.sort_unstable();
    assert!(from.windows(2).all(|two| two[0] != two[1]), "{from:?}");
    assert!(from.contains(&"A") && from.contains(&"B"), "{from:?}");
}

#[test]
fn a_role_that_somebody_keeps_becomes_no_other() {
    // Nobody lists q, who would get what the role becomes.
    let live = text(&["A", "B", "C", "D", "E"], &[("p", "A"), ("q", "A"), ("s", "Admin")]);
    let wanted = text(&["N", "B", "C", "D", "E"], &[("p", "N"), ("s", "Admin")]);
    let project = Project { all: [true, true, false], ..whole() };
    let plan = planned(&TIGHT, &live, &project, &wanted).expect("it is valid");
    assert!(plan.refusals.iter().any(|refusal| !refusal.waivable), "{:?}", plan.refusals);
    assert_eq!(renames(&plan), 0, "{:#?}", plan.stages);
}
