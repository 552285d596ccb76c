//! What should stand in a text.

/// What should stand where a value stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Want {
    /// What stands there.
    Same,
    /// Another value, on one line, as YAML.
    Value(String),
    /// These items of a list, or fields of a mapping, in this order.
    Items(Vec<Slot>),
}

/// An item of a list, or a field of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub enum Slot {
    /// The one that stands there now, by its number, with another value.
    Old(usize, Want),
    /// A new one: its lines without indentation, those of an item with their dash.
    New(String),
}

impl Want {
    /// Returns the wanted items, or that all stays as it is.
    pub(super) fn items(slots: Vec<Slot>, count: usize) -> Self {
        let same = |(at, slot): (usize, &Slot)| *slot == Slot::Old(at, Want::Same);
        if slots.len() == count && slots.iter().enumerate().all(same) {
            Want::Same
        } else {
            Want::Items(slots)
        }
    }
}

/// Puts new items among those that stay, each with its name: where those are sorted, in its place,
/// and else at the end.
pub(super) fn with_new<K: Ord>(kept: Vec<(K, Slot)>, new: Vec<(K, Slot)>) -> Vec<Slot> {
    let sorted = kept.len() > 1 && kept.is_sorted_by(|(a, _), (b, _)| a <= b);
    let mut all = kept;
    all.extend(new);
    if sorted {
        all.sort_by(|(a, _), (b, _)| a.cmp(b));
    }
    all.into_iter().map(|(_, slot)| slot).collect()
}
