//! Roles that give others: what they list comes and goes.

use super::planned_as;
use super::roles::{CALLS, DESKTOP, QUEUE};
use crate::order::{org, person, role};

fn giver(name: &str, gives: &str) -> String {
    giver_of(name, "", gives)
}

/// A role that gives others, and contains something else.
fn giver_of(name: &str, more: &str, gives: &str) -> String {
    let all = format!(
        "settings.users_and_teams.edit_user: granted{more} }}, assignable_roles: [{gives}]"
    );
    role(name, &all).replace("] } }", "] }")
}

#[test]
fn a_role_goes_that_another_may_assign() {
    let people = [person("ana", "Lead")];
    planned_as(
        &org(&[giver("Lead", "Temp, Agent"), role("Temp", QUEUE)], "", &people),
        &org(&[giver("Lead", "Agent")], "", &people),
        "\
         update role `Lead` -giving Temp\n\
         delete role `Temp` -x -settings.queue: edit\n",
    );
    // And one that a role may assign that goes as well.
    planned_as(
        &org(&[giver("Lead", "Temp"), role("Temp", QUEUE)], "", &people),
        &org(&[], "", &[person("ana", "Agent")]),
        "\
         update user `ana@acme.example` -Lead +Agent\n\
         delete role `Lead` -x -settings.users_and_teams.edit_user: granted -giving Temp\n\
         delete role `Temp` -x -settings.queue: edit\n\
         emptied 2: roles\n",
    );
}

#[test]
fn new_roles_that_assign_each_other() {
    let roles = [giver("A", "B"), giver("B", "C"), giver("C", "A")];
    let live = org(&[], "", &[person("ana", "Agent")]);
    planned_as(
        &live,
        &org(&roles, "", &[person("ana", "A")]),
        "\
         create role `A` +x +settings.users_and_teams.edit_user: granted; create role `B` +x +settings.users_and_teams.edit_user: granted; create role `C` +x +settings.users_and_teams.edit_user: granted\n\
         update role `A` +giving B; update role `B` +giving C; update role `C` +giving A; update user `ana@acme.example` -Agent +A\n\
         emptied 1: Agent\n",
    );
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
        "\
         update role `B` +giving B\n\
         update role `A` -giving B +giving A; update user `bo@acme.example` -A\n\
         update role `B` -giving A; update user `ana@acme.example` -B\n",
    );
}

#[test]
fn what_a_role_gives_and_what_else_it_contains_change_in_an_order_of_their_own() {
    // Bo may never look at calls, so Lead begins to after Bo left, who waits for what Ana leaves; and Ana
    // may give X all along, so Lead begins to before she comes. On the way back it is the reverse.
    let x = || role("X", QUEUE);
    let desk = || role("Desk", DESKTOP);
    let with = |id: &str| format!(", {id}");
    let was = org(
        &[x(), desk(), giver("Lead", "Agent"), giver("Next", "X")],
        "",
        &[person("ana", "Next"), person("bo", "Desk, Lead")],
    );
    let is = org(
        &[
            x(),
            desk(),
            giver_of("Lead", &with(CALLS), "Agent, X"),
            giver_of("Next", &with(DESKTOP), "X"),
        ],
        "",
        &[person("ana", "Lead"), person("bo", "Next")],
    );
    planned_as(
        &was,
        &is,
        "\
         update role `Lead` +giving X\n\
         update user `ana@acme.example` -Next +Lead\n\
         update role `Next` +function.agent.agent_desktop: granted\n\
         update user `bo@acme.example` -Desk -Lead +Next\n\
         update role `Lead` +dashboards.calls: view\n\
         emptied 1: Desk\n",
    );
    planned_as(
        &is,
        &was,
        "\
         update role `Lead` -dashboards.calls: view\n\
         update user `bo@acme.example` -Next +Desk +Lead\n\
         update role `Next` -function.agent.agent_desktop: granted\n\
         update user `ana@acme.example` -Lead +Next\n\
         update role `Lead` -giving X\n",
    );
}
