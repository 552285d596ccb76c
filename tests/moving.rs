//! A manifest that moves from one platform to another: what the other lacks is an error at its line,
//! what nobody knows of it a warning, and nothing is passed over. What is expected comes from the
//! facts of the platform files alone.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use rolecall::platform::{Platform, built_in};
use serde_json::Value;

/// The platform that manifests come from.
const FROM: &str = "ccaas";

/// Those that they go to.
const TO: [&str; 4] = ["aimychat", "amity", "reach", "smartflows"];

fn platform(name: &str) -> Platform {
    serde_yaml::from_str(built_in(name).expect("it is built in")).expect("it is well written")
}

/// What is said of a feature under a platform.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    /// Nothing, or nothing about the platform.
    Nothing,
    /// An error of one of these codes.
    Error(&'static [&'static str]),
    /// A warning that nobody knows.
    Warning,
}

/// What a fact says of a feature.
fn by(fact: Option<bool>, error: &'static [&'static str]) -> Said {
    match fact {
        Some(true) => Said::Nothing,
        Some(false) => Said::Error(error),
        None => Said::Warning,
    }
}

/// A feature: what it is called, and the manifest that uses it, given a person of the platform. The
/// line with `#!` is the one that it stands in.
struct Feature {
    name: String,
    text: String,
    said: fn(&Platform, &str) -> Said,
}

const LACKS: &[&str] = &["not-on-platform"];

/// Returns the features of the platform that manifests come from, but for people's attributes and
/// permissions, of which there are many.
fn features(person: &str) -> Vec<Feature> {
    let role = |more: &str| format!("roles:\n  - name: Floor{more}\n");
    let feature = |name: &str, text: String, said| Feature { name: name.to_owned(), text, said };
    vec![
        feature("custom role", "roles:\n  - name: Floor #!\n".to_owned(), |p, _| {
            by(p.roles.custom.allowed.is, &["too-many-custom-roles"])
        }),
        feature("label", role("\n    label: Floor #!"), |p, _| {
            by(p.roles.custom.labelled.is, LACKS)
        }),
        feature("colour", role("\n    color: \"#0B57D0\" #!"), |p, _| {
            by(p.roles.custom.labelled.is, LACKS)
        }),
        feature(
            "assignable roles",
            role("\n    permissions: {}\n    assignable_roles: [Floor] #!"),
            |_, _| Said::Error(&["assignable-without-permission"]),
        ),
        feature("role order", role("\nrole_order: [Floor] #!"), |p, _| {
            by(p.roles.ordered.is, LACKS)
        }),
        feature("team order", "teams: [{ name: A }]\nteam_order: [A] #!\n".to_owned(), |p, _| {
            by(p.teams.ordered.is, LACKS)
        }),
        feature(
            "sub-team",
            "teams:\n  - name: A\n    teams: [{ name: B }] #!\n".to_owned(),
            |p, _| by(p.teams.nested.is, &["unknown-key"]),
        ),
        feature(
            "manager",
            format!("{person}teams:\n  - name: A\n    managers: [ana@x.example] #!\n"),
            |p, _| by(p.teams.managed.is, LACKS),
        ),
        feature("deactivation", format!("{person}    status: inactive #!\n"), |p, _| {
            match (p.users.deactivates.is, p.users.deletes.as_ref().and_then(|fact| fact.is)) {
                // Where they can be deleted only, that is the way out.
                (None, Some(_)) => Said::Error(&["cannot-deactivate"]),
                (deactivates, _) => by(deactivates, LACKS),
            }
        }),
        feature("address", format!("{person}    previously: [anna@x.example] #!\n"), |p, _| {
            by(p.users.renames.is, LACKS)
        }),
    ]
}

fn attributes(from: &Platform, person: &str) -> Vec<Feature> {
    let needed = ["first_name", "last_name"];
    let names = from.users.attributes.keys().filter(|name| !needed.contains(&name.as_str()));
    let feature = |name: &rolecall::core::AttributeName| Feature {
        name: name.to_string(),
        text: format!("{person}    {name}: 7 #!\n"),
        said: |p, name| match p.users.attributes.get(name) {
            Some(_) => Said::Nothing,
            None => Said::Error(&["unknown-key"]),
        },
    };
    names.map(feature).collect()
}

fn permissions(from: &Platform) -> Vec<Feature> {
    let feature = |id: &rolecall::core::PermissionId| Feature {
        name: id.to_string(),
        text: format!("roles:\n  - name: Floor\n    permissions:\n      {id}: granted #!\n"),
        said: |p, id| match p.permissions.iter().any(|known| known.id.as_str() == id) {
            true => Said::Nothing,
            false => Said::Error(&["unknown-permission"]),
        },
    };
    from.permissions.iter().map(|permission| feature(&permission.id)).collect()
}

fn roles(from: &Platform, of: &Platform) -> Vec<Feature> {
    let required = required(of);
    let feature = |name: &rolecall::core::RoleName| Feature {
        name: name.to_string(),
        text: format!("users:\n  - email: ana@x.example\n{required}    roles: [\"{name}\"] #!\n"),
        said: |p, name| match p.roles.built_in.iter().any(|role| role.name.as_str() == name) {
            true => Said::Nothing,
            false => Said::Error(&["unknown-role"]),
        },
    };
    from.roles.built_in.iter().map(|role| feature(&role.name)).collect()
}

/// The attributes that a person can't be without.
fn required(platform: &Platform) -> String {
    let required = platform.users.attributes.iter().filter(|(_, one)| one.required.holds());
    required.map(|(name, _)| format!("    {name}: Ana\n")).collect()
}

/// A person who can be declared there.
fn person(platform: &Platform) -> String {
    let plain = platform.roles.built_in.iter().find(|role| {
        role.assignable.is != Some(false)
            && platform.teams.max_per_holder.get(&role.name).is_none_or(|most| most.is != Some(0))
    });
    let role = plain.expect("there is one").name.as_str().to_owned();
    format!("users:\n  - email: ana@x.example\n{}    roles: [\"{role}\"]\n", required(platform))
}

/// What is found in a manifest, by line: codes of errors and of warnings.
fn checked(platform: &str, files: &[(String, String)]) -> BTreeMap<(String, u64), Vec<String>> {
    let folder = tempfile::tempdir().expect("a folder");
    let project = format!(
        "version: 1\nplatform: {platform}\nenvironments: {{ one: {{ target: sandbox }} }}\n"
    );
    fs::write(folder.path().join("rolecall.yaml"), project).expect("it is written");
    fs::create_dir(folder.path().join("access")).expect("it is made");
    for (name, text) in files {
        fs::write(folder.path().join("access").join(name), text).expect("it is written");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    command.arg("-C").arg(folder.path()).args(["check", "--format", "json"]).env_clear();
    let output = command.output().expect("it runs");
    let found: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let mut lines: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for one in found["diagnostics"].as_array().expect("a list") {
        let place = &one["place"];
        let file = place["file"].as_str().expect("a file").to_owned();
        let line = (file, place["line"].as_u64().expect("a line"));
        lines.entry(line).or_default().push(one["code"].as_str().expect("a word").to_owned());
    }
    lines
}

/// Checks each feature by itself, all in files of their own would disturb each other.
fn moves(to: &str, features: &[Feature]) -> Vec<String> {
    let platform = platform(to);
    let mut wrong = Vec::new();
    for Feature { name, text, said } in features {
        let line = text.lines().position(|line| line.ends_with("#!")).expect("it is marked") + 1;
        let found = checked(to, &[("a.yaml".to_owned(), text.clone())]);
        let here =
            found.get(&("access/a.yaml".to_owned(), line as u64)).cloned().unwrap_or_default();
        let expected = said(&platform, name);
        let about = [
            "not-on-platform",
            "undocumented",
            "unknown-key",
            "unknown-permission",
            "unknown-role",
        ];
        let is_right = match &expected {
            Said::Nothing => !here.iter().any(|code| about.contains(&code.as_str())),
            Said::Error(codes) => here.iter().any(|code| codes.contains(&code.as_str())),
            Said::Warning => here.iter().any(|code| code == "undocumented"),
        };
        if !is_right {
            wrong.push(format!(
                "{to}: {name}: expected {expected:?} in line {line}, found {found:?}"
            ));
        }
    }
    wrong
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_the_other_platform_lacks_is_said_where_it_is_written() {
    let wrong = TO.iter().flat_map(|to| moves(to, &features(&person(&platform(to)))));
    assert_none(&wrong.collect::<Vec<_>>());
}

#[test]
fn where_it_comes_from_all_of_it_is_there() {
    let from = platform(FROM);
    let person = person(&from);
    let features: Vec<Feature> =
        features(&person).into_iter().filter(|one| one.name != "assignable roles").collect();
    assert!(features.iter().all(|one| (one.said)(&from, &one.name) == Said::Nothing));
    assert_none(&moves(FROM, &features));
    assert_none(&moves(FROM, &attributes(&from, &person)[..2]));
}

#[test]
fn an_attribute_that_the_other_platform_lacks_is_unknown_there() {
    let from = platform(FROM);
    let wrong = TO.iter().flat_map(|to| moves(to, &attributes(&from, &person(&platform(to)))));
    assert_none(&wrong.collect::<Vec<_>>());
}

#[test]
fn a_role_that_the_other_platform_lacks_is_unknown_there() {
    let from = platform(FROM);
    let wrong = TO.iter().flat_map(|to| moves(to, &roles(&from, &platform(to))));
    assert_none(&wrong.collect::<Vec<_>>());
}

#[test]
fn a_permission_that_the_other_platform_lacks_is_unknown_there() {
    // All in one file: each is an error at its own line.
    let from = platform(FROM);
    for to in TO {
        let platform = platform(to);
        let mut text = "roles:\n  - name: Floor\n    permissions:\n".to_owned();
        for one in permissions(&from) {
            text += &format!("      {}: granted\n", one.name);
        }
        let found = checked(to, &[("a.yaml".to_owned(), text)]);
        for (place, one) in (4..).zip(permissions(&from)) {
            let here = found.get(&("access/a.yaml".to_owned(), place));
            let is_unknown =
                here.is_some_and(|codes| codes.contains(&"unknown-permission".to_owned()));
            assert_eq!(
                is_unknown,
                (one.said)(&platform, &one.name) != Said::Nothing,
                "{to}: {}",
                one.name
            );
        }
    }
}
