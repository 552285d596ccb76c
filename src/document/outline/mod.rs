//! A document as it is written: entries with the comments around them, in the order of the text.
//!
//! A [`Tree`](super::Tree) says what a text means; an outline says how it is put, for whoever writes
//! it anew. It is only made of text that [`load`](super::load) has nothing against.

mod build;
mod comments;
mod gap;

use std::borrow::Cow;

/// A document as it is written.
#[derive(Debug)]
pub struct Outline<'s> {
    /// The entries. The first stands for the document itself: it has no key, and its value is the
    /// outermost one.
    entries: Vec<Entry<'s>>,
    /// Whether a value is mentioned a second time, so that the order of keys matters.
    aliased: bool,
}

/// An entry's place in its outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryId(usize);

/// A key with its value, or an item of a list, and the comments that belong to it.
#[derive(Debug)]
pub struct Entry<'s> {
    /// The comments on the lines before it.
    pub above: Vec<Comment<'s>>,
    /// Whether an empty line stands before it, below those comments.
    pub blank: bool,
    /// The key; none for an item.
    pub key: Option<Node<'s>>,
    /// The value.
    pub value: Node<'s>,
    /// The comment behind it on the same line.
    pub beside: Option<Comment<'s>>,
    /// The comments on the lines after it that are further in than it is.
    pub below: Vec<Comment<'s>>,
    /// How far in it stands; -1 for the document.
    column: isize,
}

/// A comment.
#[derive(Clone, Copy, Debug)]
pub struct Comment<'s> {
    /// Its text, from the `#` on.
    pub text: &'s str,
    /// Whether an empty line stands before it.
    pub blank: bool,
}

/// A value or a key.
#[derive(Debug, Default)]
pub struct Node<'s> {
    /// The name under which it can be mentioned again.
    pub anchor: Option<Cow<'s, str>>,
    /// What it is.
    pub kind: Kind<'s>,
}

/// What a value is.
#[derive(Debug, Default)]
pub enum Kind<'s> {
    /// Nothing is written.
    #[default]
    Empty,
    /// One piece.
    Scalar(Scalar<'s>),
    /// A mention of another value, as it is written: `*name`.
    Alias(&'s str),
    /// A list or a mapping.
    Collection(Collection),
}

/// A list or a mapping.
#[derive(Clone, Debug)]
pub struct Collection {
    /// Whether it is a mapping.
    pub is_mapping: bool,
    /// Whether it is written between brackets.
    pub is_flow: bool,
    /// What is in it.
    pub entries: Vec<EntryId>,
}

/// One piece of text, as it is written.
#[derive(Debug)]
pub struct Scalar<'s> {
    /// What is meant.
    pub text: Cow<'s, str>,
    /// What is written: with its quotes, or with the `|` or `>` before it.
    pub source: &'s str,
    /// How it is written.
    pub style: Style,
}

/// How a piece of text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single quotes.
    Single,
    /// In double quotes.
    Double,
    /// On lines of its own, below a `|` or `>`.
    Block,
}

impl<'s> Outline<'s> {
    /// Reads a text whose lines end as those of Unix do, and that [`load`](super::load) has nothing
    /// against.
    pub fn of(text: &'s str) -> Self {
        build::build(text)
    }

    /// Returns the entry that stands for the document.
    pub fn root(&self) -> &Entry<'s> {
        &self.entries[0]
    }

    /// Returns an entry.
    pub fn entry(&self, id: EntryId) -> &Entry<'s> {
        &self.entries[id.0]
    }

    /// Returns whether a value is mentioned a second time, so that the order of keys matters.
    pub fn is_aliased(&self) -> bool {
        self.aliased
    }

    /// Returns the texts of all comments, sorted.
    pub fn comments(&self) -> Vec<&'s str> {
        let around = |entry: &Entry<'s>| {
            let lines = entry.above.iter().chain(&entry.beside).chain(&entry.below);
            lines.map(|comment| comment.text).collect::<Vec<_>>()
        };
        let mut all: Vec<&str> = self.entries.iter().flat_map(around).collect();
        all.sort_unstable();
        all
    }
}

impl Entry<'_> {
    fn new(column: isize, blank: bool) -> Self {
        Self {
            above: Vec::new(),
            blank,
            key: None,
            value: Node::default(),
            beside: None,
            below: Vec::new(),
            column,
        }
    }
}

impl Node<'_> {
    /// Returns the list or mapping that it is.
    pub fn collection(&self) -> Option<&Collection> {
        match &self.kind {
            Kind::Collection(collection) => Some(collection),
            _ => None,
        }
    }

    /// Returns whether it is text on lines of its own.
    pub fn is_block_scalar(&self) -> bool {
        matches!(&self.kind, Kind::Scalar(scalar) if scalar.style == Style::Block)
    }

    /// Returns the text that is meant.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }
}
