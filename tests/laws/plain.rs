//! Plain changes have plain plans.

use rolecall::plan::{Action, Resource};

use super::regressions::{judged, planned, whole};
use super::world::WIDE;

const LIVE: &str = "
roles:
  - { name: Lead, label: LEAD, color: '#00FF00', permissions: { settings.queue: view, function.agent.all: granted } }
teams: [{ name: T, managers: [bo@acme.example], members: [ana@acme.example], teams: [{ name: S }] }]
users:
  - { email: ana@acme.example, first_name: Ana, last_name: Diaz, roles: [Lead], location: Lima }
  - { email: bo@acme.example, first_name: Bo, last_name: Lund, roles: [Agent] }
";

/// A change of the text is one step; returns it.
fn one_step(from: &str, to: &str) -> rolecall::plan::Step {
    let plan = judged(&WIDE, LIVE, &whole(), &LIVE.replace(from, to));
    let steps: Vec<_> = plan.steps().cloned().collect();
    assert_eq!((plan.stages.len(), steps.len()), (1, 1), "{from} to {to}: {steps:#?}");
    steps[0].clone()
}

#[test]
fn nothing_to_do_is_an_empty_plan() {
    let plan = judged(&WIDE, LIVE, &whole(), LIVE);
    assert!(plan.is_empty() && plan.refusals.is_empty());
}

#[test]
fn one_change_is_one_step() {
    let step = one_step("settings.queue: view", "settings.queue: edit");
    let Some(Resource::Role(role)) = step.after else { panic!("it is about a role") };
    assert!(
        role.label.is_unknown() && role.color.is_unknown() && role.assignable_roles.is_unknown()
    );
    for (from, to, action) in [
        ("label: LEAD", "label: L", Action::Update),
        ("location: Lima", "location: null", Action::Update),
        ("first_name: Bo", "first_name: Bob", Action::Update),
        ("members: [ana@acme.example]", "members: []", Action::Update),
        ("managers: [bo@acme.example]", "managers: []", Action::Update),
        ("name: S", "name: R, previously: ['T:S']", Action::Rename),
        ("roles: [Agent]", "roles: [Lead, Agent]", Action::Update),
    ] {
        let step = one_step(from, to);
        assert_eq!(step.action, action, "{from} to {to}");
    }
}

#[test]
fn a_thousand_people_are_one_stage() {
    let people = |roles: &str| {
        let person = |n| {
            format!(
                "  - {{ email: p{n}@acme.example, first_name: A, last_name: B, roles: [{roles}] }}\n"
            )
        };
        format!("users:\n{}", (0..1000).map(person).collect::<String>())
    };
    let plan = planned(&WIDE, &people("Agent"), &whole(), &people("Agent, Manager"));
    let plan = plan.expect("it is valid");
    assert_eq!((plan.stages.len(), plan.steps().count()), (1, 1000));
    assert!(plan.refusals.is_empty());
}
