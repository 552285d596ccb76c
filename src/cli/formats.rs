//! The formats that can be asked for.

use std::path::PathBuf;

use clap::ValueEnum;

/// How a plan is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PlanFormat {
    /// For people at a terminal
    Text,
    /// For programs
    Json,
    /// For people, as a comment or a summary
    Markdown,
    /// As annotations at the lines that ask for the steps
    Github,
    /// For what collects findings of many programs
    Sarif,
}

/// Takes a format and a file apart.
pub(super) fn further(text: &str) -> Result<(PlanFormat, PathBuf), String> {
    let (format, path) = text.split_once('=').ok_or("write FORMAT=FILE, as markdown=plan.md")?;
    Ok((PlanFormat::from_str(format, false)?, PathBuf::from(path)))
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// For people at a terminal
    Text,
    /// For programs
    Json,
    /// As annotations at the lines that they are about
    Github,
    /// For what collects findings of many programs
    Sarif,
}
