//! Lists and mappings with a line for each item.
//!
//! A comment belongs to the items below it, up to the next comment or empty line, and goes with the
//! last of them. One between two entries of several lines belongs to the one below it alone.

use std::ops::Range;

use super::Slot;
use super::page::{Edits, Page, Part, Spot};
use crate::document::Value;

/// The lines of one item.
struct Chunk {
    /// Empty lines and comments above it.
    lead: Range<usize>,
    /// Its own.
    own: Range<usize>,
}

impl Page<'_> {
    /// Returns what has to be changed so that a list or a mapping holds what is wanted.
    pub(super) fn block(&mut self, spot: Spot<'_, '_>, slots: &[Slot]) -> Edits {
        let parts = self.parts(spot);
        if let Some(edits) = self.within(&parts, slots) {
            return edits;
        }
        let stays = self.staying(&parts, slots);
        let chunks = self.chunks(&parts);
        let (Some(first), Some(last)) = (chunks.first(), chunks.last()) else { return Vec::new() };
        let region = first.lead.start..last.own.end;
        let (leads, rest) = self.leads(&chunks, &stays);
        if slots.is_empty() {
            return self.emptied(spot, region, rest);
        }
        let begins_inside = first.own.start > self.line_start(first.own.start);
        if begins_inside && !matches!(slots.first(), Some(Slot::Old(0, _))) {
            return self.new_first(spot, &parts, &chunks, slots);
        }
        let gap = self.gap(&chunks);
        let mut text = String::new();
        for slot in slots {
            let (lead, own) = match slot {
                Slot::Old(at, want) => {
                    let edits = self.value(parts[*at].spot, want);
                    // What stood first has no empty line above it.
                    let lead =
                        if *at == 0 { format!("{gap}{}", leads[0]) } else { leads[*at].clone() };
                    (lead, self.with(chunks[*at].own.clone(), edits))
                }
                Slot::New(lines) => {
                    let start = parts[0].start;
                    (gap.clone(), self.lines(lines, start - self.line_start(start)))
                }
            };
            add(&mut text, &lead, &own);
        }
        add(&mut text, "", &rest);
        vec![(region, text)]
    }

    /// Returns the empty lines between two items, as most of them have it.
    fn gap(&self, chunks: &[Chunk]) -> String {
        let gaps = chunks.iter().skip(1).map(|chunk| blank(&self.text[chunk.lead.clone()]));
        let (with, without): (Vec<&str>, Vec<&str>) = gaps.partition(|gap| !gap.is_empty());
        let gap = with.first().filter(|_| with.len() > without.len());
        gap.map_or("", |gap| *gap).to_owned()
    }

    /// Returns the lines of each item.
    fn chunks(&self, parts: &[Part<'_, '_>]) -> Vec<Chunk> {
        let mut chunks: Vec<Chunk> = Vec::new();
        for part in parts {
            let begins = self.line_start(part.start);
            let alone = self.text[begins..part.start].bytes().all(|byte| byte == b' ');
            let start = if alone { begins } else { part.start };
            let above = match chunks.last() {
                Some(chunk) => chunk.own.end,
                None if alone => self.comments_above(start),
                None => start,
            };
            chunks.push(Chunk { lead: above..start, own: start..self.line_end(part.end) });
        }
        chunks
    }

    /// Returns where the comments and empty lines directly above a line begin.
    fn comments_above(&self, mut line: usize) -> usize {
        while line > 0 {
            let above = self.line_start(line - 1);
            let text = self.text[above..line].trim();
            if !text.is_empty() && !text.starts_with('#') {
                break;
            }
            line = above;
        }
        line
    }

    /// Returns what stands above each item that stays, and what is left below the last one, when
    /// others go.
    fn leads(&self, chunks: &[Chunk], stays: &[bool]) -> (Vec<String>, String) {
        let mut leads = vec![String::new(); chunks.len()];
        let mut left = String::new();
        let mut at = 0;
        while at < chunks.len() {
            let lead = &self.text[chunks[at].lead.clone()];
            let heads_one = at > 0 && self.is_of_one(lead, &chunks[at]);
            let following = if heads_one { &[][..] } else { &chunks[at + 1..] };
            let more = following.iter().take_while(|chunk| chunk.lead.is_empty()).count();
            match (at..=at + more).find(|at| stays[*at]) {
                Some(heir) => leads[heir] = std::mem::take(&mut left) + lead,
                None => left.push_str(apart(lead)),
            }
            at += more + 1;
        }
        (leads, left)
    }

    /// Returns whether a comment is about the one entry below it: it follows another entry without
    /// an empty line, and the entry has several lines.
    fn is_of_one(&self, lead: &str, chunk: &Chunk) -> bool {
        let tight = !lead.is_empty() && lead.lines().all(|line| !line.trim().is_empty());
        tight && self.text[chunk.own.clone()].lines().count() > 1
    }

    /// Returns the changes after which a list has no items.
    fn emptied(&mut self, spot: Spot<'_, '_>, region: Range<usize>, rest: String) -> Edits {
        let empty = if matches!(spot.node.value(), Value::Mapping) { " {}" } else { " []" };
        match spot.key {
            Some((colon, _)) => vec![(colon..colon, empty.to_owned()), (region, rest)],
            None => {
                self.refuse(spot.node, "nothing is left of this", "Take it out by hand.");
                Vec::new()
            }
        }
    }

    /// Takes the first field out of an entry, so that the next one follows the dash.
    fn new_first(
        &mut self,
        spot: Spot<'_, '_>,
        parts: &[Part<'_, '_>],
        chunks: &[Chunk],
        slots: &[Slot],
    ) -> Edits {
        let next = match slots.first() {
            Some(Slot::Old(at, _)) if chunks[*at].lead.is_empty() && all_old(slots) => *at,
            _ => {
                let help = "Let the entry begin with its name, and run again.";
                self.refuse(spot.node, "the first line of this entry isn't live", help);
                return Vec::new();
            }
        };
        let mut edits = vec![(parts[0].start..parts[next].start, String::new())];
        let (kept, keeps) = (&parts[next..], chunks[next..].iter());
        for (offset, (part, chunk)) in kept.iter().zip(keeps).enumerate() {
            let old = slots.iter().find_map(|slot| match slot {
                Slot::Old(at, want) if *at == next + offset => Some(want),
                _ => None,
            });
            match old {
                Some(want) => edits.extend(self.value(part.spot, want)),
                None => edits.push((chunk.lead.start..chunk.own.end, String::new())),
            }
        }
        edits
    }
}

fn all_old(slots: &[Slot]) -> bool {
    slots.iter().all(|slot| matches!(slot, Slot::Old(..)))
}

/// Adds an item's lines. An empty line above the first item would be above nothing.
fn add(text: &mut String, lead: &str, own: &str) {
    let lead = if text.is_empty() { &lead[blank(lead).len()..] } else { lead };
    let adds = !lead.is_empty() || !own.is_empty();
    if adds && !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(lead);
    text.push_str(own);
}

/// Returns the empty lines that a text begins with.
fn blank(text: &str) -> &str {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            break;
        }
        end += line.len();
    }
    &text[..end]
}

/// Returns the comments that an empty line sets apart from what follows.
fn apart(lead: &str) -> &str {
    let (mut end, mut at, mut comment) = (0, 0, 0);
    for line in lead.split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() {
            end = comment;
        } else {
            comment = at;
        }
    }
    &lead[..end]
}
