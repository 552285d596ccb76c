//! Which entry a comment belongs to.
//!
//! One behind something belongs to it. One on a line of its own belongs to the entry that follows,
//! unless it is further in than that: then it ends the innermost entry before it that is further
//! out than the comment.

use super::build::{Builder, Pending};
use super::{Comment, EntryId, Kind};

impl<'s> Builder<'s> {
    /// Gives the comments before an entry that begins to those that they belong to, and returns its
    /// own.
    pub(super) fn settle(&mut self, column: isize, depth: usize, block: bool) -> Vec<Comment<'s>> {
        let mut above = Vec::new();
        let mut limit = self.chain.len();
        for comment in std::mem::take(&mut self.pending) {
            if !comment.alone {
                above.extend(self.behind_last(&comment));
                continue;
            }
            let further_in = block && above.is_empty() && comment.column > column;
            let ends = |place: &usize| {
                let entry = &self.entries[self.chain[*place].0];
                // Below text on lines of its own it would be part of the text.
                entry.column < comment.column && !entry.value.is_block_scalar()
            };
            let place = (depth..limit).rev().filter(|_| further_in).find(ends);
            match place {
                Some(place) => {
                    limit = place + 1;
                    let owner = self.chain[place];
                    self.entries[owner.0].below.push(comment.into());
                }
                None => above.push(Comment::from(comment)),
            }
        }
        above
    }

    /// Gives the comments between a key or a dash and its value to the entry.
    pub(super) fn settle_value(&mut self, id: EntryId) {
        if id.0 == 0 {
            return;
        }
        for comment in std::mem::take(&mut self.pending) {
            let line = if comment.alone { Some(comment.into()) } else { self.behind(id, &comment) };
            self.entries[id.0].above.extend(line);
        }
    }

    /// Gives the comments before a closing bracket away.
    pub(super) fn settle_end(&mut self, owner: EntryId) {
        for comment in std::mem::take(&mut self.pending) {
            let line =
                if comment.alone { Some(comment.into()) } else { self.behind_last(&comment) };
            self.entries[owner.0].below.extend(line);
        }
    }

    /// Gives the comments at the end of the document away.
    pub(super) fn settle_last(&mut self) {
        let rest = self.settle(-1, 0, true);
        self.entries[0].below.extend(rest);
    }

    fn behind_last(&mut self, comment: &Pending<'s>) -> Option<Comment<'s>> {
        let last = self.chain.last().copied().unwrap_or(EntryId(0));
        self.behind(last, comment)
    }

    /// Puts a comment behind an entry. Where one stands already the earlier one goes above, or,
    /// where that would be too late, the later one is returned.
    fn behind(&mut self, id: EntryId, comment: &Pending<'s>) -> Option<Comment<'s>> {
        let comment = Comment { text: comment.text, blank: false };
        let entry = &mut self.entries[id.0];
        if id.0 == 0 {
            return Some(comment);
        }
        let begun = matches!(&entry.value.kind, Kind::Collection(inner) if !inner.is_flow);
        if begun && entry.beside.is_some() {
            return Some(comment);
        }
        let earlier = entry.beside.replace(comment);
        entry.above.extend(earlier);
        None
    }
}

impl<'s> From<Pending<'s>> for Comment<'s> {
    fn from(pending: Pending<'s>) -> Self {
        Self { text: pending.text, blank: pending.blank }
    }
}
