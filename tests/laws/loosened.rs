//! Which rules a change loosens.

use rolecall::core::{Email, RoleName};
use rolecall::plan::{GUARDS, Limits, Relation, Removed, guard, loosened};

use super::world::project;

const BASE: &str = "
version: 1
platform: ccaas
environments:
  rehearsal: { target: sandbox, live: live }
  production:
    target: ccaas
    url: https://acme.example/a
    subdomain: acme
    token: { env: TOKEN }
manage: { roles: all, teams: listed }
unmanaged: [{ users: 'svc-*', reason: theirs }]
";

/// What is loosened where the base says something else in its place.
fn said(from: &str, to: &str) -> Vec<String> {
    assert!(BASE.contains(from), "{from}");
    let limits = Limits::default();
    loosened((&project(BASE), &limits), (&project(&BASE.replacen(from, to, 1)), &limits))
}

#[test]
fn a_project_that_says_the_same_loosens_nothing() {
    assert_eq!(said("reason: theirs", "reason: others"), [""; 0]);
    assert_eq!(said("teams: listed", "teams: all"), [""; 0]);
    assert_eq!(said("unmanaged: [{ users: 'svc-*', reason: theirs }]", ""), [""; 0]);
}

#[test]
fn an_environment_stays_where_it_is() {
    for (from, to, sentence) in [
        ("target: sandbox", "target: file", "environment rehearsal: target from sandbox to file"),
        ("live: live", "live: other", "environment rehearsal: live from live to other"),
        (", live: live", "", "environment rehearsal: live from live to nothing"),
        (
            "acme.example/a",
            "acme.example/b",
            "environment production: url from https://acme.example/a to https://acme.example/b",
        ),
        (
            "subdomain: acme",
            "subdomain: other",
            "environment production: subdomain from acme to other",
        ),
        ("env: TOKEN", "env: OTHER", "environment production: token: env from TOKEN to OTHER"),
    ] {
        assert_eq!(said(from, to), [sentence], "{from}");
    }
    let elsewhere = [
        "environment production: token: env from TOKEN to nothing",
        "environment production: token: file from nothing to t",
    ];
    assert_eq!(said("env: TOKEN", "file: t"), elsewhere);
    // One that goes, and one that is new, have no rule.
    assert_eq!(said("rehearsal:", "practice:"), [""; 0]);
}

#[test]
fn a_kind_stays_wholly_managed() {
    assert_eq!(said("roles: all", "roles: listed"), ["manage: roles from all to listed"]);
}

#[test]
fn nothing_more_is_left_to_others() {
    for (key, text) in
        [("users", "x-*"), ("users_holding", "Agent"), ("role", "Lead"), ("team", "T")]
    {
        let more = format!("unmanaged: [{{ {key}: '{text}', reason: why }}, ");
        let sentence = format!("unmanaged: {key} {text} is new");
        assert_eq!(said("unmanaged: [", &more), [sentence]);
    }
}

#[test]
fn a_platform_stays_the_same() {
    assert_eq!(said("platform: ccaas", "platform: reach"), ["platform: from ccaas to reach"]);
}

/// What is loosened between limits.
fn between(before: &Limits, now: &Limits) -> Vec<String> {
    let project = project(BASE);
    loosened((&project, before), (&project, now))
}

#[test]
fn numbers_become_stricter_only() {
    let limits = Limits::default;
    for (now, sentence) in [
        (Limits { min_admins: 1, ..limits() }, "guards: min_admins from 2 to 1"),
        (Limits { max_snapshot_hours: 37, ..limits() }, "guards: max_snapshot_hours from 36 to 37"),
        (
            Limits { max_removals: Removed::each(11), ..limits() },
            "guards: max_removals from 10 to 11",
        ),
    ] {
        assert_eq!(between(&limits(), &now), [sentence]);
        assert_eq!(between(&now, &limits()), [""; 0], "{sentence}");
    }
    let names = ["roles", "teams", "users", "grants", "memberships", "permissions", "departments"];
    for (relation, name) in Relation::ALL.into_iter().zip(names) {
        let mut now = limits();
        now.max_removals.set(relation, 11);
        let said = between(&limits(), &now);
        assert_eq!(said, [format!("guards: max_removals of {name} from 10 to 11")]);
        assert_eq!(between(&now, &limits()), [""; 0]);
    }
}

#[test]
fn licences_stay_counted() {
    let licences = |most: &[(&str, usize)]| Limits {
        licences: most.iter().map(|(name, most)| ((*name).to_owned(), *most)).collect(),
        ..Limits::default()
    };
    let base = licences(&[("Agent", 5)]);
    assert_eq!(between(&base, &licences(&[("Agent", 5), ("Manager", 1)])), [""; 0]);
    assert_eq!(between(&base, &licences(&[("Agent", 4)])), [""; 0]);
    let more = between(&base, &licences(&[("Agent", 6)]));
    assert_eq!(more, ["guards: licences of Agent from 5 to 6"]);
    assert_eq!(between(&base, &licences(&[])), ["guards: licences of Agent from 5 to any number"]);
}

#[test]
fn who_is_protected_stays_so() {
    let base = Limits {
        protected_users: [Email::new("ana@acme.example")].into(),
        protected_roles: [RoleName::new("Lead")].into(),
        ..Limits::default()
    };
    let said = between(&base, &Limits::default());
    assert_eq!(said, ["protected: ana@acme.example is left out", "protected: Lead is left out"]);
    assert_eq!(between(&Limits::default(), &base), [""; 0]);
}

#[test]
fn of_two_limits_the_stricter_holds() {
    let one = Limits {
        min_admins: 1,
        max_snapshot_hours: 12,
        max_removals: Removed::each(3),
        licences: [("A".to_owned(), 1), ("B".to_owned(), 9)].into(),
        protected_users: [Email::new("ana@acme.example")].into(),
        ..Limits::default()
    };
    let other = Limits {
        licences: [("B".to_owned(), 4), ("C".to_owned(), 2)].into(),
        protected_roles: [RoleName::new("Lead")].into(),
        ..Limits::default()
    };
    for both in [one.stricter(&other), other.stricter(&one)] {
        assert_eq!((both.min_admins, both.max_snapshot_hours), (2, 12));
        assert!(Relation::ALL.iter().all(|relation| both.max_removals.of(*relation) == 3));
        let licences: Vec<_> = both.licences.iter().map(|(name, n)| (name.as_str(), *n)).collect();
        assert_eq!(licences, [("A", 1), ("B", 4), ("C", 2)]);
        assert_eq!((both.protected_users.len(), both.protected_roles.len()), (1, 1));
    }
    let same = one.stricter(&one.clone());
    assert_eq!((same.protected_users, same.protected_roles.len()), (one.protected_users, 0));
    let same = other.stricter(&other.clone());
    assert_eq!(same.protected_roles, other.protected_roles);
}

#[test]
fn each_guard_is_known_by_its_word() {
    for known in GUARDS {
        let found = guard(known.word).map(|guard| (guard.word, guard.title));
        assert_eq!(found, Some((known.word, known.title)));
    }
    assert!(guard("no-such-guard").is_none());
}
