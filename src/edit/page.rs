//! A text that is changed, by the values in it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Slot, Want};
use crate::core::{Diagnostics, FileId, Origin, codes};
use crate::document::{NodeRef, Tree, Value};

/// Parts of a text and what takes their place, in the order of the text.
pub(super) type Edits = Vec<(Range<usize>, String)>;

/// A text that is changed.
pub(super) struct Page<'t> {
    pub(super) text: &'t str,
    file: FileId,
    /// The values that aliases mention: to change one would change what others mean.
    mentioned: BTreeSet<u32>,
    /// What can't be changed here.
    found: Diagnostics,
}

/// A value in the text.
#[derive(Clone, Copy)]
pub(super) struct Spot<'n, 's> {
    pub(super) node: NodeRef<'n, 's>,
    /// Where the colon of its key ends, and the column of the key; where a list in lines can
    /// follow.
    pub(super) key: Option<(usize, usize)>,
}

/// An item or a field in the text.
pub(super) struct Part<'n, 's> {
    /// Where its dash or its key begins.
    pub(super) start: usize,
    /// Where its value ends.
    pub(super) end: usize,
    pub(super) spot: Spot<'n, 's>,
}

/// Returns the text in which stands what is wanted.
///
/// # Errors
///
/// Something can't be changed where it stands. Each place says why, and what to do by hand.
pub(super) fn edited(
    file: FileId,
    text: &str,
    tree: &Tree<'_>,
    want: &Want,
) -> Result<String, Diagnostics> {
    let Some(root) = tree.root() else { return Ok(text.to_owned()) };
    let mentioned = tree.mentioned().map(|node| node.0).collect();
    let mut page = Page { text, file, mentioned, found: Diagnostics::default() };
    let edits = page.value(Spot { node: root, key: None }, want);
    if page.found.is_empty() { Ok(page.with(0..text.len(), edits)) } else { Err(page.found) }
}

impl<'t> Page<'t> {
    /// Returns what has to be changed so that a value is what is wanted.
    pub(super) fn value(&mut self, spot: Spot<'_, '_>, want: &Want) -> Edits {
        match want {
            Want::Same => Vec::new(),
            Want::Value(text) => {
                self.may_change(spot.node);
                self.replaced(spot, text)
            }
            Want::Items(slots) if self.goes_in_lines(spot.node) => self.block(spot, slots),
            Want::Items(slots) => self.flow(spot, slots),
        }
    }

    fn replaced(&self, spot: Spot<'_, '_>, text: &str) -> Edits {
        let span = spot.node.span();
        let end = self.end(spot.node);
        let start = span.start as usize;
        let below = |colon: usize| self.text.get(colon..start).is_none_or(|gap| gap.contains('\n'));
        match spot.key {
            // What stands in lines below its key, or is nothing, is replaced on the line of the key.
            Some((colon, _)) if end == 0 || self.goes_in_lines(spot.node) || below(colon) => {
                vec![(colon..end.max(colon), format!(" {text}"))]
            }
            _ => vec![(start..end.max(start), text.to_owned())],
        }
    }

    /// Returns whether a list or a mapping has a line for each item.
    fn goes_in_lines(&self, node: NodeRef<'_, '_>) -> bool {
        let nested = matches!(node.value(), Value::Sequence | Value::Mapping);
        let begins = self.text.as_bytes().get(node.span().start as usize);
        nested && !node.is_alias() && !matches!(begins, Some(b'[' | b'{'))
    }

    /// Returns where a value ends, without the line breaks that follow it; 0 for nothing.
    pub(super) fn end(&self, node: NodeRef<'_, '_>) -> usize {
        if self.goes_in_lines(node) {
            return node.children().map(|child| self.end(child)).max().unwrap_or(0);
        }
        let span = node.span();
        let text = self.text.get(span.start as usize..span.end as usize).unwrap_or("");
        let trimmed = text.trim_end();
        if trimmed.is_empty() { 0 } else { span.start as usize + trimmed.len() }
    }

    /// Returns the items of a list, or the fields of a mapping.
    pub(super) fn parts<'n, 's>(&self, spot: Spot<'n, 's>) -> Vec<Part<'n, 's>> {
        let lines = self.goes_in_lines(spot.node);
        if matches!(spot.node.value(), Value::Mapping) {
            return spot.node.members().map(|(key, value)| self.field(key, value, lines)).collect();
        }
        let part = |node: NodeRef<'n, 's>| {
            let at = node.span().start as usize;
            let start = if lines { self.dash(at) } else { at };
            Part { start, end: self.end(node).max(start + 1), spot: Spot { node, key: None } }
        };
        spot.node.children().map(part).collect()
    }

    fn field<'n, 's>(
        &self,
        key: NodeRef<'n, 's>,
        value: NodeRef<'n, 's>,
        lines: bool,
    ) -> Part<'n, 's> {
        let start = key.span().start as usize;
        let named = key.span().end as usize;
        let colon = self.text[named..].find(':').map_or(named, |at| named + at + 1);
        let column = start - self.line_start(start);
        let spot = Spot { node: value, key: lines.then_some((colon, column)) };
        Part { start, end: self.end(value).max(colon), spot }
    }

    /// Returns where the dash before an item stands: it begins a line.
    fn dash(&self, item: usize) -> usize {
        let mut end = item;
        loop {
            let begins = self.line_start(end);
            let line = &self.text[begins..end];
            let indent = line.len() - line.trim_start().len();
            if line.trim_start().starts_with('-') || begins == 0 {
                return begins + indent;
            }
            end = begins - 1;
        }
    }

    /// Returns a part of the text with changes in it.
    pub(super) fn with(&self, part: Range<usize>, edits: Edits) -> String {
        let mut text = String::new();
        let mut at = part.start;
        for (range, instead) in edits {
            text.push_str(self.text.get(at..range.start).unwrap_or(""));
            text.push_str(&instead);
            at = range.end;
        }
        text.push_str(self.text.get(at..part.end).unwrap_or(""));
        text
    }

    /// Returns where the line of a byte begins.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |at| at + 1)
    }

    /// Returns where the line after that of a byte begins.
    pub(super) fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |more| at + more + 1)
    }

    /// Returns new lines as they stand in this text, from a column on.
    pub(super) fn lines(&self, lines: &str, column: usize) -> String {
        let ends = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        lines.lines().map(|line| format!("{:column$}{line}{ends}", "")).collect()
    }

    /// Takes note of a value that can't be changed because others mention it.
    pub(super) fn may_change(&mut self, node: NodeRef<'_, '_>) {
        if self.mentioned.range(node.all_in_it()).next().is_some() {
            let label = "this differs from what is live, and other places mention it by an alias";
            self.refuse(
                node,
                label,
                "Write the value out at those places (`*name`), and run again.",
            );
        }
    }

    /// Takes note of a value that can't be changed.
    pub(super) fn refuse(&mut self, node: NodeRef<'_, '_>, label: &str, help: &str) {
        let at = Origin { file: self.file, node: node.id() };
        self.found.push(codes::BY_HAND.at(at, label, help));
    }

    /// Takes note of all parts that go, and returns which stay.
    pub(super) fn staying(&mut self, parts: &[Part<'_, '_>], slots: &[Slot]) -> Vec<bool> {
        let mut stays = vec![false; parts.len()];
        for slot in slots {
            if let Slot::Old(at, _) = slot
                && let Some(stays) = stays.get_mut(*at)
            {
                *stays = true;
            }
        }
        let goes = parts.iter().zip(&stays).filter(|(_, stays)| !**stays);
        goes.for_each(|(part, _)| self.may_change(part.spot.node));
        stays
    }

    /// Returns the changes within parts, where those are all that is asked for.
    pub(super) fn within(&mut self, parts: &[Part<'_, '_>], slots: &[Slot]) -> Option<Edits> {
        let in_place = |(at, slot): (usize, &Slot)| matches!(slot, Slot::Old(old, _) if *old == at);
        if slots.len() != parts.len() || !slots.iter().enumerate().all(in_place) {
            return None;
        }
        let each = parts.iter().zip(slots).flat_map(|(part, slot)| match slot {
            Slot::Old(_, want) => self.value(part.spot, want),
            Slot::New(_) => Vec::new(),
        });
        Some(each.collect())
    }
}
