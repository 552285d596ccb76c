//! One piece of text: as it is written, with quotes only where it needs them.

use super::super::yaml;
use crate::document::{Scalar, Style, is_plain_text};

/// What takes more than one line, without indentation.
pub(super) struct Lines {
    /// The lines; with text on lines of its own the first is its `|` or `>`.
    pub(super) lines: Vec<String>,
    /// Whether it begins with `|` or `>`.
    pub(super) is_block: bool,
    /// Whether the empty lines that follow would belong to it.
    pub(super) keeps: bool,
}

/// Returns the text on one line, if it is written so.
pub(super) fn one_line(scalar: &Scalar<'_>, in_flow: bool) -> Option<String> {
    match scalar.style {
        Style::Block => scalar.text.trim().is_empty().then(|| yaml::quoted(&scalar.text)),
        _ if scalar.source.contains('\n') => None,
        Style::Plain => Some(scalar.source.to_owned()),
        // What somebody wrote with an escape is likely to be invisible without it.
        Style::Double if scalar.source.contains('\\') => Some(scalar.source.to_owned()),
        Style::Double if needs_quotes(&scalar.text, in_flow) => Some(scalar.source.to_owned()),
        Style::Single if needs_quotes(&scalar.text, in_flow) => Some(yaml::quoted(&scalar.text)),
        Style::Single | Style::Double => Some(scalar.text.clone().into_owned()),
    }
}

/// Returns the text of a key: it is always on one line.
pub(super) fn key(scalar: &Scalar<'_>, in_flow: bool) -> String {
    one_line(scalar, in_flow).unwrap_or_else(|| match needs_quotes(&scalar.text, in_flow) {
        true => yaml::quoted(&scalar.text),
        false => scalar.text.clone().into_owned(),
    })
}

fn needs_quotes(text: &str, in_flow: bool) -> bool {
    let fits_flow =
        || text.starts_with(char::is_alphanumeric) && !text.contains([',', '[', ']', '{', '}']);
    // `<<` and `=` are signs of older readers.
    matches!(text, "<<" | "=")
        || !is_plain_text(text)
        || yaml::scalar(text) != text
        || in_flow && !fits_flow()
}

/// Returns a text that takes several lines, as it is written, without its indentation.
pub(super) fn lines(scalar: &Scalar<'_>) -> Lines {
    if scalar.style == Style::Block { block(scalar) } else { folded(scalar) }
}

/// Blanks at either end of a line mean nothing there, unless they are escaped.
fn folded(scalar: &Scalar<'_>) -> Lines {
    let count = scalar.source.split('\n').count();
    let line = |(at, line): (usize, &str)| {
        let line = if at == 0 { line } else { line.trim_start_matches([' ', '\t']) };
        let trimmed = line.trim_end_matches([' ', '\t']);
        let slashes = trimmed.len() - trimmed.trim_end_matches('\\').len();
        let escapes = scalar.style == Style::Double && slashes % 2 == 1;
        let end = if at + 1 == count { line.len() } else { trimmed.len() + usize::from(escapes) };
        line[..end.min(line.len())].to_owned()
    };
    let lines = scalar.source.split('\n').enumerate().map(line).collect();
    Lines { lines, is_block: false, keeps: false }
}

/// The lines keep how far in they are, measured from the least that the text needs.
fn block(scalar: &Scalar<'_>) -> Lines {
    let mut written = scalar.source.split('\n');
    let header = written.next().unwrap_or("");
    let written: Vec<&str> = written.collect();
    let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let is_text = |line: &&&str| !line.trim_matches(' ').is_empty();
    let meant = scalar.text.split('\n').find(|line| is_text(&line)).map_or(0, spaces);
    let indent = written.iter().find(is_text).map_or(0, |line| spaces(line)).saturating_sub(meant);
    let mut body: Vec<String> =
        written.iter().map(|line| line[indent.min(spaces(line))..].to_owned()).collect();
    while body.last().is_some_and(String::is_empty) {
        body.pop();
    }
    let keeps = header.contains('+');
    let ends = scalar.text.len() - scalar.text.trim_end_matches('\n').len();
    if keeps {
        body.extend((1..ends).map(|_| String::new()));
    }
    let sign = &header[..1];
    let chomp = if keeps {
        "+"
    } else if header.contains('-') {
        "-"
    } else {
        ""
    };
    let leading =
        body.iter().find(|line| !line.is_empty()).is_some_and(|line| line.starts_with(' '));
    let mut lines = vec![format!("{sign}{}{chomp}", if leading { "2" } else { "" })];
    lines.append(&mut body);
    Lines { lines, is_block: true, keeps }
}
