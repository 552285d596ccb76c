//! Valid YAML as nobody would write it: any indentation, any quotes, comments wherever one can
//! stand.

use std::fmt::Write;

use super::messy::{Messy, Tree};

/// Writes a tree, one of many ways.
pub struct Writer {
    dice: Vec<u8>,
    at: usize,
    text: String,
    comments: Vec<String>,
    anchors: usize,
    /// Whether a comment that is further in would be text.
    after_block: bool,
}

impl Writer {
    pub fn new(dice: Vec<u8>) -> Self {
        let (text, comments) = (String::new(), Vec::new());
        Self { dice, at: 0, text, comments, anchors: 0, after_block: false }
    }

    fn roll(&mut self, sides: u8) -> u8 {
        self.at += 1;
        self.dice[self.at % self.dice.len()].wrapping_add((self.at / self.dice.len()) as u8) % sides
    }

    pub fn document(mut self, tree: &Tree) -> Messy {
        if self.roll(4) == 0 {
            self.comment_line(0);
        }
        if self.roll(6) == 0 {
            self.text.push_str("---");
            self.end_line();
        }
        match tree {
            Tree::Map(members) if members.is_empty() => {}
            Tree::Map(_) if self.roll(10) == 0 => {
                self.flow(tree, 1);
                self.end_line();
            }
            tree => self.block(tree, 0),
        }
        for column in [4, 2, 0] {
            self.between(if self.after_block { 0 } else { column }, 0);
        }
        if self.roll(5) == 0 {
            self.text = self.text.replace('\n', "\r\n");
        }
        if self.roll(8) == 0 {
            self.text.insert(0, '\u{feff}');
        }
        Messy { text: self.text, comments: self.comments }
    }

    /// Writes empty lines and comments before an entry in a column.
    fn between(&mut self, column: usize, least: usize) {
        for _ in 0..self.roll(3) {
            match self.roll(5) {
                0 => self.text.push('\n'),
                1 => self.comment_line(column),
                2 if !self.after_block => {
                    let column = usize::from(self.roll(9)).max(least);
                    self.comment_line(column);
                }
                _ => {}
            }
        }
        self.after_block = false;
    }

    fn comment_line(&mut self, column: usize) {
        self.text.push_str(&" ".repeat(column));
        self.comment();
        self.text.push('\n');
        self.after_block = false;
    }

    fn comment(&mut self) {
        let comment = format!("# c{} it's \"so\": [", self.comments.len());
        self.text.push_str(&comment);
        self.comments.push(comment);
    }

    fn end_line(&mut self) {
        if self.roll(4) == 0 {
            let blanks = usize::from(1 + self.roll(3));
            self.text.push_str(&" ".repeat(blanks));
            self.comment();
        }
        self.text.push('\n');
    }

    fn block(&mut self, tree: &Tree, column: usize) {
        match tree {
            Tree::Map(members) => {
                for (key, value) in members {
                    self.between(column, 0);
                    self.text.push_str(&" ".repeat(column));
                    let key = self.key(key);
                    self.text.push_str(&format!("{key}:"));
                    self.value(value, column, true);
                }
            }
            Tree::List(items) => {
                for item in items {
                    self.between(column, 0);
                    self.text.push_str(&" ".repeat(column));
                    self.text.push('-');
                    self.value(item, column, false);
                }
            }
            Tree::Text(_) | Tree::Word(_) => {}
        }
    }

    /// Writes a value behind a colon or a dash.
    fn value(&mut self, tree: &Tree, column: usize, keyed: bool) {
        if self.roll(12) == 0 {
            let _ = write!(self.text, " &a{}", self.anchors);
            self.anchors += 1;
        } else if self.anchors > 0 && self.roll(20) == 0 {
            let number = usize::from(self.roll(self.anchors.min(200) as u8));
            let _ = write!(self.text, " *a{number}");
            return self.end_line();
        }
        let further = column + 1 + usize::from(self.roll(4));
        match tree {
            Tree::Map(inner) if !inner.is_empty() && self.roll(3) > 0 => {
                self.end_line();
                self.block(tree, further);
            }
            Tree::List(inner) if !inner.is_empty() && self.roll(3) > 0 => {
                self.end_line();
                let level = keyed && self.roll(2) == 0;
                self.block(tree, if level { column } else { further });
            }
            Tree::Map(_) | Tree::List(_) => {
                self.text.push(' ');
                self.flow(tree, further);
                self.end_line();
            }
            Tree::Word(word) => {
                self.text.push_str(if word.is_empty() { "" } else { " " });
                self.text.push_str(word);
                self.end_line();
            }
            Tree::Text(text) => self.scalar(text, further),
        }
    }

    fn scalar(&mut self, text: &str, further: usize) {
        if self.roll(4) == 0 && can_be_block(text) {
            return self.literal(text, further);
        }
        if self.roll(8) == 0 && is_plain(text) && text.contains(' ') {
            let broken = text.replace(' ', &format!("\n{}", " ".repeat(further)));
            self.text.push_str(&format!(" {broken}"));
            return self.end_line();
        }
        if self.roll(8) == 0 {
            // A value on the line below its key.
            self.end_line();
            if self.roll(2) == 0 {
                self.comment_line(further);
            }
            self.text.push_str(&" ".repeat(further - 1));
        }
        let text = self.quoted(text);
        self.text.push_str(&format!(" {text}"));
        self.end_line();
    }

    fn literal(&mut self, text: &str, further: usize) {
        let ends = text.len() - text.trim_end_matches('\n').len();
        let chomp = ["-", "", "+"][ends.min(2)];
        self.text.push_str(&format!(" |{chomp}"));
        self.end_line();
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            let indent = if line.is_empty() { 0 } else { further };
            self.text.push_str(&format!("{}{line}\n", " ".repeat(indent)));
        }
        self.after_block = true;
    }

    fn flow(&mut self, tree: &Tree, least: usize) {
        match tree {
            Tree::Text(text) => {
                let text = self.flow_text(text);
                self.text.push_str(&text);
            }
            Tree::Word(word) => self.text.push_str(if word.is_empty() { "null" } else { word }),
            Tree::List(items) => {
                self.text.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.comma(at, least);
                    self.flow(item, least);
                }
                self.flow_break(least);
                self.text.push(']');
            }
            Tree::Map(members) => {
                self.text.push('{');
                for (at, (key, value)) in members.iter().enumerate() {
                    self.comma(at, least);
                    let key = self.flow_text(key);
                    self.text.push_str(&format!("{key}: "));
                    self.flow(value, least);
                }
                self.flow_break(least);
                self.text.push('}');
            }
        }
    }

    fn comma(&mut self, at: usize, least: usize) {
        if at > 0 {
            self.text.push(',');
        }
        self.flow_break(least);
    }

    /// Begins a new line between brackets, perhaps, with comments.
    fn flow_break(&mut self, least: usize) {
        if self.roll(6) == 0 {
            self.end_line();
            if self.roll(3) == 0 {
                self.comment_line(least);
            }
            self.text.push_str(&" ".repeat(least));
        } else {
            self.text.push(' ');
        }
    }

    fn key(&mut self, text: &str) -> String {
        self.quoted(text)
    }

    fn flow_text(&mut self, text: &str) -> String {
        let plain = is_plain(text) && !text.contains([',', '[', ']', '{', '}', ':']);
        if plain && self.roll(2) == 0 { text.to_owned() } else { self.in_quotes(text) }
    }

    fn quoted(&mut self, text: &str) -> String {
        if is_plain(text) && self.roll(2) == 0 { text.to_owned() } else { self.in_quotes(text) }
    }

    fn in_quotes(&mut self, text: &str) -> String {
        let single = !text.contains(|c: char| c.is_control());
        match self.roll(3) {
            0 if single => format!("'{}'", text.replace('\'', "''")),
            1 => {
                let escape = |c: char| match c {
                    'a'..='f' => format!("\\x{:02x}", c as u32),
                    '"' | '\\' => format!("\\{c}"),
                    c if c.is_control() => format!("\\x{:02x}", c as u32),
                    c => c.to_string(),
                };
                format!("\"{}\"", text.chars().map(escape).collect::<String>())
            }
            _ => serde_json::Value::from(text).to_string(),
        }
    }
}

/// Returns whether it is text for certain where no quotes stand.
fn is_plain(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic())
        && !text.ends_with([' ', ':'])
        && !text.contains(|c: char| c.is_control())
        && ![": ", " #"].iter().any(|sign| text.contains(sign))
        && !["null", "true", "false"].contains(&text)
}

/// Returns whether it can stand on lines of its own without a number for the indentation.
fn can_be_block(text: &str) -> bool {
    let first = text.split('\n').find(|line| !line.is_empty());
    first.is_some_and(|line| !line.starts_with([' ', '\t']))
        && !text.contains(|c: char| c.is_control() && c != '\n' && c != '\t')
        && text.split('\n').all(|line| line.trim() == line || !line.trim().is_empty())
}
