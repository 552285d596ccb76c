//! What a target can answer instead of doing what it was asked.

use serde::{Deserialize, Serialize};

/// Why something could not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// The target could not be reached, or answered nothing that can be understood.
    Unreachable,
    /// The target refused this one thing; others may still go through.
    Refused,
    /// What was read back is not what was written.
    NotAsWritten,
    /// It was asked for, and nothing tells whether it was done: it may still happen.
    OutcomeUnknown,
}

/// Something that could not be done. It names no manifest line: a target knows no manifests, and
/// whoever asked joins the two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// Why.
    pub kind: FaultKind,
    /// What was answered, in a sentence that can be shown to anybody: no secret stands in it.
    pub message: String,
}

impl Fault {
    /// Makes a fault.
    pub fn new(kind: FaultKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}
