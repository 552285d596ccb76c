//! Making text harmless for the medium that it is shown in.

use std::borrow::Cow;

/// Makes text harmless for a terminal: what would move the cursor, change colours or turn the
/// direction of writing is shown by its number instead.
pub fn terminal(text: &str) -> Cow<'_, str> {
    if !text.contains(harmful) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| if harmful(c) { format!("\\u{{{:x}}}", c as u32) } else { c.to_string() };
    Cow::Owned(text.chars().map(shown).collect())
}

/// Makes lines of a file harmless for a terminal. Each character that would disturb is replaced by
/// one that takes as many bytes, so that places in the file stay where they are; and the last line
/// ends, so that something can be said about its end.
pub(super) fn lines(text: &str) -> Cow<'_, str> {
    let disturbs = |c: char| harmful(c) && !matches!(c, '\n' | '\t');
    if !text.contains(disturbs) && text.ends_with('\n') {
        return Cow::Borrowed(text);
    }
    let mut shown: String = text
        .chars()
        .map(|c| match c.len_utf8() {
            _ if !disturbs(c) => c,
            _ if c == '\r' => ' ',
            1 => '?',
            2 => '\u{b7}',
            _ => '\u{fffd}',
        })
        .collect();
    if !shown.ends_with('\n') {
        shown.push('\n');
    }
    Cow::Owned(shown)
}

/// Returns whether it would move the cursor, change colours or turn the direction of writing, or
/// can't be seen.
fn harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{lines, terminal};

    #[test]
    fn escapes_are_shown_and_not_done() {
        assert_eq!(terminal("Équipe"), "Équipe");
        assert_eq!(terminal("\u{1b}[31mred"), "\\u{1b}[31mred");
        assert_eq!(terminal("a\u{202e}b"), "a\\u{202e}b");
    }

    #[test]
    fn places_stay_where_they_are() {
        let text = "a\u{202e}b\r\nc\u{85}\u{1b}[31m\td";
        let shown = lines(text);
        assert_eq!(shown, "a\u{fffd}b \nc\u{b7}?[31m\td\n");
        assert_eq!(shown.find('d'), text.find('d'));
        assert!(matches!(lines("Équipe\n"), std::borrow::Cow::Borrowed(_)));
    }
}
