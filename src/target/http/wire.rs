//! Values as they come. What isn't known is left alone; what can't be understood is a fault that
//! shows it, and is never guessed.

use std::fmt;

use serde_json::Value;

use crate::core::{Fault, FaultKind};
use crate::platform::Fact;
use crate::render::terminal;

/// An id of the platform.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::target) struct Id(pub(in crate::target) String);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&terminal(&self.0))
    }
}

/// Makes a fault of an answer that can't be understood.
pub(in crate::target) fn unclear(text: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Unreachable, text)
}

/// Returns a fact that something rests on.
pub(in crate::target) fn known<T>(fact: &Fact<T>) -> Result<&T, Fault> {
    let text = "how the platform is reached isn't known well enough; report this to rolecall";
    fact.value().ok_or_else(|| unclear(text))
}

/// Reads a body as JSON.
pub(in crate::target) fn json(what: &str, body: &[u8]) -> Result<Value, Fault> {
    serde_json::from_slice(body).map_err(|error| in_answer(what)(not_json(&error)))
}

pub(in crate::target) fn not_json(error: &serde_json::Error) -> Fault {
    unclear(format!("the answer can't be read as JSON: {}", terminal(&error.to_string())))
}

/// Reads a body as a list.
pub(in crate::target) fn list(what: &str, body: &[u8]) -> Result<Vec<Value>, Fault> {
    match json(what, body)? {
        Value::Array(list) => Ok(list),
        other => Err(unclear(format!("{what}: the answer isn't a list but {}", shown(&other)))),
    }
}

/// Names the answer in which something was found.
pub(in crate::target) fn in_answer(what: &str) -> impl Fn(Fault) -> Fault {
    let what = what.to_owned();
    move |fault| Fault { message: format!("{what}: {}", fault.message), ..fault }
}

/// Returns the value of a key; nothing where it isn't there, which says less than `null`.
pub(in crate::target) fn value<'v>(
    object: &'v Value,
    key: &Fact<String>,
) -> Result<Option<&'v Value>, Fault> {
    Ok(object.get(known(key)?.as_str()))
}

/// Returns a text; nothing where it isn't there, or is `null`.
pub(in crate::target) fn text<'v>(
    object: &'v Value,
    key: &Fact<String>,
) -> Result<Option<&'v str>, Fault> {
    match value(object, key)? {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(strange(key, other, "isn't text")),
    }
}

/// Returns a count; nothing where it isn't there, or is `null`.
pub(in crate::target) fn count(object: &Value, key: &Fact<String>) -> Result<Option<u64>, Fault> {
    match value(object, key)? {
        None | Some(Value::Null) => Ok(None),
        Some(other) => match other.as_u64() {
            Some(count) => Ok(Some(count)),
            None => Err(strange(key, other, "isn't a count")),
        },
    }
}

/// Returns an id; nothing where it isn't there, or is `null`.
pub(in crate::target) fn id(object: &Value, key: &Fact<String>) -> Result<Option<Id>, Fault> {
    match value(object, key)? {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if !text.is_empty() => Ok(Some(Id(text.clone()))),
        Some(Value::Number(number)) if number.is_u64() => Ok(Some(Id(number.to_string()))),
        Some(other) => Err(strange(key, other, "isn't an id")),
    }
}

/// Complains about a value of a key.
pub(in crate::target) fn strange(key: &Fact<String>, found: &Value, what: &str) -> Fault {
    let key = key.value().map_or("", String::as_str);
    unclear(format!("`{key}` is {}, which {what}", shown(found)))
}

/// Complains about a key that isn't there.
pub(in crate::target) fn missing(key: &Fact<String>, of: &str) -> Fault {
    unclear(format!("{of} has no `{}`", key.value().map_or("", String::as_str)))
}

/// How many characters of a value are shown.
const SHOWN: usize = 60;

/// Returns a value as it can be shown to anybody: short, and harmless.
pub(in crate::target) fn shown(value: &Value) -> String {
    let text = value.to_string();
    let short: String = text.chars().take(SHOWN).collect();
    let end = if short.len() < text.len() { "…" } else { "" };
    format!("`{}{end}`", terminal(&short))
}
