//! Values as they come. Names of attributes have no case (RFC 7643, 2.1), and servers make use of it.

use serde_json::{Map, Value};

use crate::core::{Fault, FaultKind};
use crate::render::terminal;

/// How many characters of a value are shown.
const SHOWN: usize = 60;

/// Makes a fault of an answer that can't be understood.
pub(super) fn unclear(text: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Unreachable, text)
}

/// Makes a fault of something that can't be done.
pub(super) fn refused(text: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Refused, text)
}

/// Names what a fault is about.
pub(super) fn about(what: impl Into<String>) -> impl Fn(Fault) -> Fault {
    let what = what.into();
    move |fault| Fault { message: format!("{what}: {}", fault.message), ..fault }
}

/// Reads a body as an object.
pub(super) fn object(body: &[u8]) -> Result<Value, Fault> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => Ok(Value::Object(fields)),
        Ok(other) => Err(unclear(format!("the answer isn't an object but {}", shown(&other)))),
        Err(error) => {
            let error = terminal(&error.to_string()).into_owned();
            Err(unclear(format!("the answer can't be read as JSON: {error}")))
        }
    }
}

/// Returns the name under which a field stands, whatever its case.
pub(super) fn written<'f>(fields: &'f Map<String, Value>, name: &str) -> Option<&'f String> {
    let same = |key: &&String| key.eq_ignore_ascii_case(name);
    fields.get_key_value(name).map(|(key, _)| key).or_else(|| fields.keys().find(same))
}

/// Returns a field; nothing where it isn't there or is `null`, which is the same (RFC 7643, 2.5).
pub(super) fn field<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let fields = value.as_object()?;
    fields.get(written(fields, name)?).filter(|value| !value.is_null())
}

/// Returns a text.
pub(super) fn text<'v>(value: &'v Value, name: &str) -> Result<Option<&'v str>, Fault> {
    match field(value, name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(strange(name, other, "isn't text")),
    }
}

/// Returns a count.
pub(super) fn count(value: &Value, name: &str) -> Result<Option<u64>, Fault> {
    match field(value, name) {
        None => Ok(None),
        Some(Value::Number(number)) if number.is_u64() => Ok(number.as_u64()),
        Some(other) => Err(strange(name, other, "isn't a count")),
    }
}

/// Returns whether something holds. Some servers write it as text.
pub(super) fn truth(value: &Value, name: &str) -> Result<Option<bool>, Fault> {
    match field(value, name) {
        None => Ok(None),
        Some(Value::Bool(holds)) => Ok(Some(*holds)),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
        Some(other) => Err(strange(name, other, "is neither true nor false")),
    }
}

/// Returns a list; an empty one where there is none. One entry alone counts as a list.
pub(super) fn list<'v>(value: &'v Value, name: &str) -> Result<Vec<&'v Value>, Fault> {
    match field(value, name) {
        None => Ok(Vec::new()),
        Some(Value::Array(entries)) => Ok(entries.iter().collect()),
        Some(one @ Value::Object(_)) => Ok(vec![one]),
        Some(other) => Err(strange(name, other, "isn't a list")),
    }
}

fn strange(name: &str, found: &Value, what: &str) -> Fault {
    unclear(format!("`{name}` is {}, which {what}", shown(found)))
}

/// Returns a value as it can be shown to anybody: short, and harmless.
pub(super) fn shown(value: &Value) -> String {
    let text = value.to_string();
    let short: String = text.chars().take(SHOWN).collect();
    let end = if short.len() < text.len() { "…" } else { "" };
    format!("`{}{end}`", terminal(&short))
}
