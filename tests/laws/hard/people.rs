//! People who come and go.

use super::planned_as;
use crate::order::{more_of_person, org, person, role};

const TEAM: &str = "{ name: T, managers: [], members: [] }";

fn seats(managers: &str, members: &str) -> String {
    let list = |names: &str| {
        if names.is_empty() { String::new() } else { format!("{names}@acme.example") }
    };
    TEAM.replace("managers: []", &format!("managers: [{}]", list(managers)))
        .replace("members: []", &format!("members: [{}]", list(members)))
}

fn inactive(name: &str, roles: &str) -> String {
    more_of_person(name, roles, "status: inactive")
}

#[test]
fn a_member_is_deactivated_while_the_role_is_widened() {
    let roles = ["settings.queue: view", "settings.queue: edit"]
        .map(|all| [role("A", &format!("function.agent.all: granted, {all}"))]);
    planned_as(
        &org(&roles[0], &seats("", "ana"), &[person("ana", "A"), person("bo", "A")]),
        &org(&roles[1], &seats("", ""), &[inactive("ana", "A"), person("bo", "A")]),
        "\
         deactivate user `ana@acme.example` -active -T +inactive\n\
         update role `A` -settings.queue: view +settings.queue: edit\n\
         emptied 1: T\n",
    );
}

#[test]
fn a_manager_is_deactivated() {
    planned_as(
        &org(
            &[role("A", "")],
            &seats("ana", "bo"),
            &[person("ana", "A, Agent"), person("bo", "Agent")],
        ),
        &org(
            &[role("A", "")],
            &seats("", "bo"),
            &[inactive("ana", "Agent"), person("bo", "Agent")],
        ),
        "\
         update team `T` -ana\n\
         deactivate user `ana@acme.example` -active -A +inactive\n\
         emptied 1: A\n\
         emptied 1: T\n",
    );
}

#[test]
fn somebody_is_reactivated_into_a_team() {
    let roles = ["settings.queue: edit", "settings.queue: view"]
        .map(|all| [role("A", &format!("function.agent.all: granted, {all}"))]);
    planned_as(
        &org(&roles[0], "", &[inactive("ana", "A"), person("bo", "A")]),
        &org(&roles[1], &seats("bo", "ana"), &[person("ana", "A"), person("bo", "A")]),
        "\
         update role `A` -settings.queue: edit +settings.queue: view; create team `T` +bo\n\
         reactivate user `ana@acme.example` -inactive +active +T\n",
    );
}

#[test]
fn the_last_administrator_is_deactivated() {
    planned_as(
        &org(&[], "", &[person("ana", "Admin"), person("bo", "Agent")]),
        &org(&[], "", &[inactive("ana", "Admin"), person("bo", "Agent")]),
        "\
         deactivate user `ana@acme.example` -active +inactive\n\
         last-administrators 0: ana@acme.example\n\
         emptied 1: Admin\n",
    );
    // There is another by then.
    planned_as(
        &org(&[], "", &[person("ana", "Admin"), person("bo", "Agent")]),
        &org(&[], "", &[inactive("ana", "Admin"), person("bo", "Admin")]),
        "\
         update user `bo@acme.example` -Agent +Admin\n\
         deactivate user `ana@acme.example` -active +inactive\n\
         emptied 1: Agent\n",
    );
}
