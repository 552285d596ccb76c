//! The text that is written, line by line.

use super::scalar::Lines;
use crate::document::{Comment, Entry};

/// The text so far.
pub(super) struct Page {
    text: String,
    /// Whether what comes next goes behind a dash that was just written.
    after_dash: bool,
    /// Whether no empty line may come next.
    quiet: bool,
}

impl Page {
    /// Begins a text.
    pub(super) fn new() -> Self {
        Self { text: String::new(), after_dash: false, quiet: true }
    }

    /// Returns what was written.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Writes a dash; what comes next goes behind it.
    pub(super) fn dash(&mut self, column: usize) {
        self.begin(column, "- ");
        self.after_dash = true;
    }

    /// Has no empty line come next: what is written begins something.
    pub(super) fn keep_quiet(&mut self) {
        self.quiet = true;
    }

    /// Writes the line of an entry, with the comment beside it.
    pub(super) fn put(&mut self, column: usize, line: &str, entry: &Entry<'_>) {
        match entry.beside {
            Some(comment) => self.line(column, &format!("{line} {}", comment.text)),
            None => self.line(column, line),
        }
    }

    /// Writes text of several lines behind what its first line begins with.
    pub(super) fn lines(&mut self, lines: Lines, entry: Option<&Entry<'_>>, column: usize) {
        let beside = entry.and_then(|entry| entry.beside).map(|comment| comment.text);
        let comment_at = if lines.is_block { 0 } else { lines.lines.len() - 1 };
        for (at, line) in lines.lines.iter().enumerate() {
            if at > 0 && !line.is_empty() {
                self.text.push_str(&" ".repeat(column));
            }
            self.text.push_str(line);
            if let Some(comment) = beside.filter(|_| at == comment_at) {
                self.text.push(' ');
                self.text.push_str(comment);
            }
            self.text.push('\n');
        }
        self.quiet = lines.keeps;
    }

    /// Writes comments on lines of their own.
    pub(super) fn comments(&mut self, comments: &[Comment<'_>], column: usize) {
        for comment in comments {
            self.blank(comment.blank);
            self.line(column, comment.text);
        }
    }

    /// Writes an empty line, if there is to be one, and one can be.
    pub(super) fn blank(&mut self, blank: bool) {
        if blank && !self.quiet {
            self.text.push('\n');
            self.quiet = true;
        }
    }

    /// Writes a line.
    pub(super) fn line(&mut self, column: usize, line: &str) {
        self.begin(column, line);
        self.text.push('\n');
    }

    /// Begins a line, or goes on behind a dash.
    pub(super) fn begin(&mut self, column: usize, text: &str) {
        if !std::mem::take(&mut self.after_dash) {
            self.text.push_str(&" ".repeat(column));
        }
        self.text.push_str(text);
        self.quiet = false;
    }
}
