//! Comma-separated values as text: rows of cells, each with its place.
//!
//! What the cells mean is said elsewhere. Reading never fails: a cell whose quotes don't end where it
//! ends is marked, and whoever reads it complains.

use csv_core::{ReadFieldResult, Reader};

use super::Span;

/// The rows of a text, one after the other. Lines without anything on them are passed over.
pub struct Rows<'t> {
    text: &'t str,
    reader: Reader,
    at: usize,
}

/// A row.
#[derive(Debug, Default)]
pub struct Row {
    text: String,
    cells: Vec<Piece>,
}

/// A cell in the text of its row.
#[derive(Debug)]
struct Piece {
    end: usize,
    span: Span,
    whole: bool,
}

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell<'r> {
    /// What it holds, without the quotes around it.
    pub text: &'r str,
    /// Where it stands, quotes included.
    pub span: Span,
    /// Whether its quotes, if it has any, are opened and closed as they should be.
    pub whole: bool,
}

impl<'t> Rows<'t> {
    /// Begins at the top of a text.
    pub fn of(text: &'t str) -> Self {
        Self { text, reader: Reader::new(), at: 0 }
    }

    /// Reads the next row into `row`, and returns whether there was one.
    pub fn next_into(&mut self, row: &mut Row) -> bool {
        row.text.clear();
        row.cells.clear();
        let mut field = vec![0; 256];
        loop {
            let start = self.at;
            let Some((length, last)) = self.field(&mut field) else { return false };
            row.push(&String::from_utf8_lossy(&field[..length]), self.text, start..self.at);
            if last {
                return true;
            }
        }
    }

    /// Reads one cell into `field`; returns its length, and whether it ends its row.
    fn field(&mut self, field: &mut Vec<u8>) -> Option<(usize, bool)> {
        let mut length = 0;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let (result, read, written) = self.reader.read_field(rest, &mut field[length..]);
            self.at += read;
            length += written;
            match result {
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => field.resize(field.len() * 2, 0),
                ReadFieldResult::Field { record_end } => return Some((length, record_end)),
                ReadFieldResult::End => return None,
            }
        }
    }
}

impl Row {
    /// Returns the cells.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = Cell<'_>> {
        let start = |index: usize| index.checked_sub(1).map_or(0, |before| self.cells[before].end);
        self.cells.iter().enumerate().map(move |(index, piece)| Cell {
            text: &self.text[start(index)..piece.end],
            span: piece.span,
            whole: piece.whole,
        })
    }

    /// Returns whether there is nothing in any of its cells.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn push(&mut self, cell: &str, text: &str, read: std::ops::Range<usize>) {
        // What was read ends with what ends the cell; of a row it begins with what is left of the
        // end of the line before.
        let raw = &text[read.clone()];
        let first = self.cells.is_empty();
        let begun = if first { raw.trim_start_matches(['\r', '\n']) } else { raw };
        let start = read.start + (raw.len() - begun.len());
        let raw = match begun.strip_suffix([',', '\n', '\r']) {
            Some(raw) if begun.ends_with('\n') => raw.strip_suffix('\r').unwrap_or(raw),
            Some(raw) => raw,
            None => begun,
        };
        let quoted = || format!("\"{}\"", cell.replace('"', "\"\""));
        let whole = !raw.starts_with('"') || raw == quoted();
        let span = Span { start: start as u32, end: (start + raw.len()) as u32 };
        self.text.push_str(cell);
        self.cells.push(Piece { end: self.text.len(), span, whole });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<(String, String, bool)>> {
        let (mut rows, mut row, mut all) = (Rows::of(text), Row::default(), Vec::new());
        while rows.next_into(&mut row) {
            let shown = |cell: Cell<'_>| {
                let raw = &text[cell.span.start as usize..cell.span.end as usize];
                (cell.text.to_owned(), raw.to_owned(), cell.whole)
            };
            all.push(row.cells().map(shown).collect());
        }
        all
    }

    fn plain(text: &str) -> Vec<Vec<String>> {
        read(text).into_iter().map(|row| row.into_iter().map(|(cell, ..)| cell).collect()).collect()
    }

    #[test]
    fn rows_end_as_any_system_ends_lines() {
        for text in ["a,b\nc,d\n", "a,b\r\nc,d\r\n", "a,b\rc,d", "a,b\n\n\r\nc,d"] {
            assert_eq!(plain(text), [["a", "b"], ["c", "d"]], "{text:?}");
        }
        assert_eq!(plain(",\n"), [["", ""]]);
        assert!(plain("").is_empty());
    }

    #[test]
    fn quoted_cells_hold_anything_and_know_their_place() {
        let rows = read("x,\"a, \"\"b\"\"\nÉ\",y\r\nz\r\n");
        let cell = |text: &str, raw: &str| (text.to_owned(), raw.to_owned(), true);
        let quoted = cell("a, \"b\"\nÉ", "\"a, \"\"b\"\"\nÉ\"");
        assert_eq!(rows, [vec![cell("x", "x"), quoted, cell("y", "y")], vec![cell("z", "z")]]);
    }

    #[test]
    fn quotes_that_do_not_end_where_the_cell_ends_are_marked() {
        for text in ["a,\"b\nc,d\n", "a,\"b\"c\n", "a,\"\"\"\n", "a,\""] {
            assert!(read(text).iter().flatten().any(|(.., whole)| !whole), "{text:?}");
        }
        for text in ["a\"b,c\n", "\"\",\"\"\"\"\n", "\"a\r\n\",b\r\n"] {
            assert!(read(text).iter().flatten().all(|(.., whole)| *whole), "{text:?}");
        }
    }

    #[test]
    fn an_empty_cell_stands_where_it_stands() {
        let text = "a,\n\r\n,b\r\n";
        let (mut rows, mut row, mut starts) = (Rows::of(text), Row::default(), Vec::new());
        while rows.next_into(&mut row) {
            starts.extend(row.cells().map(|cell| cell.span.start));
        }
        assert_eq!(starts, [0, 2, 5, 6]);
    }

    #[test]
    fn a_long_cell_is_read_whole() {
        let long = "x".repeat(100_000);
        assert_eq!(plain(&format!("a,\"{long}\"\n")), [["a".to_owned(), long]]);
    }
}
