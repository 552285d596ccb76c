//! Standard output carries the result, standard error the rest.

use std::io::{IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use super::exit::Exit;
use crate::core::{Diagnostics, Severity};
use crate::document::Sources;
use crate::render::{self, Style};

/// The width of text that isn't shown on a terminal.
const PAGE_WIDTH: usize = 100;

/// Where results and messages go.
pub(super) struct Screen {
    out: Style,
    err: Style,
}

impl Screen {
    /// The process's own standard output and error.
    pub(super) fn of_process() -> Self {
        let style =
            |choice: ColorChoice| Style { color: choice != ColorChoice::Never, width: PAGE_WIDTH };
        Self {
            out: style(AutoStream::choice(&std::io::stdout())),
            err: style(AutoStream::choice(&std::io::stderr())),
        }
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
