//! Teams that move while people change their seats.

use super::{planned_as, shape};
use crate::judged::judged;
use crate::order::{org, person, role};
use crate::world::WIDE;

fn people() -> Vec<String> {
    ["ana", "bo", "cy"].map(|name| person(name, "Agent")).into()
}

/// A team with its managers, members, and what stands below it.
fn team(name: &str, managers: &str, members: &str, below: &str) -> String {
    let seats = |names: &str| {
        let all = names.split_whitespace().map(|name| format!("{name}@acme.example"));
        all.collect::<Vec<_>>().join(", ")
    };
    let (managers, members) = (seats(managers), seats(members));
    format!("{{ name: {name}, managers: [{managers}], members: [{members}], teams: [{below}] }}")
}

fn was(team: &str, was: &str) -> String {
    team.replacen("managers", &format!("previously: ['{was}'], managers"), 1)
}

#[test]
fn a_tree_is_turned_upside_down() {
    let live = team("A", "ana", "", &team("B", "", "bo", &team("C", "", "cy", "")));
    let below = was(&team("A", "ana", "", ""), "A");
    let below = was(&team("B", "", "bo", &below), "A:B");
    let wanted = was(&team("C", "", "cy", &below), "A:B:C");
    planned_as(
        &org(&[], &live, &people()),
        &org(&[], &wanted, &people()),
        "\
         move team `A:B:C` to team `C`\n\
         move team `A:B` to team `C:B`\n\
         move team `A` to team `C:B:A`\n",
    );
}

#[test]
fn a_parent_goes_whose_children_stay() {
    let children = [team("B", "ana", "", ""), team("C", "", "bo", "")];
    let live = team("A", "", "cy", &children.join(", "));
    let wanted = [was(&children[0], "A:B"), was(&children[1], "A:C")].join(", ");
    planned_as(
        &org(&[], &live, &people()),
        &org(&[], &wanted, &people()),
        "\
         move team `A:B` to team `B`; move team `A:C` to team `C`; update user `cy@acme.example` -A\n\
         delete team `A`\n",
    );
}

#[test]
fn a_member_becomes_manager_and_the_reverse() {
    let (live, wanted) = (team("T", "ana", "bo cy", ""), team("T", "bo", "ana cy", ""));
    planned_as(
        &org(&[], &live, &people()),
        &org(&[], &wanted, &people()),
        "\
         update user `bo@acme.example` -T\n\
         update team `T` -ana +bo\n\
         update user `ana@acme.example` +T\n",
    );
}

#[test]
fn everybody_leaves_a_team_that_goes() {
    let live = [team("T", "ana", "bo cy", ""), team("U", "", "", "")].join(", ");
    let wanted = team("U", "ana", "bo cy", "");
    planned_as(
        &org(&[], &live, &people()),
        &org(&[], &wanted, &people()),
        "\
         update team `U` +ana; update user `bo@acme.example` -T +U; update user `cy@acme.example` -T +U\n\
         delete team `T` -ana\n",
    );
}

#[test]
fn two_siblings_exchange_what_they_contain() {
    let both = |first: [&str; 2], second: [&str; 2]| {
        let all = [team("A", first[0], first[1], ""), team("B", second[0], second[1], "")];
        org(&[], &team("T", "", "", &all.join(", ")), &people())
    };
    planned_as(
        &both(["ana", "bo"], ["", "cy"]),
        &both(["", "cy"], ["ana", "bo"]),
        "\
         update team `T:A` -ana; update team `T:B` +ana; update user `bo@acme.example` -T:A +T:B; update user `cy@acme.example` -T:B +T:A\n\
         emptied 1: T:A\n",
    );
}

#[test]
fn orders_change_with_what_comes_and_goes() {
    let roles = |names: &str| names.split(' ').map(|name| role(name, "")).collect::<Vec<_>>();
    let teams = |names: &str| {
        names.split(' ').map(|name| team(name, "", "", "")).collect::<Vec<_>>().join(", ")
    };
    let orders =
        |roles: &str, teams: &str| format!("role_order: [{roles}]\nteam_order: [{teams}]\n");
    planned_as(
        &(orders("A, B, C", "T, U, V") + &org(&roles("A B C"), &teams("T U V"), &people())),
        &(orders("D, C, A", "W, V, T") + &org(&roles("A C D"), &teams("T V W"), &people())),
        "\
         delete role `B` -x; create role `D` +x; delete team `U`; create team `W`\n\
         reorder roles; reorder teams at the top\n",
    );
}

#[test]
fn an_order_waits_for_what_it_lists_alone() {
    let teams = |names: [&str; 2], managers: &str, below: &str| {
        let [first, second] = names.map(|name| match name {
            "T" => team("T", managers, "", below),
            _ => team(name, "", "", ""),
        });
        format!("{first}, {second}")
    };
    let of = |roles: [&str; 2], label: &str, teams: String, order: &str| {
        let roles =
            roles.map(|name| role(name, "").replace("label: x", &format!("label: {label}")));
        let orders = format!("role_order: [{}]\nteam_order: [{order}]\n", names(&roles));
        orders + &org(&roles, &teams, &people())
    };
    let plan = |wanted: &str| {
        let live = of(["A", "B"], "x", teams(["T", "U"], "", ""), "T, U");
        shape(&judged(&WIDE, &live, &super::project(), wanted))
    };
    let reordered = of(["A", "B"], "x", teams(["T", "U"], "", ""), "U, T");
    let live = of(["A", "B"], "x", teams(["T", "U"], "", ""), "T, U");
    let asked = judged(&WIDE, &live, &super::project(), &reordered);
    assert!(asked.steps().all(|step| step.because.len() == 1), "{asked:?}");
    // What changes within, or below another, is in no list of these.
    let label = of(["B", "A"], "y", teams(["T", "U"], "", ""), "T, U");
    assert_eq!(plan(&label), "update role `A` -x +y; update role `B` -x +y; reorder roles\n");
    let below = of(["B", "A"], "x", teams(["T", "U"], "", &team("S", "", "", "")), "T, U");
    assert_eq!(plan(&below), "reorder roles; create team `T:S`\n");
    let managed = of(["A", "B"], "x", teams(["T", "U"], "ana", ""), "U, T");
    assert_eq!(plan(&managed), "update team `T` +ana; reorder teams at the top\n");
    let below = of(["A", "B"], "x", teams(["T", "U"], "", &team("S", "", "", "")), "U, T");
    assert_eq!(plan(&below), "create team `T:S`; reorder teams at the top\n");
    let made = of(["A", "C"], "x", teams(["T", "U"], "", ""), "U, T");
    let made = made.replace("role_order: [A, C]", "role_order: [C, A]");
    assert_eq!(
        plan(&made),
        "delete role `B` -x; create role `C` +x; reorder teams at the top\nreorder roles\n"
    );
}

/// The names of roles as they are written.
fn names(roles: &[String]) -> String {
    let name = |role: &String| role["{ name: ".len()..].split(',').next().map(str::to_owned);
    roles.iter().filter_map(name).collect::<Vec<_>>().join(", ")
}
