//! Who administers while others come and go: who waits for whom, and for no more than is needed.

use super::roles::{DEVELOPER, QUEUE, roles_of};
use super::shape;
use crate::case::Project;
use crate::judged::{judged, whole};
use crate::world::GRANTED;

/// Fails unless the plan is this one, and keeps all laws, where so many have to administer.
fn planned_as(min_admins: usize, live: &str, wanted: &str, expected: &str) {
    let project = Project { min_admins, max_removals: 100, ..whole() };
    let plan = judged(&GRANTED, live, &project, wanted);
    let short = shape(&plan).replace("@acme.example", "");
    assert_eq!(short.replace("settings.developer_settings", "developer"), expected);
}

/// What a role contains that makes administrators, and what its holders do besides until it is narrowed.
/// Who leaves it and does that by another role leaves before; who joins it and never does comes after.
fn both() -> String {
    format!("{DEVELOPER}, {QUEUE}")
}

/// A role that becomes another, and one that lets its holders do what they would lose by that.
fn of(x: &str, people: &[(&str, &str)]) -> String {
    roles_of(&[("X", x), ("Z", QUEUE)], people)
}

#[test]
fn who_can_stay_waits_and_who_is_waited_for_goes() {
    // Cy and Di have to wait until Bo has left X. So Bo goes first, and Ana stays until they are there.
    planned_as(
        1,
        &of(&both(), &[("ana", "Admin"), ("bo", "X"), ("cy", "Agent"), ("di", "Agent")]),
        &of(DEVELOPER, &[("ana", "Agent"), ("bo", "Z"), ("cy", "X"), ("di", "X")]),
        "\
         update user `bo` -X +Z\n\
         update role `X` -settings.queue: edit\n\
         update user `cy` -Agent +X; update user `di` -Agent +X\n\
         update user `ana` -Admin +Agent\n",
    );
}

#[test]
fn of_those_who_come_the_ones_are_waited_for_who_wait_for_nobody() {
    // Eve has to wait until Bo has left X; Cy and Di don't, and one is enough.
    planned_as(
        1,
        &of(&both(), &[("bo", "X"), ("cy", "Agent"), ("di", "Agent"), ("eve", "Agent")]),
        &of(DEVELOPER, &[("bo", "Z"), ("cy", "Admin"), ("di", "Admin"), ("eve", "X")]),
        "\
         update user `cy` -Agent +Admin; update user `di` -Agent +Admin\n\
         update user `bo` -X +Z\n\
         update role `X` -settings.queue: edit\n\
         update user `eve` -Agent +X\n",
    );
}

#[test]
fn of_somebodys_roles_the_one_stays_for_which_nobody_waits() {
    // Bo administers by X, which Cy and Di wait for him to leave, and by A until it ceases to.
    let of = |a: &str, x: &str, people: [&str; 3]| {
        let people = ["bo", "cy", "di"].into_iter().zip(people).collect::<Vec<_>>();
        roles_of(&[("A", a), ("X", x), ("Z", QUEUE)], &people)
    };
    planned_as(
        1,
        &of(DEVELOPER, &both(), ["A, X", "Agent", "Agent"]),
        &of("", DEVELOPER, ["A, Z", "X", "X"]),
        "\
         update user `bo` -X +Z\n\
         update role `X` -settings.queue: edit\n\
         update user `cy` -Agent +X; update user `di` -Agent +X\n\
         update role `A` -developer: edit\n",
    );
}

#[test]
fn a_role_of_somebody_who_stays_waits_for_nobody_who_changes_over() {
    // Ana stays an administrator whatever becomes of A; only Bo goes from one role to another.
    let of = |a: &str, bo: &str| {
        let roles = [("A", a), ("P", DEVELOPER), ("Q", DEVELOPER)];
        roles_of(&roles, &[("ana", "A, Admin"), ("bo", bo)])
    };
    planned_as(
        2,
        &of(DEVELOPER, "P"),
        &of("", "Q"),
        "update role `A` -developer: edit; update user `bo` -P +Q\n",
    );
}

#[test]
fn where_all_go_and_come_in_turn_it_isnt_the_first_who_could_go_that_goes() {
    // Two of three have to be left. Were Ana the first to go, Bo and Cy would have to stay, and those who
    // wait for them could never come.
    let of = |both: &str, people: [&str; 5]| {
        let people = ["ana", "bo", "cy", "di", "eve"].into_iter().zip(people).collect::<Vec<_>>();
        roles_of(&[("X", both), ("Y", both), ("Z", QUEUE)], &people)
    };
    planned_as(
        2,
        &of(&both(), ["Admin", "X", "Y", "Agent", "Agent"]),
        &of(DEVELOPER, ["Agent", "Z", "Z", "X", "Y"]),
        "\
         update user `bo` -X +Z\n\
         update role `X` -settings.queue: edit\n\
         update user `di` -Agent +X\n\
         update user `cy` -Y +Z\n\
         update role `Y` -settings.queue: edit\n\
         update user `eve` -Agent +Y\n\
         update user `ana` -Admin +Agent\n",
    );
}
