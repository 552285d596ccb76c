//! Roles that change while people join and leave them.

use super::planned_as;
use crate::judged::{planned, whole};
use crate::order::{org, person, role};
use crate::world::WIDE;

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
fn ten_roles_are_all_exchanged() {
    let some = |letter: &str| (0..10).map(|n| format!("{letter}{n}")).collect::<Vec<_>>();
    let (old, new) = (some("R"), some("S"));
    let with = |names: &[String]| names.iter().map(|n| role(n, QUEUE)).collect::<Vec<_>>();
    let ana = |names: &[String]| [person("ana", &names.join(", "))];
    planned_as(
        &org(&[with(&old), with(&new)].concat(), "", &ana(&old)),
        &org(&[with(&old), with(&new)].concat(), "", &ana(&new)),
        "\
         update user `ana@acme.example` -R0 -R1 -R2 -R3 -R4 -R5 -R6 -R7 -R8 -R9 +S0 +S1 +S2 +S3 +S4 +S5 +S6 +S7 +S8 +S9\n\
         emptied 1: R0\n\
         emptied 1: R1\n\
         emptied 1: R2\n\
         emptied 1: R3\n\
         emptied 1: R4\n\
         emptied 1: R5\n\
         emptied 1: R6\n\
         emptied 1: R7\n\
         emptied 1: R8\n\
         emptied 1: R9\n",
    );
    planned_as(
        &org(&with(&old), "", &ana(&old)),
        &org(&with(&new), "", &ana(&new)),
        "\
         create role `S0` +x +settings.queue: edit; create role `S1` +x +settings.queue: edit; create role `S2` +x +settings.queue: edit; create role `S3` +x +settings.queue: edit; create role `S4` +x +settings.queue: edit; create role `S5` +x +settings.queue: edit; create role `S6` +x +settings.queue: edit; create role `S7` +x +settings.queue: edit; create role `S8` +x +settings.queue: edit; create role `S9` +x +settings.queue: edit\n\
         update user `ana@acme.example` -R0 -R1 -R2 -R3 -R4 -R5 -R6 -R7 -R8 -R9 +S0 +S1 +S2 +S3 +S4 +S5 +S6 +S7 +S8 +S9\n\
         delete role `R0` -x -settings.queue: edit; delete role `R1` -x -settings.queue: edit; delete role `R2` -x -settings.queue: edit; delete role `R3` -x -settings.queue: edit; delete role `R4` -x -settings.queue: edit; delete role `R5` -x -settings.queue: edit; delete role `R6` -x -settings.queue: edit; delete role `R7` -x -settings.queue: edit; delete role `R8` -x -settings.queue: edit; delete role `R9` -x -settings.queue: edit\n",
    );
}

#[test]
fn two_of_ninety_nine_are_replaced() {
    let some =
        |of: std::ops::Range<usize>| of.map(|n| role(&format!("R{n}"), "")).collect::<Vec<_>>();
    let people = |ana: &str, bo: &str| [person("ana", ana), person("bo", bo)];
    planned_as(
        &org(&some(0..99), "", &people("R0", "R1")),
        &org(&some(2..101), "", &people("R99", "R100")),
        "\
         create role `R99` +x\n\
         update user `ana@acme.example` -R0 +R99\n\
         delete role `R0` -x\n\
         create role `R100` +x\n\
         update user `bo@acme.example` -R1 +R100\n\
         delete role `R1` -x\n",
    );
}

#[test]
fn what_waits_for_fewer_new_roles_goes_first() {
    let some =
        |of: std::ops::Range<usize>| of.map(|n| role(&format!("R{n}"), "")).collect::<Vec<_>>();
    let people = |ana: &str, bo: &str| [person("ana", ana), person("bo", bo)];
    planned_as(
        &org(&some(0..99), "", &people("R0", "R1")),
        &org(&some(2..101), "", &people("R99, R100", "R99")),
        "\
         create role `R99` +x\n\
         update user `bo@acme.example` -R1 +R99\n\
         delete role `R1` -x\n\
         create role `R100` +x\n\
         update user `ana@acme.example` -R0 +R100 +R99\n\
         delete role `R0` -x\n",
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
    planned_as(
        &live,
        &org(&roles, "", &people),
        "\
         rename role `B` to role `C` -dashboards.calls: view +function.agent.agent_desktop: granted\n\
         rename role `A` to role `B` -settings.queue: edit +settings.queue: view\n",
    );
    // Their holders change over as well.
    let people = [person("ana", "C"), person("bo", "B")];
    planned_as(
        &live,
        &org(&roles, "", &people),
        "\
         rename role `B` to role `C` -dashboards.calls: view\n\
         rename role `A` to role `B` -settings.queue: edit +settings.queue: view\n\
         update user `ana@acme.example` -B +C; update user `bo@acme.example` -C +B\n\
         update role `C` +function.agent.agent_desktop: granted\n",
    );
    // The first rename is done, and nothing else.
    let live = roles_of(&[("A", QUEUE), ("C", CALLS)], &[("ana", "A"), ("bo", "C")]);
    planned_as(
        &live,
        &org(&roles, "", &people),
        "\
         rename role `A` to role `B` -settings.queue: edit +settings.queue: view\n\
         update user `bo@acme.example` -C +B\n\
         update role `C` -dashboards.calls: view +function.agent.agent_desktop: granted\n\
         update user `ana@acme.example` -B +C\n",
    );
}

#[test]
fn renames_in_a_circle_are_refused() {
    let live = roles_of(&[("A", QUEUE), ("B", CALLS)], &[("ana", "A"), ("bo", "B")]);
    let roles = [was(role("A", CALLS), "B"), was(role("B", QUEUE), "A")];
    let wanted = org(&roles, "", &[person("ana", "B"), person("bo", "A")]);
    let found = planned(&WIDE, &live, &whole(), &wanted).expect_err("it can't be told");
    let found = found.sorted();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code.word, "rename-circle");
    assert!(found[0].help.contains("in two changes"));
}

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
