//! In which rules two platforms differ.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Platform;

/// Returns what of a platform is said otherwise in another one, in words: sources and remarks don't
/// count, nor does a permission that only one of them knows, since what one may do with it is asked of
/// whoever grants it.
pub fn ruled_otherwise(before: &Platform, now: &Platform) -> Vec<String> {
    let (before, now) = (rules(before), rules(now));
    let mut found = Vec::new();
    for (name, rule) in &before {
        match now.get(name) {
            Some(other) if other == rule => {}
            None if name.starts_with(PERMISSION) => {}
            _ => found.push(name.clone()),
        }
    }
    let added = |name: &&String| !before.contains_key(*name) && !name.starts_with(PERMISSION);
    found.extend(now.keys().filter(added).cloned());
    found
}

const PERMISSION: &str = "permission ";

/// Returns the rules of a platform, by what they are about.
fn rules(platform: &Platform) -> BTreeMap<String, Value> {
    let mut rules = BTreeMap::new();
    let Ok(Value::Object(fields)) = serde_json::to_value(platform) else { return rules };
    for (key, value) in fields {
        match (key.as_str(), value) {
            ("version" | "platform" | "title" | "sources", _) => {}
            ("permissions", Value::Array(all)) => {
                let named = all.into_iter().map(|one| (name(&one), bare(one)));
                rules.extend(named);
            }
            (_, value) => _ = rules.insert(key, bare(value)),
        }
    }
    rules
}

fn name(permission: &Value) -> String {
    format!("{PERMISSION}{}", permission["id"].as_str().unwrap_or_default())
}

/// Returns a value without what only says where it comes from.
fn bare(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(key, _)| key != "sources" && key != "note");
            Value::Object(kept.map(|(key, value)| (key, bare(value))).collect())
        }
        Value::Array(all) => Value::Array(all.into_iter().map(bare).collect()),
        other => other,
    }
}
