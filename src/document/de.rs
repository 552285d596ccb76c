//! Makes typed values from a tree.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::located::LOCATED;
use super::tree::{NodeRef, Value};

/// Why a tree is no value of the type. Where a schema was asked before, this can't happen.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct DeError(String);

impl de::Error for DeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        DeError(message.to_string())
    }
}

/// Makes a typed value from a tree; text is borrowed from it where it can be.
///
/// # Errors
///
/// The tree doesn't have the type's form.
pub fn from_tree<'s, T: Deserialize<'s>>(root: NodeRef<'_, 's>) -> Result<T, DeError> {
    T::deserialize(root)
}

impl<'de> Deserializer<'de> for NodeRef<'_, 'de> {
    type Error = DeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        match self.value() {
            Value::Null | Value::Alias(_) => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match number.as_i64() {
                Some(number) => visitor.visit_i64(number),
                None => visitor.visit_f64(number.as_f64().unwrap_or_default()),
            },
            Value::Text(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Value::Text(Cow::Owned(text)) => visitor.visit_str(text),
            Value::Sequence => visitor.visit_seq(SeqDeserializer::new(self.children())),
            Value::Mapping => visitor.visit_map(MapDeserializer::new(self.members())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeError> {
        match self.value() {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeError> {
        if name == LOCATED {
            visitor.visit_seq(Pair { node: self, told: 0 })
        } else {
            visitor.visit_newtype_struct(self)
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeError> {
        let text = self.text().map_or("", |text| text.as_ref());
        let word: de::value::StrDeserializer<'_, DeError> = text.into_deserializer();
        word.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'s> IntoDeserializer<'s, DeError> for NodeRef<'_, 's> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// A place and the value there, as the two elements of a list.
struct Pair<'t, 's> {
    node: NodeRef<'t, 's>,
    told: u8,
}

impl<'s> SeqAccess<'s> for Pair<'_, 's> {
    type Error = DeError;

    fn next_element_seed<T: DeserializeSeed<'s>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DeError> {
        self.told += 1;
        match self.told {
            1 => seed.deserialize(self.node.id().0.into_deserializer()).map(Some),
            2 => seed.deserialize(self.node).map(Some),
            _ => Ok(None),
        }
    }
}
