//! Teams that are renamed and moved, and teams that name others meanwhile: what waits for what.

use super::{project, refused, shape};
use crate::judged::{judged, planned};
use crate::order::{org, person};
use crate::world::WIDE;

fn of(teams: &str) -> String {
    let people = ["ana", "bo", "cy"].map(|name| person(name, "Admin, Agent"));
    org(&[], teams, &people)
}

#[test]
fn naming_somebody_waits_for_nothing_else_that_becomes_of_teams() {
    let all = "members: [ana@acme.example, bo@acme.example]";
    let live = "{ name: T, managers: [cy@acme.example], MEMBERS, first: null }, \
        { name: U, MEMBERS, first: bo@acme.example }";
    let wanted = "{ name: T, managers: [], MEMBERS, first: ana@acme.example }, \
        { name: U, MEMBERS, first: null }";
    let [live, wanted] = [live, wanted].map(|teams| of(&teams.replace("MEMBERS", all)));
    let plan = judged(&WIDE, &live, &project(), &wanted);
    assert_eq!((plan.stages.len(), plan.steps().count()), (1, 3), "{}", shape(&plan));
}

#[test]
fn an_upper_team_gets_its_name_before_one_leaves_it() {
    let live = of("{ name: T, teams: [{ name: X, teams: [{ name: U }] }] }");
    let wanted = of(
        "{ name: A, teams: [{ name: U, previously: ['T:X:U'] }] }, { name: V, previously: [T], \
            teams: [{ name: X }] }",
    );
    let plan = judged(&WIDE, &live, &project(), &wanted);
    assert_eq!(
        shape(&plan),
        "create team `A`; rename team `T` to team `V`\nmove team `V:X:U` to team `A:U`\n"
    );
}

#[test]
fn an_upper_team_gets_a_name_once_another_has_left_it() {
    let live = of("{ name: U }, { name: T, teams: [{ name: X }] }");
    let wanted = of("{ name: U, previously: ['T:X'] }, \
        { name: T, teams: [{ name: V, previously: [U] }] }");
    let plan = judged(&WIDE, &live, &project(), &wanted);
    assert_eq!(shape(&plan), "move team `U` to team `T:V`\nmove team `T:X` to team `U`\n");
}

#[test]
fn what_stands_in_a_team_that_cant_leave_stays_as_well() {
    let stuck = |live: &str, wanted: &str| {
        let plan = planned(&WIDE, &of(live), &project(), &of(wanted)).expect("it is valid");
        let lines = refused(&plan);
        lines.lines().last().unwrap_or_default().to_owned()
    };
    // S would get below itself, and C can't stand in the new one before that.
    assert_eq!(
        stuck(
            "{ name: S, teams: [{ name: C }] }",
            "{ name: S, teams: [{ name: D, previously: ['S:C'] }, \
                { name: T, teams: [{ name: S, previously: [S] }] }] }",
        ),
        "no-safe-order 2: rename team `S:D`; move team `S:T:S`"
    );
    // Each would have to leave first.
    assert_eq!(
        stuck(
            "{ name: A }, { name: B }",
            "{ name: A, teams: [{ name: B, previously: [B] }] }, \
                { name: B, teams: [{ name: A, previously: [A] }] }",
        ),
        "no-safe-order 2: move team `A:B`; move team `B:A`"
    );
}
