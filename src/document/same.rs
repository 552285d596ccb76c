//! Whether two documents mean the same.

use super::{NodeRef, Tree, Value};

/// Returns whether two documents hold the same values: lists in the same order, mappings in any. An
/// empty document means as much as one that holds nothing.
pub fn same(one: &Tree<'_>, other: &Tree<'_>) -> bool {
    let nothing = |node: NodeRef<'_, '_>| *node.value() == Value::Null;
    match (one.root(), other.root()) {
        (Some(one), Some(other)) => is_same(one, other),
        (one, other) => one.is_none_or(nothing) && other.is_none_or(nothing),
    }
}

fn is_same(one: NodeRef<'_, '_>, other: NodeRef<'_, '_>) -> bool {
    match (one.value(), other.value()) {
        (Value::Mapping, Value::Mapping) => {
            let (one, other) = (by_key(one), by_key(other));
            let pairs = || one.iter().zip(&other);
            one.len() == other.len() && pairs().all(|(a, b)| a.0 == b.0 && is_same(a.1, b.1))
        }
        (Value::Sequence, Value::Sequence) => {
            let (mut one, mut other) = (one.children(), other.children());
            loop {
                match (one.next(), other.next()) {
                    (None, None) => return true,
                    (Some(a), Some(b)) if is_same(a, b) => {}
                    _ => return false,
                }
            }
        }
        (one, other) => one == other,
    }
}

/// Returns the keys and values of a mapping, by key.
fn by_key<'t, 's>(mapping: NodeRef<'t, 's>) -> Vec<(&'t str, NodeRef<'t, 's>)> {
    let text = |key: NodeRef<'t, 's>| key.text().map_or("", |text| &**text);
    let mut members: Vec<_> = mapping.members().map(|(key, value)| (text(key), value)).collect();
    members.sort_by_key(|(key, _)| *key);
    members
}

#[cfg(test)]
mod tests {
    use super::same;
    use crate::core::FileId;
    use crate::document::{Bounds, load};

    fn are_same(one: &str, other: &str) -> bool {
        let tree = |text| load(FileId(0), text, Bounds::default()).0;
        same(&tree(one), &tree(other))
    }

    #[test]
    fn the_order_of_keys_means_nothing_and_that_of_entries_much() {
        assert!(are_same("a: 1\nb: [x, y]\n", "{b: [x, 'y'], a: 1}\n"));
        assert!(!are_same("a: 1\nb: [x, y]\n", "a: 1\nb: [y, x]\n"));
        assert!(!are_same("a: 1\n", "a: \"1\"\n"));
        assert!(!are_same("a: 1\n", "a: 1\nb: 2\n"));
        assert!(!are_same("[a]", "[a, b]"));
        assert!(!are_same("a: |\n  x\n", "a: x\n"));
    }

    #[test]
    fn mentions_mean_what_they_mention() {
        assert!(are_same("a: &x [1]\nb: *x\n", "a: [1]\nb: [1]\n"));
        assert!(!are_same("a: &x [1]\nb: *x\n", "a: [1]\nb: [2]\n"));
    }

    #[test]
    fn an_empty_document_holds_nothing() {
        assert!(are_same("", "# only this\n"));
        assert!(are_same("---\n", ""));
        assert!(!are_same("[]", ""));
    }
}
