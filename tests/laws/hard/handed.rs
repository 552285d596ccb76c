//! Why a step is cut in two, and who asks for the parts.

use rolecall::core::Named;
use rolecall::plan::{Plan, Resource, Step};

use super::{project, shape};
use crate::judged::{judged, planned};
use crate::order::{org, person, role};
use crate::world::WIDE;

fn team(name: &str, member: &str) -> String {
    let email = format!("{member}@acme.example");
    format!("{{ name: {name}, members: [{email}], first: {email} }}")
}

fn named(side: Option<&Resource>) -> &Named {
    match side {
        Some(Resource::Team(team)) => &team.named,
        other => panic!("{other:?}"),
    }
}

/// Whom a step of a team names before and after, by the first part of the address.
fn names(step: &Step) -> [String; 2] {
    [&step.before, &step.after].map(|side| {
        let named = named(side.as_ref()).values().map(|email| match email {
            Some(email) => email.as_str().split('@').next().unwrap_or_default().to_owned(),
            None => "nobody".to_owned(),
        });
        named.collect::<Vec<_>>().join(" ")
    })
}

#[test]
fn who_is_named_exchanges_places() {
    let of = |first: &str, second: &str| {
        let teams = [team("T", first), team("U", second)].join(", ");
        org(&[], &teams, &[person("ana", "Admin, Agent"), person("bo", "Agent")])
    };
    let plan = judged(&WIDE, &of("ana", "bo"), &project(), &of("bo", "ana"));
    let steps: Vec<&Step> = plan.steps().filter(|step| names_somebody(step)).collect();
    let said: Vec<[String; 2]> = steps.iter().map(|step| names(step)).collect();
    let expected = [["ana", "nobody"], ["bo", "nobody"], ["nobody", "bo"], ["nobody", "ana"]];
    assert_eq!(said, expected);
    for step in steps {
        let why = "people exchange places, so for a moment the team names nobody";
        assert_eq!(step.reason.as_deref(), Some(why));
        assert!(!step.because.is_empty(), "{step:?}");
    }
    // A third team, in which nobody changes places, is no part of it.
    let with_third = |first: &str, second: &str, third: &str| {
        let members = "members: [cy@acme.example, di@acme.example]";
        let third = format!("{{ name: V, {members}, first: {third}@acme.example }}");
        let teams = [team("T", first), team("U", second), third].join(", ");
        let more = ["cy", "di"].map(|name| person(name, "Agent"));
        org(
            &[],
            &teams,
            &[&[person("ana", "Admin, Agent"), person("bo", "Agent")], &more[..]].concat(),
        )
    };
    let wanted = with_third("bo", "ana", "di");
    let plan = judged(&WIDE, &with_third("ana", "bo", "cy"), &project(), &wanted);
    let third = plan.steps().filter(|step| step.key.name() == "V").map(names).collect::<Vec<_>>();
    assert_eq!(third, [["cy", "di"]]);
    // Nor is one that names somebody who comes from such a team, and named nobody before.
    let and_joins = |first: &str, second: &str, members: &str, third: &str| {
        let third = format!("{{ name: V, members: [{members}], first: {third} }}");
        let teams = [team("T", first), team("U", second), third].join(", ");
        org(&[], &teams, &[person("ana", "Admin, Agent"), person("bo", "Agent")])
    };
    let wanted = and_joins("bo", "ana", "ana@acme.example", "ana@acme.example");
    let plan = judged(&WIDE, &and_joins("ana", "bo", "", "null"), &project(), &wanted);
    let third = plan.steps().filter(|step| step.key.name() == "V").map(names).collect::<Vec<_>>();
    assert_eq!(third, [["nobody", "ana"]]);
    // Where only one leaves, nobody has to be named in between.
    let [ana, bo] = [person("ana", "Admin, Agent"), person("bo", "Agent")];
    let both = |first: &str| {
        let members = "members: [ana@acme.example, bo@acme.example]";
        let team = format!("{{ name: T, {members}, first: {first}@acme.example }}");
        org(&[], &team, &[ana.clone(), bo.clone()])
    };
    let plan = judged(&WIDE, &both("ana"), &project(), &both("bo"));
    assert_eq!(plan.steps().map(names).collect::<Vec<_>>(), [["ana", "bo"]]);
}

fn names_somebody(step: &Step) -> bool {
    matches!(&step.after, Some(Resource::Team(team)) if !team.named.is_empty())
}

/// The steps that have a reason which begins so.
fn that_say<'p>(plan: &'p Plan, why: &str) -> Vec<&'p Step> {
    let says = |step: &&Step| step.reason.as_deref().is_some_and(|reason| reason == why);
    plan.steps().filter(says).collect()
}

#[test]
fn roles_that_give_each_other_say_why_they_take_two_steps() {
    let lead = |name: &str, other: &str| {
        let role = role(name, "settings.users_and_teams.edit_user: granted");
        role.replace("label: x", &format!("label: x, assignable_roles: [{other}]"))
    };
    let none = org(&[], "", &[person("ana", "Admin")]);
    let both = org(&[lead("A", "B"), lead("B", "A")], "", &[person("ana", "Admin")]);
    let plan_of =
        |live: &str, wanted: &str| planned(&WIDE, live, &project(), wanted).expect("it is valid");
    let plan = plan_of(&none, &both);
    let first = "these roles may assign each other, so they have to be there first";
    let steps = that_say(&plan, first);
    assert_eq!((steps.len(), plan.steps().count()), (2, 4), "{}", shape(&plan));
    for step in steps {
        let same = plan.steps().find(|other| other.key == step.key).expect("it is made");
        assert_eq!((&step.because, step.because.len()), (&same.because, 1));
        assert!(step.before.is_some(), "{step:?}");
    }
    let plan = plan_of(&both, &none);
    let let_go = "these roles may assign each other, so they let go before they go";
    let steps = that_say(&plan, let_go);
    assert_eq!((steps.len(), plan.steps().count()), (2, 4), "{}", shape(&plan));
    assert!(steps.iter().all(|step| step.because.len() == 1 && step.before.is_some()), "{steps:?}");
    // What isn't listed goes for that reason.
    let unlisted = that_say(&plan, "not listed, and `manage: roles` is `all`");
    assert_eq!(unlisted.len(), 2, "{plan:?}");
}

#[test]
fn a_role_that_is_there_already_closes_no_circle() {
    let lead = |name: &str, gives: &str| {
        let role = role(name, "settings.users_and_teams.edit_user: granted");
        role.replace("label: x", &format!("label: x, assignable_roles: [{gives}]"))
    };
    let ana = [person("ana", "Admin")];
    let live = org(&[lead("B", "Agent")], "", &ana);
    let plan = judged(&WIDE, &live, &project(), &org(&[lead("A", "B"), lead("B", "A")], "", &ana));
    assert_eq!(plan.steps().count(), 2, "{}", shape(&plan));
    assert!(plan.steps().all(|step| step.reason.is_none()), "{plan:?}");
}

#[test]
fn a_step_is_asked_for_by_the_fields_that_it_changes() {
    let of = |label: &str, color: &str| {
        let role =
            role("Lead", "").replace("label: x", &format!("label: {label}, color: \"{color}\""));
        org(&[role], "", &[person("ana", "Admin")])
    };
    let live = of("x", "#000000");
    let places = |wanted: &str| {
        let plan = judged(&WIDE, &live, &project(), wanted);
        let step = plan.steps().next().expect("there is one");
        assert_eq!(plan.steps().count(), 1);
        step.because.clone()
    };
    let [label, color] = [places(&of("y", "#000000")), places(&of("x", "#111111"))];
    assert_eq!((label.len(), color.len()), (1, 1));
    assert_ne!(label, color);
    assert_eq!(places(&of("y", "#111111")), [label, color].concat());
    let nothing = org(&[], "", &[person("ana", "Admin")]);
    let plan = judged(&WIDE, &nothing, &project(), &live);
    assert_eq!(plan.steps().map(|step| step.because.len()).collect::<Vec<_>>(), [1]);
}

#[test]
fn who_stays_a_member_waits_for_nothing() {
    let of = |first: &str, more: &str, name: &str| {
        let members = "members: [ana@acme.example, bo@acme.example]";
        let team = format!("{{ name: T, {members}, first: {first}@acme.example }}");
        let people = [("ana", "Admin, Agent"), ("bo", "Agent")].map(|(who, roles)| {
            person(who, roles).replace("first_name: A", &format!("first_name: {name}"))
        });
        org(&[], &format!("{team}, {{ name: V, members: [{more}] }}"), &people)
    };
    let live = of("ana", "", "A");
    // One is named instead of the other, and both get another name or another seat.
    for (wanted, steps) in [
        (of("bo", "", "Z"), 3),
        (of("bo", "ana@acme.example", "A"), 2),
        (of("bo", "ana@acme.example", "Z"), 3),
    ] {
        let plan = judged(&WIDE, &live, &project(), &wanted);
        assert_eq!((plan.stages.len(), plan.steps().count()), (1, steps), "{}", shape(&plan));
    }
}
