//! A set of few things.

use std::borrow::{Borrow, Cow};
use std::collections::BTreeSet;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

/// A set that is kept as a sorted list without gaps, as suits the roles that a person holds: a search
/// tree would take 200 bytes for each person where two names take 32.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<T>", bound(deserialize = "T: Ord + Deserialize<'de>"))]
pub struct Few<T>(Vec<T>);

impl<T> Few<T> {
    /// Returns the empty set.
    pub const fn new() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord> Few<T> {
    /// Returns whether it is in the set.
    pub fn contains<Q: Ord + ?Sized>(&self, one: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.place(one).is_ok()
    }

    /// Adds one; returns whether it wasn't there.
    pub fn insert(&mut self, one: T) -> bool {
        let place = self.place(&one);
        if let Err(at) = place {
            // Sets are filled once and read often: room for more than is there would stay empty.
            self.0.reserve_exact(1);
            self.0.insert(at, one);
        }
        place.is_err()
    }

    /// Takes one out; returns whether it was there.
    pub fn remove<Q: Ord + ?Sized>(&mut self, one: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.place(one).map(|at| self.0.remove(at)).is_ok()
    }

    /// Keeps those that pass.
    pub fn retain(&mut self, passes: impl FnMut(&T) -> bool) {
        self.0.retain(passes);
    }

    /// Returns what isn't in the other set, in order.
    pub fn difference<'s>(&'s self, other: &'s Few<T>) -> impl Iterator<Item = &'s T> {
        self.0.iter().filter(|one| !other.contains(*one))
    }

    /// Returns whether all of it is in the other set.
    pub fn is_subset(&self, other: &Few<T>) -> bool {
        self.difference(other).next().is_none()
    }

    fn place<Q: Ord + ?Sized>(&self, one: &Q) -> Result<usize, usize>
    where
        T: Borrow<Q>,
    {
        self.0.binary_search_by(|other| other.borrow().cmp(one))
    }
}

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Ord> From<Vec<T>> for Few<T> {
    fn from(mut all: Vec<T>) -> Self {
        all.sort_unstable();
        all.dedup();
        Self(all)
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for Few<T> {
    fn from(all: [T; N]) -> Self {
        Self::from(Vec::from(all))
    }
}

impl<T: Ord> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        Self::from(Vec::from_iter(all))
    }
}

impl<T: Ord> Extend<T> for Few<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, more: I) {
        for one in more {
            self.insert(one);
        }
    }
}

impl<T> IntoIterator for Few<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'s, T> IntoIterator for &'s Few<T> {
    type Item = &'s T;
    type IntoIter = std::slice::Iter<'s, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: JsonSchema> JsonSchema for Few<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        <BTreeSet<T>>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        <BTreeSet<T>>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_set() {
        let mut few: Few<&str> = ["b", "a", "b"].into();
        assert_eq!(few[..], ["a", "b"]);
        assert!(few.insert("aa") && !few.insert("aa"));
        assert!(few.contains("aa") && !few.contains("c"));
        assert!(few.remove("a") && !few.remove("a"));
        assert_eq!(few.difference(&["b"].into()).collect::<Vec<_>>(), [&"aa"]);
        assert!(Few::from(["aa"]).is_subset(&few) && !few.is_subset(&["aa"].into()));
        assert_eq!(serde_json::to_string(&few).ok().as_deref(), Some(r#"["aa","b"]"#));
    }
}
