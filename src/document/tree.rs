//! A parsed document: values in the order of the text, each with its span.

use std::borrow::Cow;

use serde_json::Number;

use crate::core::NodeId;

/// Where a value stands in its file, in bytes; the end is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

/// A value. The children of a sequence or a mapping follow it in the tree, keys and values in turn.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'s> {
    /// `null`, `~`, or nothing at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number of the YAML 1.2 core schema.
    Number(Number),
    /// Anything else that is one piece.
    Text(Cow<'s, str>),
    /// A list.
    Sequence,
    /// Keys and values.
    Mapping,
    /// Another mention of a value that stands earlier.
    Alias(NodeId),
}

/// A document in three parallel lists, in the order of the text: the spans outlive the others.
#[derive(Clone, Debug, Default)]
pub struct Tree<'s> {
    pub(super) spans: Vec<Span>,
    /// For each value the one after it and all that is in it.
    pub(super) next: Vec<u32>,
    pub(super) values: Vec<Value<'s>>,
}

impl<'s> Tree<'s> {
    /// Returns the outermost value; none if the document is empty.
    pub fn root(&self) -> Option<NodeRef<'_, 's>> {
        (!self.values.is_empty()).then_some(NodeRef { tree: self, id: 0 })
    }

    /// Makes room for values: lists that grow are copied again and again.
    pub(super) fn reserve(&mut self, values: usize) {
        self.spans.reserve(values);
        self.next.reserve(values);
        self.values.reserve(values);
    }

    /// Takes the spans out, in the order of [`NodeId`]s.
    pub fn into_spans(mut self) -> Vec<Span> {
        self.spans.shrink_to_fit();
        self.spans
    }

    /// Returns the values that aliases mention.
    pub fn mentioned(&self) -> impl Iterator<Item = NodeId> {
        self.values.iter().filter_map(|value| match value {
            Value::Alias(target) => Some(*target),
            _ => None,
        })
    }

    /// Marks a place that isn't a value, such as that of a syntax error.
    pub fn mark(&mut self, span: Span) -> NodeId {
        self.spans.push(span);
        NodeId(self.spans.len() as u32 - 1)
    }
}

/// A value in its tree.
#[derive(Clone, Copy, Debug)]
pub struct NodeRef<'t, 's> {
    pub(super) tree: &'t Tree<'s>,
    pub(super) id: u32,
}

impl<'t, 's> NodeRef<'t, 's> {
    /// Returns the value's place in the tree. An alias has its own.
    pub fn id(self) -> NodeId {
        NodeId(self.id)
    }

    /// Returns where the value stands. An alias has a place of its own.
    pub fn span(self) -> Span {
        self.tree.spans[self.id as usize]
    }

    /// Returns whether it only mentions a value that stands earlier.
    pub fn is_alias(self) -> bool {
        matches!(self.tree.values[self.id as usize], Value::Alias(_))
    }

    /// Returns the places of all values in it, itself first.
    pub fn all_in_it(self) -> std::ops::Range<u32> {
        self.id..self.tree.next[self.id as usize]
    }

    /// Returns the value of a key, if it is a mapping that has it.
    pub fn field(self, name: &str) -> Option<NodeRef<'t, 's>> {
        let is_mapping = matches!(self.value(), Value::Mapping);
        let mut members = self.members().filter(|_| is_mapping);
        members.find(|(key, _)| key.text().is_some_and(|text| text == name)).map(|(_, value)| value)
    }

    /// Returns the value; for an alias the one that it mentions.
    pub fn value(self) -> &'t Value<'s> {
        &self.tree.values[self.resolved().id as usize]
    }

    /// Returns the same value, or the one that it mentions if it is an alias.
    pub(super) fn resolved(self) -> Self {
        match self.tree.values[self.id as usize] {
            Value::Alias(target) => Self { id: target.0, ..self },
            _ => self,
        }
    }

    /// Returns what directly follows in it: the items of a sequence, or keys and values in turn.
    pub fn children(self) -> Children<'t, 's> {
        let node = self.resolved();
        let nested = matches!(node.value(), Value::Sequence | Value::Mapping);
        let end = if nested { node.tree.next[node.id as usize] } else { node.id + 1 };
        Children { tree: node.tree, at: node.id + 1, end }
    }

    /// Returns the keys and values of a mapping.
    pub fn members(self) -> impl Iterator<Item = (NodeRef<'t, 's>, NodeRef<'t, 's>)> {
        let mut children = self.children();
        std::iter::from_fn(move || Some((children.next()?, children.next()?)))
    }

    /// Returns the text of a key or of another text value.
    pub fn text(self) -> Option<&'t Cow<'s, str>> {
        match self.value() {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns what JSON Schema calls the type.
    pub fn type_name(self) -> &'static str {
        match self.value() {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::Text(_) => "string",
            Value::Sequence => "array",
            Value::Mapping => "object",
            // An alias never mentions another alias: it would be resolved when it is loaded.
            Value::Alias(_) => "alias",
        }
    }
}

/// The values directly in another one.
#[derive(Clone, Debug)]
pub struct Children<'t, 's> {
    tree: &'t Tree<'s>,
    at: u32,
    end: u32,
}

impl<'t, 's> Iterator for Children<'t, 's> {
    type Item = NodeRef<'t, 's>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let node = NodeRef { tree: self.tree, id: self.at };
        self.at = self.tree.next[self.at as usize];
        Some(node)
    }
}
