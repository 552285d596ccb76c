//! Values to what people and programs read. Nothing is decided here.

mod catalogue;
mod diagnostics;
mod diff;
mod document;
mod emails;
mod entry;
mod escape;
mod explain;
mod github;
mod json;
pub mod layout;
mod manifest;
mod markdown;
mod media;
mod problems;
mod runbook;
mod sarif;
mod shown;
mod snapshot;
mod start;
mod text;
mod words;
mod yaml;

pub use catalogue::{CatalogueDiff, DiffSummary, PermissionDiff, TouchedRole, catalogue_text};
pub use diagnostics::{diagnostics, diagnostics_page, explain_code, explain_guard};
pub use diff::unified_diff;
pub use document::{PlanDocument, plan_schema};
pub use emails::Emails;
pub use entry::{Entries, Members, grant_text, list_field, scalar_text, share_text};
pub use escape::terminal;
pub use explain::{Explained, Explanation, explanation_schema};
pub use github::{diagnostics as diagnostics_github, plan as plan_github};
pub use json::json;
pub use manifest::{SCHEMA_FILE, manifests};
pub use markdown::plan as plan_markdown;
pub use problems::{Problem, Problems, Related, Span, problems_schema};
pub use runbook::{Portal, runbook};
pub use sarif::{diagnostics as diagnostics_sarif, plan as plan_sarif};
pub use shown::{Setting, Shown};
pub use snapshot::SnapshotDocument;
pub use start::{From, Start, starting_project, undeclarable};
pub use text::{compared as plan_text_compared, plan as plan_text};
pub use yaml::scalar;

/// How text is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether colours are used.
    pub color: bool,
    /// How many columns there are.
    pub width: usize,
}
