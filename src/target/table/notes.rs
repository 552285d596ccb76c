//! What there is to say about a list, and where.

use super::cell::Wrong;
use crate::core::{Diagnostics, FileId, NodeId, Origin, codes};
use crate::document::Span;

/// Problems, and the places that they name.
pub(super) struct Notes {
    pub(super) file: FileId,
    pub(super) marks: Vec<Span>,
    pub(super) found: Diagnostics,
}

impl Notes {
    pub(super) fn mark(&mut self, span: Span) -> Origin {
        self.marks.push(span);
        Origin { file: self.file, node: NodeId(self.marks.len() as u32 - 1) }
    }

    pub(super) fn push(&mut self, at: Span, (code, label, help): Wrong) {
        let at = self.mark(at);
        self.found.push(code.at(at, label, help));
    }

    /// Takes note of something that stands a second time.
    pub(super) fn push_with(&mut self, at: Span, (code, label, help): Wrong, first: Span) {
        let (at, first) = (self.mark(at), self.mark(first));
        self.found.push(code.at(at, label, help).and(first, "it stands here first"));
    }
}

/// How many rows leave something open, and the first place that does.
#[derive(Default)]
pub(super) struct Open {
    pub(super) rows: usize,
    pub(super) first: Option<Span>,
}

impl Open {
    pub(super) fn warn(self, what: &str, notes: &mut Notes) {
        let Some(first) = self.first else { return };
        let label = match self.rows {
            1 => format!("this row doesn't say {what}"),
            rows => format!("{rows} rows, of which this is the first, don't say {what}"),
        };
        let help = "An empty cell says nothing. Fill it in, or leave it uncompared.";
        notes.push(first, (&codes::UNTOLD, label, help.into()));
    }
}
