//! JSON Schema's objections, as diagnostics.
//!
//! A schema may say, keyword by keyword, which code a violation of its part has (`x-code`), what is
//! then the matter (`x-label`) and what to do (`x-help`); the general ones are here.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::LocationSegment;
use jsonschema::{PatternOptions, ValidationError};
use serde_json::Value as Json;

use super::json::TreeJson;
use super::tree::{NodeRef, Tree};
use crate::core::{Code, Diagnostic, Diagnostics, FileId, NodeId, Origin, code, codes, nearest};

/// A compiled schema.
pub struct Validator {
    schema: Json,
    compiled: jsonschema::Validator<TreeJson>,
}

impl Validator {
    /// Compiles a schema.
    ///
    /// # Errors
    ///
    /// The schema is none, in the words of the library. Schemas come from our own types, so this
    /// is a mistake of ours.
    pub fn new(schema: Json) -> Result<Self, String> {
        Self::with_formats(schema, [])
    }

    /// Compiles a schema that names formats of its own: each with what tells whether a text has it.
    ///
    /// # Errors
    ///
    /// As of [`Validator::new`].
    pub fn with_formats(
        schema: Json,
        formats: impl IntoIterator<Item = (&'static str, fn(&str) -> bool)>,
    ) -> Result<Self, String> {
        let options = jsonschema::options_for::<TreeJson>()
            .with_pattern_options(PatternOptions::regex())
            .should_validate_formats(true);
        let options = formats
            .into_iter()
            .fold(options, |options, (name, fits)| options.with_format(name, fits));
        let compiled = options.build(&schema).map_err(|error| error.to_string())?;
        Ok(Self { schema, compiled })
    }

    /// Returns all objections to a document; an empty one has none here.
    pub fn validate(&self, file: FileId, tree: &Tree<'_>) -> Diagnostics {
        let mut found = Diagnostics::default();
        let Some(root) = tree.root() else { return found };
        for error in self.compiled.iter_errors(root) {
            for diagnostic in self.explain(file, root, &error) {
                found.push(diagnostic);
            }
        }
        found
    }

    fn explain(
        &self,
        file: FileId,
        root: NodeRef<'_, '_>,
        error: &ValidationError<'_>,
    ) -> Vec<Diagnostic> {
        let node = walk(root, error);
        let at = |node: NodeId| Origin { file, node };
        let here = Part::of(&self.schema, error);
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                unexpected.iter().map(|key| here.unknown_key(at(key_of(node, key)), key)).collect()
            }
            // What isn't text at all is said once, by its type.
            ValidationErrorKind::Enum { .. } if here.wants_text() && node.text().is_none() => {
                Vec::new()
            }
            kind => vec![here.other(at(node.id()), node, kind)],
        }
    }
}

/// The part of the schema that objects, and the keyword of it that does.
struct Part<'s> {
    schema: Option<&'s Json>,
    keyword: String,
}

impl<'s> Part<'s> {
    fn of(schema: &'s Json, error: &ValidationError<'_>) -> Self {
        let path = error.schema_path().as_str();
        let (parent, keyword) = path.rsplit_once('/').unwrap_or(("", path));
        Self { schema: schema.pointer(parent), keyword: keyword.to_owned() }
    }

    /// Returns what the schema itself says of a violation of the keyword.
    fn special(&self, what: &str) -> Option<&'s str> {
        self.schema?.get(what)?.get(&self.keyword)?.as_str()
    }

    fn wants_text(&self) -> bool {
        self.schema.and_then(|part| part.get("type")).is_some_and(|kind| kind == "string")
    }

    fn code(&self, general: &'static Code) -> &'static Code {
        self.special("x-code").and_then(code).unwrap_or(general)
    }

    fn label(&self, general: impl Into<String>) -> String {
        self.special("x-label").map_or_else(|| general.into(), ToOwned::to_owned)
    }

    fn help(&self, general: impl Into<String>) -> String {
        self.special("x-help").map_or_else(|| general.into(), ToOwned::to_owned)
    }

    fn unknown_key(&self, at: Origin, key: &str) -> Diagnostic {
        let known = self.schema.and_then(|part| part.get("properties")?.as_object());
        let names: Vec<&str> =
            known.into_iter().flat_map(|map| map.keys().map(String::as_str)).collect();
        let code = self.code(&codes::UNKNOWN_KEY);
        let what = self.schema.and_then(|part| part.get("x-noun")?.as_str()).unwrap_or("key");
        let help = match nearest(key, names.iter().copied()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => self.help(listing(&names)),
        };
        code.at(at, format!("there is no {what} `{key}` here"), help)
    }

    fn other(&self, at: Origin, node: NodeRef<'_, '_>, kind: &ValidationErrorKind) -> Diagnostic {
        match kind {
            ValidationErrorKind::Type { kind } => self.wrong_type(at, node, kind),
            ValidationErrorKind::Required { property } => self.missing(at, property),
            ValidationErrorKind::Enum { options } => self.not_one_of(at, node, options),
            ValidationErrorKind::MaxLength { limit } => self.too_long(at, node, *limit),
            ValidationErrorKind::MinLength { .. }
            | ValidationErrorKind::MinItems { .. }
            | ValidationErrorKind::MinProperties { .. } => self.code(&codes::EMPTY_VALUE).at(
                at,
                self.label("this is empty"),
                self.help("Write something, or take the key out."),
            ),
            ValidationErrorKind::Minimum { limit } | ValidationErrorKind::Maximum { limit } => {
                let bound = if matches!(kind, ValidationErrorKind::Minimum { .. }) {
                    "least"
                } else {
                    "most"
                };
                let help = self.help("Write a number within the range.");
                let label = self.label(format!("this must be at {bound} {limit}"));
                self.code(&codes::OUT_OF_RANGE).at(at, label, help)
            }
            ValidationErrorKind::Pattern { pattern: form }
            | ValidationErrorKind::Format { format: form } => self.code(&codes::MALFORMED).at(
                at,
                self.label(format!("`{}` doesn't have the form that is asked for", shown(node))),
                self.help(format!("It must match `{form}`.")),
            ),
            other => self.code(&codes::MALFORMED).at(
                at,
                self.label(format!("the schema's `{}` doesn't allow this", other.keyword())),
                self.help("`rolecall schema` prints the schema."),
            ),
        }
    }

    fn wrong_type(&self, at: Origin, node: NodeRef<'_, '_>, kind: &TypeKind) -> Diagnostic {
        let expected = match kind {
            TypeKind::Single(kind) => vec![kind.to_string()],
            TypeKind::Multiple(kinds) => kinds.iter().map(|kind| kind.to_string()).collect(),
        };
        let found = node.type_name();
        let wants_text = expected.iter().any(|kind| kind == "string");
        let help = if wants_text && matches!(found, "integer" | "number" | "boolean") {
            "Quote it.".to_owned()
        } else if found == "null" && expected.iter().any(|kind| kind == "array") {
            "Write a list, `[]` for an empty one, or take the key out.".to_owned()
        } else if found == "null" {
            "Write a value, or take the key out.".to_owned()
        } else {
            format!("Write {} here.", words(&expected))
        };
        let label = self.label(format!("this is {}, not {}", word(found), words(&expected)));
        self.code(&codes::WRONG_TYPE).at(at, label, self.help(help))
    }

    fn missing(&self, at: Origin, property: &Json) -> Diagnostic {
        let name = property.as_str().unwrap_or("");
        let label = format!("`{name}` is missing here");
        codes::MISSING_KEY.at(at, label, format!("Add `{name}`."))
    }

    fn not_one_of(&self, at: Origin, node: NodeRef<'_, '_>, options: &Json) -> Diagnostic {
        let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
        let names: Vec<&str> = options.iter().filter_map(Json::as_str).collect();
        let found = shown(node);
        let help = match nearest(&found, names.iter().copied()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => listing(&names),
        };
        self.code(&codes::UNKNOWN_VALUE).at(at, format!("`{found}` is not possible here"), help)
    }

    fn too_long(&self, at: Origin, node: NodeRef<'_, '_>, limit: u64) -> Diagnostic {
        let length = node.text().map_or(0, |text| text.chars().count());
        let label = format!("this has {length} characters, and {limit} are allowed");
        self.code(&codes::TOO_LONG).at(at, label, self.help("Shorten it."))
    }
}

/// Returns the value that the objection is about.
fn walk<'t, 's>(root: NodeRef<'t, 's>, error: &ValidationError<'_>) -> NodeRef<'t, 's> {
    error.instance_path().into_iter().fold(root, |node, segment| {
        let child = match segment {
            LocationSegment::Property(name) => node
                .members()
                .find(|(key, _)| key.text().is_some_and(|text| *text == name))
                .map(|(_, value)| value),
            LocationSegment::Index(index) => node.children().nth(index),
        };
        child.unwrap_or(node)
    })
}

fn key_of(node: NodeRef<'_, '_>, name: &str) -> NodeId {
    let key = node.members().find(|(key, _)| key.text().is_some_and(|text| text == name));
    key.map_or(node.id(), |(key, _)| key.id())
}

fn shown(node: NodeRef<'_, '_>) -> String {
    node.text().map_or_else(|| node.type_name().to_owned(), ToString::to_string)
}

fn listing(names: &[&str]) -> String {
    const SHOWN: usize = 12;
    match names.len() {
        0 => "Take it out.".to_owned(),
        n if n <= SHOWN => format!("Possible here: {}.", names.join(", ")),
        n => format!("Possible here: {}, and {} more.", names[..SHOWN].join(", "), n - SHOWN),
    }
}

fn words(kinds: &[String]) -> String {
    kinds.iter().map(|kind| word(kind)).collect::<Vec<_>>().join(" or ")
}

/// Returns what a type is called in a manifest.
fn word(kind: &str) -> &'static str {
    match kind {
        "string" => "text",
        "object" => "a mapping",
        "array" => "a list",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        _ => "nothing",
    }
}
