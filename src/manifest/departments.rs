//! What is written of departments, and what a schema says of them.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::{Value as Json, json};

use super::describe::{Sources, describe_fact};
use super::schema::length;
use super::values::value_of;
use super::written::Text;
use crate::core::Scalar;
use crate::document::{Located, Short};
use crate::platform::Platform;

/// A department.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Department<'s> {
    /// The department's name.
    pub name: Text<'s>,
    /// Former names: a live department of that name is renamed instead of deleted and made anew.
    #[schemars(default)]
    pub previously: Option<Vec<Text<'s>>>,
    /// What else the platform records of a department, in the order in which it was written.
    #[schemars(skip)]
    pub attributes: Vec<(Text<'s>, Located<Scalar>)>,
    /// All teams that its conversations go to.
    #[schemars(default)]
    pub groups: Option<Located<Vec<Located<Short<'s, Share<'s>>>>>>,
}

/// A team of a department, written in full.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 's"))]
pub struct Share<'s> {
    /// The team.
    pub group: Text<'s>,
    /// Its share of the conversations, in per cent: of all teams together 100.
    #[schemars(range(min = 0, max = 100))]
    pub percentage: Option<Located<u8>>,
}

impl<'de: 's, 's> Deserialize<'de> for Department<'s> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(DepartmentVisitor)
    }
}

/// Sorts a department's keys into those of every platform and the attributes of this one.
struct DepartmentVisitor;

impl<'de> Visitor<'de> for DepartmentVisitor {
    type Value = Department<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a department")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Department<'de>, A::Error> {
        let (mut name, mut previously, mut groups) = (None, None, None);
        let mut attributes = Vec::new();
        while let Some(key) = map.next_key::<Text<'de>>()? {
            match key.value.as_ref() {
                "name" => name = Some(map.next_value()?),
                "previously" => previously = Some(map.next_value()?),
                "groups" => groups = Some(map.next_value()?),
                _ => attributes.push((key, map.next_value()?)),
            }
        }
        let name = name.ok_or_else(|| serde::de::Error::missing_field("name"))?;
        Ok(Department { name, previously, attributes, groups })
    }
}

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
