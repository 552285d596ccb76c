//! JSON that is harmless where it is printed.

use serde::Serialize;

use super::escape;

/// Returns a value as JSON on several lines. What would disturb a terminal or the log of a workflow is
/// written by its number, which means the same.
///
/// # Errors
///
/// The value has no form in JSON, in the words of the library.
pub fn json(value: &impl Serialize) -> Result<String, String> {
    let text = serde_json::to_string_pretty(value).map_err(|error| error.to_string())?;
    Ok(escape::json(&text).into_owned() + "\n")
}
