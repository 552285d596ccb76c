//! The reader against hostile input, against another reader of YAML, and against its own schemas.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use rolecall::core::{FileId, Level};
use rolecall::document::{Bounds, Sources, Validator, from_tree, load};
use rolecall::manifest::{manifest_schema, project_schema, read_manifest, read_project};
use rolecall::platform::{Attribute, AttributeKind, BUILT_IN, Permission, Platform, read_platform};
use serde_json::{Value as Json, json};

/// Returns the words of what is wrong with a text, in the order of their places.
fn words(text: &str) -> Vec<&'static str> {
    let (_, found) = load(FileId(0), text, Bounds::default());
    found.sorted().iter().map(|problem| problem.code.word).collect()
}

#[test]
fn deep_nesting_is_refused() {
    assert_eq!(words(&"[".repeat(100_000)), ["too-deep"]);
    assert_eq!(words(&"{a: ".repeat(100_000)), ["too-deep"]);
    assert_eq!(words(&"? ".repeat(10_000)), ["too-deep"]);
    assert_eq!(words(&"- ".repeat(10_000)), ["too-deep"]);
    let steps = (0..10_000).map(|depth| format!("{}a:\n", " ".repeat(depth.min(200))));
    assert!(!words(&steps.collect::<String>()).is_empty());
}

#[test]
fn nesting_up_to_the_bound_is_read() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(words(&nested(64)).is_empty());
    assert_eq!(words(&nested(65)), ["too-deep"]);
}

#[test]
fn alias_bombs_are_refused() {
    let mut bomb = String::from("x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n");
    for level in 1..30 {
        let below = vec![format!("*x{}", level - 1); 10].join(", ");
        bomb += &format!("x{level}: &x{level} [{below}]\n");
    }
    assert_eq!(words(&bomb), ["too-many-aliases"]);
    let many = format!("a: &a 1\nb: [{}]\n", vec!["*a"; 1_001].join(", "));
    assert_eq!(words(&many), ["too-many-aliases"]);
    let enough = format!("a: &a 1\nb: [{}]\n", vec!["*a"; 1_000].join(", "));
    assert!(words(&enough).is_empty());
}

#[test]
fn an_alias_of_what_it_stands_in_is_refused() {
    assert_eq!(words("a: &a [*a]\n"), ["yaml-syntax"]);
    assert_eq!(words("a: *nobody\n"), ["yaml-syntax"]);
}

#[test]
fn long_texts_are_refused_and_what_follows_is_read() {
    let scalar = "a".repeat(10 << 20);
    assert_eq!(words(&format!("name: {scalar}\nname: 1\n")), ["too-long", "duplicate-key"]);
    assert_eq!(words(&format!("name: \"{scalar}\"\n")), ["too-long"]);
    assert_eq!(words(&format!("name: \"{scalar}\n")), ["yaml-syntax"]);
    assert!(words(&format!("# {scalar}\n")).is_empty());
    let (most, more) = ("a".repeat(64 << 10), "a".repeat((64 << 10) + 1));
    assert!(words(&format!("name: {most}\n")).is_empty());
    assert_eq!(words(&format!("name: {more}\n")), ["too-long"]);
}

#[test]
fn names_of_tags_are_refused_however_many_they_are() {
    let directives: String =
        (0..100_000).map(|number| format!("%TAG !t{number}! tag:acme.example,2026:\n")).collect();
    assert_eq!(words(&format!("{directives}---\na: 1\n")), ["tag"]);
    assert!(words("%YAML 1.2\n---\na: 1\n").is_empty());
    assert!(words("--- |\n%TAG in a text\n").is_empty());
    assert_eq!(words(&directives), ["yaml-syntax"]);
}

#[test]
fn many_keys_of_one_name_are_each_refused() {
    let twice = words(&"a: 1\n".repeat(20_000));
    assert_eq!(twice.len(), 19_999);
    assert!(twice.iter().all(|word| *word == "duplicate-key"));
}

/// What this reader refuses on purpose, though others take it for a number.
fn is_refused(text: &str) -> bool {
    words(&format!("[{text}]")).contains(&"ambiguous-number")
}

/// Texts that look like something else, and others. What only YAML 1.1 takes for the end of a line
/// is left out: the other writer folds lines there.
fn text() -> impl Strategy<Value = String> {
    let odd = [
        "",
        " ",
        "~",
        "null",
        "Null",
        "true",
        "True",
        "no",
        "on",
        "y",
        "010",
        "0o17",
        "0x1F",
        "1e3",
        "1_000",
        ".inf",
        "12:30",
        "2026-12-31",
        "<<",
        "=",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#a",
        "'",
        "\"",
        "é",
        "E\u{301}",
        "\u{1F319}",
        "a\nb",
        "a\n",
        "\na",
        "\ta",
        "a\tb",
        " a ",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "{",
        "[a]",
        "|",
        ">",
        "?",
        "---",
        "...",
        "\u{feff}",
        "\u{2028}",
        "\u{7f}",
        "\u{0}",
        "\\",
        "%TAG",
        "a\r\nb",
    ];
    prop_oneof![
        prop::sample::select(odd.to_vec()).prop_map(ToOwned::to_owned),
        "[ -~]{0,12}",
        "\\PC{0,8}",
    ]
    .prop_map(|text| text.replace(['\u{85}', '\u{2028}', '\u{2029}'], ""))
}

fn value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        (-1.0e9..1.0e9).prop_map(|number: f64| Json::from(number)),
        text().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::btree_map(text(), inner, 0..6)
                .prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    })
}

/// Returns a value as it is read: each text composed, keys as well.
fn composed(value: &Json) -> Json {
    match value {
        Json::String(text) => rolecall::core::normal(text.as_str()).into_owned().into(),
        Json::Array(items) => items.iter().map(composed).collect(),
        Json::Object(map) => {
            let pair = |(key, value): (&String, &Json)| {
                (rolecall::core::normal(key.as_str()).into_owned(), composed(value))
            };
            Json::Object(map.iter().map(pair).collect())
        }
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// The other reader's writer quotes whatever could be misread, by its own lights.
    #[test]
    fn what_another_writer_writes_is_read_as_it_was_meant(value in value()) {
        let text = serde_yaml::to_string(&value).expect("JSON can be written as YAML");
        let (tree, found) = load(FileId(0), &text, Bounds::default());
        let refused: Vec<_> = found.sorted().into_iter().map(|problem| problem.code.word).collect();
        // Two keys can become one when they are composed, and `<<` is written without quotes.
        let on_purpose = |word: &&str| ["duplicate-key", "merge-key"].contains(word);
        prop_assert!(refused.iter().all(on_purpose), "{refused:?} in\n{text}");
        prop_assume!(refused.is_empty());
        let read: Json = tree.root().map_or(Json::Null, |root| from_tree(root).expect("any value"));
        prop_assert_eq!(read, composed(&value), "{}", text);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[ -~\\n\\t&*!%:?\\[\\]{},\"'|>#-]{0,60}") {
        let (tree, _) = load(FileId(0), &text, Bounds::default());
        let fits = tree.into_spans().iter().all(|span| text.get(span.start as usize..span.end as usize).is_some());
        prop_assert!(fits, "a span isn't in the text");
    }
}

#[test]
fn plain_scalars_are_those_of_the_core_schema() {
    for (text, meant) in [
        ("null", json!(null)),
        ("~", json!(null)),
        ("", json!(null)),
        ("true", json!(true)),
        ("FALSE", json!(false)),
        ("no", json!("no")),
        ("on", json!("on")),
        ("12", json!(12)),
        ("-12", json!(-12)),
        ("0x1F", json!(31)),
        ("0o17", json!(15)),
        ("1.5", json!(1.5)),
        ("1e3", json!(1000.0)),
        ("1_000", json!("1_000")),
        ("12:30", json!("12:30")),
        ("2026-12-31", json!("2026-12-31")),
    ] {
        let text = format!("a: {text}\n");
        let (tree, found) = load(FileId(0), &text, Bounds::default());
        assert!(found.is_empty(), "{text}");
        let read: Json = from_tree(tree.root().expect("a mapping")).expect("any value");
        assert_eq!(read["a"], meant, "{text}");
    }
    for text in ["010", "-007", ".inf", "-.INF", ".nan", "99999999999999999999"] {
        assert!(is_refused(text), "{text}");
    }
}

/// A manifest that says everything there is to say.
const MANIFEST: &str = "
roles:
  - name: Floor Lead
    label: LEAD
    color: '#0B57D0'
    permissions: {}
    assignable_roles: [Agent]
    previously: [Lead]
role_order: [Agent]
teams:
  - name: Support
    managers: [lea@acme.example]
    members: [{ user: ana@acme.example, until: 2030-12-31, reason: season }]
    previously: [Help]
team_order: [Support]
users:
  - email: ana@acme.example
    first_name: Ana
    last_name: Diaz
    roles: [Agent, { role: Floor Lead, until: 2030-12-31, reason: season, then: inactive }]
    status: active
    previously: [a@acme.example]
";

/// A project file that says everything there is to say.
const PROJECT: &str = "
version: 1
platform: ccaas
manifests: [access]
default: rehearsal
environments:
  rehearsal: { target: sandbox, live: live, url: https://acme.example, token: { env: A } }
manage: { roles: all, teams: all, users: listed }
protected: { users: [ana@acme.example], roles: [Admin], first_administrator: ana@acme.example }
unmanaged: [{ users: a, users_holding: b, role: c, team: d, reason: e }]
timezone: UTC
guards:
  max_removals: { roles: 1, teams: 1, users: 1, grants: 1, memberships: 1, permissions: 1 }
  min_admins: 2
";

/// Values to put in the place of others.
fn odd_values() -> Vec<Json> {
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(1),
        json!(-1),
        json!(1.0),
        json!(0.5),
        json!(u32::MAX as i64 + 1),
        json!(i64::MAX),
        json!(1e300),
        json!(""),
        json!("a"),
        json!("view"),
        json!([]),
        json!([null]),
        json!(["a"]),
        json!([[]]),
        json!({}),
        json!({ "a": 1 }),
        json!({ "level": "view" }),
    ]
}

/// Returns a document once for each place and each odd value, with the value in the place.
fn mutants(document: &Json) -> Vec<Json> {
    let mut places = vec![String::new()];
    let mut pointers = Vec::new();
    while let Some(place) = places.pop() {
        match document.pointer(&place) {
            Some(Json::Array(items)) => {
                places.extend((0..items.len()).map(|index| format!("{place}/{index}")));
            }
            Some(Json::Object(map)) => {
                places.extend(map.keys().map(|key| format!("{place}/{key}")));
            }
            _ => {}
        }
        pointers.push(place);
    }
    let put = |pointer: &String, value: Json| {
        let mut mutant = document.clone();
        *mutant.pointer_mut(pointer).expect("it is a place") = value;
        mutant
    };
    let each =
        |pointer: &String| odd_values().into_iter().map(|value| put(pointer, value)).collect();
    pointers.iter().flat_map(|pointer: &String| -> Vec<Json> { each(pointer) }).collect()
}

/// Returns a valid manifest with every attribute of a platform in it, and one permission of each
/// form.
fn full_manifest(platform: &Platform) -> Json {
    let mut manifest: Json = serde_yaml::from_str(MANIFEST).expect("it is YAML");
    for (name, attribute) in &platform.users.attributes {
        manifest["users"][0][name.as_str()] = attribute_value(attribute);
    }
    for (name, attribute) in &platform.teams.attributes {
        manifest["teams"][0][name.as_str()] = attribute_value(attribute);
    }
    if let Some(departments) = &platform.departments {
        let groups = json!(["Support", { "group": "Sales", "percentage": 40 }]);
        let mut entry = json!({ "name": "A", "previously": ["B"], "groups": groups });
        for (name, attribute) in &departments.attributes {
            entry[name.as_str()] = attribute_value(attribute);
        }
        manifest["departments"] = json!([entry]);
    }
    let form = |known: &&Permission| (known.levels.is.clone(), known.scopes.is.clone());
    let forms: BTreeMap<_, _> =
        platform.permissions.iter().map(|known| (form(&known), known)).collect();
    for permission in forms.into_values() {
        manifest["roles"][0]["permissions"][permission.id.as_str()] = grant(permission);
    }
    manifest
}

fn attribute_value(attribute: &Attribute) -> Json {
    match attribute.kind.value() {
        Some(AttributeKind::Integer { min, .. }) => json!(min.unwrap_or(0)),
        Some(AttributeKind::Boolean) => json!(true),
        Some(AttributeKind::OneOf { values }) => json!(values.first()),
        Some(AttributeKind::Member) => json!("ana@acme.example"),
        Some(AttributeKind::Text { .. }) | None => json!("a"),
    }
}

fn grant(permission: &Permission) -> Json {
    let level = permission.levels.value().and_then(|levels| levels.first().copied());
    let level = level.unwrap_or(Level::View).as_str();
    match permission.scopes.value() {
        Some(scopes) if scopes.is_empty() => json!({ "level": level }),
        Some(scopes) => json!({ "level": level, "only": [scopes.first()] }),
        None => json!({ "level": level, "only": ["anywhere"] }),
    }
}

fn platforms() -> Vec<Platform> {
    let read = |(name, text): &(&str, &str)| {
        let mut sources = Sources::default();
        let file = sources.add(*name, *text);
        read_platform(&sources, file).0.expect("a built-in platform is valid")
    };
    BUILT_IN.iter().map(read).collect()
}

#[test]
fn what_the_schema_lets_through_can_be_read() {
    let mut read = 0;
    for platform in platforms() {
        let schema = Validator::new(manifest_schema(&platform)).expect("a schema");
        for mutant in mutants(&full_manifest(&platform)) {
            let text = serde_json::to_string(&mutant).expect("JSON is YAML");
            let (manifest, _, found) = read_manifest(FileId(0), &text, &schema);
            read += usize::from(manifest.is_some());
            let words: Vec<_> = found.sorted().iter().map(|problem| problem.code.word).collect();
            assert!(!words.contains(&"schema-mismatch"), "{}: {text}", platform.platform);
        }
    }
    assert!(read > 100, "some of it is valid: {read}");
}

#[test]
fn what_the_schema_of_projects_lets_through_can_be_read() {
    let schema = Validator::new(project_schema()).expect("it is one");
    let project: Json = serde_yaml::from_str(PROJECT).expect("it is YAML");
    let mut read = 0;
    for mutant in mutants(&project) {
        let text = serde_json::to_string(&mutant).expect("JSON is YAML");
        let mut sources = Sources::default();
        let file = sources.add("rolecall.yaml", text.as_str());
        let (project, found) = read_project(&sources, file);
        read += usize::from(project.is_some());
        // The schema that is compiled into the program and the one that words objections agree.
        let (tree, _) = load(file, &text, Bounds::default());
        let fits = !schema.validate(file, &tree).has_errors() && tree.root().is_some();
        assert_eq!(project.is_some(), fits, "{text}: {found:?}");
        let words: Vec<_> = found.sorted().iter().map(|problem| problem.code.word).collect();
        assert!(!words.contains(&"schema-mismatch"), "{text}");
    }
    assert!(read > 50, "some of it is valid: {read}");
}
