//! Standard output carries the result, standard error the rest.

use std::io::{IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use terminal_size::{Height, Width};

use super::exit::Exit;
use crate::core::{Diagnostics, Severity};
use crate::document::Sources;
use crate::render::{self, Style};

/// The width of text that isn't shown on a terminal.
pub(super) const PAGE_WIDTH: usize = 100;

/// The widths at which text can be read. A line across a whole wide screen can't: the eye loses its
/// way back.
const READABLE: std::ops::RangeInclusive<usize> = 40..=120;

/// Where results and messages go.
pub(super) struct Screen {
    out: Style,
    err: Style,
    /// Whether somebody watches standard error who can be shown something that moves.
    animates: bool,
}

impl Screen {
    /// The process's own standard output and error.
    pub(super) fn of_process() -> Self {
        let (out, err) = (std::io::stdout(), std::io::stderr());
        let colors = |choice| choice != ColorChoice::Never;
        let err_color = colors(AutoStream::choice(&err));
        Self {
            out: Style {
                color: colors(AutoStream::choice(&out)),
                width: width(terminal_size::terminal_size_of(&out)),
            },
            err: Style { color: err_color, width: width(terminal_size::terminal_size_of(&err)) },
            // Who wants no colours, or has a terminal without, wants no cursor that moves either.
            animates: err.is_terminal() && err_color,
        }
    }

    /// Returns whether somebody watches whom something that moves can be shown.
    pub(super) fn animates(&self) -> bool {
        self.animates
    }

    /// Shows nothing that moves: between lines that are said all the time it would be in the way.
    pub(super) fn keep_still(&mut self) {
        self.animates = false;
    }

    /// Returns whether messages are coloured.
    pub(super) fn colors_messages(&self) -> bool {
        self.err.color
    }

    /// How the result is laid out.
    pub(super) fn style(&self) -> Style {
        self.out
    }

    /// Returns whether a question can be asked.
    pub(super) fn can_ask(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Prints the result. A reader that stopped reading is nobody's mistake.
    pub(super) fn result(&self, text: &str) {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// Prints a message.
    pub(super) fn say(&self, text: &str) {
        Self::say_anywhere(text);
    }

    /// Prints a message where there is no screen at hand.
    pub(super) fn say_anywhere(text: &str) {
        // What the log of a workflow would take for a command, wherever it stands in a line.
        let text = text.replace("##[", "?#[");
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// Asks a question and returns the answer.
    pub(super) fn ask(&self, question: &str) -> String {
        let mut answer = String::new();
        let _ = write!(std::io::stderr().lock(), "{question} ");
        let _ = std::io::stdin().read_line(&mut answer);
        answer.trim().to_owned()
    }

    /// Prints diagnostics, sorted, and how many they are.
    pub(super) fn diagnostics(&self, found: Diagnostics, sources: &Sources) {
        let found = found.sorted();
        if found.is_empty() {
            return;
        }
        let errors = found.iter().filter(|d| d.code.severity == Severity::Error).count();
        let warnings = found.len() - errors;
        self.say(render::diagnostics(&found, sources, self.err).trim_end());
        self.say("");
        let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        let counted = match (errors, warnings) {
            (0, warnings) => count(warnings, "warning"),
            (errors, 0) => count(errors, "error"),
            (errors, warnings) => {
                format!("{}, {}", count(errors, "error"), count(warnings, "warning"))
            }
        };
        self.say(&format!("{counted}. `rolecall explain WORD` says more."));
    }

    /// Prints what is wrong with the command line, or the help that was asked for.
    pub(super) fn usage(&self, error: &clap::Error) -> Exit {
        // Printing fails only where nobody reads.
        let _ = error.print();
        if error.use_stderr() { Exit::Usage } else { Exit::Done }
    }
}

/// Returns how wide text may be.
fn width(terminal: Option<(Width, Height)>) -> usize {
    terminal.map_or(PAGE_WIDTH, |(Width(columns), _)| {
        usize::from(columns).clamp(*READABLE.start(), *READABLE.end())
    })
}
