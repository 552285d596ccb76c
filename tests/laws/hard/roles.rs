//! Roles that change while people join and leave them.

use super::planned_as;
use crate::order::{org, person, role};

pub const QUEUE: &str = "settings.queue: edit";
pub const LOOK: &str = "settings.queue: view";
pub const DEVELOPER: &str = "settings.developer_settings: edit";
pub const DESKTOP: &str = "function.agent.agent_desktop: granted";
pub const CALLS: &str = "dashboards.calls: view";

/// Roles with what each contains, and people with the roles that each holds.
pub fn roles_of(roles: &[(&str, &str)], people: &[(&str, &str)]) -> String {
    let roles: Vec<String> = roles.iter().map(|(name, all)| role(name, all)).collect();
    let people: Vec<String> = people.iter().map(|(name, roles)| person(name, roles)).collect();
    org(&roles, "", &people)
}

#[test]
fn narrowed_while_holders_leave() {
    planned_as(
        &roles_of(&[("A", QUEUE)], &[("ana", "A"), ("bo", "A")]),
        &roles_of(&[("A", LOOK)], &[("ana", "Agent"), ("bo", "A")]),
        "\
         update role `A` -settings.queue: edit +settings.queue: view; update user `ana@acme.example` -A +Agent\n",
    );
}

#[test]
fn widened_while_holders_leave() {
    planned_as(
        &roles_of(&[("A", LOOK)], &[("ana", "A"), ("bo", "A")]),
        &roles_of(&[("A", QUEUE)], &[("ana", "Agent"), ("bo", "A")]),
        "\
         update user `ana@acme.example` -A +Agent\n\
         update role `A` -settings.queue: view +settings.queue: edit\n",
    );
}

#[test]
fn narrowed_while_others_join() {
    planned_as(
        &roles_of(&[("A", QUEUE)], &[("ana", "Agent"), ("bo", "A")]),
        &roles_of(&[("A", LOOK)], &[("ana", "A"), ("bo", "A")]),
        "\
         update role `A` -settings.queue: edit +settings.queue: view\n\
         update user `ana@acme.example` -Agent +A\n\
         emptied 1: Agent\n",
    );
}

#[test]
fn widened_while_others_join() {
    planned_as(
        &roles_of(&[("A", LOOK)], &[("ana", "Agent"), ("bo", "A")]),
        &roles_of(&[("A", QUEUE)], &[("ana", "A"), ("bo", "A")]),
        "\
         update role `A` -settings.queue: view +settings.queue: edit; update user `ana@acme.example` -Agent +A\n\
         emptied 1: Agent\n",
    );
}

#[test]
fn narrowed_and_widened_while_some_leave_and_others_join() {
    planned_as(
        &roles_of(&[("A", QUEUE)], &[("ana", "A"), ("bo", "Agent"), ("cy", "A")]),
        &roles_of(&[("A", DEVELOPER)], &[("ana", "Agent"), ("bo", "A"), ("cy", "A")]),
        "\
         update user `ana@acme.example` -A +Agent\n\
         update role `A` -settings.queue: edit +settings.developer_settings: edit\n\
         update user `bo@acme.example` -Agent +A\n",
    );
}

#[test]
fn two_roles_that_change_exchange_their_people() {
    planned_as(
        &roles_of(&[("A", QUEUE), ("B", CALLS)], &[("ana", "A"), ("bo", "B")]),
        &roles_of(&[("A", DEVELOPER), ("B", DESKTOP)], &[("ana", "B"), ("bo", "A")]),
        "\
         update role `B` -dashboards.calls: view\n\
         update user `ana@acme.example` -A +B\n\
         update role `A` -settings.queue: edit +settings.developer_settings: edit\n\
         update user `bo@acme.example` -B +A\n\
         update role `B` +function.agent.agent_desktop: granted\n",
    );
}

#[test]
fn two_roles_exchange_what_they_contain_and_their_people() {
    planned_as(
        &roles_of(&[("A", QUEUE), ("B", DEVELOPER)], &[("ana", "A"), ("bo", "B")]),
        &roles_of(&[("A", DEVELOPER), ("B", QUEUE)], &[("ana", "B"), ("bo", "A")]),
        "\
         update role `B` -settings.developer_settings: edit\n\
         update user `ana@acme.example` -A +B\n\
         update role `A` -settings.queue: edit +settings.developer_settings: edit\n\
         update user `bo@acme.example` -B +A\n\
         update role `B` +settings.queue: edit\n\
         access-gap 2: ana@acme.example: `settings.queue`: edit, from stages 2 to 4; bo@acme.example: `settings.developer_settings`: edit, from stages 1 to 3\n",
    );
}

#[test]
fn of_two_gaps_the_one_of_fewer_people_is_taken() {
    // Who goes from A to B has the queue by C until then; who comes from B has the desktop by D.
    let roles = |a, b| [("A", a), ("B", b), ("C", QUEUE), ("D", DESKTOP)];
    let [there, back] = [("A, C", "B"), ("B, D", "A")];
    let people = |third: (&'static str, &'static str)| {
        let all = [("ana", there), ("bo", back), ("cy", third)];
        (all.map(|(name, (was, _))| (name, was)), all.map(|(name, (_, is))| (name, is)))
    };
    let (was, is) = people(there);
    planned_as(
        &roles_of(&roles("", ""), &was),
        &roles_of(&roles(DESKTOP, QUEUE), &is),
        "\
         update user `bo@acme.example` -B -D +A\n\
         update role `B` +settings.queue: edit\n\
         update user `ana@acme.example` -A -C +B; update user `cy@acme.example` -A -C +B\n\
         update role `A` +function.agent.agent_desktop: granted\n\
         emptied 2: C\n\
         emptied 1: D\n\
         access-gap 1: bo@acme.example: `function.agent.agent_desktop`, from stages 1 to 3\n",
    );
    let (was, is) = people(back);
    planned_as(
        &roles_of(&roles("", ""), &was),
        &roles_of(&roles(DESKTOP, QUEUE), &is),
        "\
         update user `ana@acme.example` -A -C +B\n\
         update role `A` +function.agent.agent_desktop: granted\n\
         update user `bo@acme.example` -B -D +A; update user `cy@acme.example` -B -D +A\n\
         update role `B` +settings.queue: edit\n\
         emptied 1: C\n\
         emptied 2: D\n\
         access-gap 1: ana@acme.example: `settings.queue`: edit, from stages 1 to 3\n",
    );
}

#[test]
fn of_gaps_of_several_kinds_the_fewest_people_have_one() {
    let roles = |a, b| [("A", a), ("B", b), ("C", QUEUE), ("D", DESKTOP), ("E", "")];
    let [was, is] = [["A, C", "B, D", "B, D"], ["B", "A", "A, E"]];
    let people = |held: [&'static str; 3]| {
        let [there, back, other] = held;
        [("ana", there), ("bo", back), ("cy", there), ("di", other), ("eve", there)]
    };
    planned_as(
        &roles_of(&roles("", "")[..4], &people(was)),
        &roles_of(&roles(DESKTOP, QUEUE), &people(is)),
        "\
         create role `E` +x; update user `bo@acme.example` -B -D +A\n\
         update user `di@acme.example` -B -D +A +E\n\
         update role `B` +settings.queue: edit\n\
         update user `ana@acme.example` -A -C +B; update user `cy@acme.example` -A -C +B; update user `eve@acme.example` -A -C +B\n\
         update role `A` +function.agent.agent_desktop: granted\n\
         emptied 3: C\n\
         emptied 2: D\n\
         access-gap 2: bo@acme.example: `function.agent.agent_desktop`, from stages 1 to 4; di@acme.example: `function.agent.agent_desktop`, from stages 2 to 4\n",
    );
}

#[test]
fn two_roles_exchange_what_they_contain() {
    planned_as(
        &roles_of(&[("A", QUEUE), ("B", DEVELOPER)], &[("ana", "A"), ("bo", "B")]),
        &roles_of(&[("A", DEVELOPER), ("B", QUEUE)], &[("ana", "A"), ("bo", "B")]),
        "\
         update role `A` -settings.queue: edit +settings.developer_settings: edit; update role `B` -settings.developer_settings: edit +settings.queue: edit\n",
    );
    // Who holds both has everything all the time.
    planned_as(
        &roles_of(&[("A", QUEUE), ("B", DEVELOPER)], &[("ana", "A, B")]),
        &roles_of(&[("A", DEVELOPER), ("B", QUEUE)], &[("ana", "A, B")]),
        "\
         update role `B` +settings.queue: edit\n\
         update role `A` -settings.queue: edit +settings.developer_settings: edit\n\
         update role `B` -settings.developer_settings: edit\n",
    );
}

#[test]
fn a_role_that_is_joined_bridges_until_it_is_narrowed() {
    let only = |scopes: &str| format!("dashboards.calls: {{ level: view, only: [{scopes}] }}");
    let (teams, both) = (only("assigned_teams"), only("assigned_queues, assigned_teams"));
    planned_as(
        &roles_of(&[("A", &teams), ("B", &both), ("C", &teams)], &[("ana", "B"), ("bo", "A")]),
        &roles_of(&[("A", &both), ("B", &teams), ("C", &both)], &[("ana", "A"), ("bo", "B, C")]),
        "\
         update user `bo@acme.example` -A +B +C\n\
         update role `A` -dashboards.calls: view, only assigned_teams +dashboards.calls: view, only assigned_queues and assigned_teams\n\
         update user `ana@acme.example` -B +A\n\
         update role `B` -dashboards.calls: view, only assigned_queues and assigned_teams +dashboards.calls: view, only assigned_teams\n\
         update role `C` -dashboards.calls: view, only assigned_teams +dashboards.calls: view, only assigned_queues and assigned_teams\n",
    );
}

#[test]
fn a_role_that_is_left_bridges_once_it_is_widened() {
    // Wes is never to have the queue: he joins A once it is narrowed, and C is widened once he has left.
    // So Zed has it by B in between.
    planned_as(
        &roles_of(&[("A", QUEUE), ("B", ""), ("C", "")], &[("wes", "C"), ("zed", "A, B")]),
        &roles_of(&[("A", ""), ("B", QUEUE), ("C", QUEUE)], &[("wes", "A"), ("zed", "C")]),
        "\
         update role `B` +settings.queue: edit\n\
         update role `A` -settings.queue: edit\n\
         update user `wes@acme.example` -C +A\n\
         update role `C` +settings.queue: edit\n\
         update user `zed@acme.example` -A -B +C\n\
         emptied 1: B\nemptied 1: A\n",
    );
}
