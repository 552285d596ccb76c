//! What stands between two tokens: white space, comments, and the signs of the syntax.

/// What was found between two tokens.
#[derive(Default)]
pub(super) struct Gap<'s> {
    /// The comments, each with where its `#` stands.
    pub(super) comments: Vec<(usize, &'s str)>,
    /// The first sign with which an entry can begin: a dash, a question mark or an anchor.
    pub(super) first: Option<usize>,
    /// The first dash.
    pub(super) dash: Option<usize>,
    /// The `|` or `>` of text on lines of its own.
    pub(super) header: Option<usize>,
}

/// Reads what stands between two places of a text, neither of which is within a token.
pub(super) fn read(text: &str, from: usize, to: usize) -> Gap<'_> {
    let mut gap = Gap::default();
    let mut at = from;
    while let Some(sign) = text.get(at..to).and_then(|rest| rest.chars().next()) {
        let rest = &text[at..to];
        at += match sign {
            '#' => {
                // The comment may be all that the gap ends with: it goes on to the end of its line.
                let comment = text[at..].lines().next().unwrap_or("").trim_end();
                gap.comments.push((at, comment));
                comment.len()
            }
            '%' => rest.find(" #").unwrap_or(rest.len()).min(rest.find('\n').unwrap_or(rest.len())),
            '&' => {
                gap.first.get_or_insert(at);
                length(rest, |c| c.is_ascii_whitespace() || ",[]{}".contains(c))
            }
            '|' | '>' => {
                gap.header.get_or_insert(at);
                length(rest, |c| c.is_ascii_whitespace())
            }
            '-' | '?' => {
                gap.first.get_or_insert(at);
                gap.dash = gap.dash.or((sign == '-').then_some(at));
                1
            }
            other => other.len_utf8(),
        };
    }
    gap
}

/// Returns how far it is to the first character of a kind.
fn length(rest: &str, ends: impl Fn(char) -> bool) -> usize {
    rest.find(ends).unwrap_or(rest.len())
}

/// Returns how far in a place stands on its line, and whether nothing stands before it.
pub(super) fn column(text: &str, at: usize) -> (isize, bool) {
    let line = &text[line_start(text, at)..at];
    (line.chars().count() as isize, line.trim().is_empty())
}

/// Returns whether something is the first on its line, and the line before it is empty.
pub(super) fn follows_blank(text: &str, at: usize) -> bool {
    let start = line_start(text, at);
    let before = text[..start].strip_suffix('\n');
    let is_empty = |before: &str| before[line_start(before, before.len())..].trim().is_empty();
    text[start..at].trim().is_empty() && before.is_some_and(is_empty)
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}
