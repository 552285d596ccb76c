//! Lists and mappings between brackets, and those that an alias stands for.

use super::Slot;
use super::page::{Edits, Page, Part, Spot};
use crate::document::Value;

/// The longest line with a list between brackets, as lists are written everywhere.
const WIDTH: usize = 96;

impl Page<'_> {
    /// Returns what has to be changed so that a list or a mapping holds what is wanted.
    pub(super) fn flow(&mut self, spot: Spot<'_, '_>, slots: &[Slot]) -> Edits {
        let parts = self.parts(spot);
        if !spot.node.is_alias() {
            if let Some(edits) = self.within(&parts, slots) {
                return edits;
            }
            self.staying(&parts, slots);
            self.may_change(spot.node);
        }
        let (start, end) = (spot.node.span().start as usize, self.end(spot.node));
        if self.text[start..end].contains('\n') && self.text[start..end].contains('#') {
            let help = "Give each item a line of its own, with a dash, and run again.";
            self.refuse(
                spot.node,
                "this differs from what is live, and has comments between brackets",
                help,
            );
            return Vec::new();
        }
        let Some(items) =
            slots.iter().map(|slot| self.item(slot, &parts)).collect::<Option<Vec<_>>>()
        else {
            return self.in_lines(spot, slots, &parts);
        };
        let is_map = matches!(spot.node.value(), Value::Mapping);
        let (open, close) = if is_map { ('{', '}') } else { ('[', ']') };
        let padded = self.text[start + 1..end].starts_with(' ') || (is_map && parts.is_empty());
        let pad = if padded && !items.is_empty() { " " } else { "" };
        let line = format!("{open}{pad}{}{pad}{close}", items.join(", "));
        let before = start - self.line_start(start);
        if before + line.chars().count() > WIDTH && spot.key.is_some() && !is_map {
            return self.in_lines(spot, slots, &parts);
        }
        vec![(start..end, line)]
    }

    /// Returns an item as it stands between brackets, if it fits there.
    fn item(&mut self, slot: &Slot, parts: &[Part<'_, '_>]) -> Option<String> {
        match slot {
            Slot::Old(at, want) => {
                let part = &parts[*at];
                let edits = self.value(part.spot, want);
                let text = self.with(part.start..part.end, edits);
                let lines: Vec<&str> = text.lines().map(str::trim).collect();
                Some(lines.join(" "))
            }
            Slot::New(lines) => {
                let line = lines.trim_end();
                let item = line.strip_prefix("- ").unwrap_or(line);
                let plain =
                    !item.starts_with(['"', '{', '[']) && item.contains([',', '[', ']', '{', '}']);
                let is_entry =
                    line.starts_with("- ") && item.contains(": ") && !item.starts_with(['"', '{']);
                let fits = !line.contains('\n') && !is_entry;
                (fits && (!plain || is_field(line))).then(|| item.to_owned())
            }
        }
    }

    /// Gives each item a line of its own, below the key.
    fn in_lines(&mut self, spot: Spot<'_, '_>, slots: &[Slot], parts: &[Part<'_, '_>]) -> Edits {
        let Some((colon, column)) = spot.key else {
            let help = "Give each entry lines of its own, with a dash, and run again.";
            self.refuse(
                spot.node,
                "something is live that has no room between these brackets",
                help,
            );
            return Vec::new();
        };
        let dash = if matches!(spot.node.value(), Value::Mapping) { "" } else { "- " };
        let mut lines = String::new();
        for slot in slots {
            match slot {
                Slot::Old(..) => {
                    let item = self.item(slot, parts).unwrap_or_default();
                    lines.push_str(&format!("{dash}{item}\n"));
                }
                Slot::New(new) => lines.push_str(new),
            }
        }
        let end = self.end(spot.node);
        let below = self.line_end(end);
        let begins = if self.text[..below].ends_with('\n') { "" } else { "\n" };
        let lines = format!("{begins}{}", self.lines(&lines, column + 2));
        vec![(colon..end, String::new()), (below..below, lines)]
    }
}

/// Returns whether a line is a field whose value stands between brackets.
fn is_field(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(_, value)| value.starts_with(['"', '{', '[']))
}
