//! Texts to be read: collected and generated.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value as Json;

/// A case of the official suite.
#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) yaml: String,
    /// Whether a reader has to refuse it.
    #[serde(default)]
    pub(crate) fail: bool,
    /// What it is, where that can be said in JSON: one value for each document.
    json: Option<String>,
}

impl Case {
    /// Returns what it is, where it is one document.
    pub(crate) fn json(&self) -> Option<Json> {
        self.json.as_deref().and_then(|json| serde_json::from_str(json).ok())
    }
}

/// Returns the official suite.
pub(crate) fn suite() -> Vec<Case> {
    let cases: Vec<Case> = serde_json::from_str(include_str!("yaml-test-suite/cases.json"))
        .expect("the suite is JSON");
    assert!(cases.len() > 400, "it is whole");
    cases
}

/// Returns the texts of the official suite and of all YAML files of this repository, broken ones
/// included; what isn't UTF-8 is no text.
pub(crate) fn collected() -> Vec<String> {
    let mut texts: Vec<String> = suite().into_iter().map(|case| case.yaml).collect();
    for folder in ["examples", "platforms", "tests", "docs", ".github"] {
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut texts);
    }
    texts
}

fn collect(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|end| end == "yaml" || end == "yml") {
            texts.extend(fs::read_to_string(&path).ok());
        }
    }
}

/// Pieces of YAML, from which texts are put together at random.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "a", "b", "a: ", "b: ", "? ", ": ", "- ", "-", "[", "]", "{", "}", ", ", ",", "\n", "\n",
    "\n  ", "\n  ", "\n    ", "\n\n", " ", "\t", "\r\n", "# c", " # c", "#", "'", "\"", "'a b'",
    "\"a b\"", "''", "\"\\n\"", "\"\\x41\"", "\"\\q\"", "|\n  ", ">\n  ", "|-\n  ", ">+\n  ",
    "|2\n   ", "&x ", "*x", "*x ", "&y ", "*y", "!!str ", "!t ", "<<: ", "---\n", "--- ", "...\n",
    "%YAML 1.2\n", "null", "~", "true", "False", "no", "on", "0", "-1", "12", "010", "0o17",
    "0x1F", "0b11", "1_000", "1.5", ".5", "5.", "1e3", "1e400", "+1", "+.5", "-0", "-0x1F",
    "+0o7", ".inf", "-.INF", ".nan", "18446744073709551615", "9223372036854775808",
    "123456789012345678901234567890", "12:30", "2026-12-31", "=", "@a", "`a", "%a", "é",
    "E\u{301}", "\u{1F319}", "\u{feff}", "\u{85}", "\u{2028}", "\u{202e}", "\u{7f}", "\u{0}",
    "\u{1b}", "\u{a0}", "a: 1\n", "b: [x, y]\n", "- z\n",
];

/// Returns texts that are put together from the pieces, some of them as values of a mapping or a
/// list, where more of them are valid.
pub(crate) fn generated() -> impl Strategy<Value = String> {
    let piece = || prop::sample::select(PIECES);
    let some =
        move |most: usize| prop::collection::vec(piece(), 1..most).prop_map(|some| some.concat());
    prop_oneof![
        some(8),
        some(3).prop_map(|value| format!("a: {value}\n")),
        some(3).prop_map(|value| format!("- {value}\n- b\n")),
        (some(2), some(2)).prop_map(|(one, other)| format!("[{one}, {other}]\n")),
        (some(2), some(3)).prop_map(|(key, value)| format!("{key}: {value}\nz: 1\n")),
        (some(3), some(3)).prop_map(|(one, other)| format!("a: &x {one}\nb: {other}\n")),
    ]
}
