//! Diagnostics as people read them, with the lines that they are about.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use super::Style;
use super::escape::{lines, terminal};
use crate::core::{CODES, Code, Diagnostic, FileId, Label, Severity};
use crate::document::{SourceFile, Sources};
use crate::plan::{GUARDS, Guard};

/// The most diagnostics that are printed; the rest is counted.
const SHOWN: usize = 50;

/// The most bytes of a line that are shown before a place and after it.
const AROUND: usize = 160;

/// The most characters of a sentence: names can be as long as somebody likes.
const SENTENCE: usize = 1_000;

/// Returns the diagnostics as text, at most fifty, and how many more there are. Where there are more,
/// errors come before warnings, so that what stops a run is among those shown.
pub fn diagnostics(found: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let theme =
        if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_links(false)
        .with_context_lines(0);
    let mut pages = HashMap::new();
    let mut text = String::new();
    let mut order: Vec<&Diagnostic> = found.iter().collect();
    if found.len() > SHOWN {
        order.sort_by_key(|diagnostic| diagnostic.code.severity == Severity::Warning);
    }
    for diagnostic in order.into_iter().take(SHOWN) {
        for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.related) {
            pages.entry(label.at.file).or_insert_with(|| Page::of(sources.file(label.at.file)));
        }
        // Writing to a string doesn't fail.
        let _ = handler.render_report(&mut text, &Shown::of(diagnostic, sources, &pages));
        for elsewhere in elsewhere(diagnostic, sources, &pages) {
            let _ = handler.render_report(&mut text, &elsewhere);
        }
        text.push('\n');
    }
    if found.len() > SHOWN {
        let _ = writeln!(text, "… and {} more.\n", found.len() - SHOWN);
    }
    text
}

/// Returns what there is to say about a code.
pub fn explain_code(code: &Code) -> String {
    explanation(code.word, code.title, code.explanation)
}

/// Returns what there is to say about a guard.
pub fn explain_guard(guard: &Guard) -> String {
    explanation(guard.word, guard.title, guard.explanation)
}

/// Returns the documentation's page of all codes and guards, from the same tables.
pub fn diagnostics_page() -> String {
    let mut page = String::from(
        "# Diagnostics and guards\n\nThis page is made from the program's own tables. \
         `rolecall explain WORD` prints the same, and [examples/broken](../examples/broken) has a \
         small project for each diagnostic that one can show.\n\n## Diagnostics\n",
    );
    for code in CODES {
        let severity = if code.severity == Severity::Warning { " (a warning)" } else { "" };
        let _ = write!(
            page,
            "\n### `{}`\n\n{}{severity}. {}\n",
            code.word, code.title, code.explanation
        );
    }
    page.push_str("\n## Guards\n");
    for guard in GUARDS {
        let waived = if guard.waivable { "" } else { " It can't be waived." };
        let _ = write!(
            page,
            "\n### `{}`\n\n{}. {}{waived}\n",
            guard.word, guard.title, guard.explanation
        );
    }
    page
}

fn explanation(word: &str, title: &str, text: &str) -> String {
    // What somebody may want to copy, as `--allow max-removals`, isn't broken at its hyphens.
    let whole_words = textwrap::Options::new(80)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    format!("{word}: {title}\n\n{}\n", textwrap::fill(text, whole_words))
}

/// The pages of the files that something is said about.
type Pages<'p> = HashMap<FileId, Page<'p>>;

/// A file as it is shown.
#[derive(Debug)]
struct Page<'p> {
    file: &'p SourceFile,
    path: String,
    text: Cow<'p, str>,
}

impl<'p> Page<'p> {
    fn of(file: &'p SourceFile) -> Self {
        Self { file, path: terminal(&file.path).into_owned(), text: lines(&file.text) }
    }

    /// Returns the next place between two characters.
    fn boundary(&self, byte: usize) -> usize {
        (byte..self.text.len())
            .find(|at| self.text.is_char_boundary(*at))
            .unwrap_or(self.text.len())
    }
}

/// A diagnostic together with the page that it is about.
#[derive(Debug)]
struct Shown<'d> {
    code: &'static Code,
    page: Option<&'d Page<'d>>,
    labels: Vec<LabeledSpan>,
    help: String,
}

impl<'d> Shown<'d> {
    fn of(diagnostic: &'d Diagnostic, sources: &Sources, pages: &'d Pages<'d>) -> Self {
        let file = diagnostic.primary.at.file;
        let here = diagnostic.related.iter().filter(|label| label.at.file == file);
        let related = here.map(|label| labelled(label, sources, false));
        let primary = labelled(&diagnostic.primary, sources, true);
        Self {
            code: diagnostic.code,
            page: pages.get(&file),
            labels: related.chain([primary]).collect(),
            help: sentence(&diagnostic.help),
        }
    }
}

/// Returns what there is to say about other files than that of the diagnostic itself.
fn elsewhere<'d>(
    diagnostic: &'d Diagnostic,
    sources: &'d Sources,
    pages: &'d Pages<'d>,
) -> impl Iterator<Item = Elsewhere<'d>> {
    let file = diagnostic.primary.at.file;
    let others = diagnostic.related.iter().filter(move |label| label.at.file != file);
    others.map(|label| Elsewhere {
        page: pages.get(&label.at.file),
        label: labelled(label, sources, true),
    })
}

fn labelled(label: &Label, sources: &Sources, primary: bool) -> LabeledSpan {
    let span = sources.file(label.at.file).span(label.at.node);
    let text = Some(sentence(&label.text));
    let span = (span.start as usize, (span.end - span.start) as usize);
    if primary {
        LabeledSpan::new_primary_with_span(text, span)
    } else {
        LabeledSpan::new_with_span(text, span)
    }
}

/// Returns a sentence as it is shown.
fn sentence(text: &str) -> String {
    let shown = terminal(text);
    match shown.char_indices().nth(SENTENCE) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown.into_owned(),
    }
}

impl std::fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code.title)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(self.code.word))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.code.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(&self.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.page.map(|page| page as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// A place in another file.
#[derive(Debug)]
struct Elsewhere<'d> {
    page: Option<&'d Page<'d>>,
    label: LabeledSpan,
}

impl std::fmt::Display for Elsewhere<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("The other place")
    }
}

impl std::error::Error for Elsewhere<'_> {}

impl miette::Diagnostic for Elsewhere<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(miette::Severity::Advice)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.page.map(|page| page as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new([self.label.clone()].into_iter()))
    }
}

/// The library's own source counts lines from the beginning of the file for every label; this one
/// has an index.
impl SourceCode for Page<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let lines = self.file.lines();
        let line_of = |byte: usize| lines.partition_point(|start| *start as usize <= byte) - 1;
        let first = line_of(span.offset()).saturating_sub(before);
        let last = line_of(span.offset() + span.len().saturating_sub(1)) + after;
        let begins = lines[first] as usize;
        let ends = lines.get(last + 1).map_or(self.text.len(), |start| *start as usize);
        // Of a long line only what stands around the place.
        let start = self.boundary(begins.max(span.offset().saturating_sub(AROUND)));
        let end = self.boundary(ends.min(span.offset() + span.len() + AROUND));
        let data = self.text.get(start..end).ok_or(MietteError::OutOfBounds)?;
        let before_it = self.text.get(begins..span.offset()).filter(|_| before == 0);
        let column = before_it.map_or(0, |text| text.chars().count());
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.clone(),
            data.as_bytes(),
            (start, end - start).into(),
            first,
            column,
            last + 1 - first,
        )))
    }
}
