//! A field of which something, or nothing, is known.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

/// What is known of one field.
///
/// In a live state `Unknown` means that the platform does not tell; in a desired state it means
/// that the manifests say nothing about the field. Both have the same consequence: the field is
/// neither compared, nor written, nor exported, nor guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Known<T> {
    /// The value.
    Known(T),
    /// Nothing.
    #[default]
    Unknown,
}

impl<T> Known<T> {
    /// Returns the value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Known::Known(value) => Some(value),
            Known::Unknown => None,
        }
    }

    /// Returns the value to change it in place, if there is one.
    pub fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Known::Known(value) => Some(value),
            Known::Unknown => None,
        }
    }

    /// Returns whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Known::Unknown)
    }

    /// Returns whether both sides are known and differ: the only difference that counts.
    pub fn differs(&self, other: &Known<T>) -> bool
    where
        T: PartialEq,
    {
        matches!((self, other), (Known::Known(a), Known::Known(b)) if a != b)
    }

    /// Takes over what `other` knows.
    pub fn learn(&mut self, other: &Known<T>)
    where
        T: Clone,
    {
        if let Known::Known(value) = other {
            *self = Known::Known(value.clone());
        }
    }
}

impl<T: Default> Known<T> {
    /// Changes the value, starting from the empty one where nothing was known.
    pub fn update(&mut self, change: impl FnOnce(&mut T)) {
        let mut value = match std::mem::take(self) {
            Known::Known(value) => value,
            Known::Unknown => T::default(),
        };
        change(&mut value);
        *self = Known::Known(value);
    }
}

impl<T> From<T> for Known<T> {
    fn from(value: T) -> Self {
        Known::Known(value)
    }
}

impl<T> From<Option<T>> for Known<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Known::Unknown, Known::Known)
    }
}

/// What is unknown is left out, so only the value has a schema.
impl<T: JsonSchema> JsonSchema for Known<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
