//! Makes generated schemas exact.

use serde_json::{Map, Value as Json, json};

/// Rewrites what a generator leaves vague.
///
/// - To it an optional field may be `null` as well as absent. In a manifest the two differ: `null`
///   clears a field, where the platform lets it be cleared, and that is said separately.
/// - A choice between named values would be complained about as "none of these fits", without the
///   names.
/// - A number has the bounds of the type that it is read into.
pub(super) fn exact(part: &mut Json) {
    match part {
        Json::Array(parts) => parts.iter_mut().for_each(exact),
        Json::Object(fields) => {
            without_null(fields);
            named_values(fields);
            bounded(fields);
            fields.values_mut().for_each(exact);
        }
        _ => {}
    }
}

fn without_null(fields: &mut Map<String, Json>) {
    if let Some(Json::Array(kinds)) = fields.get_mut("type") {
        kinds.retain(|kind| kind != "null");
        if let [kind] = kinds.as_slice() {
            let kind = kind.clone();
            fields.insert("type".into(), kind);
        }
    }
    if let Some(Json::Array(parts)) = fields.get_mut("anyOf") {
        parts.retain(|part| part["type"] != "null");
        if let [Json::Object(part)] = parts.as_slice() {
            let part = part.clone();
            fields.remove("anyOf");
            part.into_iter().for_each(|(name, value)| {
                fields.entry(name).or_insert(value);
            });
        }
    }
    if fields.get("default").is_some_and(Json::is_null) {
        fields.remove("default");
    }
}

fn named_values(fields: &mut Map<String, Json>) {
    let Some(Json::Array(parts)) = fields.get("oneOf") else { return };
    let each = |key: &str| parts.iter().map(|part| part.get(key).cloned()).collect();
    let values: Option<Vec<Json>> = each("const");
    let descriptions: Option<Vec<Json>> = each("description");
    let Some(values) = values else { return };
    fields.remove("oneOf");
    fields.insert("type".into(), "string".into());
    fields.insert("enum".into(), values.into());
    // Not a keyword of JSON Schema, but several editors show it.
    fields.extend(descriptions.map(|texts| ("enumDescriptions".into(), texts.into())));
}

fn bounded(fields: &mut Map<String, Json>) {
    if fields.get("format").is_some_and(|format| format == "uint32") {
        fields.entry("maximum").or_insert(json!(u32::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_optional_field_is_absent_or_there() {
        let mut schema = json!({
            "a": { "type": ["string", "null"], "default": null },
            "b": { "anyOf": [{ "$ref": "#/$defs/B" }, { "type": "null" }], "description": "B" },
            "c": { "type": ["string", "object"] },
        });
        exact(&mut schema);
        let expected = json!({
            "a": { "type": "string" },
            "b": { "$ref": "#/$defs/B", "description": "B" },
            "c": { "type": ["string", "object"] },
        });
        assert_eq!(schema, expected);
    }

    #[test]
    fn named_values_are_listed() {
        let mut schema = json!({ "oneOf": [
            { "const": "all", "type": "string", "description": "A" },
            { "const": "listed", "type": "string", "description": "L" },
        ] });
        exact(&mut schema);
        let (values, texts) = (json!(["all", "listed"]), json!(["A", "L"]));
        let expected = json!({ "type": "string", "enum": values, "enumDescriptions": texts });
        assert_eq!(schema, expected);
    }
}
