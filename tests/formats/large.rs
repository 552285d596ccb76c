//! A comment on GitHub has 65,536 characters.

use rolecall::render::plan_markdown;

use crate::hostile::Hostile;
use crate::markdown;

#[test]
fn however_large_a_plan_is_a_comment_can_hold_what_is_shown() {
    let names: Vec<String> = (0..1_000).map(|n| format!("p{n}@acme.example")).collect();
    let mut sizes = Vec::new();
    for count in [1, 20, 60, 120, 1_000] {
        let names: Vec<&str> = names.iter().take(count).map(String::as_str).collect();
        let hostile = Hostile::of(&names);
        let page = plan_markdown(&hostile.shown());
        assert!(page.chars().count() <= 65_536, "{count}");
        assert!(page.contains("Digest: `"), "{count}");
        let is_part = page.contains("This is a part of the plan") && page.contains("artifact");
        let has_steps = page.contains("before and after");
        assert!(is_part != has_steps, "{count}");
        markdown::holds_nothing_but_ours(&page);
        sizes.push((count, is_part));
    }
    assert!(sizes.iter().any(|(_, is_part)| !is_part) && sizes.iter().any(|(_, part)| *part));
}

#[test]
fn however_long_names_are_a_comment_can_hold_what_is_shown() {
    let long: Vec<String> =
        (0..30).map(|n| format!("{}{n}@acme.example", "\u{1f600}é`".repeat(4_000))).collect();
    let names: Vec<&str> = long.iter().map(String::as_str).collect();
    let page = plan_markdown(&Hostile::of(&names).shown());
    assert!(page.encode_utf16().count() <= 65_536 && page.contains("Digest: `"));
    markdown::holds_nothing_but_ours(&page);
}
