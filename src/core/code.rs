//! What a kind of problem is.

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing may be done until it is mended.
    Error,
    /// Worth a look; nothing is held up.
    Warning,
}

/// A kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The word that it is known by.
    pub word: &'static str,
    /// What it is, in words that never vary, so that people learn to recognize it.
    pub title: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Why it is a problem and how to mend it: what `rolecall explain` prints.
    pub explanation: &'static str,
}
