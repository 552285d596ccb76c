//! What is generated and committed is current. `BLESS=1` writes it anew.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

use std::fs;
use std::path::Path;

use rolecall::document::Sources;
use rolecall::manifest::{
    catalogue_schema, manifest_rules, manifest_schema, platform_schema, project_schema,
};
use rolecall::platform::{BUILT_IN, read_built_in, read_platform};
use rolecall::render::{diagnostics_page, plan_schema};
use serde_json::Value;

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
        assert_eq!(rules, schema, "{name}");
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
    current("schemas/plan.schema.json", &format!("{:#}\n", plan_schema()));
}

#[test]
fn the_page_of_diagnostics_is_current() {
    current("docs/diagnostics.md", &diagnostics_page());
}
