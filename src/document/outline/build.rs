//! From the parser's events to entries.

use std::borrow::Cow;

use granit_parser::{Event, Options, Parser, ScalarStyle};

use super::gap::{self, Gap};
use super::{Collection, Entry, EntryId, Kind, Node, Outline, Scalar, Style};

/// A comment that doesn't belong to an entry yet.
pub(super) struct Pending<'s> {
    pub(super) text: &'s str,
    /// Where it begins.
    pub(super) at: usize,
    pub(super) column: isize,
    /// Whether nothing stands before it on its line.
    pub(super) alone: bool,
    pub(super) blank: bool,
}

/// A collection that isn't finished.
struct Open {
    /// The entry whose value it is.
    owner: EntryId,
    /// Where its entries stand in the chain.
    depth: usize,
    collection: Collection,
    /// Whether a key comes next.
    at_key: bool,
}

/// Where a value goes.
enum Slot {
    Key(EntryId),
    Value(EntryId),
}

pub(super) struct Builder<'s> {
    text: &'s str,
    /// Up to where the text was read.
    at: usize,
    pub(super) entries: Vec<Entry<'s>>,
    aliased: bool,
    open: Vec<Open>,
    /// The last entry of each depth, also where its collection is over.
    pub(super) chain: Vec<EntryId>,
    pub(super) pending: Vec<Pending<'s>>,
    /// Where a text ended whose empty lines belong to it.
    kept_until: Option<usize>,
    slot: Slot,
}

pub(super) fn build(text: &str) -> Outline<'_> {
    let mut builder = Builder {
        text,
        at: 0,
        entries: vec![Entry::new(-1, false)],
        aliased: false,
        open: Vec::new(),
        chain: vec![EntryId(0)],
        pending: Vec::new(),
        kept_until: None,
        slot: Slot::Value(EntryId(0)),
    };
    let mut options = Options::default();
    options.emit_anchor_events = true;
    let mut parser = Parser::new_from_str_with_options(text, options);
    while let Some(Ok((event, span))) = parser.next_event() {
        let range = span.byte_range().unwrap_or(0..0);
        builder.take(event, range.start, range.end);
    }
    builder.advance(text.len());
    builder.settle_last();
    Outline { entries: builder.entries, aliased: builder.aliased }
}

impl<'s> Builder<'s> {
    fn take(&mut self, event: Event<'s>, start: usize, end: usize) {
        match event {
            Event::DocumentStart(true, _) | Event::DocumentEnd if start < end => {
                self.advance(start);
                self.at = end;
            }
            Event::Scalar(_, ScalarStyle::Plain, ..) if start == end => self.nothing(start),
            Event::Scalar(text, style, ..) => self.scalar(text, style, start, end),
            Event::Alias(_) => {
                self.aliased = true;
                let gap = self.advance(start);
                self.at = end;
                self.place(&gap, start, Kind::Alias(&self.text[start..end]));
            }
            Event::SequenceStart(..) => self.begin(false, start, end),
            Event::MappingStart(..) => self.begin(true, start, end),
            Event::SequenceEnd | Event::MappingEnd => self.end(start, end),
            Event::Anchor(_, name) => {
                let (Slot::Key(id) | Slot::Value(id)) = self.slot;
                let entry = &mut self.entries[id.0];
                let key = matches!(self.slot, Slot::Key(_));
                let node = if key { entry.key.as_mut() } else { Some(&mut entry.value) };
                node.into_iter().for_each(|node| node.anchor = Some(name.clone()));
            }
            _ => {}
        }
    }

    /// Reads on, and takes note of comments.
    fn advance(&mut self, to: usize) -> Gap<'s> {
        let gap = gap::read(self.text, self.at, to.max(self.at));
        self.at = to.max(self.at);
        for &(at, text) in &gap.comments {
            let (column, alone) = gap::column(self.text, at);
            let blank = alone && self.follows_blank(at);
            self.pending.push(Pending { text, at, column, alone, blank });
            self.at = self.at.max(at + text.len());
        }
        gap
    }

    fn follows_blank(&self, at: usize) -> bool {
        let kept = self.kept_until.and_then(|end| self.text.get(end.min(at)..at));
        let belongs_to_text = kept.is_some_and(|between| between.trim().is_empty());
        gap::follows_blank(self.text, at) && !belongs_to_text
    }

    fn nothing(&mut self, start: usize) {
        let gap = self.advance(start);
        self.slot = self.next_slot(&gap, start);
    }

    fn scalar(&mut self, text: Cow<'s, str>, style: ScalarStyle, start: usize, end: usize) {
        let gap = self.advance(start);
        let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let from = if block { gap.header.unwrap_or(start) } else { start };
        self.at = self.at.max(end);
        let source = &self.text[from..end];
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        self.place(&gap, start, Kind::Scalar(Scalar { text, source, style }));
        let keeps = block && source.lines().next().is_some_and(|line| line.contains('+'));
        self.kept_until = keeps.then_some(end).or(self.kept_until);
    }

    /// Puts a value that is complete where it belongs, and the comments before it.
    fn place(&mut self, gap: &Gap<'_>, start: usize, kind: Kind<'s>) {
        self.slot = self.next_slot(gap, start);
        match self.slot {
            Slot::Key(id) => self.entries[id.0].key = Some(Node { anchor: None, kind }),
            Slot::Value(id) => {
                self.settle_value(id);
                self.entries[id.0].value.kind = kind;
            }
        }
    }

    fn begin(&mut self, is_mapping: bool, start: usize, end: usize) {
        let gap = self.advance(start);
        let is_value = self.open.last().is_some_and(|open| !open.at_key);
        self.slot = self.next_slot(&gap, start);
        let (Slot::Key(owner) | Slot::Value(owner)) = self.slot;
        // A list that is no further in than its key begins, to the parser, behind its first dash.
        if let Some(dash) = gap.dash.filter(|_| is_value) {
            self.at = dash;
            self.pending.retain(|comment| comment.at < dash);
        }
        let within = self.open.last().is_some_and(|open| open.collection.is_flow);
        let collection =
            Collection { is_mapping, is_flow: within || start < end, entries: Vec::new() };
        if start < end {
            self.settle_value(owner);
            self.at = end;
        }
        self.entries[owner.0].value.kind = Kind::Collection(collection.clone());
        let depth = self.chain.len();
        self.open.push(Open { owner, depth, collection, at_key: true });
    }

    fn end(&mut self, start: usize, end: usize) {
        let Some(done) = self.open.pop() else { return };
        if start < end && done.collection.is_flow {
            self.advance(start);
            self.settle_end(done.owner);
            self.at = end;
        }
        if done.collection.is_flow {
            self.chain.truncate(done.depth);
        }
        self.entries[done.owner.0].value.kind = Kind::Collection(done.collection);
    }

    /// Returns where the next value goes: a new entry begins with a key or an item.
    fn next_slot(&mut self, gap: &Gap<'_>, start: usize) -> Slot {
        let Some(open) = self.open.last_mut() else { return Slot::Value(EntryId(0)) };
        let is_mapping = open.collection.is_mapping;
        if is_mapping && !open.at_key {
            open.at_key = true;
            let last = open.collection.entries.last().copied();
            return Slot::Value(last.unwrap_or(EntryId(0)));
        }
        open.at_key = !is_mapping;
        let (depth, block) = (open.depth, !open.collection.is_flow);
        let id = EntryId(self.entries.len());
        open.collection.entries.push(id);
        let at = gap.first.unwrap_or(start);
        self.begin_entry(at, depth, block);
        if is_mapping { Slot::Key(id) } else { Slot::Value(id) }
    }

    fn begin_entry(&mut self, at: usize, depth: usize, block: bool) {
        let (column, _) = gap::column(self.text, at);
        let blank = self.follows_blank(at);
        let after = self.pending.iter().position(|comment| comment.at > at);
        let after = self.pending.split_off(after.unwrap_or(self.pending.len()));
        let above = self.settle(column, depth, block);
        self.pending = after;
        self.chain.truncate(depth);
        self.chain.push(EntryId(self.entries.len()));
        self.entries.push(Entry { above, ..Entry::new(column, blank) });
    }
}
