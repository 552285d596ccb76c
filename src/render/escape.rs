//! Making text harmless for the medium that it is shown in.

use std::borrow::Cow;

/// Makes text harmless for a terminal, and for the log of a workflow: what would move the cursor,
/// change colours or turn the direction of writing is shown by its number instead, and so is the
/// first character of what a log takes for a command: `::`, wherever a line may come to begin, and
/// `##[`.
pub fn terminal(text: &str) -> Cow<'_, str> {
    if !text.contains(harmful) && !COMMANDS.iter().any(|begin| text.contains(begin)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        let begins = COMMANDS.iter().any(|begin| text[at..].starts_with(begin));
        if harmful(c) || begins {
            shown.push_str(&format!("\\u{{{:x}}}", c as u32));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// How commands to the runner of a workflow begin.
const COMMANDS: [&str; 2] = ["::", OLD_COMMAND];

/// How commands to the runner of a workflow began once, and still may, anywhere in a line.
const OLD_COMMAND: &str = "##[";

/// Makes JSON harmless likewise, without changing what it means: such characters stand in it only
/// within texts, where they can be written by their number.
pub(super) fn json(text: &str) -> Cow<'_, str> {
    let outside = |c: char| harmful(c) && c != '\n';
    if !text.contains(outside) && !text.contains(OLD_COMMAND) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        if outside(c) || text[at..].starts_with(OLD_COMMAND) {
            shown.push_str(&format!("\\u{:04x}", c as u32));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Makes lines of a file harmless for a terminal. Each character that would disturb is replaced by
/// one that takes as many bytes, so that places in the file stay where they are; and the last line
/// ends, so that something can be said about its end.
pub(super) fn lines(text: &str) -> Cow<'_, str> {
    let disturbs = |c: char| harmful(c) && !matches!(c, '\n' | '\t');
    if !text.contains(disturbs) && !text.contains(OLD_COMMAND) && text.ends_with('\n') {
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
    if shown.contains(OLD_COMMAND) {
        shown = shown.replace(OLD_COMMAND, "?#[");
    }
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
    use super::{json, lines, terminal};

    #[test]
    fn escapes_are_shown_and_not_done() {
        assert_eq!(terminal("Équipe"), "Équipe");
        assert_eq!(terminal("\u{1b}[31mred"), "\\u{1b}[31mred");
        assert_eq!(terminal("a\u{202e}b"), "a\\u{202e}b");
    }

    #[test]
    fn a_log_takes_nothing_for_a_command() {
        assert_eq!(terminal("::error::x: y"), "\\u{3a}:error\\u{3a}:x: y");
        assert_eq!(terminal("a##[add-mask]b"), "a\\u{23}#[add-mask]b");
        assert_eq!(lines("x: ###[group]\n"), "x: #?#[group]\n");
        let text = "{\n \"##[a]\": \"\u{202e}\u{9b}é\"}";
        let shown = json(text);
        assert!(!shown.contains("##[") && shown.is_char_boundary(0), "{shown}");
        let same = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        assert_eq!(same(&shown), same(text));
        assert!(same(text).is_some());
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
