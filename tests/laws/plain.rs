//! Plain changes have plain plans.

use rolecall::plan::{Action, Resource};

use super::case::Project;
use super::judged::{judged, planned, whole};
use super::order;
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

/// A thousand people with their roles, and two roles with what they contain.
fn a_thousand(roles: [&str; 2], held: impl Fn(usize) -> &'static str) -> String {
    let people: Vec<String> = (0..1000).map(|n| order::person(&format!("p{n}"), held(n))).collect();
    order::org(&[order::role("A", roles[0]), order::role("B", roles[1])], "", &people)
}

/// Returns how many steps each stage has.
fn stages(live: &str, wanted: &str) -> Vec<usize> {
    let project = Project { max_removals: 10_000, ..whole() };
    let plan = planned(&WIDE, live, &project, wanted).expect("it is valid");
    assert!(plan.refusals.is_empty(), "{:?}", plan.refusals);
    plan.stages.iter().map(|stage| stage.steps.len()).collect()
}

#[test]
fn a_thousand_people_who_exchange_roles_are_one_stage() {
    let [first, second] = [|n| ["A", "B"][n % 2], |n| ["B", "A"][n % 2]];
    let both = ["settings.queue: view", "dashboards.calls: view"];
    assert_eq!(stages(&a_thousand(both, first), &a_thousand(both, second)), [1000]);
    // Labels don't matter to them, nor does what both gain.
    let end = a_thousand(both, second).replace("label: x", "label: y");
    assert_eq!(stages(&a_thousand(both, first), &end), [1002]);
}

#[test]
fn a_thousand_people_who_exchange_roles_that_change_wait_for_these_alone() {
    let [first, second] = [|n| ["A", "B"][n % 2], |n| ["B", "A"][n % 2]];
    let live = a_thousand(["settings.queue: view", "dashboards.calls: view"], first);
    let agent = "function.agent.agent_desktop: granted";
    let wanted = a_thousand([agent, "settings.developer_settings: view"], second);
    assert_eq!(stages(&live, &wanted), [1, 500, 1, 500, 1]);
}
