//! What steps say of what is there before them, and what follows a name that changes.

use rolecall::plan::{Action, Resource};

use super::{planned_as, project};
use crate::judged::judged;
use crate::order::{more_of_person, org, person, role};
use crate::world::WIDE;

#[test]
fn what_is_put_into_another_order_or_renamed_was_there() {
    let orders = |roles: &str| format!("role_order: [{roles}]\nteam_order: []\n");
    let ana = [person("ana", "Admin")];
    let live = orders("A, B") + &org(&[role("A", ""), role("B", "")], "", &ana);
    let renamed = role("C", "").replace("label", "previously: [B], label");
    let wanted = orders("C, A") + &org(&[role("A", ""), renamed], "", &ana);
    let plan = judged(&WIDE, &live, &project(), &wanted);
    let of = |action: Action| {
        let mut steps = plan.steps().filter(move |step| step.action == action);
        steps.next().and_then(|step| step.before.clone())
    };
    assert!(matches!(of(Action::Rename), Some(Resource::Role(_))), "{plan:?}");
    let Some(Resource::RoleOrder(order)) = of(Action::Reorder) else { panic!("{plan:?}") };
    let first: Vec<&str> = order.iter().take(2).map(|name| name.as_str()).collect();
    assert_eq!(first, ["A", "C"], "it stands where it stood, under its new name");
}

#[test]
fn a_built_in_role_that_is_written_for_the_first_time_stays_where_it_is_in_the_order() {
    let order =
        "role_order: [Admin, Manager, 'Manager: Data', 'Manager: Team', 'Manager: Admin', Agent]\n";
    let ana = [person("ana", "Admin")];
    let written = "{ name: 'Manager: Data', permissions: { settings.queue: edit } }".to_owned();
    planned_as(
        &(order.to_owned() + &org(&[], "", &ana)),
        &(order.to_owned() + &org(&[written], "", &ana)),
        "update role `Manager: Data` +settings.queue: edit\n",
    );
}

#[test]
fn teams_go_on_naming_somebody_whose_address_changes_and_nobody_else() {
    let team = |name: &str, who: &str| {
        format!("{{ name: {name}, members: [{who}@acme.example], first: {who}@acme.example }}")
    };
    let of = |bo: &str, more: &str| {
        let teams = [team("T", bo), team("U", "cy")].join(", ");
        let people = [person("ana", "Admin"), more_of_person(bo, "Agent", more)];
        org(&[], &teams, &[&people[..], &[person("cy", "Agent")]].concat())
    };
    planned_as(
        &of("bo", "status: active"),
        &of("bob", "status: active, previously: [bo@acme.example]"),
        "rename user `bo@acme.example` to user `bob@acme.example`\n\
         identity-change 1: bo@acme.example to bob@acme.example\n",
    );
}

#[test]
fn somebody_is_named_by_an_address_that_they_have() {
    let of = |bo: &str, first: &str, more: &str| {
        let team = format!("{{ name: T, members: [{bo}@acme.example], first: {first} }}");
        org(&[], &team, &[person("ana", "Admin"), more_of_person(bo, "Agent", more)])
    };
    planned_as(
        &of("bo", "null", "status: active"),
        &of("bob", "bob@acme.example", "status: active, previously: [bo@acme.example]"),
        "rename user `bo@acme.example` to user `bob@acme.example`\n\
         update team `T`\n\
         identity-change 1: bo@acme.example to bob@acme.example\n",
    );
}
