//! Every kind of problem, in one table: from it come the titles, `rolecall explain`, the pages in
//! the documentation and the list of test folders.

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

/// All codes, by their word.
pub static CODES: &[&Code] = &[];

/// Returns the code known by the word.
pub fn code(word: &str) -> Option<&'static Code> {
    CODES.iter().copied().find(|code| code.word == word)
}
