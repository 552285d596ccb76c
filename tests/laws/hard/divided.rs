//! Rows of people that are divided: what is taken away waits for nobody's hand.

use rolecall::plan::Means;
use rolecall::platform::Way;

use super::waits::{plan_with, said};
use crate::judged::whole;
use crate::order::{org, person, role};
use crate::world::WIDE;

#[test]
fn what_is_taken_away_waits_for_no_hand() {
    let means = Means { roles: Way::ByHand, ..Means::default() };
    let of =
        |roles: &[String], bo: &str| org(roles, "", &[person("ana", "Admin"), person("bo", bo)]);
    let other = role("Other", "");
    let live = of(std::slice::from_ref(&other), "Agent, Other");
    let lead = role("Lead", "");
    let both = [lead.clone(), other.clone()];
    // A role that has to be made first is waited for, and what goes isn't.
    let made = said(&means, &live, &of(&both, "Agent, Lead"));
    assert_eq!(
        made,
        [
            "by hand: create role `Lead` +x",
            "update user `bo@acme.example` -Other",
            "update user `bo@acme.example` +Lead after [0, 1]",
        ]
    );
    let plan = plan_with(&means, &WIDE, &whole(), &live, &of(&both, "Agent, Lead"));
    let first = plan.steps().nth(1).expect("there are three");
    assert_eq!(first.reason.as_deref(), Some("what is taken away waits for nobody's hand"));
    assert!(!first.because.is_empty());
    // Where nothing has to be waited for, it is one step.
    let there = of(&both, "Agent, Other");
    assert_eq!(
        said(&means, &there, &of(&both, "Agent, Lead")),
        ["update user `bo@acme.example` -Other +Lead"]
    );
    // Nobody is left without a role for a while.
    let only = of(std::slice::from_ref(&other), "Other");
    assert_eq!(
        said(&means, &only, &of(&both, "Lead")),
        ["by hand: create role `Lead` +x", "update user `bo@acme.example` -Other +Lead after [0]"]
    );
    // Nor does who administers cease to before somebody is made one again.
    let admin = of(std::slice::from_ref(&other), "Admin, Other");
    let made = said(&means, &admin, &of(&both, "Lead, Other"));
    assert_eq!(
        made,
        ["by hand: create role `Lead` +x", "update user `bo@acme.example` -Admin +Lead after [0]"]
    );
}

#[test]
fn what_is_kept_waits_for_its_new_name() {
    let means = Means { roles: Way::ByHand, ..Means::default() };
    let of = |name: &str, former: &str, bo: &str| {
        let other = role(name, "").replace("label: x", &format!("{former}label: x"));
        org(&[role("Lead", ""), other], "", &[person("ana", "Admin"), person("bo", bo)])
    };
    let live = of("Other", "", "Other, Lead");
    let renamed = of("New", "previously: [Other], ", "New");
    let by_hand = "by hand: rename role `Other` to role `New`";
    assert_eq!(
        said(&means, &live, &renamed),
        [by_hand, "update user `bo@acme.example` -Lead after [0]"]
    );
    let means = Means { teams: Way::ByHand, managers: Way::ByHand, ..Means::default() };
    let of = |name: &str, former: &str, below: &str, second: &str| {
        let below = format!("teams: [{{ name: S, members: [{below}] }}]");
        let teams =
            format!("{{ name: {name}, {former}{below} }}, {{ name: U, members: [{second}] }}");
        org(&[], &teams, &[person("ana", "Admin"), person("bo", "Agent")])
    };
    let bo = "bo@acme.example";
    let itself = |name: &str, former: &str, second: &str| {
        let teams = format!(
            "{{ name: {name}, {former}members: [{bo}] }}, {{ name: U, members: [{second}] }}"
        );
        org(&[], &teams, &[person("ana", "Admin"), person("bo", "Agent")])
    };
    let told = said(&means, &itself("T", "", bo), &itself("V", "previously: [T], ", ""));
    assert_eq!(told.last().map(String::as_str), Some("update user `bo@acme.example` -U after [0]"));
    let live = of("T", "", bo, bo);
    let said = said(&means, &live, &of("V", "previously: [T], ", bo, ""));
    assert_eq!(
        said,
        ["by hand: rename team `T` to team `V`", "update user `bo@acme.example` -U after [0]"]
    );
}

#[test]
fn a_row_is_divided_only_where_something_can_be_taken_at_once() {
    let means = Means { roles: Way::ByHand, ..Means::default() };
    let queue = "settings.queue: edit";
    let of = |roles: &[String], bo: &str, seats: &str| {
        let team = format!("{{ name: U, members: [{seats}] }}");
        org(roles, &team, &[person("ana", "Admin"), person("bo", bo)])
    };
    let [lead, new] = [role("Lead", queue), role("New", queue)];
    let (one, two) = ([lead.clone()], [lead, new]);
    let made = "by hand: create role `New` +x +settings.queue: edit";
    let row = "update user `bo@acme.example`";
    // Nothing is lost.
    assert_eq!(
        said(&means, &of(&one, "Agent", ""), &of(&two, "Agent, New", "")),
        [made.to_owned(), format!("{row} +New after [0]")]
    );
    // What the lost role allows is kept by the new one, and nobody is without it in between.
    assert_eq!(
        said(&means, &of(&one, "Agent, Lead", ""), &of(&two, "Agent, New", "")),
        [made.to_owned(), format!("{row} -Lead +New after [0]")]
    );
    // A seat is left at once.
    assert_eq!(
        said(&means, &of(&one, "Agent", "bo@acme.example"), &of(&two, "Agent, New", "")),
        [made.to_owned(), format!("{row} -U"), format!("{row} +New after [0, 1]")]
    );
}

#[test]
fn nobody_leaves_a_team_at_once_that_names_them() {
    let means = Means { roles: Way::ByHand, ..Means::default() };
    let of = |roles: &[String], bo: &str, members: &str, first: &str| {
        let teams = format!(
            "{{ name: T, members: [bo@acme.example] }}, \
             {{ name: U, members: [{members}], first: {first}@acme.example }}"
        );
        org(roles, &teams, &[person("ana", "Admin"), person("bo", bo), person("cy", "Agent")])
    };
    let [bo, cy] = ["bo@acme.example", "cy@acme.example"];
    let live = of(&[], "Agent", &format!("{bo}, {cy}"), "bo");
    let wanted = of(&[role("New", "")], "Agent, New", cy, "cy");
    let said = said(&means, &live, &wanted);
    let row = format!("update user `{bo}` -U +New");
    assert!(said.iter().any(|line| line.starts_with(&row)), "{said:?}");
}

#[test]
fn what_is_taken_at_once_waits_for_a_name_that_a_program_gives() {
    let means = Means { roles: Way::ByHand, ..Means::default() };
    let of = |roles: &[String], bo: &str, teams: &str| {
        org(roles, teams, &[person("ana", "Admin"), person("bo", bo)])
    };
    let bo = "members: [bo@acme.example]";
    let live = of(&[], "Agent", &format!("{{ name: T, {bo} }}, {{ name: U, {bo} }}"));
    let teams = format!("{{ name: V, previously: [T], {bo} }}, {{ name: U, members: [] }}");
    let wanted = of(&[role("New", "")], "Agent, New", &teams);
    let row = "update user `bo@acme.example`";
    assert_eq!(
        said(&means, &live, &wanted),
        [
            "by hand: create role `New` +x".to_owned(),
            "rename team `T` to team `V`".to_owned(),
            format!("{row} -U after [1]"),
            format!("{row} +New after [0, 1, 2]"),
        ]
    );
}

#[test]
fn what_somebody_writes_of_a_team_above_doesnt_hold_up_what_is_taken() {
    let means = Means { managers: Way::ByHand, ..Means::default() };
    let of = |managers: &str, members: &str, seat: &str| {
        let below = "teams: [{ name: S, members: [bo@acme.example] }]";
        let team = format!("{{ name: T, managers: [{managers}], members: [{members}], {below} }}");
        let teams = format!("{team}, {{ name: U, members: [{seat}] }}");
        org(&[], &teams, &[person("ana", "Admin"), person("bo", "Agent")])
    };
    let bo = "bo@acme.example";
    let row = "update user `bo@acme.example`";
    assert_eq!(
        said(&means, &of(bo, "", bo), &of("", bo, "")),
        [
            "by hand: update team `T` -bo".to_owned(),
            format!("{row} -U"),
            format!("{row} +T after [0, 1]"),
        ]
    );
}
