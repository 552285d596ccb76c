//! What a plain scalar is: the YAML 1.2 core schema, and what is refused because other readers
//! take it for something else.

use std::borrow::Cow;

use serde_json::Number;

use super::Value;

/// A plain scalar that could be meant in two ways.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ambiguous;

/// Returns whether a text that is written without quotes is taken for text.
pub fn is_plain_text(text: &str) -> bool {
    matches!(plain(Cow::Borrowed(text)), Ok(Value::Text(_)))
}

/// Returns what a plain scalar is.
///
/// # Errors
///
/// A number with a leading zero (`010`), one beyond 64 bits, or one that isn't finite.
pub(super) fn plain(text: Cow<'_, str>) -> Result<Value<'_>, Ambiguous> {
    let Some(first) = text.bytes().next() else { return Ok(Value::Null) };
    match first {
        b'n' | b'N' | b'~' if matches!(&*text, "null" | "Null" | "NULL" | "~") => Ok(Value::Null),
        b't' | b'T' if matches!(&*text, "true" | "True" | "TRUE") => Ok(Value::Bool(true)),
        b'f' | b'F' if matches!(&*text, "false" | "False" | "FALSE") => Ok(Value::Bool(false)),
        b'0'..=b'9' | b'+' | b'-' | b'.' => number(text),
        _ => Ok(Value::Text(text)),
    }
}

fn number(text: Cow<'_, str>) -> Result<Value<'_>, Ambiguous> {
    let signless = text.strip_prefix(['+', '-']).unwrap_or(&text);
    if let Some((digits, radix)) = with_radix(&text) {
        return i64::from_str_radix(digits, radix)
            .map(|n| Value::Number(n.into()))
            .or(Err(Ambiguous));
    }
    if is_infinite(signless) || has_leading_zero(signless) {
        return Err(Ambiguous);
    }
    if is_digits(signless) {
        return text.parse::<i64>().map(|n| Value::Number(n.into())).or(Err(Ambiguous));
    }
    if is_float(signless) {
        let parsed = text.parse::<f64>().ok().and_then(Number::from_f64);
        return parsed.map(Value::Number).ok_or(Ambiguous);
    }
    Ok(Value::Text(text))
}

/// Returns the digits after `0x` or `0o`.
fn with_radix(text: &str) -> Option<(&str, u32)> {
    let hexadecimal = text.strip_prefix("0x").filter(|rest| all(rest, |b| b.is_ascii_hexdigit()));
    let octal = text.strip_prefix("0o").filter(|rest| all(rest, |b| matches!(b, b'0'..=b'7')));
    hexadecimal.map(|rest| (rest, 16)).or(octal.map(|rest| (rest, 8)))
}

fn is_digits(text: &str) -> bool {
    all(text, |byte| byte.is_ascii_digit())
}

fn all(text: &str, test: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(test)
}

fn is_infinite(signless: &str) -> bool {
    matches!(signless, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN")
}

/// Returns whether it starts like a number with a needless zero, which YAML 1.1 reads as octal.
fn has_leading_zero(signless: &str) -> bool {
    let (whole, fraction) = signless.split_once('.').unwrap_or((signless, ""));
    whole.len() > 1
        && whole.starts_with('0')
        && all(whole, |byte| byte.is_ascii_digit() || byte == b'_')
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns whether it is digits with a point or an exponent, as the core schema has them.
fn is_float(signless: &str) -> bool {
    let (mantissa, exponent) = match signless.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (signless, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_is_fine =
        exponent.is_none_or(|text| is_digits(text.strip_prefix(['+', '-']).unwrap_or(text)));
    !(whole.is_empty() && fraction.is_empty())
        && digits(whole)
        && digits(fraction)
        && exponent_is_fine
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Value<'_>, Ambiguous> {
        plain(Cow::Borrowed(text))
    }

    #[test]
    fn words_of_yaml_1_1_are_text() {
        for word in ["no", "yes", "on", "off", "y", "n", "12:30", "2026-12-31", "1_000", "0b11"] {
            assert_eq!(read(word), Ok(Value::Text(word.into())), "{word}");
        }
    }

    #[test]
    fn the_core_schema_is_followed() {
        assert_eq!(read(""), Ok(Value::Null));
        assert_eq!(read("~"), Ok(Value::Null));
        assert_eq!(read("True"), Ok(Value::Bool(true)));
        assert_eq!(read("-12"), Ok(Value::Number((-12).into())));
        assert_eq!(read("0x1F"), Ok(Value::Number(31.into())));
        assert_eq!(read("0o17"), Ok(Value::Number(15.into())));
        assert_eq!(read("0"), Ok(Value::Number(0.into())));
        assert!(matches!(read("1.5e3"), Ok(Value::Number(n)) if n.as_f64() == Some(1500.0)));
        assert_eq!(read("-"), Ok(Value::Text("-".into())));
        assert_eq!(read("1.2.3"), Ok(Value::Text("1.2.3".into())));
    }

    #[test]
    fn what_readers_disagree_about_is_refused() {
        for text in
            ["010", "-007", "01.5", "00", "0_1", ".inf", "-.inf", ".nan", "9223372036854775808"]
        {
            assert_eq!(read(text), Err(Ambiguous), "{text}");
        }
    }
}
