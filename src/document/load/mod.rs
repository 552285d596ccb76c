//! Builds a tree from the parser's events, within bounds.

mod bounds;
mod keys;
mod text;

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Tag};

pub use bounds::Bounds;

use super::scalar::plain;
use super::{Span, Tree, Value};
use crate::core::{Diagnostic, Diagnostics, FileId, NodeId, Origin, codes, normal};

/// About how many bytes of a manifest make one value.
const BYTES_OF_A_VALUE: usize = 20;

/// Parses a file's text. The tree holds what was understood; if there are diagnostics it is not to
/// be used for anything but its spans.
pub fn load(file: FileId, text: &str, bounds: Bounds) -> (Tree<'_>, Diagnostics) {
    let mut loader = Loader::new(file, bounds);
    loader.refuse_invisible(text);
    if loader.found.has_errors() {
        return (loader.tree, loader.found);
    }
    loader.tree.reserve(text.len() / BYTES_OF_A_VALUE);
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let going = match event {
            Ok((Event::DocumentStart(..), span)) => loader.document(range(&span), text),
            Ok((event, span)) => loader.take(event, range(&span)),
            Err(error) => loader.syntax(&error, text),
        };
        if going.is_err() {
            break;
        }
    }
    (loader.tree, loader.found)
}

/// The rest of the file can't be understood, or would cost too much.
struct Stop;

/// A collection that isn't finished.
struct Open {
    node: u32,
    anchor: usize,
    /// How many values it would hold if its aliases were written out.
    weight: u64,
    is_mapping: bool,
    /// The keys so far, of a mapping.
    keys: Vec<u32>,
    /// Whether a key comes next.
    at_key: bool,
}

struct Loader<'s> {
    file: FileId,
    bounds: Bounds,
    tree: Tree<'s>,
    found: Diagnostics,
    open: Vec<Open>,
    /// Finished values that have an anchor: the value, and its weight.
    anchors: HashMap<usize, (u32, u64)>,
    aliases: usize,
    expansion: u64,
    documents: usize,
}

impl<'s> Loader<'s> {
    fn new(file: FileId, bounds: Bounds) -> Self {
        Self {
            file,
            bounds,
            tree: Tree::default(),
            found: Diagnostics::default(),
            open: Vec::new(),
            anchors: HashMap::new(),
            aliases: 0,
            expansion: 0,
            documents: 0,
        }
    }

    fn take(&mut self, event: Event<'s>, span: Span) -> Result<(), Stop> {
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(text, style, anchor, tag, span),
            Event::SequenceStart(_, anchor, tag) => self.begin(Value::Sequence, anchor, tag, span),
            Event::MappingStart(_, anchor, tag) => self.begin(Value::Mapping, anchor, tag, span),
            Event::SequenceEnd | Event::MappingEnd => {
                self.end(span);
                Ok(())
            }
            Event::Alias(anchor) => self.alias(anchor, span),
            _ => Ok(()),
        }
    }

    fn document(&mut self, span: Span, text: &str) -> Result<(), Stop> {
        self.documents += 1;
        if self.documents == 1 {
            return self.refuse_directive(text, span);
        }
        self.problem(span, |at| {
            codes::SEVERAL_DOCUMENTS.at(
                at,
                "a second document begins here",
                "Put each document into a file of its own, or take the `---` out.",
            )
        });
        Err(Stop)
    }

    fn scalar(
        &mut self,
        text: Cow<'s, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<Cow<'s, Tag>>,
        span: Span,
    ) -> Result<(), Stop> {
        self.refuse_tag(tag.as_deref(), span);
        let text = self.refuse_long(text, span);
        let merges = style == ScalarStyle::Plain && text == "<<" && self.is_at_key();
        let value =
            if style == ScalarStyle::Plain { self.plain(text, span) } else { Value::Text(text) };
        // Composed, as names are compared: so lengths are counted of what the platform gets.
        let value = match value {
            Value::Text(text) => Value::Text(normal(text)),
            other => other,
        };
        if merges {
            self.problem(span, merge_key);
        }
        let node = self.push(value, span);
        self.finish(node, anchor, 1);
        Ok(())
    }

    fn plain(&mut self, text: Cow<'s, str>, span: Span) -> Value<'s> {
        plain(text).unwrap_or_else(|_| {
            self.problem(span, |at| {
                codes::AMBIGUOUS_NUMBER.at(
                    at,
                    "readers of YAML disagree about what this is",
                    "Quote it if it is meant as text; write the number without leading zeros if not.",
                )
            });
            Value::Null
        })
    }

    fn begin(
        &mut self,
        value: Value<'s>,
        anchor: usize,
        tag: Option<Cow<'s, Tag>>,
        span: Span,
    ) -> Result<(), Stop> {
        self.refuse_tag(tag.as_deref(), span);
        if self.open.len() == self.bounds.depth {
            let depth = self.bounds.depth;
            self.problem(span, |at| too_deep(at, depth));
            return Err(Stop);
        }
        let is_mapping = value == Value::Mapping;
        let node = self.push(value, span);
        self.open.push(Open {
            node,
            anchor,
            weight: 1,
            is_mapping,
            keys: Vec::new(),
            at_key: true,
        });
        Ok(())
    }

    fn end(&mut self, span: Span) {
        let Some(done) = self.open.pop() else { return };
        self.tree.spans[done.node as usize].end = span.start.max(span.end);
        self.tree.next[done.node as usize] = self.tree.values.len() as u32;
        if done.is_mapping {
            self.refuse_twice(&done.keys);
        }
        self.finish(done.node, done.anchor, done.weight);
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Stop> {
        self.aliases += 1;
        let target = self.anchors.get(&anchor).copied();
        let (node, weight) = target.unwrap_or((0, 1));
        self.expansion = self.expansion.saturating_add(weight);
        if target.is_none() {
            self.problem(span, |at| {
                codes::YAML_SYNTAX.at(
                    at,
                    "this mentions the value that it stands in",
                    "Write the value out.",
                )
            });
            return Err(Stop);
        }
        if self.aliases > self.bounds.aliases || self.expansion > self.bounds.expansion {
            self.problem(span, too_many_aliases);
            return Err(Stop);
        }
        let alias = self.push(Value::Alias(NodeId(node)), span);
        self.finish(alias, 0, weight);
        Ok(())
    }

    /// Appends a value; its span and what follows it are corrected when it ends.
    fn push(&mut self, value: Value<'s>, span: Span) -> u32 {
        let node = self.tree.values.len() as u32;
        self.tree.values.push(value);
        self.tree.spans.push(span);
        self.tree.next.push(node + 1);
        node
    }

    /// Takes note of a value that is complete.
    fn finish(&mut self, node: u32, anchor: usize, weight: u64) {
        if anchor != 0 {
            self.anchors.insert(anchor, (node, weight));
        }
        let Some(parent) = self.open.last_mut() else { return };
        parent.weight = parent.weight.saturating_add(weight);
        if parent.is_mapping && parent.at_key {
            parent.keys.push(node);
        }
        parent.at_key = !parent.at_key;
    }

    fn is_at_key(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_mapping && open.at_key)
    }

    fn refuse_tag(&mut self, tag: Option<&Tag>, span: Span) {
        if tag.is_some() {
            self.problem(span, |at| {
                codes::TAG.at(
                    at,
                    "this value has a tag",
                    "Take the tag (`!…`) out: every value's type is known without it.",
                )
            });
        }
    }

    fn problem(&mut self, span: Span, problem: impl FnOnce(Origin) -> Diagnostic) {
        // A mark would shift the values that follow, so it is made only where nothing does.
        let node = self.push(Value::Null, span);
        self.found.push(problem(Origin { file: self.file, node: NodeId(node) }));
    }

    fn syntax(&mut self, error: &ScanError, text: &str) -> Result<(), Stop> {
        let at = error.marker().byte_offset().unwrap_or(0).min(text.len()) as u32;
        let depth = self.bounds.depth;
        self.problem(Span { start: at, end: at }, |at| match error.kind() {
            // The parser reads ahead within brackets, and has a bound of its own.
            ErrorKind::RecursionLimitExceeded => too_deep(at, depth),
            ErrorKind::UnknownAnchor => codes::YAML_SYNTAX.at(
                at,
                "no value before this has that name",
                "Give the value that is meant a name (`&name`), or write it out here.",
            ),
            _ => codes::YAML_SYNTAX.at(
                at,
                error.info(),
                "Look at the indentation, the quotes and the brackets just before this place.",
            ),
        });
        Err(Stop)
    }
}

fn too_deep(at: Origin, depth: usize) -> Diagnostic {
    let label = format!("this is nested more than {depth} deep");
    codes::TOO_DEEP.at(at, label, "Nest less: no manifest needs a tenth of that.")
}

fn merge_key(at: Origin) -> Diagnostic {
    codes::MERGE_KEY.at(
        at,
        "`<<` would merge another mapping into this one",
        "Write the keys out; a plain alias (`*name`) for a whole value is accepted.",
    )
}

fn too_many_aliases(at: Origin) -> Diagnostic {
    codes::TOO_MANY_ALIASES.at(
        at,
        "the aliases up to here stand for more than a manifest may hold",
        "Write the values out: at most 1,000 aliases, standing for at most a million values.",
    )
}

fn range(span: &granit_parser::Span) -> Span {
    let range = span.byte_range().unwrap_or(0..0);
    Span { start: range.start as u32, end: range.end as u32 }
}
