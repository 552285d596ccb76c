//! What is no longer as it was approved.

use std::fmt;

use serde_json::{Map, Value};

use super::entry::json;
use crate::core::Key;
use crate::plan::{Action, Step};

/// How much of a value a line shows.
const SHOWN: usize = 100;

/// Something that is no longer as it was approved; it prints as one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// What it is about.
    pub key: Key,
    /// How it moved.
    pub what: Movement,
}

/// How something moved.
#[derive(Clone, Debug, PartialEq)]
pub enum Movement {
    /// A step is planned that nobody approved.
    Appeared {
        /// What it would do.
        action: Action,
    },
    /// What was approved is no longer planned, and doesn't stand either.
    Gone {
        /// What was expected to stand, and what was found.
        found: String,
    },
    /// Something else is planned than what was approved.
    Changed {
        /// What was approved.
        approved: Content,
        /// What is planned.
        now: Content,
    },
}

/// What a step starts from and leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// What stands there before, of what changes.
    pub before: Option<Value>,
    /// What is to stand there afterwards.
    pub after: Option<Value>,
}

impl Content {
    /// Returns what the step starts from and leads to.
    pub(super) fn of(step: &Step) -> Self {
        Self { before: step.before.as_ref().map(json), after: step.after.as_ref().map(json) }
    }
}

impl fmt::Display for Moved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = &self.key;
        match &self.what {
            Movement::Appeared { action } => {
                write!(f, "{key}: {action} is planned, which nobody approved")
            }
            Movement::Gone { found } => {
                write!(
                    f,
                    "{key}: what was approved is no longer planned, nor does it stand: {found}"
                )
            }
            Movement::Changed { approved, now } => {
                let sides = [
                    side("before", approved.before.as_ref(), now.before.as_ref()),
                    side("after", approved.after.as_ref(), now.after.as_ref()),
                ];
                let sides: Vec<String> = sides.into_iter().flatten().collect();
                write!(f, "{key}: {}", sides.join("; "))
            }
        }
    }
}

/// Says how one side of a step differs, if it does.
fn side(word: &str, approved: Option<&Value>, now: Option<&Value>) -> Option<String> {
    if approved == now {
        return None;
    }
    let (approved, now) = match (approved, now) {
        (Some(approved), Some(now)) => {
            let (approved, now) = apart(approved, now);
            (Some(approved), Some(now))
        }
        (approved, now) => (approved.cloned(), now.cloned()),
    };
    Some(format!("{word}, {} was approved, {} is planned", short(approved), short(now)))
}

/// Leaves out of both values what is the same in both.
fn apart(a: &Value, b: &Value) -> (Value, Value) {
    let (Value::Object(a), Value::Object(b)) = (a, b) else {
        return (a.clone(), b.clone());
    };
    let (mut left, mut right) = (Map::new(), Map::new());
    for key in a.keys().chain(b.keys().filter(|key| !a.contains_key(*key))) {
        match (a.get(key), b.get(key)) {
            (Some(a), Some(b)) if a != b => {
                let (a, b) = apart(a, b);
                left.insert(key.clone(), a);
                right.insert(key.clone(), b);
            }
            (Some(a), None) => drop(left.insert(key.clone(), a.clone())),
            (None, Some(b)) => drop(right.insert(key.clone(), b.clone())),
            _ => {}
        }
    }
    (Value::Object(left), Value::Object(right))
}

fn short(value: Option<Value>) -> String {
    let Some(value) = value else { return "nothing".to_owned() };
    let text = value.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
