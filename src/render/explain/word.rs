//! A diagnostic or a guard.

use schemars::JsonSchema;
use serde::Serialize;

use crate::core::Code;
use crate::plan::Guard;
use crate::render::{explain_code, explain_guard};

/// A word of the program: the kind of a problem, or a guard.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct WordPage {
    /// The word.
    word: &'static str,
    /// Whether it is a guard, and no diagnostic.
    guard: bool,
    /// What it is, in one line.
    title: &'static str,
    /// What there is to say about it.
    explanation: &'static str,
    /// The same for people.
    #[serde(skip)]
    text: String,
}

impl WordPage {
    /// Makes the page of a code.
    pub(super) fn of_code(code: &Code) -> Self {
        let Code { word, title, explanation, .. } = *code;
        Self { word, guard: false, title, explanation, text: explain_code(code) }
    }

    /// Makes the page of a guard.
    pub(super) fn of_guard(guard: &Guard) -> Self {
        let Guard { word, title, explanation, .. } = *guard;
        Self { word, guard: true, title, explanation, text: explain_guard(guard) }
    }

    pub(super) fn text(&self) -> String {
        self.text.clone()
    }
}
