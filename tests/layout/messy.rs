//! What random YAML is made of, and how it is put: both are drawn.

use proptest::prelude::*;

use super::untidy::Writer;

/// A value.
#[derive(Clone, Debug)]
pub enum Tree {
    Text(String),
    /// Written as it stands here, without quotes.
    Word(&'static str),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

/// A text, and the comments that stand in it.
#[derive(Clone, Debug)]
pub struct Messy {
    pub text: String,
    pub comments: Vec<String>,
}

/// Keys that have an order, and others.
const KEYS: &[&str] = &[
    "roles",
    "teams",
    "users",
    "role_order",
    "team_order",
    "name",
    "label",
    "permissions",
    "only",
    "level",
    "previously",
    "members",
    "managers",
    "email",
    "status",
    "first_name",
    "user",
    "until",
    "reason",
    "z.a",
    "a.b",
    "version",
    "environments",
    "guards",
    "target",
    "live",
    "other",
    "with space",
    "a: b",
    "#no",
    "no",
    "12",
    "Équipe",
    "-",
    "<<",
];

const TEXTS: &[&str] = &[
    "Agent",
    "Manager: Team",
    "no",
    "null",
    "12",
    "0x1F",
    "010",
    "2026-12-31",
    "it's",
    "say \"so\"",
    "a # b",
    "#0B57D0",
    "- a",
    "? b",
    "[x",
    "{y}",
    "a, b",
    "*x",
    "&x",
    "!t",
    "| x",
    "> x",
    "%d",
    "@a",
    "`b`",
    "",
    " ",
    " led",
    "ended ",
    "tab\there",
    "Équipe",
    "😀",
    "back\\slash",
    "a:",
    ":b",
    "a:b",
    "svc-*@acme.example",
    "one two three four five six seven",
    "~",
    "<<",
    "=",
    "---",
    "...",
    "two\nlines",
    "ends\n",
    "ends twice\n\n",
    "\nbegins",
    "  led\nby blanks\n",
    "a\n\n\nb",
    "a\n  b\nc\n",
    "nb\u{a0}sp",
    "a very long text that doesn't fit on a line of a hundred columns with whatever \
     stands before it, so there",
    "trailing\\",
    "quote'",
    "a\tb",
    "x\u{7}y",
];

const WORDS: &[&str] = &["true", "12", "-3", "1.5", "null", "~", "", "no", "2099-12-31", "0x1F"];

pub fn messy() -> impl Strategy<Value = Messy> {
    (prop::collection::vec((key(), tree()), 0..6), prop::collection::vec(any::<u8>(), 1..400))
        .prop_map(|(members, dice)| Writer::new(dice).document(&Tree::Map(unique(members))))
}

fn key() -> impl Strategy<Value = String> {
    prop::sample::select(KEYS).prop_map(ToOwned::to_owned)
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        4 => prop::sample::select(TEXTS).prop_map(|text| Tree::Text(text.to_owned())),
        1 => prop::sample::select(WORDS).prop_map(Tree::Word),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Tree::List),
            prop::collection::vec((key(), inner), 0..5)
                .prop_map(|members| Tree::Map(unique(members))),
        ]
    })
}

fn unique(mut members: Vec<(String, Tree)>) -> Vec<(String, Tree)> {
    let mut seen = std::collections::BTreeSet::new();
    members.retain(|(key, _)| seen.insert(key.clone()));
    members
}
