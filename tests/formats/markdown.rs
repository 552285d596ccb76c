//! Markdown, read by a parser that others wrote.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The headings that the program writes, by how they begin.
const HEADINGS: &[&str] = &[
    "Plan for",
    "Nothing to do in",
    "Makes administrators (",
    "Passes access to another address (",
    "Takes access away (",
    "Gives access (",
    "May change access: what it was before isn't known (",
    "Changes nobody's access (",
    "No step takes this back",
    "Drift (",
];

fn events(page: &str) -> Vec<Event<'_>> {
    Parser::new_ext(page, Options::all() - Options::ENABLE_SMART_PUNCTUATION).collect()
}

/// Returns the text of every span of code.
pub(crate) fn spans_of_code(page: &str) -> Vec<String> {
    let code = |event| match event {
        Event::Code(text) => Some(text.into_string()),
        _ => None,
    };
    events(page).into_iter().filter_map(code).collect()
}

/// Nothing in the page is a link, an image, a table, HTML of somebody else, or what forges make a link
/// of.
#[track_caller]
pub(crate) fn holds_nothing_but_ours(page: &str) {
    let mut heading: Option<String> = None;
    let mut quoted = 0;
    let mut in_diff = false;
    for event in events(page) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                assert!(matches!(level, HeadingLevel::H2 | HeadingLevel::H3), "{page}");
                heading = Some(String::new());
            }
            Event::End(TagEnd::Heading(_)) => {
                let text = heading.take().unwrap_or_default();
                assert!(HEADINGS.iter().any(|ours| text.starts_with(ours)), "{text}\n{page}");
            }
            Event::Start(Tag::BlockQuote(_)) => quoted += 1,
            Event::End(TagEnd::BlockQuote(_)) => quoted -= 1,
            Event::Start(Tag::CodeBlock(kind)) => {
                assert_eq!(kind, CodeBlockKind::Fenced("diff".into()), "{page}");
                in_diff = true;
            }
            Event::End(TagEnd::CodeBlock) => in_diff = false,
            Event::Text(text) if !in_diff => {
                heading.iter_mut().for_each(|heading| heading.push_str(&text));
                is_plain(&text, page);
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                html.lines().for_each(|line| is_ours(line, page));
            }
            Event::Start(
                Tag::Paragraph | Tag::List(None) | Tag::Item | Tag::Strong | Tag::HtmlBlock,
            )
            | Event::End(_)
            | Event::Text(_)
            | Event::Code(_)
            | Event::SoftBreak
            | Event::Rule => {}
            other => panic!("{other:?} got out\n{page}"),
        }
        assert!((0..=1).contains(&quoted), "a quote in a quote\n{page}");
    }
}

/// Where the platform's own pages are.
const VENDOR: &str = "https://docs.cloud.google.com/";

/// Nothing in a page that a person reads is a link but to the vendor's pages, an image or HTML.
#[track_caller]
pub(crate) fn holds_neither_links_nor_html(page: &str) {
    for event in events(page) {
        let got_out = match &event {
            Event::Start(Tag::Image { .. }) => true,
            Event::Start(Tag::Link { dest_url, .. }) => !dest_url.starts_with(VENDOR),
            Event::Html(_) | Event::InlineHtml(_) => true,
            _ => false,
        };
        assert!(!got_out, "{event:?} got out\n{page}");
    }
}

/// The line is one of those that fold something away, or the mark by which a comment is found again.
#[track_caller]
fn is_ours(line: &str, page: &str) {
    let marked =
        line.strip_prefix("<!-- rolecall plan: ").and_then(|rest| rest.strip_suffix(" -->"));
    let is_mark = marked.is_some_and(|name| !name.contains(['-', '>', '<']));
    let summary = line.strip_prefix("<summary>").and_then(|rest| rest.strip_suffix("</summary>"));
    let words = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || " ,()'".contains(c));
    let is_fold = line == "<details>" || line == "</details>" || summary.is_some_and(words);
    assert!(is_mark || is_fold || line.is_empty(), "{line}\n{page}");
}

/// Forges make links of some plain words.
#[track_caller]
fn is_plain(text: &str, page: &str) {
    let bytes = text.as_bytes();
    let is_commit = |word: &str| word.len() >= 7 && word.bytes().all(|b| b.is_ascii_hexdigit());
    assert!(!text.split(|c: char| !c.is_alphanumeric()).any(is_commit), "{text:?}\n{page}");
    for (at, _) in text.match_indices('#') {
        assert!(!bytes.get(at + 1).is_some_and(u8::is_ascii_digit), "{text:?}\n{page}");
    }
    for link in ["@", "://", "www.", "GH-", ":tada:", "$", "<", "&", "\u{202e}", "\u{1b}"] {
        assert!(!text.contains(link), "{link} in {text:?}\n{page}");
    }
}
