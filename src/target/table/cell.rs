//! What one cell says.

use crate::core::{Code, RoleName, Scalar, Status, codes, invisible, nearest};
use crate::platform::{Attribute, AttributeKind, Platform, Words};

/// What is wrong with a cell: the code, what is the matter, what to do next.
pub(super) type Wrong = (&'static Code, String, String);

/// Returns what a person typed: a spreadsheet or a portal may have put an apostrophe before what
/// would otherwise be taken for a formula.
pub(super) fn typed(text: &str) -> &str {
    let text = text.trim();
    match text.strip_prefix('\'') {
        Some(formula) if formula.starts_with(['=', '+', '-', '@']) => formula,
        _ => text,
    }
}

/// Returns why a text isn't an address, if it isn't.
pub(super) fn wrong_address(text: &str) -> Option<(&'static Code, String)> {
    if text.is_empty() {
        return Some((&codes::EMPTY_VALUE, "this row has no address".into()));
    }
    if let Some(label) = invisible(text) {
        return Some((&codes::CONTROL_CHARACTER, label));
    }
    let parts = text.split_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty());
    let whole = parts.is_some_and(|(_, host)| !host.contains('@'));
    (!whole || text.contains(char::is_whitespace))
        .then(|| (&codes::MALFORMED, format!("`{text}` isn't an address")))
}

/// Returns whether a cell says yes or no; none where it is empty.
pub(super) fn yes_or_no(text: &str, words: Option<&Words>) -> Result<Option<bool>, Wrong> {
    let Some(Words { yes, no }) = words else { return Ok(None) };
    match text.trim() {
        "" => Ok(None),
        text if text == yes => Ok(Some(true)),
        text if text == no => Ok(Some(false)),
        other => Err(unknown(other, &[yes, no])),
    }
}

/// Returns whether a person can sign in; none where the cell is empty.
pub(super) fn status(text: &str, active: &str, inactive: &str) -> Result<Option<Status>, Wrong> {
    match text.trim() {
        "" => Ok(None),
        text if text == active => Ok(Some(Status::Active)),
        text if text == inactive => Ok(Some(Status::Inactive)),
        other => Err(unknown(other, &[active, inactive])),
    }
}

/// Returns the value of an attribute; none where a value is needed and there is none.
pub(super) fn attribute(
    text: &str,
    of: &Attribute,
    none: Option<&str>,
    words: Option<&Words>,
) -> Result<Option<Scalar>, Wrong> {
    let text = typed(text);
    if text.is_empty() || none == Some(text) {
        return Ok((!of.required.holds()).then_some(Scalar::Null));
    }
    match of.kind.value() {
        Some(AttributeKind::Integer { min, max }) => integer(text, *min, *max).map(Some),
        Some(AttributeKind::Boolean) => Ok(yes_or_no(text, words)?.map(Scalar::Bool)),
        Some(AttributeKind::OneOf { values }) if !values.contains(text) => {
            Err(unknown(text, &values.iter().map(String::as_str).collect::<Vec<_>>()))
        }
        _ => Ok(Some(Scalar::from(text))),
    }
}

fn integer(text: &str, min: Option<i64>, max: Option<i64>) -> Result<Scalar, Wrong> {
    let Ok(number) = text.parse::<i64>() else {
        let label = format!("`{text}` isn't a whole number");
        return Err((&codes::WRONG_TYPE, label, "Write a whole number, or leave it empty.".into()));
    };
    let (least, most) = (min.unwrap_or(i64::MIN), max.unwrap_or(i64::MAX));
    if (least..=most).contains(&number) {
        return Ok(Scalar::Int(number));
    }
    let help = match (min, max) {
        (Some(min), Some(max)) => format!("It goes from {min} to {max}."),
        (Some(min), None) => format!("It is {min} at least."),
        _ => format!("It is {most} at most."),
    };
    Err((&codes::OUT_OF_RANGE, format!("{number} is outside the range"), help))
}

/// Returns a role by its name in older import files, or by its own.
pub(super) fn role(text: &str, platform: &Platform) -> Result<RoleName, Wrong> {
    let all = &platform.roles.built_in;
    let known = all
        .iter()
        .find(|role| role.also.iter().any(|name| name == text) || role.name.as_str() == text);
    if let Some(role) = known {
        return Ok(role.name.clone());
    }
    let names = || all.iter().flat_map(|role| role.also.iter().map(String::as_str));
    let help = match nearest(text, names()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("There are: {}.", names().collect::<Vec<_>>().join(", ")),
    };
    Err((&codes::UNKNOWN_ROLE, format!("no role is called `{text}` in a list to import"), help))
}

fn unknown(text: &str, known: &[&str]) -> Wrong {
    let words: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
    let help = format!("It is {}, or empty.", words.join(", "));
    (&codes::UNKNOWN_VALUE, format!("`{text}` says nothing here"), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_apostrophe_before_a_formula_is_no_part_of_the_text() {
        for (cell, text) in [("'=1+1", "=1+1"), ("'-Ana", "-Ana"), (" '@x ", "@x")] {
            assert_eq!(typed(cell), text);
        }
        for name in ["O'Hara", "'t Hooft", "=1", "'"] {
            assert_eq!(typed(name), name);
        }
    }

    #[test]
    fn numbers_keep_their_bounds() {
        assert_eq!(integer("3", Some(1), None).ok(), Some(Scalar::Int(3)));
        for text in ["0", "-1", "3.0", "many", "99999999999999999999"] {
            assert!(integer(text, Some(1), None).is_err(), "{text}");
        }
    }
}
