//! The files that were read, and where in them a value stands.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Span;
use crate::core::{FileId, NodeId, Origin};

/// The most bytes of a value that are shown.
const LONGEST: usize = 200;

/// A file that was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path, as people should see it.
    pub path: String,
    /// Its text, without a byte order mark.
    pub text: String,
    /// Whether a byte order mark stood before it.
    pub is_marked: bool,
    /// The spans of its values, once it was parsed.
    spans: OnceLock<Vec<Span>>,
    /// Where its lines begin, once somebody asked.
    lines: OnceLock<Vec<u32>>,
}

/// A place as people know it; lines and columns count from 1, columns in Unicode code points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's path.
    pub path: String,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// All files that were read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Takes a file in. Its path is the one that people should see.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let mut text = text.into();
        let is_marked = text.starts_with('\u{feff}');
        if is_marked {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let (spans, lines) = (OnceLock::new(), OnceLock::new());
        self.files.push(SourceFile { path: path.into(), text, is_marked, spans, lines });
        FileId(self.files.len() as u32 - 1)
    }

    /// Returns the same files with other texts for some of them.
    pub fn with(&self, mut texts: BTreeMap<FileId, String>) -> Self {
        let mut changed = Self::default();
        for (at, file) in self.files.iter().enumerate() {
            match texts.remove(&FileId(at as u32)) {
                Some(text) => drop(changed.add(file.path.clone(), text)),
                None => changed.files.push(file.clone()),
            }
        }
        changed
    }

    /// Returns the file.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Returns where a value stands.
    pub fn place(&self, origin: Origin) -> Place {
        let file = self.file(origin.file);
        let (line, column) = file.position(file.span(origin.node).start);
        Place { path: file.path.clone(), line, column }
    }
}

impl SourceFile {
    /// Keeps where the values stand. The first parse wins; they are all the same.
    pub fn keep_spans(&self, spans: Vec<Span>) {
        let _ = self.spans.set(spans);
    }

    /// Returns a value's span, cut to its first line, and a long one short: more than that nobody
    /// wants to see.
    pub fn span(&self, node: NodeId) -> Span {
        let known = self.spans.get().and_then(|spans| spans.get(node.0 as usize));
        let span = known.copied().unwrap_or_default();
        let text = self.text.get(span.start as usize..span.end as usize).unwrap_or("");
        let first = text.lines().next().unwrap_or("").trim_end();
        let first = &first[..boundary(first, LONGEST)];
        Span { start: span.start, end: span.start + first.len() as u32 }
    }

    /// Returns line and column of a byte, both counted from 1.
    pub fn position(&self, byte: u32) -> (usize, usize) {
        let lines = self.lines();
        let line = lines.partition_point(|start| *start <= byte);
        let start = lines.get(line - 1).copied().unwrap_or(0);
        let before = self.text.get(start as usize..byte as usize).unwrap_or("");
        (line, before.chars().count() + 1)
    }

    /// Returns the line of a value, and the columns of its first character and behind its last, all
    /// counted from 1. Columns are counted in units of UTF-16, as many programs that show files do.
    pub fn region(&self, node: NodeId) -> (usize, usize, usize) {
        let span = self.span(node);
        let (line, _) = self.position(span.start);
        let start = self.lines().get(line - 1).copied().unwrap_or(0);
        let units = |from: u32, to: u32| {
            self.text.get(from as usize..to as usize).unwrap_or("").encode_utf16().count()
        };
        let column = units(start, span.start) + 1;
        (line, column, column + units(span.start, span.end))
    }

    /// Returns the bytes at which the lines begin; the first is 0.
    pub fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at as u32 + 1)).collect()
        })
    }
}

/// Returns the last place between two characters that isn't beyond `most` bytes.
fn boundary(text: &str, most: usize) -> usize {
    let fits = |at: &usize| text.is_char_boundary(*at);
    (0..=most.min(text.len())).rev().find(fits).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_points_and_a_byte_order_mark_is_none() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", "\u{feff}name: Équipe\r\nlabel: x\r\n");
        let file = sources.file(id);
        let span = Span { start: 16, end: 17 };
        assert_eq!(&file.text[..6], "name: ");
        assert_eq!(file.position(14), (1, 14));
        file.keep_spans(vec![span]);
        assert_eq!(sources.place(Origin { file: id, node: NodeId(0) }).line, 2);
    }

    #[test]
    fn regions_count_units_of_utf_16() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", "a: 1\n\u{1f600}é: Équipe\n");
        let file = sources.file(id);
        let text = file.text.clone();
        let at = text.find("Équipe").unwrap_or(0) as u32;
        file.keep_spans(vec![Span { start: at, end: at + "Équipe".len() as u32 }]);
        assert_eq!(file.region(NodeId(0)), (2, 6, 12));
        assert_eq!(file.position(at), (2, 5));
    }
}
