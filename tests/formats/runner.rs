//! What the runner of a workflow takes for commands, by the rules of its own parser
//! (`ActionCommand.cs` in actions/runner): `::` where a line begins, blanks before it left out, and the
//! older `##[` anywhere in a line.

use std::collections::BTreeMap;

/// A command to the runner.
#[derive(Debug)]
pub(crate) struct Command {
    pub(crate) name: String,
    pub(crate) properties: BTreeMap<String, String>,
    pub(crate) message: String,
}

impl Command {
    /// Returns whether it does no more than to say something at a line.
    pub(crate) fn is_annotation(&self) -> bool {
        let known = |name: &String| ["file", "line", "col", "title"].contains(&name.as_str());
        ["error", "warning", "notice"].contains(&self.name.as_str())
            && self.properties.keys().all(known)
            && !self.message.contains(['\n', '\r'])
    }
}

/// Returns what a runner would do with what was printed.
pub(crate) fn commands(printed: &str) -> Vec<Command> {
    printed.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).filter_map(command).collect()
}

fn command(line: &str) -> Option<Command> {
    if let Some((_, old)) = line.split_once("##[") {
        let name = old.to_owned();
        return Some(Command { name, properties: BTreeMap::new(), message: String::new() });
    }
    let rest = line.trim_start().strip_prefix("::")?;
    let (head, message) = rest.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let pairs = properties.split(',').filter_map(|pair| pair.split_once('='));
    let plain = |text: &str| {
        let marks = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
        marks.iter().fold(text.to_owned(), |text, (mark, c)| text.replace(mark, c))
    };
    let properties = pairs.map(|(name, value)| (name.trim().to_owned(), plain(value))).collect();
    Some(Command { name: name.to_owned(), properties, message: message.to_owned() })
}

/// No character of it moves a cursor, changes colours or turns the direction of writing.
#[track_caller]
pub(crate) fn disturbs_no_log(printed: &str) {
    let disturbs = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if let Some(c) = printed.chars().find(|c| disturbs(*c)) {
        panic!("{c:?} in\n{printed}");
    }
}
