//! How two texts differ, line by line.

use owo_colors::OwoColorize;
use similar::TextDiff;

use super::{Style, terminal};

/// Returns a unified diff of a file's text with another.
pub fn unified_diff(path: &str, old: &str, new: &str, style: Style) -> String {
    let diff = TextDiff::from_lines(old, new).unified_diff().header(path, path).to_string();
    let mut shown = String::with_capacity(diff.len());
    for line in diff.strip_suffix('\n').unwrap_or(&diff).split('\n') {
        let line = terminal(line);
        let line = match line.chars().next() {
            Some('+') if style.color => line.green().to_string(),
            Some('-') if style.color => line.red().to_string(),
            Some('@') if style.color => line.cyan().to_string(),
            _ => line.into_owned(),
        };
        shown.push_str(&line);
        shown.push('\n');
    }
    shown
}
