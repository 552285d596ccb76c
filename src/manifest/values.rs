//! The schemas of attributes' values.

use serde_json::{Value as Json, json};

use super::describe::{Sources, describe};
use super::forms::ADDRESS;
use super::schema::looks_like;
use crate::platform::{Attribute, AttributeKind};

/// Returns the schema of an attribute's value.
pub(super) fn value_of(attribute: &Attribute, sources: Option<&Sources>) -> Json {
    let mut schema = match attribute.kind.value() {
        Some(AttributeKind::Text { max_length }) => text(*max_length),
        Some(AttributeKind::Integer { min, max }) => integer(*min, *max),
        Some(AttributeKind::Boolean) => json!({ "type": "boolean" }),
        Some(AttributeKind::OneOf { values }) => json!({ "enum": values }),
        Some(AttributeKind::Member) => address(sources),
        None => json!({ "type": ["string", "integer", "boolean"] }),
    };
    describe(&mut schema, &attribute.purpose, sources);
    if attribute.clearable.holds() {
        allow_null(&mut schema);
    }
    schema
}

fn address(sources: Option<&Sources>) -> Json {
    let mut schema = json!({ "type": "string" });
    looks_like(&mut schema, &ADDRESS, "Write the address of a member of the team.", sources);
    schema
}

fn text(max_length: Option<u32>) -> Json {
    let mut schema = json!({ "type": "string", "minLength": 1 });
    if let Some(length) = max_length {
        schema["maxLength"] = length.into();
    }
    schema
}

fn integer(min: Option<i64>, max: Option<i64>) -> Json {
    let mut schema = json!({ "type": "integer" });
    for (keyword, bound) in [("minimum", min), ("maximum", max)] {
        if let Some(bound) = bound {
            schema[keyword] = bound.into();
        }
    }
    schema
}

/// Lets a value be `null`, which clears it.
fn allow_null(schema: &mut Json) {
    if let Some(kind) = schema.get("type").cloned() {
        schema["type"] = json!([kind, "null"]);
    } else if let Some(Json::Array(values)) = schema.get_mut("enum") {
        values.push(Json::Null);
    }
}
