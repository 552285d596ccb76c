//! The forms name the keys of the schemas, no more and no less.

use std::collections::BTreeSet;

use rolecall::document::Sources;
use rolecall::manifest::{manifest_schema, project_schema};
use rolecall::platform::{BUILT_IN, read_platform};
use rolecall::render::layout::{Form, MANIFEST, PROJECT, Rest};
use serde_json::Value as Json;

/// Returns the part of a schema that describes a mapping: below references, lists, and what can be
/// written in short.
fn mapping<'s>(schema: &'s Json, part: &'s Json) -> Option<&'s Json> {
    if let Some(reference) = part["$ref"].as_str() {
        return mapping(schema, schema.pointer(&reference[1..])?);
    }
    let holds = |key: &str| part.get(key).filter(|inner| inner.is_object());
    if holds("properties").is_some() || holds("additionalProperties").is_some() {
        return Some(part);
    }
    mapping(schema, holds("items").or(holds("then"))?)
}

fn compare(schema: &Json, part: &Json, form: &Form, path: &str, seen: &mut BTreeSet<String>) {
    // A platform without departments has a key for them that nothing fits.
    if part.get("not").is_some() {
        return;
    }
    let Some(part) = mapping(schema, part) else {
        assert!(form.first.is_empty() && form.last.is_empty(), "{path} is no mapping");
        return;
    };
    let no_keys = serde_json::Map::new();
    let properties = part["properties"].as_object().unwrap_or(&no_keys);
    let named: BTreeSet<&str> = form.first.iter().chain(form.last).map(|(name, _)| *name).collect();
    let keys: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
    // A platform without nested teams has no key for them.
    match form.rest {
        Rest::Unknown => {
            let odd: Vec<_> =
                named.symmetric_difference(&keys).filter(|key| **key != "teams").collect();
            assert!(odd.is_empty(), "{path}: {odd:?}");
        }
        Rest::AsWritten(inner) | Rest::ByName(inner) => {
            // Not on every platform are people invited, nor does everything have teams.
            let special = ["teams", "invited"];
            let odd: Vec<_> =
                named.difference(&keys).filter(|key| !special.contains(*key)).collect();
            assert!(odd.is_empty(), "{path}: {odd:?}");
            let other = part.get("additionalProperties").filter(|other| other.is_object());
            let others = properties.iter().filter(|(key, _)| !named.contains(key.as_str()));
            let others = others.map(|(_, part)| part).chain(other);
            others.for_each(|part| compare(schema, part, inner, &format!("{path}.*"), seen));
        }
    }
    for (name, inner) in form.first.iter().chain(form.last) {
        let path = format!("{path}.{name}");
        // Teams stand in teams, and not on every platform.
        let Some(part) = properties.get(*name).filter(|_| path.matches(".teams").count() < 3)
        else {
            continue;
        };
        seen.insert(path.clone());
        compare(schema, part, inner, &path, seen);
    }
}

#[test]
fn the_forms_are_those_of_the_schemas() {
    let mut seen = BTreeSet::new();
    let schema = project_schema();
    compare(&schema, &schema, &PROJECT, "project", &mut seen);
    for (name, text) in BUILT_IN {
        let mut sources = Sources::default();
        let file = sources.add(*name, *text);
        let platform = read_platform(&sources, file).0.expect("a built-in platform is valid");
        let schema = manifest_schema(&platform);
        compare(&schema, &schema, &MANIFEST, name, &mut seen);
    }
    for path in [
        "ccaas.users.roles.then",
        "ccaas.roles.permissions",
        "project.environments",
        "aimychat.users.invited",
        "ccaas.teams.members.until",
        "smartflows.departments.groups.percentage",
    ] {
        assert!(seen.contains(path), "{path} wasn't reached");
    }
}
