//! Values to what people and programs read. Nothing is decided here.

mod catalogue;
mod diagnostics;
mod diff;
mod document;
mod entry;
mod escape;
pub mod layout;
mod manifest;
mod runbook;
mod start;
mod text;
mod yaml;

pub use catalogue::{CatalogueDiff, DiffSummary, PermissionDiff, TouchedRole, catalogue_text};
pub use diagnostics::{diagnostics, diagnostics_page, explain_code, explain_guard};
pub use diff::unified_diff;
pub use document::{PlanDocument, plan_schema};
pub use entry::{Entries, Members, grant_text, list_field, scalar_text};
pub use escape::terminal;
pub use manifest::{SCHEMA_FILE, manifests};
pub use runbook::{Portal, runbook};
pub use start::{From, Start, starting_project, undeclarable};
pub use text::plan as plan_text;
pub use yaml::scalar;

/// How text is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether colours are used.
    pub color: bool,
    /// How many columns there are.
    pub width: usize,
}
