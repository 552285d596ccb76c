//! The order in which the entries of a mapping are written.

use super::forms::{Form, Rest};
use crate::document::{Collection, Entry, EntryId, Outline};

/// An entry in its new place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub(super) id: EntryId,
    /// Whether an empty line stands before its first line.
    pub(super) blank: bool,
}

/// Returns the entries of a collection in the order in which they are written: those of a list in
/// theirs, those of a mapping as its form has them. Where values are mentioned a second time nothing
/// is moved: a mention could come to stand before what it means.
pub(super) fn ordered(
    outline: &Outline<'_>,
    collection: &Collection,
    form: &Form,
    is_item: bool,
) -> Vec<Placed> {
    let entry = |id: &EntryId| outline.entry(*id);
    let place = |id: &EntryId| Placed { id: *id, blank: is_after_blank(entry(id)) };
    let mut placed: Vec<Placed> = collection.entries.iter().map(place).collect();
    let Some(&Placed { id: was_first, .. }) = placed.first() else { return placed };
    if !collection.is_mapping || outline.is_aliased() {
        return placed;
    }
    let rank = |placed: &Placed| form.place(name(entry(&placed.id)));
    placed.sort_by_key(rank);
    let begin = placed.partition_point(|placed| rank(placed) < (form.first.len(), true));
    let count = placed[begin..].iter().take_while(|placed| rank(placed).1).count();
    let rest = &mut placed[begin..begin + count];
    let leads_item = is_item && begin == 0;
    if matches!(form.rest, Rest::ByName(_)) && !is_grouped(outline, rest, leads_item) {
        rest.sort_by(|a, b| name(entry(&a.id)).cmp(name(entry(&b.id))));
    }
    swap_blanks(&mut placed, was_first);
    placed
}

/// Returns whether somebody has put entries into groups, by empty lines or by comments on lines of
/// their own. What stands above the first key of an item is about the item.
fn is_grouped(outline: &Outline<'_>, rest: &[Placed], leads_item: bool) -> bool {
    rest.iter().enumerate().any(|(at, placed)| {
        let has_above = !outline.entry(placed.id).above.is_empty();
        if at == 0 { has_above && !leads_item } else { has_above || placed.blank }
    })
}

/// What stood first and what stands first now exchange the empty line before them: it parts them
/// from what is before.
fn swap_blanks(placed: &mut [Placed], was_first: EntryId) {
    let Some(now) = placed.iter().position(|placed| placed.id == was_first) else { return };
    let (first, other) = (placed[0].blank, placed[now].blank);
    placed[0].blank = other;
    placed[now].blank = first;
}

fn is_after_blank(entry: &Entry<'_>) -> bool {
    entry.above.first().map_or(entry.blank, |comment| comment.blank)
}

fn name<'e>(entry: &'e Entry<'_>) -> &'e str {
    entry.key.as_ref().and_then(|key| key.text()).unwrap_or("")
}
