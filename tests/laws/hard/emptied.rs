//! What stays and is left empty, and whose identity passes to another.

use std::sync::Arc;

use rolecall::core::{Known, Status};

use super::{project, refused, shape};
use crate::judged::{judged, planned};
use crate::order::{more_of_person, org, person, role};
use crate::world::WIDE;

/// Returns what guards say of a plan where much may go at once.
fn said(live: &str, wanted: &str) -> String {
    refused(&planned(&WIDE, live, &project(), wanted).expect("it is valid"))
}

/// Two teams, with the members of each.
fn teams(first: &str, second: &str) -> String {
    let members = |names: &str| {
        let all = names.split_whitespace().map(|name| format!("{name}@acme.example"));
        all.collect::<Vec<_>>().join(", ")
    };
    let [first, second] = [first, second].map(members);
    format!("{{ name: T, members: [{first}] }}, {{ name: U, members: [{second}] }}")
}

fn people(status: &str) -> [String; 3] {
    let inactive = more_of_person("cy", "Agent", &format!("status: {status}"));
    [person("ana", "Admin"), person("bo", "Agent"), inactive]
}

#[test]
fn a_team_that_loses_its_last_active_member_is_told() {
    let of = |first: &str, second: &str| org(&[], &teams(first, second), &people("active"));
    assert_eq!(said(&of("bo", ""), &of("", "")), "emptied 1: T\n");
    assert_eq!(said(&of("bo", ""), &of("", "bo")), "emptied 1: T\n");
    // Who stays in another team has left this one all the same.
    assert_eq!(said(&of("bo", "bo"), &of("", "bo")), "emptied 1: T\n");
    assert_eq!(said(&of("bo cy", ""), &of("", "bo cy")), "emptied 2: T\n");
    assert_eq!(said(&of("bo cy", ""), &of("bo", "")), "");
    assert_eq!(said(&of("bo", "cy"), &of("bo cy", "cy")), "");
}

#[test]
fn where_nobody_was_active_nothing_is_emptied() {
    let held = |roles: &str| {
        let cy = more_of_person("cy", roles, "status: inactive");
        org(&[role("Lead", "")], "", &[person("ana", "Admin"), cy])
    };
    assert_eq!(said(&held("Agent, Lead"), &held("Agent")), "");
    let active =
        |roles: &str| org(&[role("Lead", "")], "", &[person("ana", "Admin"), person("cy", roles)]);
    assert_eq!(said(&active("Agent, Lead"), &active("Agent")), "emptied 1: Lead\n");
    // No manifest says it, but a platform may tell of somebody inactive in a team.
    let mut live = WIDE.live(&org(&[], &teams("cy", ""), &people("active")));
    let cy = live.users.values_mut().last().map(Arc::make_mut).expect("there are three");
    cy.status = Known::Known(Status::Inactive);
    let wanted = [("a.yaml".to_owned(), org(&[], &teams("", ""), &people("inactive")))];
    let desired = WIDE.mean(&project().text(), &wanted).expect("it is valid");
    let plan = WIDE.plan(&desired, &live, &project().limits()).expect("it can be planned");
    assert_eq!(refused(&plan), "", "{}", shape(&plan));
    assert_eq!(plan.steps().count(), 1);
}

#[test]
fn a_role_that_loses_its_last_permission_is_told() {
    let view = "settings.queue: view";
    let of = |label: &str, granted: &str| {
        let lead = role("Lead", granted).replace("label: x", &format!("label: {label}"));
        org(&[lead], "", &[person("ana", "Admin"), person("bo", "Lead")])
    };
    assert_eq!(said(&of("x", view), &of("x", "")), "emptied 1: Lead\n");
    // One that had none, one that gets some, and one that keeps some.
    assert_eq!(said(&of("x", ""), &of("y", "")), "");
    assert_eq!(said(&of("x", ""), &of("x", view)), "");
    assert_eq!(said(&of("x", view), &of("x", "settings.queue: edit")), "");
}

#[test]
fn all_addresses_that_change_are_counted() {
    let live = org(&[], "", &people("active"));
    let renamed = |name: &str, was: &str| {
        more_of_person(name, "Agent", &format!("previously: [{was}@acme.example]"))
    };
    let message = |wanted: &[String]| {
        let plan = planned(&WIDE, &live, &project(), &org(&[], "", wanted)).expect("it is valid");
        let of = plan.refusals.iter().filter(|refusal| refusal.guard == "identity-change");
        of.map(|refusal| refusal.message.clone()).collect::<Vec<_>>()
    };
    let [ana, bo, cy] = people("active");
    assert_eq!(
        message(&[ana.clone(), renamed("bob", "bo"), cy]),
        ["1 person would get another address, and keep what they have"]
    );
    assert_eq!(
        message(&[ana, renamed("bob", "bo"), renamed("cyd", "cy")]),
        ["2 people would get other addresses, and keep what they have"]
    );
    assert!(message(&[person("ana", "Admin"), bo]).is_empty());
}

#[test]
fn names_that_are_handed_on_are_free_before_they_are_taken() {
    let renamed = |name: &str, was: &str| {
        more_of_person(name, "Agent", &format!("previously: [{was}@acme.example]"))
    };
    let live =
        org(&[], "", &[person("ana", "Admin"), person("bo", "Agent"), person("cy", "Agent")]);
    let wanted = org(&[], "", &[person("ana", "Admin"), renamed("cy", "bo"), renamed("di", "cy")]);
    let plan = judged(&WIDE, &live, &project(), &wanted);
    assert_eq!(
        shape(&plan),
        "rename user `cy@acme.example` to user `di@acme.example`\n\
         rename user `bo@acme.example` to user `cy@acme.example`\n"
    );
}
