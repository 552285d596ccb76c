//! Administrators who go one after the other: where some of those who come wait for some of those who go,
//! each goes once as many have come as keep the floor.

use std::collections::BTreeSet;

use super::Edge;
use super::administrators::{Shift, each_after};
use super::needs::Needs;

/// Lets people go one after the other, rather one first whom somebody waits for. Returns what waits for
/// what, if all can go like this.
///
/// Whoever goes later has seen at least as many come. So however many of them go at once, no more of them
/// are gone than here, and no fewer have come.
pub(super) fn in_turn(shift: &Shift, needs: &Needs) -> Option<Vec<Edge>> {
    let mut line = Line::of(shift, needs);
    // Whoever comes counts from their own step only where their role makes administrators by then.
    if shift.begun.iter().any(|step| line.is_held_up(*step, None)) {
        return None;
    }
    let mut edges = Vec::new();
    let mut there = shift.before;
    while !line.left.is_empty() {
        there += line.let_come().iter().filter(|step| shift.comers.contains(step)).count();
        let next = line.next_to_go().filter(|_| there > shift.floor)?;
        let next_steps: Vec<usize> = next.iter().copied().collect();
        edges.extend(each_after(&next_steps, &line.come));
        edges.extend(each_after(&next_steps, &shift.switching));
        there -= 1;
        line.left.retain(|end| !std::ptr::eq(*end, next));
    }
    Some(edges)
}

/// Who has come so far, who hasn't, and who is left to go.
struct Line<'s> {
    left: Vec<&'s BTreeSet<usize>>,
    waiting: Vec<usize>,
    come: Vec<usize>,
    needs: &'s Needs,
}

impl<'s> Line<'s> {
    fn of(shift: &'s Shift, needs: &'s Needs) -> Self {
        let waiting = shift.begun.iter().chain(&shift.comers).copied().collect();
        Self { left: shift.ends.iter().collect(), waiting, come: Vec::new(), needs }
    }

    /// Returns whether a step waits for somebody who hasn't gone, but for one of them.
    fn is_held_up(&self, step: usize, but: Option<&BTreeSet<usize>>) -> bool {
        let behind = self.needs.behind(step);
        let mut others = self.left.iter().filter(|end| Some(**end) != but);
        others.any(|end| !behind.is_disjoint(end))
    }

    /// Lets come who waits for nobody any more, and returns their steps.
    fn let_come(&mut self) -> Vec<usize> {
        let (late, new): (Vec<usize>, Vec<usize>) =
            self.waiting.iter().copied().partition(|step| self.is_held_up(*step, None));
        self.waiting = late;
        self.come.extend(&new);
        new
    }

    /// Returns who goes next: of those who can, the one for whom the most wait.
    fn next_to_go(&self) -> Option<&'s BTreeSet<usize>> {
        let waiting_for = |end: &&BTreeSet<usize>| {
            self.waiting.iter().filter(|step| !self.needs.behind(**step).is_disjoint(end)).count()
        };
        self.left.iter().copied().filter(|end| self.can_go(end)).max_by_key(waiting_for)
    }

    /// Returns whether somebody's steps wait for nobody else who goes or who is yet to come.
    fn can_go(&self, end: &BTreeSet<usize>) -> bool {
        let waits = |step: usize| {
            let behind = self.needs.behind(step);
            self.waiting.iter().any(|late| behind.contains(late))
        };
        end.iter().all(|step| !self.is_held_up(*step, Some(end)) && !waits(*step))
    }
}
