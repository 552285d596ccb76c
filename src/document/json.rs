//! Lets JSON Schema look at a tree in place.

use std::borrow::Cow;

use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};
use jsonschema::{JsonType, json};
use serde_json::{Map, Number, Value as JsonValue};

use super::tree::{Children, NodeRef, Tree, Value};

/// The representation of JSON that a [`Tree`] is.
pub(super) struct TreeJson;

impl Json for TreeJson {
    type Node<'a> = NodeRef<'a, 'a>;
    type PreparedKey = String;
    type StringBuffer = Tree<'static>;

    // A lookup walks over the members, as a pass over all of them does.
    const KEYS_PER_LOOKUP: usize = 4;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(
        buffer: &mut Tree<'static>,
        string: &str,
        f: impl FnOnce(Self::Node<'_>) -> T,
    ) -> T {
        *buffer = Tree {
            spans: vec![super::Span::default()],
            next: vec![1],
            values: vec![Value::Text(Cow::Owned(string.to_owned()))],
        };
        f(NodeRef { tree: buffer, id: 0 })
    }
}

impl<'a> Node<'a, TreeJson> for NodeRef<'a, 'a> {
    type Object = Members<'a>;
    type Array = Items<'a>;
    type Number = Written<'a>;

    fn as_object(&self) -> Option<Members<'a>> {
        matches!(self.value(), Value::Mapping).then(|| Members(self.children()))
    }

    fn as_array(&self) -> Option<Items<'a>> {
        matches!(self.value(), Value::Sequence).then(|| Items(self.children()))
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        self.text().map(|text| Cow::Borrowed(text.as_ref()))
    }

    fn as_number(&self) -> Option<Written<'a>> {
        match self.value() {
            Value::Number(number) => Some(Written(number)),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match self.value() {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        matches!(self.value(), Value::Null)
    }

    fn json_type(&self) -> JsonType {
        match self.value() {
            Value::Null | Value::Alias(_) => JsonType::Null,
            Value::Bool(_) => JsonType::Boolean,
            Value::Number(_) => JsonType::Number,
            Value::Text(_) => JsonType::String,
            Value::Sequence => JsonType::Array,
            Value::Mapping => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &JsonValue) -> bool {
        match (self.value(), expected) {
            (Value::Text(text), JsonValue::String(other)) => text == other,
            (Value::Text(_), _) | (_, JsonValue::String(_)) => false,
            _ => json::cmp::equal(&to_json(*self), expected),
        }
    }

    /// Collections without what is in them: the library asks for its own words about what it objects
    /// to, which nobody reads, and a document that is wrong as a whole would be copied whole. It asks
    /// for `uniqueItems` as well, which our schemas say of lists of text alone.
    fn to_value(&self) -> Cow<'a, JsonValue> {
        Cow::Owned(match self.value() {
            Value::Sequence => JsonValue::Array(Vec::new()),
            Value::Mapping => JsonValue::Object(Map::new()),
            _ => to_json(*self),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::tagged(std::ptr::from_ref(self.tree) as usize, self.resolved().id))
    }
}

/// A number as it was written: to JSON Schema `1.0` is a whole number, to a typed value it isn't.
pub(super) struct Written<'a>(&'a Number);

impl JsonNumber for Written<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.as_u64()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.as_i64()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.as_f64()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Owned(self.0.to_string())
    }

    fn to_number(&self) -> Cow<'_, Number> {
        Cow::Borrowed(self.0)
    }

    fn is_integer(&self) -> bool {
        !self.0.is_f64()
    }
}

/// Returns the value as JSON, aliases written out.
pub fn to_json(node: NodeRef<'_, '_>) -> JsonValue {
    match node.value() {
        Value::Null | Value::Alias(_) => JsonValue::Null,
        Value::Bool(value) => JsonValue::Bool(*value),
        Value::Number(number) => JsonValue::Number(number.clone()),
        Value::Text(text) => JsonValue::String(text.to_string()),
        Value::Sequence => JsonValue::Array(node.children().map(to_json).collect()),
        Value::Mapping => {
            let member = |(key, value): (NodeRef<'_, '_>, NodeRef<'_, '_>)| {
                Some((key.text()?.to_string(), to_json(value)))
            };
            JsonValue::Object(node.members().filter_map(member).collect::<Map<_, _>>())
        }
    }
}

/// The members of a mapping.
pub(super) struct Members<'a>(Children<'a, 'a>);

impl<'a> Object<'a, TreeJson> for Members<'a> {
    type Node = NodeRef<'a, 'a>;
    type MemberName = Cow<'a, str>;
    type MembersIter = MembersIter<'a>;

    fn len(&self) -> usize {
        self.0.clone().count() / 2
    }

    fn is_empty(&self) -> bool {
        self.0.clone().next().is_none()
    }

    fn get(&self, key: &String) -> Option<NodeRef<'a, 'a>> {
        self.members().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    fn members(&self) -> MembersIter<'a> {
        MembersIter(self.0.clone())
    }
}

/// Goes over the members of a mapping.
pub(super) struct MembersIter<'a>(Children<'a, 'a>);

impl<'a> Iterator for MembersIter<'a> {
    type Item = (Cow<'a, str>, NodeRef<'a, 'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, value) = (self.0.next()?, self.0.next()?);
        Some((Cow::Borrowed(key.text().map_or("", |text| text.as_ref())), value))
    }
}

/// The items of a sequence.
pub(super) struct Items<'a>(Children<'a, 'a>);

impl<'a> Array<'a, TreeJson> for Items<'a> {
    type Node = NodeRef<'a, 'a>;
    type ElementsIter = Children<'a, 'a>;

    fn len(&self) -> usize {
        self.0.clone().count()
    }

    fn elements(&self) -> Children<'a, 'a> {
        self.0.clone()
    }
}
