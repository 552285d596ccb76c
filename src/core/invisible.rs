//! What can't be seen in a text.

/// Returns what can't be seen in a text, if anything: white space at either end, control and
/// format characters, and those that change the direction of writing.
pub fn invisible(text: &str) -> Option<String> {
    let blank = |c: &char| c.is_whitespace();
    let told = |what: &str, c: char| format!("this {what} U+{:04X}", c as u32);
    let begins = text.chars().next().filter(blank);
    let ends = || text.chars().next_back().filter(blank);
    let within = || text.chars().find(|c| c.is_control() || is_format(*c));
    begins
        .map(|c| told("begins with white space,", c))
        .or_else(|| ends().map(|c| told("ends with white space,", c)))
        .or_else(|| within().map(|c| told("contains the character", c)))
}

/// Returns whether it is one of the characters of Unicode's category Cf that a name could carry,
/// or a separator of lines. The joiners that some scripts need are not among them.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::invisible;

    #[test]
    fn what_cannot_be_seen_is_found() {
        assert_eq!(invisible("Équipe 1"), None);
        assert!(invisible("a\u{202e}b").is_some_and(|what| what.ends_with("character U+202E")));
        assert!(invisible("a\tb").is_some_and(|what| what.ends_with("character U+0009")));
        assert!(
            invisible("a ").is_some_and(|what| what.ends_with("ends with white space, U+0020"))
        );
        assert_eq!(invisible("فارسی\u{200c}ها"), None);
    }
}
