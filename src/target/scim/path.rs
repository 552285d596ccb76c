//! Where an attribute stands in a resource.

use std::fmt;

use serde_json::{Map, Value};

use super::wire::{field, written};

/// An attribute, perhaps of an extension, perhaps a part of a complex one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    /// The URN of the extension; nothing for what belongs to the resource itself.
    pub(super) schema: Option<String>,
    pub(super) name: String,
    pub(super) part: Option<String>,
}

impl Path {
    /// Reads a path as RFC 7644 writes it. Nothing is returned for one with a filter, or none at all.
    pub(super) fn new(text: &str) -> Option<Self> {
        let (schema, rest) = match text.rsplit_once(':') {
            Some((urn, rest)) => (Some(urn.to_owned()), rest),
            None => (None, text),
        };
        let (name, part) = match rest.split_once('.') {
            Some((name, part)) => (name, Some(part)),
            None => (rest, None),
        };
        let is_name = |name: &str| {
            let mut bytes = name.bytes();
            bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
                && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"-_$".contains(&byte))
        };
        if !is_name(name) || !part.is_none_or(is_name) {
            return None;
        }
        Some(Self { schema, name: name.to_owned(), part: part.map(ToOwned::to_owned) })
    }

    /// An attribute of the resource itself.
    pub(super) fn plain(name: &str) -> Self {
        Self { schema: None, name: name.to_owned(), part: None }
    }

    /// Returns what stands there.
    pub(super) fn of<'v>(&self, resource: &'v Value) -> Option<&'v Value> {
        let mut at = resource;
        for name in self.schema.iter().chain([&self.name]).chain(&self.part) {
            at = field(at, name)?;
        }
        Some(at)
    }

    /// Puts a value there, or takes away what stands there.
    pub(super) fn put(&self, resource: &mut Value, value: Option<Value>) {
        if let (Some(urn), Some(_)) = (&self.schema, &value) {
            declare(resource, urn);
        }
        let mut names: Vec<&String> =
            self.schema.iter().chain([&self.name]).chain(&self.part).collect();
        let Some(last) = names.pop() else { return };
        let mut at = resource;
        for name in names {
            let Some(fields) = at.as_object_mut() else { return };
            let key = written(fields, name).unwrap_or(name).clone();
            let below = fields.entry(key).or_insert(Value::Null);
            if !below.is_object() {
                if value.is_none() {
                    return;
                }
                *below = Value::Object(Map::new());
            }
            at = below;
        }
        let Some(fields) = at.as_object_mut() else { return };
        let key = written(fields, last).unwrap_or(last).clone();
        match value {
            Some(value) => drop(fields.insert(key, value)),
            None => drop(fields.remove(&key)),
        }
    }
}

/// Names an extension in the list of a resource's schemas.
fn declare(resource: &mut Value, urn: &str) {
    let Some(fields) = resource.as_object_mut() else { return };
    let key = written(fields, "schemas").cloned().unwrap_or_else(|| "schemas".to_owned());
    if let Value::Array(all) = fields.entry(key).or_insert(Value::Array(Vec::new()))
        && !all.iter().any(|known| known.as_str().is_some_and(|k| k.eq_ignore_ascii_case(urn)))
    {
        all.push(urn.into());
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{schema}:")?;
        }
        f.write_str(&self.name)?;
        self.part.iter().try_for_each(|part| write!(f, ".{part}"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_is_written_as_it_was_read() {
        for text in ["title", "name.givenName", "urn:example:2.0:User:desk", "urn:x:User:a.b"] {
            assert_eq!(Path::new(text).map(|path| path.to_string()).as_deref(), Some(text));
        }
        for text in ["", "emails[type eq \"work\"].value", "a.b.c", "urn:x:"] {
            assert_eq!(Path::new(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_put_there_stands_there_and_all_else_stays() {
        let mut resource = json!({ "schemas": ["urn:u"], "Name": { "familyName": "Diaz" } });
        let given = Path::new("name.givenName").unwrap_or_else(|| Path::plain("x"));
        given.put(&mut resource, Some("Ana".into()));
        let desk = Path::new("urn:x:User:desk").unwrap_or_else(|| Path::plain("x"));
        desk.put(&mut resource, Some("7".into()));
        let expected = json!({
            "schemas": ["urn:u", "urn:x:User"],
            "Name": { "familyName": "Diaz", "givenName": "Ana" },
            "urn:x:User": { "desk": "7" },
        });
        assert_eq!(resource, expected);
        assert_eq!(desk.of(&resource), Some(&"7".into()));
        desk.put(&mut resource, None);
        assert_eq!(desk.of(&resource), None);
    }
}
