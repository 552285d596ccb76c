//! Making text harmless for the medium that it is shown in.

use std::borrow::Cow;

/// Makes text harmless for a terminal: what would move the cursor, change colours or turn the
/// direction of writing is shown by its number instead.
pub fn terminal(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if !text.contains(harmful) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| if harmful(c) { format!("\\u{{{:x}}}", c as u32) } else { c.to_string() };
    Cow::Owned(text.chars().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::terminal;

    #[test]
    fn escapes_are_shown_and_not_done() {
        assert_eq!(terminal("Équipe"), "Équipe");
        assert_eq!(terminal("\u{1b}[31mred"), "\\u{1b}[31mred");
        assert_eq!(terminal("a\u{202e}b"), "a\\u{202e}b");
    }
}
