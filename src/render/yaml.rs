//! Writes YAML as manifests are laid out: two spaces, one entry a line, short lists on one line.

/// The text so far, and how deep it is.
#[derive(Default)]
pub(super) struct Writer {
    text: String,
    depth: usize,
    /// Whether the next entry begins an item of a list.
    begins_item: bool,
}

impl Writer {
    /// Returns what was written.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Writes a comment, a line for each of its lines.
    pub(super) fn comment(&mut self, text: &str) {
        text.lines().for_each(|line| self.line(format!("# {line}").trim_end()));
    }

    /// Ends what stands below a top-level key.
    pub(super) fn top(&mut self) {
        self.depth = 0;
    }

    /// Begins a top-level key that holds a list of items.
    pub(super) fn key(&mut self, name: &str) {
        self.depth = 0;
        self.line(&format!("{name}:"));
        self.depth = 1;
    }

    /// Begins an item of a list with its first entry.
    pub(super) fn item(&mut self, name: &str, text: &str) {
        self.begins_item = true;
        self.text(name, text);
        self.depth += 1;
    }

    /// Begins a mapping, or a list of items, below a key.
    pub(super) fn mapping(&mut self, name: &str, empty: bool) {
        self.line(&if empty { format!("{name}: {{}}") } else { format!("{name}:") });
        self.depth += 1;
    }

    /// Ends an item or a mapping.
    pub(super) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Writes a key and a text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.line(&format!("{}: {}", scalar(name), scalar(text)));
    }

    /// Writes a key and a value that needs no quotes.
    pub(super) fn entry(&mut self, name: &str, value: &str) {
        self.line(&format!("{}: {value}", scalar(name)));
    }

    /// Writes a list of texts: on one line where it is short, else one a line.
    pub(super) fn list<'i>(&mut self, name: &str, items: impl Iterator<Item = &'i str>) {
        let items: Vec<String> = items.map(scalar).collect();
        let short = format!("{name}: [{}]", items.join(", "));
        if short.len() + 2 * self.depth <= 96 && items.iter().all(|item| fits_flow(item)) {
            self.line(&short);
            return;
        }
        self.line(&format!("{name}:"));
        self.depth += 1;
        items.iter().for_each(|item| self.line(&format!("- {item}")));
        self.depth -= 1;
    }

    /// Writes a list of values that need no quotes, one a line.
    pub(super) fn values(&mut self, name: &str, items: impl Iterator<Item = String>) {
        let items: Vec<String> = items.collect();
        if items.is_empty() {
            return self.line(&format!("{name}: []"));
        }
        self.line(&format!("{name}:"));
        self.depth += 1;
        items.iter().for_each(|item| self.line(&format!("- {item}")));
        self.depth -= 1;
    }

    fn line(&mut self, line: &str) {
        let indent = "  ".repeat(self.depth);
        let dash = if std::mem::take(&mut self.begins_item) { "- " } else { "" };
        self.text.push_str(&format!("{indent}{dash}{line}\n"));
    }
}

/// Returns whether a scalar can stand between brackets as it is.
fn fits_flow(scalar: &str) -> bool {
    scalar.starts_with(['"', '\'']) || !scalar.contains([',', '[', ']', '{', '}'])
}

/// Returns a text as a scalar, quoted where YAML, or an older reader of it, would take it for
/// something else.
pub fn scalar(text: &str) -> String {
    let plain = serde_yaml::to_string(text).unwrap_or_default();
    let plain = plain.trim_end_matches('\n');
    if plain == text && !is_special_elsewhere(text) {
        return text.to_owned();
    }
    quoted(text)
}

/// Returns a text as a scalar that can stand between brackets.
pub(super) fn in_flow(text: &str) -> String {
    let scalar = scalar(text);
    if fits_flow(&scalar) { scalar } else { quoted(text) }
}

/// Returns a text in double quotes.
pub(super) fn quoted(text: &str) -> String {
    // A JSON string is a double-quoted scalar of YAML.
    serde_json::Value::from(text).to_string()
}

/// Returns whether YAML 1.1 takes the text for a boolean, or for a number in base 60, 8 or 2, or
/// with underscores.
fn is_special_elsewhere(text: &str) -> bool {
    let words = ["y", "n", "yes", "no", "on", "off"];
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '_' | ':' | '.' | '+' | '-');
    words.contains(&text.to_lowercase().as_str())
        || (text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
            && text.chars().all(digits))
        || text.starts_with("0b")
        || text.contains(['\u{85}', '\u{2028}', '\u{2029}'])
}

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn what_another_reader_would_misread_is_quoted() {
        for text in [
            "no", "Y", "on", "12:30:45", "1_000", "010", "null", "true", "", " a", "#x", "a: b",
            "- a", "0b1",
        ] {
            assert!(scalar(text).starts_with('"'), "{text:?} became {}", scalar(text));
        }
        for text in ["Agent", "Manager: Team", "A-3.1", "ana@acme.example", "Équipe"] {
            let quoted = text.contains(": ");
            assert_eq!(scalar(text).starts_with('"'), quoted, "{text}");
        }
    }
}
