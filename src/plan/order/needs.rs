//! Which step waits for which, and what to do where they wait for each other.

use std::collections::BTreeSet;

use super::Edge;
use super::access::Keep;

/// For each step those that must be done before it.
#[derive(Clone, Debug)]
pub(super) struct Needs(pub(super) Vec<BTreeSet<usize>>);

impl Needs {
    pub(super) fn new(steps: usize, edges: impl IntoIterator<Item = Edge>) -> Self {
        let mut needs = Self(vec![BTreeSet::new(); steps]);
        needs.extend(edges);
        needs
    }

    pub(super) fn extend(&mut self, edges: impl IntoIterator<Item = Edge>) {
        for (later, earlier) in edges {
            if later != earlier {
                self.0[later].insert(earlier);
            }
        }
    }

    /// Returns the steps that wait for themselves, by way of others.
    pub(super) fn in_circles(&self) -> BTreeSet<usize> {
        let waiting = self.behind_circles();
        // Of those that can't be done, the ones that some other waits for in turn: going back and
        // forth leaves the circles and what lies between two of them.
        let mut left: BTreeSet<usize> = waiting.iter().copied().collect();
        loop {
            let waited_for: BTreeSet<usize> =
                left.iter().flat_map(|step| self.0[*step].intersection(&left)).copied().collect();
            if waited_for.len() == left.len() {
                return left;
            }
            left = waited_for;
        }
    }

    /// Returns the steps that can't be done: those in a circle, and those that wait for one.
    fn behind_circles(&self) -> Vec<usize> {
        let levels = self.levels();
        (0..self.0.len()).filter(|step| levels[*step].is_none()).collect()
    }

    /// Returns the stage of each step: one more than that of the last it needs; none for a step in
    /// a circle or behind one.
    pub(super) fn levels(&self) -> Vec<Option<usize>> {
        let mut waiting: Vec<usize> = self.0.iter().map(BTreeSet::len).collect();
        let mut waited_for: Vec<Vec<usize>> = vec![Vec::new(); self.0.len()];
        for (later, earlier) in
            self.0.iter().enumerate().flat_map(|(i, all)| all.iter().map(move |e| (i, *e)))
        {
            waited_for[earlier].push(later);
        }
        let mut levels = vec![None; self.0.len()];
        let mut ready: Vec<usize> = (0..self.0.len()).filter(|step| waiting[*step] == 0).collect();
        let mut level = 0;
        while !ready.is_empty() {
            let mut next = Vec::new();
            for step in ready {
                levels[step] = Some(level);
                for &later in &waited_for[step] {
                    waiting[later] -= 1;
                    if waiting[later] == 0 {
                        next.push(later);
                    }
                }
            }
            ready = next;
            level += 1;
        }
        levels
    }

    /// Returns a step and all that it waits for, perhaps by way of others.
    pub(super) fn behind(&self, step: usize) -> BTreeSet<usize> {
        let mut seen = BTreeSet::from([step]);
        let mut open = vec![step];
        while let Some(step) = open.pop() {
            open.extend(self.0[step].iter().copied().filter(|need| seen.insert(*need)));
        }
        seen
    }

    /// Returns whether a step waits for another, perhaps by way of others, or is that one.
    fn waits_for(&self, step: usize, other: usize) -> bool {
        self.behind(step).contains(&other)
    }

    /// Adds edges if no step comes to wait for itself by them.
    pub(super) fn extended(&self, edges: &[Edge]) -> Option<Self> {
        let mut needs = self.clone();
        for (later, earlier) in edges {
            if needs.waits_for(*earlier, *later) {
                return None;
            }
            needs.0[*later].insert(*earlier);
        }
        Some(needs)
    }

    /// Makes one step of two, the second of which no longer is; none if it came to wait for itself.
    pub(super) fn merged(&self, into: usize, from: usize) -> Option<Self> {
        let apart = |a: usize, b: usize| {
            self.0[a].iter().all(|need| *need == b || !self.waits_for(*need, b))
        };
        if !(apart(into, from) && apart(from, into)) {
            return None;
        }
        let mut needs = self.clone();
        let more = std::mem::take(&mut needs.0[from]);
        needs.0[into].extend(more);
        for all in &mut needs.0 {
            if all.remove(&from) {
                all.insert(into);
            }
        }
        needs.0[into].remove(&into);
        Some(needs)
    }

    /// Returns the steps that would wait for themselves if people were kept from gaps in every way,
    /// if there are any that would in the plainest.
    pub(super) fn in_circles_with(&self, keeps: &[Keep]) -> BTreeSet<usize> {
        let mut whole = self.clone();
        whole.extend(keeps.iter().flat_map(|keep| keep.ways[0].iter().copied()));
        if whole.behind_circles().is_empty() {
            return BTreeSet::new();
        }
        whole.extend(keeps.iter().flat_map(|keep| keep.ways.iter().flatten().copied()));
        whole.in_circles()
    }
}
