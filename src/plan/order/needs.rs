//! Which step waits for which, and what to do where they wait for each other.

use std::collections::{BTreeMap, BTreeSet};

use super::Edge;
use super::access::Keep;

/// For each step those that must be done before it.
#[derive(Clone, Debug)]
pub(super) struct Needs(pub(super) Vec<BTreeSet<usize>>);

/// The most questions that are asked to find the smallest gap. Nobody has met a plan that needs a
/// hundredth of them; what is found by then is good, and may not be the best.
const QUESTIONS: usize = 20_000;

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

    /// Returns whether a step waits for another, perhaps by way of others.
    fn waits_for(&self, step: usize, other: usize) -> bool {
        let mut seen = BTreeSet::from([step]);
        let mut open = vec![step];
        while let Some(step) = open.pop() {
            if step == other {
                return true;
            }
            open.extend(self.0[step].iter().copied().filter(|need| seen.insert(*need)));
        }
        false
    }

    /// Adds edges if no step comes to wait for itself by them.
    fn extended(&self, edges: &[Edge]) -> Option<Self> {
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

    /// Adds what keeps people from gaps, as far as no step comes to wait for itself, so that as few
    /// people as possible lose as little as possible. Returns those for whom there is no way.
    pub(super) fn keep(&mut self, keeps: &[Keep]) -> Vec<usize> {
        let mut whole = self.clone();
        whole.extend(keeps.iter().flat_map(|keep| keep.ways[0].iter().copied()));
        let circles = whole.in_circles();
        let inside = |(later, earlier): &Edge| circles.contains(later) && circles.contains(earlier);
        let mut disputed: BTreeMap<&[Vec<Edge>], Vec<usize>> = BTreeMap::new();
        for (at, keep) in keeps.iter().enumerate() {
            if keep.ways[0].iter().any(inside) {
                disputed.entry(&keep.ways).or_default().push(at);
            } else {
                self.extend(keep.ways[0].iter().copied());
            }
        }
        let mut disputed: Vec<(&[Vec<Edge>], Vec<usize>)> = disputed.into_iter().collect();
        disputed.sort_by_key(|(_, keeps)| std::cmp::Reverse(keeps.len()));
        let mut search = Search { disputed: &disputed, best: None, questions: QUESTIONS };
        search.go(self.clone(), 0, 0, Vec::new());
        let Some((_, needs, dropped)) = search.best else { return Vec::new() };
        *self = needs;
        dropped.into_iter().flat_map(|at| disputed[at].1.iter().copied()).collect()
    }
}

/// The search for the smallest gap.
struct Search<'s> {
    /// What can't all be kept, what weighs most first: the ways, and for whom.
    disputed: &'s [(&'s [Vec<Edge>], Vec<usize>)],
    best: Option<(usize, Needs, Vec<usize>)>,
    questions: usize,
}

impl Search<'_> {
    /// Decides about what is disputed from `at` on.
    fn go(&mut self, needs: Needs, at: usize, weight: usize, dropped: Vec<usize>) {
        let better = self.best.as_ref().is_none_or(|(least, _, _)| weight < *least);
        let asked_enough = self.questions == 0 && self.best.is_some();
        if !better || asked_enough {
            return;
        }
        let Some((ways, keeps)) = self.disputed.get(at) else {
            self.best = Some((weight, needs, dropped));
            return;
        };
        for way in *ways {
            self.questions = self.questions.saturating_sub(1);
            if let Some(needs) = needs.extended(way) {
                self.go(needs, at + 1, weight, dropped.clone());
            }
        }
        let dropped = dropped.into_iter().chain([at]).collect();
        self.go(needs, at + 1, weight + keeps.len(), dropped);
    }
}
