//! Bad input: for each code of the table a folder, and in it one case or more.
//!
//! A case is a small project. `command` holds the arguments, `check` without it; `expected.txt` is
//! what a person sees: standard error, then standard output, then the exit code. What can't be
//! committed as a file (links, huge files, databases, a lock that somebody holds) is made by
//! `prepare.rs` in the copy that the program works on. `BLESS=1` writes `expected.txt` anew; read
//! what it wrote before you commit it.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

#[path = "diagnostics/case.rs"]
mod case;
#[path = "diagnostics/prepare.rs"]
mod prepare;

use std::collections::BTreeSet;

use case::Case;
use rolecall::core::{CODES, Severity, code};

/// Codes without a folder: why there is none, and the test that covers them instead.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    (
        "layout-mismatch",
        "a mistake in the program itself: a new layout that doesn't say the same",
        "layout::formatting_changes_the_layout_alone",
    ),
    (
        "schema-mismatch",
        "a mistake in the program itself: what the schema lets through and the types don't take",
        "reader::what_the_schema_lets_through_can_be_read",
    ),
];

/// Codes of what goes wrong outside of any file: they have no place.
const NOWHERE: &[&str] = &[
    "approval-needed",
    "environment-needed",
    "io",
    "locked",
    "no-project",
    "plan-is-stale",
    "platform-unreachable",
];

/// Cases in which it is the command line that is wrong, of codes that otherwise have a place.
const ON_THE_COMMAND_LINE: &[&str] =
    &["unknown-environment/command-line", "unknown-value/guard", "unknown-value/word-to-explain"];

#[test]
fn people_see_what_is_expected() {
    let mut wrong = Vec::new();
    for case in case::all() {
        wrong.extend(case.run());
    }
    assert!(wrong.is_empty(), "{}\n\n{} problems", wrong.join("\n"), wrong.len());
}

#[test]
fn every_code_has_a_folder_and_every_folder_is_a_code() {
    let folders: BTreeSet<String> = case::folders(&case::root()).into_iter().collect();
    let elsewhere = ELSEWHERE.iter().map(|(word, _, _)| (*word).to_owned());
    let covered: BTreeSet<String> = folders.iter().cloned().chain(elsewhere).collect();
    let codes: BTreeSet<String> = CODES.iter().map(|code| code.word.to_owned()).collect();
    assert_eq!(covered, codes);
    assert!(ELSEWHERE.iter().all(|(word, _, _)| !folders.contains(*word)));
}

#[test]
fn each_case_shows_its_own_code() {
    for case in case::all() {
        let expected = case.expected();
        let heads = expected.lines().any(|line| line == case.word());
        assert!(heads, "{case}: the word `{}` stands at no head", case.word());
        assert!(!expected.contains("panicked"), "{case}: a panic isn't a diagnostic");
    }
}

#[test]
fn errors_in_files_end_7_and_warnings_do_not() {
    for case in case::all().into_iter().filter(Case::has_a_place) {
        let code = code(case.word()).expect("every folder is a code");
        let exit = case.exit();
        match code.severity {
            Severity::Warning => assert_eq!(exit, 0, "{case}"),
            Severity::Error if case.is_about_a_run() => assert!([1, 6].contains(&exit), "{case}"),
            Severity::Error => assert_eq!(exit, 7, "{case}"),
        }
    }
}

#[test]
fn places_are_in_files_of_the_case() {
    for case in case::all() {
        let places = case.places();
        if case.has_a_place() {
            assert!(!places.is_empty(), "{case}: nothing says where");
        }
        for place in places {
            assert!(place.line >= 1 && place.column >= 1, "{case}: {place:?}");
            // A file that is made for the case isn't there otherwise.
            if let Some(text) = case.text_of(&place.path) {
                let line = text.lines().nth(place.line - 1).unwrap_or_default();
                let columns = line.chars().count() + 1;
                assert!(place.column <= columns, "{case}: {place:?} isn't in `{line}`");
            } else {
                assert!(prepare::makes(&case.name), "{case}: there is no {}", place.path);
            }
        }
    }
}
