//! Diagnostics as JSON.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use crate::core::{Diagnostic, Label, Severity};
use crate::document::Sources;

/// What is wrong with manifests, as programs read it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "What a check found", deny_unknown_fields)]
pub struct Problems<'d> {
    /// The version of this format.
    pub format_version: u32,
    /// Whether the manifests are valid. Warnings don't forbid it.
    pub valid: bool,
    /// The problems, by place.
    pub diagnostics: Vec<Problem<'d>>,
}

/// One problem.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Problem<'d> {
    /// The word that its kind is known by: what `rolecall explain` takes.
    pub code: &'d str,
    /// How bad it is: `error` or `warning`.
    pub severity: &'static str,
    /// What it is, in words that never vary.
    pub title: &'d str,
    /// What is the matter here.
    pub message: &'d str,
    /// What to do next.
    pub help: &'d str,
    /// The place that it is about.
    pub place: Span,
    /// Other places that have to do with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub related: Vec<Related<'d>>,
}

/// Another place, and what is said of it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Related<'d> {
    /// What is the matter there.
    pub message: &'d str,
    /// The place.
    pub place: Span,
}

/// A part of a line of a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Span {
    /// The file, from the project's folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column of its first character, counted from 1 in Unicode code points.
    pub column: usize,
    /// The column behind its last character.
    pub end_column: usize,
}

impl<'d> Problems<'d> {
    /// Makes the document of what was found.
    pub fn of(found: &'d [Diagnostic], sources: &Sources) -> Self {
        let valid = found.iter().all(|one| one.code.severity == Severity::Warning);
        let diagnostics = found.iter().map(|one| problem(one, sources)).collect();
        Self { format_version: 1, valid, diagnostics }
    }
}

fn problem<'d>(found: &'d Diagnostic, sources: &Sources) -> Problem<'d> {
    let related = |label: &'d Label| Related { message: &label.text, place: span(label, sources) };
    Problem {
        code: found.code.word,
        severity: match found.code.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        title: found.code.title,
        message: &found.primary.text,
        help: &found.help,
        place: span(&found.primary, sources),
        related: found.related.iter().map(related).collect(),
    }
}

fn span(label: &Label, sources: &Sources) -> Span {
    let file = sources.file(label.at.file);
    let span = file.span(label.at.node);
    let (line, column) = file.position(span.start);
    let text = file.text.get(span.start as usize..span.end as usize).unwrap_or("");
    Span { file: file.path.clone(), line, column, end_column: column + text.chars().count() }
}

/// Returns the schema of what a check found.
pub fn problems_schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Problems<'static>>().to_value()
}
