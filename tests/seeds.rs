//! The page on the vendors' texts is true: every file that it names is there, every place in a
//! platform's file as well, and every test.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_yaml::Value;

/// The page.
const PAGE: &str = "docs/seeds.md";

/// What begins the reason for a rule that nothing holds.
const LEFT_OUT: &str = "Left out: ";

/// A rule of a vendor's text: the row of a table.
struct Rule {
    line: usize,
    text: String,
    /// Where it is data or code, or why it is neither.
    stands: String,
    /// The tests that hold it.
    held: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn page() -> String {
    fs::read_to_string(root().join(PAGE)).expect("the page is there")
}

/// Returns the rows of all tables.
fn rules() -> Vec<Rule> {
    let page = page();
    let rows = page.lines().enumerate().filter(|(_, line)| line.starts_with("| "));
    let rows = rows.filter(|(_, line)| !line.starts_with("| Rule "));
    let rule = |(number, line): (usize, &str)| {
        let cells: Vec<&str> = line.trim_matches(['|', ' ']).split(" | ").collect();
        let [text, stands, held] = cells.as_slice() else { panic!("line {}: {line}", number + 1) };
        Rule {
            line: number + 1,
            text: (*text).to_owned(),
            stands: (*stands).to_owned(),
            held: (*held).to_owned(),
        }
    };
    rows.map(rule).collect()
}

/// Returns what stands between backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Returns what stands between backticks, each with the words that stand between quotes in parentheses
/// behind it.
fn places(cell: &str) -> Vec<(&str, Option<&str>)> {
    let parts: Vec<&str> = cell.split('`').collect();
    let spans = parts.iter().skip(1).step_by(2);
    let behind = parts.iter().skip(2).step_by(2);
    spans
        .zip(behind)
        .map(|(span, rest)| {
            let quote = rest.strip_prefix(" (“").and_then(|rest| rest.split_once("”)"));
            (*span, quote.map(|(words, _)| words))
        })
        .collect()
}

/// Adds every text that stands in a value.
fn texts(value: &Value, into: &mut String) {
    match value {
        Value::String(text) => {
            into.push_str(text);
            into.push(' ');
        }
        Value::Sequence(items) => items.iter().for_each(|item| texts(item, into)),
        Value::Mapping(fields) => fields.iter().for_each(|(key, value)| {
            texts(key, into);
            texts(value, into);
        }),
        other => into.push_str(&serde_yaml::to_string(other).expect("it is YAML")),
    }
}

/// Goes to a place in a platform's file: keys, or what has that name, id, title or head in a list.
fn resolve<'v>(value: &'v Value, pointer: &str) -> Option<&'v Value> {
    pointer.split('/').try_fold(value, |value, step| match value {
        Value::Mapping(_) => value.get(step),
        Value::Sequence(items) => items.iter().find(|item| {
            let title = item.get("title").and_then(|title| title.get("is"));
            let named = ["name", "id", "header", "is"].map(|key| item.get(key));
            let mut names = named.into_iter().chain([title]).flatten();
            names.any(|name| name.as_str().is_some_and(|name| name.trim() == step))
        }),
        _ => None,
    })
}

/// Returns what is wrong with a place that a row names, and with what it says stands there.
fn wrong_place((place, words): (&str, Option<&str>)) -> Option<String> {
    let (path, pointer) = place.split_once(": ").map_or((place, None), |(path, p)| (path, Some(p)));
    let file = root().join(path);
    if !file.exists() {
        return Some(format!("there is no `{path}`"));
    }
    let Some(pointer) = pointer else {
        return words.map(|words| format!("“{words}” stands behind a whole file"));
    };
    let text = fs::read_to_string(&file).expect("it is text");
    let value: Value = serde_yaml::from_str(&text).expect("it is YAML");
    let Some(value) = resolve(&value, pointer) else {
        return Some(format!("`{path}` has no `{pointer}`"));
    };
    let mut said = String::new();
    texts(value, &mut said);
    let missing = words.filter(|words| !said.contains(words));
    missing.map(|words| format!("“{words}” isn't in `{place}`: {said}"))
}

/// Returns what is wrong with a test that a row names.
fn wrong_test(test: &str) -> Option<String> {
    let Some((path, name)) = test.split_once("::") else {
        return Some(format!("`{test}` isn't FILE::TEST"));
    };
    let Ok(text) = fs::read_to_string(root().join(path)) else {
        return Some(format!("there is no `{path}`"));
    };
    (!is_test(&text, name)).then(|| format!("`{path}` has no test `{name}`"))
}

/// Returns whether a text has a test of that name: a function with the attribute of one above it.
fn is_test(text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let begins = format!("fn {name}(");
    lines.iter().enumerate().any(|(at, line)| {
        line.starts_with(&begins)
            && lines.iter().take(at).rev().take(3).any(|line| *line == "#[test]")
    })
}

#[test]
fn every_rule_stands_somewhere_and_a_test_holds_it() {
    let mut wrong = Vec::new();
    for Rule { line, text, stands, held } in rules() {
        let mut complain = |what: String| wrong.push(format!("{PAGE}:{line}: {what}: {text}"));
        if let Some(reason) = stands.strip_prefix(LEFT_OUT) {
            if reason.split_whitespace().count() < 5 || held != "–" {
                complain("what is left out has a reason and no test".into());
            }
            continue;
        }
        let (places, tests) = (places(&stands), quoted(&held));
        if places.is_empty() || tests.is_empty() {
            complain("it stands nowhere, or nothing holds it".into());
        }
        if tests.iter().any(|test| test.starts_with(file!())) {
            complain("it is held by nothing but this page".into());
        }
        places.into_iter().filter_map(wrong_place).for_each(&mut complain);
        tests.into_iter().filter_map(wrong_test).for_each(&mut complain);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_page_has_every_text_and_says_each_rule_once() {
    let page = page();
    for (heading, fewest) in [
        ("## Aimychat, “Manage groups and users”", 20),
        ("## Imagicle Smartflows, “Create and manage users groups”", 12),
        ("## Amity Bots Platform, “Users”", 15),
        ("## Reach, “Users”", 15),
        ("## Google CCaaS (CCAI Platform), “Agent & team configuration”", 110),
    ] {
        let (_, below) = page.split_once(heading).unwrap_or_else(|| panic!("{heading}"));
        let section = below.split("\n## ").next().expect("it has something");
        let rows = section.lines().filter(|line| line.starts_with("| ")).count();
        assert!(rows >= fewest, "{heading}: {rows}");
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for rule in rules() {
        let first = seen.insert(rule.text.clone(), rule.line);
        assert!(first.is_none(), "lines {first:?} and {}: {}", rule.line, rule.text);
    }
}

#[test]
fn what_is_not_there_would_be_noticed() {
    let cim = "platforms/amity.yaml: roles/built_in/CIM Admin/everything";
    assert_eq!(wrong_place((cim, Some("no table"))), None);
    assert!(wrong_place((cim, Some("no tables"))).is_some());
    assert!(wrong_place(("platforms/amity.yaml: roles/built_in/CIM Adnim", None)).is_some());
    assert!(wrong_place(("platforms/nowhere.yaml", None)).is_some());
    assert_eq!(places("`a: b` (“c d”), `e`"), [("a: b", Some("c d")), ("e", None)]);
    assert_eq!(wrong_test("tests/seeds.rs::what_is_not_there_would_be_noticed"), None);
    assert!(wrong_test("tests/seeds.rs::what_is_not_there").is_some());
    assert!(wrong_test("tests/seeds.rs::resolve").is_some(), "it is a function and no test");
    assert!(Path::new(&root()).join(PAGE).is_file());
}
