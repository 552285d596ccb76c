//! What a schema says of departments.

use serde_json::{Value as Json, json};

use super::describe::{Sources, describe_fact};
use super::schema::{length, value_of};
use crate::platform::Platform;

/// Completes what a schema says of departments; where a platform has none it says that.
pub(super) fn of_departments(schema: &mut Json, platform: &Platform, sources: Option<&Sources>) {
    let Some(departments) = &platform.departments else { return no_departments(schema) };
    let parts = &mut schema["$defs"];
    let fields = &mut parts["Department"]["properties"];
    length(&mut fields["name"], &departments.name_length, sources);
    if let Some(forbidden) = departments.forbidden.value().filter(|all| !all.is_empty()) {
        let escaped: String = forbidden.chars().flat_map(|c| ['\\', c]).collect();
        let listed: Vec<String> = forbidden.chars().map(|c| format!("`{c}`")).collect();
        let label = format!("a department's name can't contain {}", listed.join(" or "));
        let name = &mut fields["name"];
        name["pattern"] = format!("^[^{escaped}]*$").into();
        name["x-code"] = json!({ "pattern": "forbidden-character" });
        name["x-label"] = json!({ "pattern": label });
        name["x-help"] = json!({ "pattern": "Take it out." });
    }
    for (name, attribute) in &departments.attributes {
        fields[name.as_str()] = value_of(attribute, sources);
    }
    let percentage = &mut parts["Share"]["properties"]["percentage"];
    if departments.percentages.is == Some(false) {
        *percentage = json!({
            "not": {},
            "x-code": { "not": "unknown-key" },
            "x-label": { "not": "teams of a department have no percentages on this platform" },
            "x-help": { "not": "Take it out." },
        });
    }
    describe_fact(percentage, &departments.percentages, sources);
}

/// Says that the platform has no departments. An editor needn't offer the key.
fn no_departments(schema: &mut Json) {
    schema["properties"]["departments"] = json!({
        "not": {},
        "doNotSuggest": true,
        "x-code": { "not": "unknown-key" },
        "x-label": { "not": "this platform has no departments" },
        "x-help": { "not": "Take it out." },
    });
    if let Some(parts) = schema["$defs"].as_object_mut() {
        parts.remove("Department");
        parts.remove("Share");
    }
}
