//! From an outline to text: entry by entry, in their new order.

use super::forms::{ANY, Form, MANIFEST, PROJECT};
use super::order::{Placed, ordered};
use super::page::Page;
use super::scalar::{self, Lines};
use crate::document::{Collection, Comment, Entry, EntryId, Kind, Node, Outline};

/// The longest line that a list or mapping between brackets may make.
const WIDTH: usize = 100;

/// The longest key that the reader finds without being told that it is one.
const LONGEST_KEY: usize = 1000;

/// Writes a document down.
pub(super) fn print(outline: &Outline<'_>) -> String {
    let mut printer = Printer { outline, page: Page::new(), head: None };
    printer.document();
    printer.page.finish()
}

/// Writes an outline.
pub(super) struct Printer<'o> {
    pub(super) outline: &'o Outline<'o>,
    page: Page,
    /// The entry with whose comments the file begins, and how many of them stay there.
    head: Option<(EntryId, usize)>,
}

/// How a value is written.
enum Shape<'o> {
    Line(String),
    Lines(Lines),
    Block(&'o Collection),
}

impl<'o> Printer<'o> {
    fn document(&mut self) {
        let root = self.outline.root();
        match root.value.collection().filter(|inner| !inner.entries.is_empty()) {
            Some(collection) => self.top(collection),
            None => self.document_without_entries(root),
        }
        self.page.comments(&root.below, 0);
    }

    fn document_without_entries(&mut self, root: &'o Entry<'o>) {
        match self.shape(&root.value, &ANY, 0) {
            Shape::Line(line) if line.is_empty() => {}
            Shape::Line(line) => self.page.line(0, &line),
            Shape::Lines(lines) => {
                self.page.lines(lines, None, 0);
            }
            Shape::Block(_) => {}
        }
    }

    /// Writes the outermost entries. Comments at the beginning of the file stay there, up to the
    /// last empty line before the first entry.
    fn top(&mut self, collection: &'o Collection) {
        let first = collection.entries[0];
        let entry = self.outline.entry(first);
        let ends: Vec<bool> =
            entry.above.iter().map(|comment| comment.blank).chain([entry.blank]).collect();
        let parted = ends.iter().skip(1).rposition(|blank| *blank);
        let head = parted.map_or(entry.above.len(), |at| at + 1);
        self.page.comments(&entry.above[..head], 0);
        self.head = Some((first, head));
        let form = self.form_of(collection);
        let mut placed = ordered(self.outline, collection, form, false);
        if let Some(now_first) = placed.first_mut() {
            // Else what stands above it would become a part of the head.
            let has_own = now_first.id != first && !self.above(now_first.id).is_empty();
            now_first.blank = head > 0 && (parted.is_some() || has_own);
        }
        for (at, mut placed) in placed.into_iter().enumerate() {
            // What was parted from the head stays parted from what is before it now.
            placed.blank |= at > 0 && placed.id == first && parted.is_some();
            self.entry(placed, form, 0, true);
        }
    }

    /// Returns what the file is: a project if it has a key of one.
    fn form_of(&self, collection: &Collection) -> &'static Form {
        let is_of = |form: &Form, id: &EntryId| {
            let key = self.outline.entry(*id).key.as_ref().and_then(|key| key.text());
            key.is_some_and(|key| form.first.iter().any(|(name, _)| *name == key))
        };
        let is = |form: &Form| collection.entries.iter().any(|id| is_of(form, id));
        match (is(&PROJECT), is(&MANIFEST)) {
            (true, _) => &PROJECT,
            (_, true) => &MANIFEST,
            _ => &ANY,
        }
    }

    /// Returns the comments above an entry, without those at the head of the file.
    fn above(&self, id: EntryId) -> &'o [Comment<'o>] {
        let above = &self.outline.entry(id).above;
        let head = self.head.filter(|(first, _)| *first == id).map_or(0, |(_, head)| head);
        &above[head..]
    }

    fn block(
        &mut self,
        collection: &'o Collection,
        form: &'static Form,
        column: usize,
        item: bool,
    ) {
        for (at, placed) in ordered(self.outline, collection, form, item).into_iter().enumerate() {
            self.entry(placed, form, column, at > 0 || !item);
        }
    }

    fn entry(&mut self, placed: Placed, form: &'static Form, column: usize, lead: bool) {
        if lead {
            self.lead(placed, form, column);
        }
        let entry = self.outline.entry(placed.id);
        let Some(key) = &entry.key else { return self.item(entry, form, column) };
        let form = form.of(key.text());
        let mut line = self.key(key, false);
        let width = column + line.chars().count() + 2;
        line = match width > LONGEST_KEY {
            true => format!("? {line}\n{}:", " ".repeat(column)),
            false => line + ":",
        };
        match self.shape(&entry.value, form, width) {
            Shape::Line(value) if value.is_empty() => self.page.put(column, &line, entry),
            Shape::Line(value) => self.page.put(column, &format!("{line} {value}"), entry),
            Shape::Lines(lines) => {
                self.page.begin(column, &format!("{line} "));
                self.page.lines(lines, Some(entry), column + 2);
            }
            Shape::Block(collection) => {
                let anchor = anchor(&entry.value).map(|anchor| format!(" {anchor}"));
                self.page.put(column, &(line + anchor.as_deref().unwrap_or("")), entry);
                self.page.keep_quiet();
                self.block(collection, form, column + 2, false);
            }
        }
        self.page.comments(&entry.below, column + 2);
    }

    fn item(&mut self, entry: &'o Entry<'o>, form: &'static Form, column: usize) {
        match self.shape(&entry.value, form, column + 2) {
            Shape::Line(value) => self.page.put(column, format!("- {value}").trim_end(), entry),
            Shape::Lines(lines) => {
                self.page.begin(column, "- ");
                self.page.lines(lines, Some(entry), column + 2);
            }
            Shape::Block(collection) => match anchor(&entry.value) {
                Some(anchor) => {
                    self.page.put(column, &format!("- {anchor}"), entry);
                    self.page.keep_quiet();
                    self.block(collection, form, column + 2, false);
                }
                None => {
                    self.page.dash(column);
                    self.block(collection, form, column + 2, true);
                }
            },
        }
        self.page.comments(&entry.below, column + 2);
    }

    /// Writes what stands above an entry. What would stand between a dash and the first entry
    /// behind it stands above the dash.
    fn lead(&mut self, placed: Placed, form: &'static Form, column: usize) {
        let entry = self.outline.entry(placed.id);
        let above = self.above(placed.id);
        for (at, comment) in above.iter().enumerate() {
            self.page.blank(if at == 0 { placed.blank } else { comment.blank });
            self.page.line(column, comment.text);
        }
        self.page.blank(if above.is_empty() { placed.blank } else { entry.blank });
        if entry.key.is_some() || anchor(&entry.value).is_some() {
            return;
        }
        if let Shape::Block(collection) = self.shape(&entry.value, form, column + 2) {
            entry.beside.iter().for_each(|comment| self.page.line(column, comment.text));
            let first = ordered(self.outline, collection, form, true).into_iter().next();
            first.into_iter().for_each(|first| {
                self.lead(Placed { blank: false, ..first }, form, column);
            });
        }
    }

    /// Returns how a value is written that begins in a column.
    fn shape(&self, node: &'o Node<'o>, form: &'static Form, column: usize) -> Shape<'o> {
        let line = self.one_line(node, form, false);
        match (line, &node.kind) {
            (Some(line), Kind::Collection(inner))
                if inner.entries.is_empty() || column + line.chars().count() <= WIDTH =>
            {
                Shape::Line(line)
            }
            (_, Kind::Collection(inner)) => Shape::Block(inner),
            (Some(line), _) => Shape::Line(line),
            (None, Kind::Scalar(scalar)) => {
                let mut lines = scalar::lines(scalar);
                let anchored = anchor(node).map(|anchor| format!("{anchor} {}", lines.lines[0]));
                anchored.into_iter().for_each(|first| lines.lines[0] = first);
                Shape::Lines(lines)
            }
            (None, Kind::Empty | Kind::Alias(_)) => Shape::Line(String::new()),
        }
    }
}

fn anchor(node: &Node<'_>) -> Option<String> {
    node.anchor.as_ref().map(|name| format!("&{name}"))
}
