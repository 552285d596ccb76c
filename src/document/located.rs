//! What manifest types are made of: values that know their place, mappings in their order, and
//! values that can be written in short.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::core::NodeId;

/// The name by which the tree's deserializer recognizes a [`Located`].
pub(super) const LOCATED: &str = "$rolecall::Located";

/// A value, and its place in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Located<T> {
    /// The place.
    pub at: NodeId,
    /// The value.
    pub value: T,
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pair<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Pair<T> {
            type Value = Located<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value with its place")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<Located<T>, A::Error> {
                let absent = || A::Error::custom("a place without a value");
                let at = NodeId(pair.next_element()?.ok_or_else(absent)?);
                Ok(Located { at, value: pair.next_element()?.ok_or_else(absent)? })
            }
        }

        deserializer.deserialize_newtype_struct(LOCATED, Pair(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for Located<T> {
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

/// The entries of a mapping, in the order in which they were written.
#[derive(Clone, Debug, PartialEq)]
pub struct Entries<K, V>(pub Vec<(K, V)>);

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for Entries<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All<K, V>(PhantomData<(K, V)>);

        impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for All<K, V> {
            type Value = Entries<K, V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<K, V>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(All(PhantomData))
    }
}

impl<K, V: JsonSchema> JsonSchema for Entries<K, V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("EntriesOf{}", V::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<V>() })
    }
}

/// A value that can be written in short, as a word, or in full, as a mapping.
#[derive(Clone, Debug, PartialEq)]
pub enum Short<'s, F> {
    /// The word.
    Short(Cow<'s, str>),
    /// The mapping, which is seldom written.
    Full(Box<F>),
}

impl<'de: 's, 's, F: Deserialize<'de>> Deserialize<'de> for Short<'s, F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<F>(PhantomData<F>);

        impl<'de, F: Deserialize<'de>> Visitor<'de> for Either<F> {
            type Value = Short<'de, F>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word or a mapping")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Short::Short(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Short::Short(Cow::Owned(text.to_owned())))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                F::deserialize(MapAccessDeserializer::new(map))
                    .map(|full| Short::Full(Box::new(full)))
            }
        }

        deserializer.deserialize_any(Either(PhantomData))
    }
}

impl<F: JsonSchema> JsonSchema for Short<'_, F> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("ShortFor{}", F::schema_name()).into()
    }

    // `oneOf` would make every error unreadable; the type tells which of the two was meant.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "object"],
            "if": { "type": "object" },
            "then": generator.subschema_for::<F>(),
        })
    }
}
