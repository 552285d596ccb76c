//! A problem: where, what, and what to do next.

use super::{Code, Origin, Severity};

/// A place, and what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The place.
    pub at: Origin,
    /// What is the matter there: a short sentence without a full stop.
    pub text: String,
}

/// One problem. `Code::at` is the only way to make one, so none is without a place, a code and a
/// next action.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What kind of problem it is.
    pub code: &'static Code,
    /// The place that it is about.
    pub primary: Label,
    /// Other places that have to do with it.
    pub related: Vec<Label>,
    /// What to do next.
    pub help: String,
}

impl Code {
    /// Makes a problem of this kind.
    pub fn at(
        &'static self,
        at: Origin,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            code: self,
            primary: Label { at, text: label.into() },
            related: Vec::new(),
            help: help.into(),
        }
    }
}

impl Diagnostic {
    /// Adds another place.
    pub fn and(mut self, at: Origin, label: impl Into<String>) -> Self {
        self.related.push(Label { at, text: label.into() });
        self
    }

    fn sort_key(&self) -> (Origin, &str, &str) {
        (self.primary.at, self.code.word, &self.primary.text)
    }
}

/// All problems that were found, so that the first never hides the second.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Takes note of a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Takes note of all problems of another list.
    pub fn extend(&mut self, others: Diagnostics) {
        self.found.extend(others.found);
    }

    /// Returns whether anything found forbids to go on; warnings don't.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// Returns how many of the problems are errors.
    pub fn errors(&self) -> usize {
        self.found.iter().filter(|found| found.code.severity == Severity::Error).count()
    }

    /// Returns how many problems there are, warnings included.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Returns whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Returns the problems by place, each once.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        self.found.dedup_by(|a, b| a.sort_key() == b.sort_key());
        self.found
    }
}
