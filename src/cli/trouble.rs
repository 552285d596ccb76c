//! What stops a run: problems in files, with their places, or something outside of them.

use std::fmt;

use super::exit::Exit;
use super::screen::Screen;
use crate::core::{Code, Diagnostics, Fault, FaultKind, codes};
use crate::document::Sources;
use crate::render::terminal;

/// Why a run stopped.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Something in the files is wrong.
    Files(Box<(Diagnostics, Sources)>),
    /// Something else is: what, and what to do next.
    Other {
        /// What kind of problem it is.
        code: &'static Code,
        /// What is the matter.
        message: String,
        /// What to do next.
        help: String,
        /// How the run ends.
        exit: Exit,
    },
}

impl Trouble {
    /// Something in the files is wrong.
    pub(super) fn files(found: Diagnostics, sources: Sources) -> Self {
        Trouble::Files(Box::new((found, sources)))
    }

    /// The command line is wrong, or something that it needs isn't there.
    pub(super) fn usage(
        code: &'static Code,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Trouble::Other { code, message: message.into(), help: help.into(), exit: Exit::Usage }
    }

    /// A file couldn't be read or written.
    pub(super) fn io(what: impl fmt::Display, error: &std::io::Error) -> Self {
        Trouble::Other {
            code: &codes::IO,
            message: format!("{what}: {error}"),
            help: "Look at the permissions and at the space on the disk.".into(),
            exit: Exit::Failed,
        }
    }

    /// A target couldn't do what it was asked.
    pub(super) fn fault(fault: &Fault) -> Self {
        let code = match fault.kind {
            FaultKind::Unreachable => &codes::PLATFORM_UNREACHABLE,
            FaultKind::Refused => &codes::REFUSED_BY_PLATFORM,
            FaultKind::NotAsWritten => &codes::NOT_AS_WRITTEN,
            FaultKind::OutcomeUnknown => &codes::OUTCOME_UNKNOWN,
        };
        Trouble::Other {
            code,
            message: fault.message.clone(),
            help: format!("`rolecall explain {}` says more.", code.word),
            exit: Exit::Failed,
        }
    }

    /// Tells people, and returns how the run ends.
    pub(super) fn report(self, screen: &Screen) -> Exit {
        match self {
            Trouble::Files(files) => {
                let (found, sources) = *files;
                screen.diagnostics(found, &sources);
                Exit::Invalid
            }
            Trouble::Other { code, message, help, exit } => {
                let message: Vec<_> = message.lines().map(terminal).collect();
                let message = message.join("\n    ");
                screen.say(&format!(
                    "{}\n\n  × {}: {message}\n  help: {help}",
                    code.word, code.title
                ));
                exit
            }
        }
    }
}
