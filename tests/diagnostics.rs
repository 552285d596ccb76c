//! Bad input: for each code of the table a folder in `examples/broken`, and more cases here.
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
use std::fs;
use std::path::Path;

use case::Case;
use rolecall::core::{CODES, Severity, code};

/// Codes that no folder in a repository can show: why there is none, and what covers them instead.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    (
        "unreadable-file",
        "a link that leads nowhere, or a pipe",
        "tests/diagnostics/unreadable-file",
    ),
    ("too-large", "a file of more than 256 MiB", "tests/diagnostics/too-large"),
    (
        "layout-mismatch",
        "a mistake in rolecall itself: a new layout that doesn't say the same",
        "tests/layout",
    ),
    (
        "schema-mismatch",
        "a mistake in rolecall itself: what the schema lets through and the types don't take",
        "tests/reader.rs",
    ),
    ("no-base", "a repository of git", "tests/cli/base.rs"),
    ("too-many-departments", "a platform that limits them", "tests/cli/departments.rs"),
    ("base-not-valid", "a repository of git", "tests/cli/base.rs"),
    ("stale-base", "a repository of git", "tests/cli/base.rs"),
    ("snapshot-too-old", "a file that is older every day", "tests/cli/snapshot.rs"),
    ("snapshot-not-usable", "a file that is older every day", "tests/cli/snapshot.rs"),
    ("locked", "two runs at once", "tests/diagnostics/locked"),
    ("platform-unreachable", "a damaged database", "tests/diagnostics/platform-unreachable"),
    (
        "refused-by-platform",
        "a rule that nobody documents",
        "tests/diagnostics/refused-by-platform",
    ),
    ("not-as-written", "a platform that forgets", "tests/diagnostics/not-as-written"),
    ("attested-long-ago", "a file that is three months old", "tests/attested.rs"),
    ("attested-contradicted", "a platform that says otherwise", "tests/attested.rs"),
    ("ambiguous-word", "a word on the command line", "tests/cli/explain.rs"),
    ("outcome-unknown", "a job that never says what became of it", "tests/apply"),
];

/// Codes of what goes wrong outside of any file: they have no place.
const NOWHERE: &[&str] = &[
    "approval-needed",
    "environment-needed",
    "io",
    "locked",
    "no-base",
    "no-project",
    "not-attestable",
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
fn every_code_has_an_example_and_every_folder_is_a_code() {
    let examples: BTreeSet<String> = case::folders(&case::examples()).into_iter().collect();
    let elsewhere: BTreeSet<String> =
        ELSEWHERE.iter().map(|(word, _, _)| (*word).to_owned()).collect();
    let codes: BTreeSet<String> = CODES.iter().map(|code| code.word.to_owned()).collect();
    assert_eq!(examples.union(&elsewhere).cloned().collect::<BTreeSet<_>>(), codes);
    assert!(examples.is_disjoint(&elsewhere));
    let others: BTreeSet<String> = case::folders(&case::root()).into_iter().collect();
    assert!(others.is_subset(&codes), "{others:?}");
    for (word, _, covered) in ELSEWHERE {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(root.join(covered).exists(), "{word}: there is no {covered}");
    }
}

#[test]
fn each_case_shows_its_own_code_and_an_example_no_other() {
    for case in case::all() {
        let heads = case.heads();
        assert!(heads.iter().any(|word| word == case.word()), "{case}: its word heads nothing");
        let is_example = case.name == case.word();
        let only = heads.iter().all(|word| word == case.word());
        assert!(only || !is_example, "{case}: an example shows one code: {heads:?}");
        assert!(!case.expected().contains("panicked"), "{case}: a panic isn't a diagnostic");
    }
}

/// `BLESS=1` writes the page anew.
#[test]
fn the_page_of_examples_is_current() {
    let path = case::examples().join("README.md");
    let page = page();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).expect("it can be written");
    }
    let held = fs::read_to_string(&path).unwrap_or_default();
    assert!(held == page, "{} isn't current: run the tests once with BLESS=1", path.display());
}

/// Returns the page that says what there is to see.
fn page() -> String {
    let mut page = String::from(PAGE);
    let all = case::all();
    for code in CODES {
        if let Some(case) = all.iter().find(|case| case.name == code.word) {
            let (word, title, command) = (code.word, code.title, case.command_line());
            page += &format!("| [`{word}`]({word}/expected.txt) | {title} | `{command}` |\n");
        }
    }
    page += "\nWhat no folder in a repository can show is covered elsewhere:\n\n";
    for (word, why, covered) in ELSEWHERE {
        page += &format!("- `{word}`: {why} ([{covered}](../../{covered}))\n");
    }
    page
}

/// How the page begins.
const PAGE: &str = "\
# What is refused, and what is warned about

One small project for each diagnostic. To see one, name its folder and the command of its row:

```console
$ rolecall -C examples/broken/unknown-role check
```

`rolecall explain WORD` says why it is a problem. The word of a row leads to what is printed. The
rows are those of the program's own table, and a test runs every one of them.

| word | what is wrong | command |
|---|---|---|
";

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
