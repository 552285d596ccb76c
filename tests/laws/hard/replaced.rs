//! Roles that take the place of others, with and without room for both, and under new names.

use std::ops::Range;

use super::planned_as;
use super::roles::{CALLS, DESKTOP, LOOK, QUEUE, roles_of};
use crate::judged::{planned, whole};
use crate::order::{org, person, role};
use crate::world::WIDE;

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

/// Roles with these numbers, which allow nothing, and two people.
fn numbered(roles: Range<usize>, ana: &str, bo: &str) -> String {
    let roles: Vec<String> = roles.map(|n| role(&format!("R{n}"), "")).collect();
    org(&roles, "", &[person("ana", ana), person("bo", bo)])
}

#[test]
fn two_of_ninety_nine_are_replaced() {
    planned_as(
        &numbered(0..99, "R0", "R1"),
        &numbered(2..101, "R99", "R100"),
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
    planned_as(
        &numbered(0..99, "R0", "R1"),
        &numbered(2..101, "R99, R100", "R99"),
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
