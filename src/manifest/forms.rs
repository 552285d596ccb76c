//! What some texts look like, said twice: as a pattern for editors, and in code for this program, which
//! would spend an eighth of its start on compiling the patterns. A test holds the two together.

/// What a text looks like.
#[derive(Debug)]
pub struct Form {
    /// Its name in a schema that only this program reads.
    pub name: &'static str,
    /// What it looks like, as a regular expression.
    pub pattern: &'static str,
    /// Returns whether a text looks so.
    pub fits: fn(&str) -> bool,
}

/// The form of a day. That there is such a day is seen when it is read.
pub(super) static DATE: Form =
    Form { name: "day", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", fits: is_like_a_day };

/// The form of an address. More can't be said of it that some platform doesn't contradict.
pub(super) static ADDRESS: Form =
    Form { name: "address", pattern: "^[^@\\s]+@[^@\\s]+$", fits: is_like_an_address };

/// The form of a colour.
pub(super) static COLOR: Form =
    Form { name: "colour", pattern: "^#[0-9A-Fa-f]{6}$", fits: is_like_a_colour };

/// All forms that manifests have.
pub static FORMS: [&Form; 3] = [&DATE, &ADDRESS, &COLOR];

fn is_like_a_day(text: &str) -> bool {
    let is_right = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(is_right)
}

fn is_like_an_address(text: &str) -> bool {
    let mut parts = text.split('@');
    let mut is_part = || parts.next().is_some_and(|part| !part.is_empty());
    is_part() && is_part() && parts.next().is_none() && !text.contains(is_space)
}

/// Returns whether a pattern's `\s` means the character, as ECMA-262 has it.
fn is_space(c: char) -> bool {
    (c.is_whitespace() && c != '\u{85}') || c == '\u{feff}'
}

fn is_like_a_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#');
    digits.is_some_and(|all| all.len() == 6 && all.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
