//! JSON Schemas: made from the types, completed with what the platform's data says.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value as Json, json};

use super::departments::of_departments;
use super::describe::{Sources, describe, describe_length, describe_licence};
use super::exact::exact;
use super::forms::{ADDRESS, COLOR, DATE, Form};
use super::lacking::without_what_is_lacking;
use super::values::value_of;
use super::written::EMPTY_HELP;
use super::{Manifest, Project};
use crate::core::{Level, ScopeName};
use crate::platform::{Catalogue, Fact, Permission, Platform};

/// The form of a permission's id.
const PERMISSION: &str = "^[a-z0-9_]+(\\.[a-z0-9_]+)*$";

/// Returns the schema of a manifest of the platform, with what an editor shows of each field.
pub fn manifest_schema(platform: &Platform) -> Json {
    schema(platform, Some(&platform.sources), |_| true)
}

/// Returns the same schema without what only an editor shows: whoever validates needs none of it.
pub fn manifest_rules(platform: &Platform) -> Json {
    schema(platform, None, |_| true)
}

/// Returns as much of these rules as a manifest needs that grants none but these permissions. They
/// allow nothing that all of them don't: what they have no objections to is valid.
pub fn manifest_rules_granting(platform: &Platform, granted: &BTreeSet<&str>) -> Json {
    schema(platform, None, |known| granted.contains(known.id.as_str()))
}

/// Returns the schema of a manifest; without the texts that facts are taken from, no fact is described.
fn schema(
    platform: &Platform,
    sources: Option<&Sources>,
    granted: impl Fn(&&Permission) -> bool,
) -> Json {
    let permissions: Vec<&Permission> = platform.permissions.iter().filter(granted).collect();
    let mut schema = generate::<Manifest<'static>>();
    exact(&mut schema);
    schema["title"] = format!("A manifest for {}", platform.title).into();
    schema["minProperties"] = 1.into();
    schema["x-label"] = json!({ "minProperties": "this file says nothing" });
    schema["x-help"] = json!({ "minProperties": EMPTY_HELP });
    let parts = &mut schema["$defs"];
    role(&mut parts["Role"]["properties"], platform, &permissions, sources);
    team(&mut parts["Team"]["properties"], platform, sources);
    user(&mut parts["User"], platform, sources);
    of_departments(&mut schema, platform, sources);
    let parts = &mut schema["$defs"];
    for (part, name) in [("User", "email"), ("Seat", "user")] {
        let help = "Write an address, as `ana@acme.example`.";
        looks_like(&mut parts[part]["properties"][name], &ADDRESS, help, sources);
    }
    for part in ["HeldRole", "Seat"] {
        let help = "Write the last day, as `2026-12-31`.";
        looks_like(&mut parts[part]["properties"]["until"], &DATE, help, sources);
    }
    let user = &mut parts["User"]["properties"];
    if platform.users.invitation.is_some() {
        let help = "Write the day, as `2026-12-31`.";
        looks_like(&mut user["invited"], &DATE, help, sources);
    } else if let Some(fields) = user.as_object_mut() {
        fields.remove("invited");
    }
    shapes(parts, &permissions);
    without_what_is_lacking(&mut schema, platform);
    schema
}

/// Returns the schema of a project file.
pub fn project_schema() -> Json {
    let mut schema = generate::<Project>();
    exact(&mut schema);
    schema["title"] = "A project".into();
    let fields = &mut schema["properties"];
    fields["environments"]["minProperties"] = 1.into();
    fields["environments"]["x-help"] =
        json!({ "minProperties": "Add one, as `rehearsal: { target: sandbox }`." });
    fields["manifests"]["minItems"] = 1.into();
    fields["manifests"]["x-help"] =
        json!({ "minItems": "Name a file or folder, or take the key out: it is `[access]` then." });
    schema
}

/// Returns the schema of a platform file.
pub fn platform_schema() -> Json {
    let mut schema = generate::<Platform>();
    exact(&mut schema);
    schema["title"] = "A platform".into();
    let permission = &mut schema["$defs"]["Permission"]["properties"];
    form(&mut permission["id"], PERMISSION, "Write the id as `settings.queue`.");
    schema
}

/// Returns the schema of a catalogue.
pub fn catalogue_schema() -> Json {
    let mut schema = generate::<Catalogue>();
    exact(&mut schema);
    schema["title"] = "A catalogue".into();
    // Beside the version, something has to be said.
    schema["minProperties"] = 2.into();
    schema["x-label"] = json!({ "minProperties": "this catalogue adds nothing" });
    schema["x-help"] =
        json!({ "minProperties": "Write `permissions:`, or take the catalogue out." });
    let permission = &mut schema["$defs"]["CataloguePermission"]["properties"];
    form(&mut permission["id"], PERMISSION, "Write the id as `settings.queue`.");
    permission["levels"]["properties"]["is"] = json!({
        "minItems": 1,
        "x-label": { "minItems": "nothing could be granted of this permission" },
        "x-help": { "minItems": "Name the levels, or take `levels` out: they are unknown then." },
    });
    schema
}

fn generate<T: JsonSchema>() -> Json {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value()
}

fn role(
    fields: &mut Json,
    platform: &Platform,
    granted: &[&Permission],
    sources: Option<&Sources>,
) {
    let custom = &platform.roles.custom;
    length(&mut fields["name"], &custom.name_length, sources);
    length(&mut fields["label"], &custom.label_length, sources);
    let help = "Write a colour as `#0B57D0`, in quotes.";
    looks_like(&mut fields["color"], &COLOR, help, sources);
    let properties: serde_json::Map<String, Json> = granted
        .iter()
        .map(|known| {
            let reference = format!("#/$defs/{}", shape_name(known));
            let mut field = json!({ "$ref": reference });
            describe(&mut field, &known.name, sources);
            describe_licence(&mut field, &known.licence, sources);
            (known.id.to_string(), field)
        })
        .collect();
    let permissions = &mut fields["permissions"];
    permissions["type"] = "object".into();
    permissions["properties"] = properties.into();
    permissions["additionalProperties"] = false.into();
    permissions["x-code"] = json!({ "additionalProperties": "unknown-permission" });
    permissions["x-noun"] = "permission".into();
}

fn team(fields: &mut Json, platform: &Platform, sources: Option<&Sources>) {
    length(&mut fields["name"], &platform.teams.name_length, sources);
    let forbidden = platform.teams.forbidden.value().map_or("", String::as_str);
    let escaped: String = forbidden.chars().flat_map(|c| ['\\', c]).collect();
    let nested = platform.teams.nested.is != Some(false);
    let name = &mut fields["name"];
    let keyword = if sources.is_some() { "pattern" } else { "not" };
    name[keyword] = match sources {
        Some(_) => format!("^[^:{escaped}]*$").into(),
        // To look for a character is quicker to compile than to look at all others.
        None => json!({ "type": "string", "pattern": format!("[:{escaped}]") }),
    };
    name["x-code"] = json!({ keyword: "forbidden-character" });
    name["x-label"] =
        json!({ keyword: format!("a team's name can't contain {}", listed(forbidden)) });
    name["x-help"] = json!({ keyword: if nested {
        "Take it out. A sub-team stands under `teams` of the team above it, by its own name."
    } else {
        "Take it out."
    } });
    if !nested && let Some(fields) = fields.as_object_mut() {
        fields.remove("teams");
    }
    for (name, attribute) in &platform.teams.attributes {
        fields[name.as_str()] = value_of(attribute, sources);
    }
}

/// Returns the characters that no name of a team can contain, the colon first.
fn listed(forbidden: &str) -> String {
    let others = forbidden.chars().filter(|c| *c != ':');
    let all = std::iter::once(':').chain(others).map(|c| format!("`{c}`"));
    all.collect::<Vec<_>>().join(" or ")
}

fn user(schema: &mut Json, platform: &Platform, sources: Option<&Sources>) {
    let mut required = vec!["email", "roles"];
    for (name, attribute) in &platform.users.attributes {
        schema["properties"][name.as_str()] = value_of(attribute, sources);
        if attribute.required.holds() {
            required.push(name.as_str());
        }
    }
    schema["required"] = required.into();
}

pub(super) fn length(schema: &mut Json, limit: &Fact<u32>, sources: Option<&Sources>) {
    describe_length(schema, limit, sources);
    schema["minLength"] = 1.into();
    if let Some(limit) = limit.value() {
        schema["maxLength"] = (*limit).into();
    }
}

/// Asks for a form: of editors by its pattern, of this program by its name.
pub(super) fn looks_like(schema: &mut Json, form: &Form, help: &str, sources: Option<&Sources>) {
    if sources.is_some() {
        return self::form(schema, form.pattern, help);
    }
    schema["format"] = form.name.into();
    schema["x-help"] = json!({ "format": help, "type": help });
}

fn form(schema: &mut Json, pattern: &str, help: &str) {
    schema["pattern"] = pattern.into();
    schema["x-help"] = json!({ "pattern": help, "type": help });
}

/// Adds what can be granted of permissions, once for all of the same form.
fn shapes(parts: &mut Json, granted: &[&Permission]) {
    let Some(parts) = parts.as_object_mut() else { return };
    for known in granted {
        parts.entry(shape_name(known)).or_insert_with(|| grant(known));
    }
}

/// Names the form that a permission shares with all others of the same levels and scopes.
fn shape_name(permission: &Permission) -> String {
    let levels: Vec<&str> = levels(permission).iter().map(|level| level.as_str()).collect();
    let scopes: Vec<String> = scopes(permission).iter().map(ToString::to_string).collect();
    let suffix = if permission.scopes.is.is_none() { "_any_scope" } else { "" };
    format!("grant_{}_{}{suffix}", levels.join("_"), scopes.join("_"))
}

/// Returns the levels that are possible; all of them where nobody knows.
fn levels(permission: &Permission) -> BTreeSet<Level> {
    permission.levels.value().cloned().unwrap_or_else(|| Level::ALL.into())
}

fn scopes(permission: &Permission) -> BTreeSet<ScopeName> {
    permission.scopes.value().cloned().unwrap_or_default()
}

/// Returns the schema of what can be granted of a permission: a level, or a level and scopes.
fn grant(permission: &Permission) -> Json {
    let levels = levels(permission);
    let first = levels.first().map_or("view", |level| level.as_str());
    let help = format!("Write a level, as `{first}`, or `{{ level: {first}, only: [SCOPE] }}`.");
    let level = json!({ "enum": &levels, "x-code": { "enum": "level-not-allowed" } });
    let only = match permission.scopes.value() {
        Some(scopes) if scopes.is_empty() => json!({
            "not": {},
            "x-code": { "not": "scope-not-allowed" },
            "x-label": { "not": "this permission can't be restricted" },
            "x-help": { "not": "Take `only` out." },
        }),
        Some(scopes) => only(json!({ "enum": scopes, "x-code": { "enum": "scope-not-allowed" } })),
        None => only(json!({ "type": "string" })),
    };
    json!({
        "type": ["string", "object"],
        "examples": levels,
        "x-help": { "type": help },
        "if": { "type": "object" },
        "then": {
            "properties": { "level": level, "only": only },
            "required": ["level"],
            "additionalProperties": false,
        },
        "else": { "if": { "type": "string" }, "then": level },
    })
}

fn only(items: Json) -> Json {
    json!({
        "type": "array",
        "minItems": 1,
        "items": items,
        "x-help": {
            "minItems": "Name a scope, or take `only` out: without it the permission reaches everywhere.",
        },
    })
}
