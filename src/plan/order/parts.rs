//! The parts of steps among all steps, and putting parts together again.

use std::collections::BTreeMap;

use super::Edge;
use super::cut::Cut;
use super::needs::Needs;
use crate::plan::Step;

/// The parts of one step among all steps: the step itself if it isn't cut.
pub(super) struct Parts<'c> {
    cut: Option<&'c Cut>,
    /// The place of the first part; the others follow.
    first: usize,
}

impl Parts<'_> {
    fn count(&self) -> usize {
        self.cut.map_or(1, |cut| cut.changes.len())
    }

    /// Returns which part waits for which.
    pub(super) fn turns(&self) -> impl Iterator<Item = Edge> {
        let turns = self.cut.into_iter().flat_map(|cut| &cut.turns);
        turns.map(|(later, earlier)| (self.first + later, self.first + earlier))
    }
}

/// Puts the parts of steps in their place.
pub(super) fn apart(steps: Vec<Step>, cuts: &BTreeMap<usize, Cut>) -> (Vec<Step>, Vec<Parts<'_>>) {
    let (mut all, mut parts) = (Vec::with_capacity(steps.len()), Vec::with_capacity(steps.len()));
    for (at, step) in steps.into_iter().enumerate() {
        let cut = cuts.get(&at);
        parts.push(Parts { cut, first: all.len() });
        match cut {
            Some(cut) => {
                let each: Vec<Vec<usize>> = (0..cut.changes.len()).map(|part| vec![part]).collect();
                all.extend(cut.steps(&each));
            }
            None => all.push(step),
        }
    }
    (all, parts)
}

/// Puts parts of the same step together again, as many as can be without a circle.
pub(super) fn together(
    mut steps: Vec<Step>,
    mut needs: Needs,
    parts: &[Parts<'_>],
) -> (Vec<Step>, Needs) {
    let mut kept: Vec<bool> = vec![true; steps.len()];
    for (cut, part) in parts.iter().filter_map(|part| Some((part.cut?, part))) {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for at in 0..part.count() {
            let joins = groups.iter().position(|group| {
                let merged = needs.merged(part.first + group[0], part.first + at);
                merged.map(|merged| needs = merged).is_some()
            });
            match joins {
                Some(group) => groups[group].push(at),
                None => groups.push(vec![at]),
            }
        }
        let levels = needs.levels();
        groups.sort_by_key(|group| levels[part.first + group[0]]);
        (0..part.count()).for_each(|at| kept[part.first + at] = false);
        for (group, step) in groups.iter().zip(cut.steps(&groups)) {
            let at = part.first + group[0];
            kept[at] = true;
            steps[at] = step;
        }
    }
    renumber(steps, needs, &kept)
}

/// Takes out what was put together with something else.
fn renumber(steps: Vec<Step>, needs: Needs, kept: &[bool]) -> (Vec<Step>, Needs) {
    let mut place = Vec::with_capacity(kept.len());
    let mut next = 0;
    for kept in kept {
        place.push(next);
        next += usize::from(*kept);
    }
    let steps = steps.into_iter().zip(kept).filter_map(|(step, kept)| kept.then_some(step));
    let needs = needs.0.into_iter().zip(kept).filter_map(|(all, kept)| kept.then_some(all));
    let needs = needs.map(|all| all.into_iter().map(|need| place[need]).collect());
    (steps.collect(), Needs(needs.collect()))
}
