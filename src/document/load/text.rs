//! What is refused of a file's text itself, whatever its values are.

use std::borrow::Cow;

use super::{Loader, Span, Stop};
use crate::core::codes;

/// The most characters that are complained about: nobody is shown more.
const COMPLAINTS: usize = 50;

impl<'s> Loader<'s> {
    /// Refuses what no text file contains, and characters that make lines look like others, in
    /// comments as well: a review is of what is seen.
    pub(super) fn refuse_invisible(&mut self, text: &str) {
        // Nearly all files are ASCII, and that is asked much faster than any other question.
        let others = if text.is_ascii() { "" } else { text };
        let zero = text.find('\0').map(|at| (at, '\0'));
        let others = others.char_indices().filter(|(_, c)| harm(*c).is_some()).take(COMPLAINTS);
        for (start, c) in zero.into_iter().chain(others) {
            let (what, help) = harm(c).unwrap_or(BINARY);
            let span = Span { start: start as u32, end: (start + c.len_utf8()) as u32 };
            let label = format!("this character, U+{:04X}, {what}", c as u32);
            self.problem(span, |at| codes::CONTROL_CHARACTER.at(at, label, help));
        }
    }

    /// Refuses lines before the document that give names to tags.
    pub(super) fn refuse_directive(&mut self, text: &str, document: Span) -> Result<(), Stop> {
        let before = text.get(..document.start as usize).unwrap_or("");
        let Some(line) = before.split_inclusive('\n').find(|line| line.starts_with("%TAG")) else {
            return Ok(());
        };
        let start = (line.as_ptr() as usize - text.as_ptr() as usize) as u32;
        let span = Span { start, end: start + line.trim_end().len() as u32 };
        self.problem(span, |at| {
            codes::TAG.at(
                at,
                "this gives tags a name",
                "Take the `%TAG` lines out: every value's type is known without tags.",
            )
        });
        Err(Stop)
    }

    /// Refuses text that is too long for anything, and lets go of it.
    pub(super) fn refuse_long(&mut self, text: Cow<'s, str>, span: Span) -> Cow<'s, str> {
        let (length, most) = (text.len(), self.bounds.text);
        if length <= most {
            return text;
        }
        self.problem(span, |at| {
            let label = format!("this text has {length} bytes, and {most} are allowed");
            codes::TOO_LONG.at(at, label, "Shorten it. Was a quote or an indentation forgotten?")
        });
        Cow::Borrowed("")
    }
}

/// What a file with U+0000 is, and what to do about it.
const BINARY: (&str, &str) =
    ("is in no text", "This isn't a text file. Take it out of the folder.");

/// Returns what a character does to the lines that it stands in, and what to do about it. The marks
/// that a line of Arabic or Hebrew needs do nothing beyond themselves.
fn harm(c: char) -> Option<(&'static str, &'static str)> {
    match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(("turns the direction of writing", "Take it out: it hides what stands beside it."))
        }
        '\u{85}' | '\u{2028}' | '\u{2029}' => {
            Some(("ends a line for some readers of YAML", "Take it out, or begin a new line."))
        }
        _ => None,
    }
}
