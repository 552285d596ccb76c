//! Making text harmless for GitHub: Markdown, workflow commands, SARIF.
//!
//! Names come from whoever may write to the platform or open a pull request. None of them may become
//! a link, an image, a mention, a reference or a command where somebody trusts what the program
//! prints.

use super::terminal;

/// The most characters of one name or sentence: names can be as long as somebody likes.
const LONGEST: usize = 300;

/// The most characters of what is said at a line.
const MESSAGE: usize = 1_000;

/// Returns a text that is cut where it is too long to be read.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Returns a name as a span of code in Markdown, in which nothing means anything: neither markup nor
/// HTML, nor what forges make links of.
pub(super) fn code(name: &str) -> String {
    let name = cut(&terminal(name), LONGEST);
    let fence = "`".repeat(longest_run(&name) + 1);
    let touches = |c: Option<char>| matches!(c, Some('`' | ' '));
    let pad = if touches(name.chars().next()) || touches(name.chars().last()) { " " } else { "" };
    if name.is_empty() { "(no name)".to_owned() } else { format!("{fence}{pad}{name}{pad}{fence}") }
}

/// Returns a sentence for Markdown: what stands between backticks as code, and so is each word that
/// isn't plainly a word.
pub(super) fn prose(sentence: &str) -> String {
    let sentence = cut(&terminal(sentence), LONGEST);
    let mut words = Vec::new();
    for (at, part) in sentence.split('`').enumerate() {
        if at % 2 == 1 {
            words.push(code(part));
        } else {
            words.extend(part.split_whitespace().map(word));
        }
    }
    join(&words)
}

/// Joins words, with the punctuation that stood behind a span of code.
fn join(words: &[String]) -> String {
    let mut text = String::new();
    for word in words {
        let is_mark = word.chars().all(|c| ".,;:)".contains(c));
        let stands_alone = text.is_empty() || (is_mark && text.ends_with('`'));
        if !stands_alone {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

fn word(word: &str) -> String {
    let inner = word.trim_matches(['(', ')', ',', '.', ';', ':', '\'', '?']);
    let plain = |c: char| c.is_alphabetic() || c == '\'' || c == '’';
    let is_number = inner.chars().all(|c| c.is_ascii_digit()) && !inner.is_empty();
    let hyphened = inner.split('-').all(|part| !part.is_empty() && part.chars().all(plain));
    let looks_like_hash = inner.len() >= 7 && inner.chars().all(|c| c.is_ascii_hexdigit());
    let marks = word.len() - inner.len() <= 4 && word.matches(':').count() < 2;
    let is_item = is_number && word.len() > inner.len();
    let safe = inner.is_empty() && word.chars().all(|c| ".,;:)→".contains(c));
    let is_address = inner.eq_ignore_ascii_case("www");
    let is_word = (hyphened || is_number) && !looks_like_hash && !is_address && marks && !is_item;
    if is_word || safe { word.to_owned() } else { code(word) }
}

/// Returns how long the longest row of backticks is.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Returns the message of a workflow command.
pub(super) fn command_message(text: &str) -> String {
    let text = cut(&terminal(text), MESSAGE);
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Returns a property of a workflow command, such as a title.
pub(super) fn command_property(text: &str) -> String {
    command_message(text).replace(':', "%3A").replace(',', "%2C")
}

/// Returns the text of a SARIF message, in which brackets could be a link and braces an argument.
pub(super) fn sarif_text(text: &str) -> String {
    let mut shown = String::new();
    for c in cut(&terminal(text), MESSAGE).chars() {
        match c {
            '\\' | '[' | ']' => shown.extend(['\\', c]),
            '{' | '}' => shown.extend([c, c]),
            c => shown.push(c),
        }
    }
    shown
}

/// Returns a path as a relative URI.
pub(super) fn uri(path: &str) -> String {
    let kept = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    let mut uri = String::new();
    for byte in path.bytes() {
        if kept(byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_code_whatever_is_in_it() {
        assert_eq!(code("Floor Lead"), "`Floor Lead`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`x"), "`` `x ``");
        assert_eq!(code("a\nb"), "`a\\u{a}b`");
        assert_eq!(code(""), "(no name)");
    }

    #[test]
    fn a_sentence_keeps_its_words_and_nothing_else_gets_out() {
        let said = "3 of `#12 @all`, and <b> is at https://x.example. GH-7 deadbeef1 won't";
        let shown =
            "3 of `#12 @all`, and `<b>` is at `https://x.example.` `GH-7` `deadbeef1` won't";
        assert_eq!(prose(said), shown);
        assert_eq!(prose("1. - * `a"), "`1.` `-` `*` `a`");
    }

    #[test]
    fn a_command_stays_one() {
        assert_eq!(command_message("100%\n"), "100%25\\u{a}");
        assert_eq!(command_property("a: b, c"), "a%3A b%2C c");
        assert_eq!(sarif_text("[x](y) {0}"), "\\[x\\](y) {{0}}");
        assert_eq!(uri("access/é a.yaml"), "access/%C3%A9%20a.yaml");
    }
}
