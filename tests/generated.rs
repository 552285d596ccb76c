//! What is generated and committed is current. `BLESS=1` writes it anew.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rolecall::attested::attested_schema;
use rolecall::document::Sources;
use rolecall::manifest::{
    FORMS, catalogue_schema, manifest_rules, manifest_rules_granting, manifest_schema,
    platform_schema, project_schema,
};
use rolecall::platform::{BUILT_IN, read_built_in, read_platform};
use rolecall::render::{diagnostics_page, explanation_schema, plan_schema, problems_schema};
use rolecall::snapshot::snapshot_schema;
use serde_json::{Value, json};

/// Compares a file with what it should hold, or writes it.
fn current(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, text).expect("it can be written");
    }
    let held = fs::read_to_string(&file).unwrap_or_default();
    assert!(held == text, "{path} isn't current: run the tests once with BLESS=1");
}

#[test]
fn schemas_of_manifests_are_current() {
    for (name, text) in BUILT_IN {
        let mut sources = Sources::default();
        let file = sources.add(*name, *text);
        let platform = read_platform(&sources, file).0.expect("a built-in platform is valid");
        current(
            &format!("schemas/{name}.schema.json"),
            &format!("{:#}\n", manifest_schema(&platform)),
        );
    }
}

#[test]
fn what_validates_is_what_editors_read_without_descriptions() {
    for (name, _) in BUILT_IN {
        let platform = read_built_in(name).expect("it is built in").expect("it is valid");
        let [mut rules, mut schema] = [manifest_rules(&platform), manifest_schema(&platform)];
        assert_ne!(rules, schema, "{name}");
        [&mut rules, &mut schema].into_iter().for_each(undescribed);
        in_patterns(&mut rules);
        assert_eq!(rules, schema, "{name}");
    }
}

#[test]
fn what_little_text_is_asked_is_a_part_of_the_rules() {
    for (name, _) in BUILT_IN {
        let platform = read_built_in(name).expect("it is built in").expect("it is valid");
        let all: BTreeSet<&str> =
            platform.permissions.iter().map(|known| known.id.as_str()).collect();
        assert_eq!(manifest_rules_granting(&platform, &all), manifest_rules(&platform), "{name}");
        let few: BTreeSet<&str> = all.iter().copied().take(2).collect();
        let rules = manifest_rules_granting(&platform, &few);
        let granted = &rules["$defs"]["Role"]["properties"]["permissions"];
        let names = granted["properties"].as_object().into_iter().flat_map(serde_json::Map::keys);
        assert_eq!(names.map(String::as_str).collect::<BTreeSet<_>>(), few, "{name}");
        assert!(few.is_empty() || granted["additionalProperties"] == false, "{name}");
    }
}

/// Says in patterns what the program's own schema says otherwise.
fn in_patterns(schema: &mut Value) {
    if let Value::Object(fields) = schema {
        let form = fields.get("format").and_then(|name| FORMS.iter().find(|f| name == f.name));
        let not = fields.get("not").and_then(|not| not["pattern"].as_str()).map(|class| {
            let inside = class.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            format!("^[^{}]*$", inside.expect("it is a class of characters"))
        });
        for (keyword, pattern) in
            [("format", form.map(|form| form.pattern.to_owned())), ("not", not)]
        {
            let Some(pattern) = pattern else { continue };
            fields.remove(keyword);
            fields.insert("pattern".to_owned(), pattern.into());
            for said in ["x-code", "x-label", "x-help"] {
                let Some(Value::Object(said)) = fields.get_mut(said) else { continue };
                let text = said.remove(keyword);
                said.extend(text.map(|text| ("pattern".to_owned(), text)));
            }
        }
        fields.values_mut().for_each(in_patterns);
    } else if let Value::Array(parts) = schema {
        parts.iter_mut().for_each(in_patterns);
    }
}

/// Texts that are like a day, an address or a colour, or nearly so.
fn nearly() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        8 => prop::sample::select(&["2026", "12", "-", "@", "#", "ana", "0B57D0", "a.b", "é"][..])
            .prop_map(str::to_owned),
        2 => prop::sample::select(&["\u{85}", "\u{a0}", "\u{feff}", "\u{2028}", "\n", "\r", " ", "x\t"][..])
            .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    let whole = "[0-9]{4}-[0-9]{2}-[0-9]{1,3}|#[0-9A-Fa-fg]{5,7}|[^@]{1,3}@.{1,3}";
    prop_oneof![prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat()), whole]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_form_means_its_pattern(text in nearly()) {
        for form in FORMS {
            let editors = json!({ "type": "string", "pattern": form.pattern });
            let fits = jsonschema::is_valid(&editors, &json!(text));
            prop_assert_eq!((form.fits)(&text), fits, "{}: {:?}", form.name, text);
        }
    }
}

/// Takes out what only people read.
fn undescribed(schema: &mut Value) {
    if let Value::Object(fields) = schema {
        let is_said = |key: &str| ["description", "markdownDescription"].contains(&key);
        fields.retain(|key, value| !(is_said(key) && value.is_string()));
        fields.values_mut().for_each(undescribed);
    } else if let Value::Array(parts) = schema {
        parts.iter_mut().for_each(undescribed);
    }
}

#[test]
fn schemas_of_everything_else_are_current() {
    current("schemas/project.schema.json", &format!("{:#}\n", project_schema()));
    current("schemas/platform.schema.json", &format!("{:#}\n", platform_schema()));
    current("schemas/catalogue.schema.json", &format!("{:#}\n", catalogue_schema()));
    current("schemas/attested.schema.json", &format!("{:#}\n", attested_schema()));
    current("schemas/snapshot.schema.json", &format!("{:#}\n", snapshot_schema()));
    current("schemas/plan.schema.json", &format!("{:#}\n", plan_schema()));
    current("schemas/explanation.schema.json", &format!("{:#}\n", explanation_schema()));
    current("schemas/problems.schema.json", &format!("{:#}\n", problems_schema()));
}

#[test]
fn the_page_of_diagnostics_is_current() {
    current("docs/diagnostics.md", &diagnostics_page());
}
