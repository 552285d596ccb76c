//! What a form says.

use crate::core::Scalar;
use crate::platform::{Attribute, AttributeKind};

/// The fields of a form.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    pub(super) fn of(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    pub(super) fn first(&self, name: &str) -> Option<&String> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Returns a field without blanks around it; empty where it isn't there.
    pub(super) fn text(&self, name: &str) -> &str {
        self.first(name).map_or("", |text| text.trim())
    }

    /// Returns the value of an attribute; what isn't one of its kind is left to the sandbox to refuse.
    pub(super) fn value(&self, name: &str, attribute: Option<&Attribute>) -> Scalar {
        let text = self.text(name);
        let read = match attribute.and_then(|attribute| attribute.kind.value()) {
            _ if text.is_empty() => Some(Scalar::Null),
            Some(AttributeKind::Integer { .. }) => text.parse().ok().map(Scalar::Int),
            Some(AttributeKind::Boolean) => text.parse().ok().map(Scalar::Bool),
            _ => None,
        };
        read.unwrap_or_else(|| Scalar::from(text))
    }

    pub(super) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the fields whose names begin so, with the rest of their names.
    pub(super) fn below<'f>(&'f self, start: &'f str) -> impl Iterator<Item = (&'f str, &'f str)> {
        self.0
            .iter()
            .filter_map(move |(key, value)| Some((key.strip_prefix(start)?, value.as_str())))
    }

    /// Returns the lines of a field, without empty ones.
    pub(super) fn lines<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let lines = self.text(name).lines().flat_map(|line| line.split([',', ';']));
        lines.map(str::trim).filter(|line| !line.is_empty())
    }
}
