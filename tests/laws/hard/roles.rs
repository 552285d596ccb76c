//! Roles that change while people join and leave them.

use super::{planned_as, refused_as};
use crate::order::{org, person, role};

const QUEUE: &str = "settings.queue: edit";
const LOOK: &str = "settings.queue: view";
const DEVELOPER: &str = "settings.developer_settings: edit";
const DESKTOP: &str = "function.agent.agent_desktop: granted";
const CALLS: &str = "dashboards.calls: view";

/// Roles with what each contains, and people with the roles that each holds.
fn roles_of(roles: &[(&str, &str)], people: &[(&str, &str)]) -> String {
    let roles: Vec<String> = roles.iter().map(|(name, all)| role(name, all)).collect();
    let people: Vec<String> = people.iter().map(|(name, roles)| person(name, roles)).collect();
    org(&roles, "", &people)
}

#[test]
fn narrowed_while_holders_leave() {
    planned_as(
        &roles_of(&[("A", QUEUE)], &[("ana", "A"), ("bo", "A")]),
        &roles_of(&[("A", LOOK)], &[("ana", "Agent"), ("bo", "A")]),
        "",
    );
}

#[test]
fn widened_while_holders_leave() {
    planned_as(
        &roles_of(&[("A", LOOK)], &[("ana", "A"), ("bo", "A")]),
        &roles_of(&[("A", QUEUE)], &[("ana", "Agent"), ("bo", "A")]),
        "",
    );
}

#[test]
fn narrowed_while_others_join() {
    planned_as(
        &roles_of(&[("A", QUEUE)], &[("ana", "Agent"), ("bo", "A")]),
        &roles_of(&[("A", LOOK)], &[("ana", "A"), ("bo", "A")]),
        "",
    );
}

#[test]
fn widened_while_others_join() {
    planned_as(
        &roles_of(&[("A", LOOK)], &[("ana", "Agent"), ("bo", "A")]),
        &roles_of(&[("A", QUEUE)], &[("ana", "A"), ("bo", "A")]),
        "",
    );
}

#[test]
fn narrowed_and_widened_while_some_leave_and_others_join() {
    planned_as(
        &roles_of(&[("A", QUEUE)], &[("ana", "A"), ("bo", "Agent"), ("cy", "A")]),
        &roles_of(&[("A", DEVELOPER)], &[("ana", "Agent"), ("bo", "A"), ("cy", "A")]),
        "",
    );
}

#[test]
fn two_roles_that_change_exchange_their_people() {
    planned_as(
        &roles_of(&[("A", QUEUE), ("B", CALLS)], &[("ana", "A"), ("bo", "B")]),
        &roles_of(&[("A", DEVELOPER), ("B", DESKTOP)], &[("ana", "B"), ("bo", "A")]),
        "",
    );
}

#[test]
fn two_roles_exchange_what_they_contain_and_their_people() {
    planned_as(
        &roles_of(&[("A", QUEUE), ("B", DEVELOPER)], &[("ana", "A"), ("bo", "B")]),
        &roles_of(&[("A", DEVELOPER), ("B", QUEUE)], &[("ana", "B"), ("bo", "A")]),
        "",
    );
}

#[test]
fn of_two_gaps_the_one_of_fewer_people_is_taken() {
    planned_as(
        &roles_of(&[("A", QUEUE), ("B", DEVELOPER)], &[("ana", "A"), ("bo", "B"), ("cy", "B")]),
        &roles_of(&[("A", DEVELOPER), ("B", QUEUE)], &[("ana", "B"), ("bo", "A"), ("cy", "A")]),
        "",
    );
    planned_as(
        &roles_of(&[("A", QUEUE), ("B", DEVELOPER)], &[("ana", "A"), ("bo", "B"), ("cy", "A")]),
        &roles_of(&[("A", DEVELOPER), ("B", QUEUE)], &[("ana", "B"), ("bo", "A"), ("cy", "B")]),
        "",
    );
}

#[test]
fn two_roles_exchange_what_they_contain() {
    planned_as(
        &roles_of(&[("A", QUEUE), ("B", DEVELOPER)], &[("ana", "A"), ("bo", "B")]),
        &roles_of(&[("A", DEVELOPER), ("B", QUEUE)], &[("ana", "A"), ("bo", "B")]),
        "",
    );
    // Who holds both has everything all the time.
    planned_as(
        &roles_of(&[("A", QUEUE), ("B", DEVELOPER)], &[("ana", "A, B")]),
        &roles_of(&[("A", DEVELOPER), ("B", QUEUE)], &[("ana", "A, B")]),
        "",
    );
}

#[test]
fn a_role_that_is_joined_bridges_until_it_is_narrowed() {
    let only = |scopes: &str| format!("dashboards.calls: {{ level: view, only: [{scopes}] }}");
    let (teams, both) = (only("assigned_teams"), only("assigned_queues, assigned_teams"));
    planned_as(
        &roles_of(&[("A", &teams), ("B", &both), ("C", &teams)], &[("ana", "B"), ("bo", "A")]),
        &roles_of(&[("A", &both), ("B", &teams), ("C", &both)], &[("ana", "A"), ("bo", "B, C")]),
        "",
    );
}

#[test]
fn ten_roles_are_all_exchanged() {
    let some = |letter: &str| (0..10).map(|n| format!("{letter}{n}")).collect::<Vec<_>>();
    let (old, new) = (some("R"), some("S"));
    let with = |names: &[String]| names.iter().map(|n| role(n, QUEUE)).collect::<Vec<_>>();
    let ana = |names: &[String]| [person("ana", &names.join(", "))];
    planned_as(
        &org(&[with(&old), with(&new)].concat(), "", &ana(&old)),
        &org(&[with(&old), with(&new)].concat(), "", &ana(&new)),
        "",
    );
    planned_as(&org(&with(&old), "", &ana(&old)), &org(&with(&new), "", &ana(&new)), "");
}

#[test]
fn two_of_ninety_nine_are_replaced() {
    let some =
        |of: std::ops::Range<usize>| of.map(|n| role(&format!("R{n}"), "")).collect::<Vec<_>>();
    let people = |ana: &str, bo: &str| [person("ana", ana), person("bo", bo)];
    planned_as(
        &org(&some(0..99), "", &people("R0", "R1")),
        &org(&some(2..101), "", &people("R99", "R100")),
        "",
    );
}

fn was(role: String, was: &str) -> String {
    role.replace("label", &format!("previously: [{was}], label"))
}

#[test]
fn renames_in_a_chain_with_edits() {
    let live = roles_of(&[("A", QUEUE), ("B", CALLS)], &[("ana", "A"), ("bo", "B")]);
    let roles = [was(role("B", LOOK), "A"), was(role("C", DESKTOP), "B")];
    let people = [person("ana", "B"), person("bo", "C")];
    planned_as(&live, &org(&roles, "", &people), "");
    // Their holders change over as well.
    let people = [person("ana", "C"), person("bo", "B")];
    planned_as(&live, &org(&roles, "", &people), "");
    // The first rename is done, and nothing else.
    let live = roles_of(&[("A", QUEUE), ("C", CALLS)], &[("ana", "A"), ("bo", "C")]);
    planned_as(&live, &org(&roles, "", &people), "");
}

#[test]
fn renames_in_a_circle_are_refused() {
    let live = roles_of(&[("A", QUEUE), ("B", CALLS)], &[("ana", "A"), ("bo", "B")]);
    let roles = [was(role("A", CALLS), "B"), was(role("B", QUEUE), "A")];
    refused_as(&live, &org(&roles, "", &[person("ana", "B"), person("bo", "A")]), "");
}

fn giver(name: &str, gives: &str) -> String {
    let all =
        format!("settings.users_and_teams.edit_user: granted }}, assignable_roles: [{gives}]");
    role(name, &all).replace("] } }", "] }")
}

#[test]
fn a_role_goes_that_another_may_assign() {
    let people = [person("ana", "Lead")];
    planned_as(
        &org(&[giver("Lead", "Temp, Agent"), role("Temp", QUEUE)], "", &people),
        &org(&[giver("Lead", "Agent")], "", &people),
        "",
    );
    // And one that a role may assign that goes as well.
    planned_as(
        &org(&[giver("Lead", "Temp"), role("Temp", QUEUE)], "", &people),
        &org(&[], "", &[person("ana", "Agent")]),
        "",
    );
}

#[test]
fn new_roles_that_assign_each_other() {
    let roles = [giver("A", "B"), giver("B", "C"), giver("C", "A")];
    let live = org(&[], "", &[person("ana", "Agent")]);
    planned_as(&live, &org(&roles, "", &[person("ana", "A")]), "");
}

#[test]
fn what_two_roles_may_assign_is_exchanged() {
    planned_as(
        &org(
            &[giver("A", "B"), giver("B", "A")],
            "",
            &[person("ana", "A, B"), person("bo", "A, B")],
        ),
        &org(&[giver("A", "A"), giver("B", "B")], "", &[person("ana", "A"), person("bo", "B")]),
        "",
    );
}
