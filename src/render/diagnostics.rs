//! Diagnostics as people read them, with the lines that they are about.

use std::fmt::Write as _;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use super::Style;
use super::escape::terminal;
use crate::core::{CODES, Code, Diagnostic, Label, Severity};
use crate::document::{SourceFile, Sources};
use crate::plan::{GUARDS, Guard};

/// The most diagnostics that are printed; the rest is counted.
const SHOWN: usize = 50;

/// Returns the diagnostics as text, at most fifty, and how many more there are.
pub fn diagnostics(found: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let theme =
        if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_links(false)
        .with_context_lines(0);
    let mut text = String::new();
    for diagnostic in found.iter().take(SHOWN) {
        let shown = Shown::of(diagnostic, sources);
        // Writing to a string doesn't fail.
        let _ = handler.render_report(&mut text, &shown);
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
         `rolecall explain WORD` prints the same.\n\n## Diagnostics\n",
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
    format!("{word}: {title}\n\n{}\n", textwrap::fill(text, 80))
}

/// A diagnostic together with the file that it is about.
#[derive(Debug)]
struct Shown<'d> {
    code: &'static Code,
    file: &'d SourceFile,
    labels: Vec<LabeledSpan>,
    help: Option<String>,
    elsewhere: Vec<Elsewhere<'d>>,
}

impl<'d> Shown<'d> {
    fn of(diagnostic: &'d Diagnostic, sources: &'d Sources) -> Self {
        let file = diagnostic.primary.at.file;
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            diagnostic.related.iter().partition(|label| label.at.file == file);
        let labels = here.into_iter().chain([&diagnostic.primary]);
        let primary = |label: &Label| std::ptr::eq(label, &raw const diagnostic.primary);
        Self {
            code: diagnostic.code,
            file: sources.file(file),
            labels: labels.map(|label| labelled(label, sources, primary(label))).collect(),
            help: Some(terminal(&diagnostic.help).into_owned()),
            elsewhere: elsewhere.into_iter().map(|label| Elsewhere::of(label, sources)).collect(),
        }
    }
}

fn labelled(label: &Label, sources: &Sources, primary: bool) -> LabeledSpan {
    let span = sources.file(label.at.file).span(label.at.node);
    let text = Some(terminal(&label.text).into_owned());
    let span = (span.start as usize, (span.end - span.start) as usize);
    if primary {
        LabeledSpan::new_primary_with_span(text, span)
    } else {
        LabeledSpan::new_with_span(text, span)
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
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.file)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        let as_dyn = |place: &'a Elsewhere<'_>| place as &dyn miette::Diagnostic;
        (!self.elsewhere.is_empty())
            .then(|| Box::new(self.elsewhere.iter().map(as_dyn)) as Box<dyn Iterator<Item = _>>)
    }
}

/// A place in another file.
#[derive(Debug)]
struct Elsewhere<'d> {
    file: &'d SourceFile,
    label: LabeledSpan,
}

impl<'d> Elsewhere<'d> {
    fn of(label: &Label, sources: &'d Sources) -> Self {
        Self { file: sources.file(label.at.file), label: labelled(label, sources, true) }
    }
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
        Some(self.file)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new([self.label.clone()].into_iter()))
    }
}

/// The library's own source counts lines from the beginning of the file for every label; this one
/// has an index.
impl SourceCode for SourceFile {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let lines = self.lines();
        let line_of = |byte: usize| lines.partition_point(|start| *start as usize <= byte) - 1;
        let first = line_of(span.offset()).saturating_sub(before);
        let last = line_of(span.offset() + span.len().saturating_sub(1)) + after;
        let start = lines[first] as usize;
        let end = lines.get(last + 1).map_or(self.text.len(), |start| *start as usize);
        let data = self.text.get(start..end).ok_or(MietteError::OutOfBounds)?;
        let column = if before == 0 { span.offset() - start } else { 0 };
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
