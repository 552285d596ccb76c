//! The two readers, each made to answer in the same form.

use rolecall::core::{Diagnostic, FileId, normal};
use rolecall::document::{Bounds, from_tree, load};
use serde_json::{Map, Number, Value as Json};

/// A text that the two readers don't take for the same.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) text: String,
    pub(crate) ours: Result<Json, Vec<Refusal>>,
    pub(crate) theirs: Result<Json, String>,
}

/// What our reader refuses: the word and the label.
pub(crate) type Refusal = (&'static str, String);

/// Returns how the readers differ about a text. Where both refuse it, they don't. A byte order mark
/// at the beginning is taken off before anything is read, as it is of every file.
pub(crate) fn difference(text: &str) -> Option<Difference> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (ours, theirs) = (ours(text), theirs(text));
    let same = match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => ours == theirs,
        (Err(_), Err(_)) => true,
        _ => false,
    };
    (!same).then(|| Difference { text: text.to_owned(), ours, theirs })
}

/// What our reader takes a text for, or what it refuses.
pub(crate) fn ours(text: &str) -> Result<Json, Vec<Refusal>> {
    let (tree, found) = load(FileId(0), text, Bounds::default());
    if found.has_errors() {
        let told = |problem: Diagnostic| (problem.code.word, problem.primary.text);
        return Err(found.sorted().into_iter().map(told).collect());
    }
    Ok(tree.root().map_or(Json::Null, |root| from_tree(root).expect("any value")))
}

/// What the other reader takes a text for, or why it doesn't.
fn theirs(text: &str) -> Result<Json, String> {
    let value = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    json(value).ok_or_else(|| "it isn't JSON".to_owned())
}

/// Returns a value as JSON, each text composed; none where it has no form there.
fn json(value: serde_yaml::Value) -> Option<Json> {
    use serde_yaml::Value;
    Some(match value {
        Value::Null => Json::Null,
        Value::Bool(value) => value.into(),
        Value::Number(number) => number_of(&number)?.into(),
        Value::String(text) => normal(text).into_owned().into(),
        Value::Sequence(items) => items.into_iter().map(json).collect::<Option<Vec<_>>>()?.into(),
        Value::Mapping(map) => {
            let member = |(key, value): (Value, Value)| match key {
                Value::String(key) => Some((normal(key).into_owned(), json(value)?)),
                _ => None,
            };
            map.into_iter().map(member).collect::<Option<Map<_, _>>>()?.into()
        }
        Value::Tagged(_) => return None,
    })
}

fn number_of(number: &serde_yaml::Number) -> Option<Number> {
    number
        .as_i64()
        .map(Number::from)
        .or_else(|| number.as_u64().map(Number::from))
        .or_else(|| number.as_f64().and_then(Number::from_f64))
}
