//! What is taken away: how much of each relation, and of what is protected.

use std::collections::BTreeSet;

use rolecall::core::{Email, RoleName};
use rolecall::plan::Plan;

use super::{refused, shape};
use crate::case::Project;
use crate::judged::{planned, whole};
use crate::order::{more_of_person, org, person, role};
use crate::world::WIDE;

const GIVES: &str = "settings.users_and_teams.edit_user: granted";

/// An organisation with one of each, of which a part may be written otherwise.
fn one(from: &str, to: &str) -> String {
    let lead = role("Lead", &format!("settings.queue: edit, {GIVES}"))
        .replace("label: x", "label: x, assignable_roles: [Agent]");
    let team = "{ name: T, managers: [ana@acme.example], members: [bo@acme.example] }";
    let people = [
        person("ana", "Admin"),
        person("bo", "Agent, Lead"),
        person("cy", "Agent, Lead"),
        person("di", "Agent"),
    ];
    let text = org(&[lead, role("Other", "")], &format!("{team}, {{ name: U }}"), &people);
    assert!(text.contains(from), "{from} in {text}");
    text.replacen(from, to, 1)
}

fn plan_of(project: &Project, wanted: &str) -> Plan {
    planned(&WIDE, &one("", ""), project, wanted).expect("it is valid")
}

#[test]
fn what_is_taken_away_is_counted_by_relation() {
    let nothing = Project { max_removals: 0, ..whole() };
    let [lead, bo] = ["{ name: Other, label: x, permissions: {  } }", "roles: [Agent, Lead]"];
    for (from, to, said) in [
        (format!(", {lead}"), String::new(), "1 roles would be deleted: Other"),
        (", { name: U }".to_owned(), String::new(), "1 teams would be deleted: U"),
        (
            format!(", {}", person("di", "Agent")),
            String::new(),
            "1 people would be deactivated or deleted: di@acme.example",
        ),
        (
            bo.to_owned(),
            "roles: [Agent]".to_owned(),
            "1 role grants would be taken away: bo@acme.example: Lead",
        ),
        (
            "members: [bo@acme.example]".to_owned(),
            "members: [di@acme.example]".to_owned(),
            "1 memberships would be taken away: bo@acme.example: T",
        ),
        (
            "managers: [ana@acme.example]".to_owned(),
            "managers: [cy@acme.example]".to_owned(),
            "1 memberships would be taken away: ana@acme.example: T",
        ),
        (
            "settings.queue: edit".to_owned(),
            "settings.queue: view".to_owned(),
            "1 permissions would be revoked or narrowed: Lead: settings.queue",
        ),
        (
            "settings.queue: edit, ".to_owned(),
            String::new(),
            "1 permissions would be revoked or narrowed: Lead: settings.queue",
        ),
    ] {
        let plan = plan_of(&nothing, &one(&from, &to));
        let of = plan.refusals.iter().filter(|refusal| refusal.guard == "max-removals");
        let found: Vec<String> = of
            .map(|one| {
                let words = one.message.trim_end_matches(", and 0 are allowed");
                format!("{words}: {}", one.names.join("; "))
            })
            .collect();
        assert_eq!(found, [said], "{from} to {to}");
        // As much as is allowed isn't too much, and what is given takes nothing away.
        let one_of_each = Project { max_removals: 1, ..whole() };
        let enough = refused(&plan_of(&one_of_each, &one(&from, &to)));
        assert!(!enough.contains("max-removals"), "{enough}");
    }
    let more =
        one("settings.queue: edit", "settings.queue: edit, settings.developer_settings: edit");
    assert_eq!(refused(&plan_of(&nothing, &more)), "");
    let managed =
        one("managers: [ana@acme.example]", "managers: [ana@acme.example, cy@acme.example]");
    assert_eq!(refused(&plan_of(&nothing, &managed)), "");
}

#[test]
fn what_is_protected_may_be_given_more_and_keeps_what_it_has() {
    let protecting = |users: &[&str], roles: &[&str]| Project {
        protected_users: users.iter().map(|name| Email::new(name)).collect(),
        protected_roles: roles.iter().map(|name| RoleName::new(name)).collect::<BTreeSet<_>>(),
        max_removals: 100,
        ..whole()
    };
    let both = protecting(&["ana@acme.example", "bo@acme.example"], &["Lead"]);
    let nobody = protecting(&["di@acme.example"], &["Other"]);
    let inactive = more_of_person("bo", "Agent, Lead", "status: inactive");
    let lead = "{ name: Lead, label: x";
    for (from, to, of) in [
        ("settings.queue: edit", "settings.queue: view", "Lead"),
        ("settings.queue: edit, ", "", "Lead"),
        ("assignable_roles: [Agent]", "assignable_roles: [Manager]", "Lead"),
        (lead, "{ name: Leader, previously: [Lead], label: x", "Lead"),
        ("roles: [Agent, Lead]", "roles: [Agent]", "bo@acme.example"),
        ("roles: [Agent, Lead]", "roles: [Agent, Other]", "bo@acme.example"),
        ("members: [bo@acme.example]", "members: [di@acme.example]", "bo@acme.example"),
        ("managers: [ana@acme.example]", "managers: [di@acme.example]", "ana@acme.example"),
        ("settings.queue: edit", "settings.queue: edit, settings.developer_settings: edit", ""),
        ("assignable_roles: [Agent]", "assignable_roles: [Agent, Manager]", ""),
        (lead, "{ name: Lead, label: y", ""),
        ("roles: [Agent, Lead]", "roles: [Agent, Lead, Other]", ""),
        ("{ name: U }", "{ name: U, members: [bo@acme.example] }", ""),
        ("bo@acme.example, first_name: A", "bo@acme.example, first_name: Z", ""),
    ] {
        // Where a name is said more often, as that of who is a manager, the first is meant.
        let mut wanted = one(from, to);
        if to.contains("Leader") {
            wanted = wanted.replace("roles: [Agent, Lead]", "roles: [Agent, Leader]");
        }
        let plan = plan_of(&both, &wanted);
        let refused = refused(&plan);
        let said: Vec<&str> =
            refused.lines().filter(|line| line.starts_with("protected")).collect();
        let name = if to.contains("Leader") { "Leader" } else { of };
        let expected = format!("protected 1: {name}");
        let expected: &[&str] = if of.is_empty() { &[] } else { &[&expected] };
        assert_eq!(said, expected, "{from} to {to}: {}", shape(&plan));
        let other = super::refused(&plan_of(&nobody, &wanted));
        assert!(!other.contains("protected"), "{other}");
    }
    let gone = one(&person("bo", "Agent, Lead"), &inactive)
        .replace("members: [bo@acme.example]", "members: []");
    assert!(refused(&plan_of(&both, &gone)).contains("protected 1: bo@acme.example\n"));
}
