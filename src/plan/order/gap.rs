//! The smallest gap: what law 4 asks gives way where it can't all be had.

use std::collections::{BTreeMap, BTreeSet};

use super::Edge;
use super::access::Keep;
use super::needs::Needs;

/// The most questions that are asked to find the smallest gap. Nobody has met a plan that needs a
/// hundredth of them; what is found by then is good, and may not be the best.
const QUESTIONS: usize = 20_000;

/// Adds what keeps people from gaps, as far as no step comes to wait for itself, so that as little as
/// possible is interrupted. Returns what there is no way for.
pub(super) fn keep(needs: &mut Needs, keeps: &[Keep]) -> Vec<usize> {
    let circles = needs.in_circles_with(keeps);
    let inside = |(later, earlier): &Edge| circles.contains(later) && circles.contains(earlier);
    let (disputed, plain): (Vec<usize>, Vec<usize>) =
        (0..keeps.len()).partition(|at| keeps[*at].ways.iter().flatten().any(inside));
    needs.extend(plain.into_iter().flat_map(|at| keeps[at].ways[0].iter().copied()));
    let alike = alike(needs, keeps, &disputed);
    let first = |step: &usize| *alike.get(step).unwrap_or(step);
    let numbers: BTreeMap<usize, usize> =
        circles.iter().map(first).collect::<BTreeSet<usize>>().into_iter().zip(0..).collect();
    let same = |step: &usize| numbers[&first(step)];
    let mut groups: BTreeMap<Vec<Vec<Edge>>, Vec<usize>> = BTreeMap::new();
    for at in disputed {
        let way = |way: &Vec<Edge>| -> Vec<Edge> {
            let within = way.iter().filter(|edge| inside(edge));
            within.map(|(later, earlier)| (same(later), same(earlier))).collect()
        };
        groups.entry(keeps[at].ways.iter().map(way).collect()).or_default().push(at);
    }
    let mut groups: Vec<(Vec<Vec<Edge>>, Vec<usize>)> = groups.into_iter().collect();
    groups.sort_by_key(|(_, keeps)| std::cmp::Reverse(keeps.len()));
    let mut search = Search { groups: &groups, best: None, questions: QUESTIONS };
    let within = within(needs, &circles, same);
    search.go(within, 0, &mut Vec::new());
    let Some((_, chosen)) = search.best else { return Vec::new() };
    let mut dropped = Vec::new();
    for ((_, group), way) in groups.iter().zip(chosen) {
        match way {
            Some(way) => {
                needs.extend(group.iter().flat_map(|at| keeps[*at].ways[way].iter().copied()));
            }
            None => dropped.extend(group),
        }
    }
    dropped
}

/// Returns for each person's row the first that is just like it: the same comes before it and after
/// it, and the same is asked for. What is best for the one is best for the other.
fn alike(needs: &Needs, keeps: &[Keep], disputed: &[usize]) -> BTreeMap<usize, usize> {
    let mut asked: BTreeMap<usize, Vec<Vec<Vec<Edge>>>> = BTreeMap::new();
    for keep in disputed.iter().map(|at| &keeps[*at]) {
        let Some(row) = keep.row else { continue };
        let own = |step: usize| if step == row { usize::MAX } else { step };
        let ways = keep
            .ways
            .iter()
            .map(|way| way.iter().map(|(later, earlier)| (own(*later), own(*earlier))).collect());
        asked.entry(row).or_default().push(ways.collect());
    }
    let mut waiting: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (later, all) in needs.0.iter().enumerate() {
        let rows = all.iter().filter(|earlier| asked.contains_key(earlier));
        rows.for_each(|row| waiting.entry(*row).or_default().push(later));
    }
    let mut first = BTreeMap::new();
    let profile = |(row, asked): (usize, Vec<Vec<Vec<Edge>>>)| {
        let like = (&needs.0[row], waiting.get(&row), asked);
        (row, *first.entry(like).or_insert(row))
    };
    asked.into_iter().map(profile).collect()
}

/// Returns what the steps in circles wait for in circles, those that are alike as one.
fn within(needs: &Needs, circles: &BTreeSet<usize>, same: impl Fn(&usize) -> usize) -> Needs {
    let count = circles.iter().map(&same).max().map_or(0, |last| last + 1);
    let edges = circles.iter().flat_map(|later| {
        needs.0[*later].intersection(circles).map(move |earlier| (*later, *earlier))
    });
    let edges = edges.map(|(later, earlier)| (same(&later), same(&earlier)));
    Needs::new(count, edges)
}

/// The search for the smallest gap.
struct Search<'s> {
    /// What can't all be kept, what weighs most first: the ways, and for whom.
    groups: &'s [(Vec<Vec<Edge>>, Vec<usize>)],
    /// The least that is interrupted, and the way that each group goes then.
    best: Option<(usize, Vec<Option<usize>>)>,
    questions: usize,
}

impl Search<'_> {
    /// Decides about the groups from the first undecided one on.
    fn go(&mut self, needs: Needs, weight: usize, chosen: &mut Vec<Option<usize>>) {
        let better = self.best.as_ref().is_none_or(|(least, _)| weight < *least);
        let asked_enough = self.questions == 0 && self.best.is_some();
        if !better || asked_enough {
            return;
        }
        let Some((ways, keeps)) = self.groups.get(chosen.len()) else {
            self.best = Some((weight, chosen.clone()));
            return;
        };
        for (at, way) in ways.iter().enumerate() {
            self.questions = self.questions.saturating_sub(1);
            if let Some(needs) = needs.extended(way) {
                chosen.push(Some(at));
                self.go(needs, weight, chosen);
                chosen.pop();
            }
        }
        chosen.push(None);
        self.go(needs, weight + keeps.len(), chosen);
        chosen.pop();
    }
}
