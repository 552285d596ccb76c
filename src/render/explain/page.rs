//! Text in paragraphs and columns.

use std::collections::BTreeMap;

use owo_colors::OwoColorize;

use super::basis::standing_text;
use crate::platform::{Fact, Source};
use crate::render::{Style, terminal};

/// The text so far.
pub(super) struct Page {
    text: String,
    style: Style,
}

impl Page {
    pub(super) fn new(style: Style) -> Self {
        Self { text: String::new(), style }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Returns how many columns there are.
    pub(super) fn width(&self) -> usize {
        self.style.width
    }

    /// Writes a line as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.text += &terminal(line.trim_end());
        self.text.push('\n');
    }

    /// Writes a heading, with an empty line above it unless it is the first.
    pub(super) fn head(&mut self, line: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let line = terminal(line);
        self.text += &if self.style.color { line.bold().to_string() } else { line.into_owned() };
        self.text.push('\n');
    }

    /// Writes a paragraph; what doesn't fit into the first line stands further in.
    pub(super) fn say(&mut self, indent: usize, text: &str) {
        self.wrapped((indent, indent + 4), text);
    }

    fn wrapped(&mut self, (first, rest): (usize, usize), text: &str) {
        let (first, rest) = (" ".repeat(first), " ".repeat(rest));
        let options = textwrap::Options::new(self.style.width)
            .initial_indent(&first)
            .subsequent_indent(&rest)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .break_words(false);
        for line in textwrap::wrap(text, options) {
            self.line(&line);
        }
    }

    /// Writes a fact: what it is of, its value in words, how well it is established, and its note.
    pub(super) fn fact<T>(
        &mut self,
        what: &str,
        fact: Option<&Fact<T>>,
        words: impl Fn(&T) -> String,
    ) {
        let Some(fact) = fact else { return };
        match fact.value() {
            Some(value) => {
                let standing = standing_text(fact.standing, &fact.sources);
                self.say(2, &format!("{what}: {} {standing}", words(value)));
            }
            None => self.say(2, &format!("{what}: unknown")),
        }
        self.note(4, fact.note.as_deref());
    }

    /// Writes a note, if there is one.
    pub(super) fn note(&mut self, indent: usize, note: Option<&str>) {
        note.into_iter().for_each(|note| self.wrapped((indent, indent), note));
    }

    /// Writes rows in columns, or each row in two lines where that is too wide: the first two cells,
    /// and the rest.
    pub(super) fn rows(&mut self, rows: &[Row]) {
        let widths: Vec<usize> = (0..rows.iter().map(|row| row.cells.len()).max().unwrap_or(0))
            .map(|at| rows.iter().map(|row| length(row.cells.get(at))).max().unwrap_or(0))
            .collect();
        let fits = 2 + widths.iter().map(|width| width + 2).sum::<usize>() <= self.style.width + 2;
        for row in rows {
            if fits {
                let cells = row.cells.iter().zip(&widths);
                let cells: Vec<String> =
                    cells.map(|(cell, width)| format!("{cell:<width$}")).collect();
                self.line(&format!("  {}", cells.join("  ")));
            } else {
                let (first, rest) = row.cells.split_at(row.cells.len().min(2));
                self.say(2, &first.join(": "));
                let rest: Vec<&str> =
                    rest.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
                if !rest.is_empty() {
                    self.say(6, &rest.join("  "));
                }
            }
            self.note(6, row.note.as_deref());
        }
    }

    /// Writes the texts that facts are taken from, if there are any.
    pub(super) fn sources(&mut self, sources: &BTreeMap<String, Source>) {
        if sources.is_empty() {
            return;
        }
        self.head("Sources");
        for (key, source) in sources {
            let Source { title, url, dated } = source;
            let dated = dated.as_ref().map_or(String::new(), |dated| format!(" ({dated})"));
            self.say(2, &format!("{key}: {title}{dated}"));
            self.note(6, url.as_deref());
        }
    }
}

/// Some cells beside each other, and a note below them.
pub(super) struct Row {
    pub(super) cells: Vec<String>,
    pub(super) note: Option<String>,
}

impl Row {
    pub(super) fn new(cells: impl IntoIterator<Item = String>) -> Self {
        Self { cells: cells.into_iter().collect(), note: None }
    }

    pub(super) fn noted(self, note: Option<String>) -> Self {
        Self { note, ..self }
    }
}

fn length(cell: Option<&String>) -> usize {
    cell.map_or(0, |cell| cell.chars().count())
}

/// Returns yes or no.
pub(super) fn yes(is: &bool) -> String {
    if *is { "yes" } else { "no" }.to_owned()
}

/// Returns how many there are of something.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
