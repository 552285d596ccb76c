//! The smallest gap, by brute force: from what is live and what is wanted alone, every order of the
//! smallest changes is tried.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use rolecall::plan::{Plan, Step, perform};

use super::conflicts::{Size, conflicts};
use super::pieces::{Pieces, administrators};
use super::points::{access, missing};
use super::shape;
use crate::case::Case;
use crate::generated::each;
use crate::run::{complete, in_another_order};
use crate::world::{GRANTED, WIDE, World};

/// The most changes of which all orders are tried.
const MOST: usize = 11;

/// Returns how much is interrupted when the steps are done in this order.
fn interrupted(pieces: &Pieces<'_>, steps: &[&Step]) -> u64 {
    let mut state = pieces.live.clone();
    steps.iter().fold(0, |lost, step| {
        perform(&mut state, step);
        lost | missing(&access(&state), &pieces.kept)
    })
}

/// What is said about the gap of a plan.
#[derive(Debug, PartialEq)]
struct Gap {
    told: usize,
    happens: u32,
    smallest: u32,
}

/// Returns the gap of a plan and the smallest there is; none for a case that is too large.
fn gap(world: &World, case: &Case, plan: &Plan) -> Option<Gap> {
    let steps: Vec<&Step> = plan.steps().collect();
    let mut end = case.live.clone();
    steps.iter().for_each(|step| perform(&mut end, step));
    complete(&world.platform, &mut end);
    let (floor, mut refusals) = (case.project.min_admins, plan.refusals.iter());
    if refusals.any(|refusal| !refusal.waivable) {
        return None;
    }
    if administrators(&case.live).min(administrators(&end)) < floor {
        return None;
    }
    let pieces = Pieces::of(&case.live, &end, floor);
    if pieces.all.len() > MOST || pieces.kept.len() > 64 {
        return None;
    }
    let mixed = in_another_order(plan, case.seed);
    let happens = interrupted(&pieces, &steps) | interrupted(&pieces, &mixed);
    let told = plan.refusals.iter().filter(|refusal| refusal.guard == "access-gap");
    let told = told.map(|refusal| refusal.found).sum();
    Some(Gap { told, happens: happens.count_ones(), smallest: pieces.smallest()? })
}

const SMALL: Size = Size { roles: 3, permissions: 2, people: 4, made_or_gone: 1 };

#[test]
fn no_gap_is_smaller_than_the_one_that_is_planned() {
    let found = compare(&WIDE, conflicts(&WIDE, SMALL));
    assert!(found.judged > found.all / 4 && found.gaps > found.all / 100, "{found:?}");
    assert_eq!(found.larger, 0);
}

#[test]
fn no_gap_is_told_wrong_where_somebody_has_to_administer() {
    let all = (conflicts(&GRANTED, SMALL), 1..=2usize);
    let all = all.prop_map(|(mut case, min_admins)| {
        case.project.min_admins = min_admins;
        case
    });
    let found = compare(&GRANTED, all);
    assert!(found.judged > found.all / 30 && found.gaps > 0, "{found:?}");
    // Of a thousand cases there is one in which somebody else would better wait for those who come.
    assert!(found.larger <= 1 + found.gaps / 20, "{found:?}");
}

/// In how many cases gaps were compared with the smallest there are.
#[derive(Debug)]
struct Compared {
    all: u32,
    judged: u32,
    gaps: u32,
    /// Those in which a smaller one would do.
    larger: u32,
}

fn compare(world: &World, cases: impl Strategy<Value = Case>) -> Compared {
    let [judged, gaps, larger] = [const { Cell::new(0) }; 3];
    let all = each(cases, 2000, |case| {
        let plan = world
            .mean(&case.project.text(), &case.files)
            .and_then(|desired| world.plan(&desired, &case.live, &case.project.limits()));
        let plan = plan.map_err(|found| TestCaseError::fail(format!("{found:?}")))?;
        let Some(gap) = gap(world, case, &plan) else { return Ok(()) };
        judged.set(judged.get() + 1);
        gaps.set(gaps.get() + u32::from(gap.smallest > 0));
        larger.set(larger.get() + u32::from(gap.happens > gap.smallest));
        if gap.told as u32 != gap.happens || gap.happens < gap.smallest {
            return Err(TestCaseError::fail(format!("{gap:?}\n{}", shape(&plan))));
        }
        Ok(())
    });
    let found = Compared { all, judged: judged.get(), gaps: gaps.get(), larger: larger.get() };
    eprintln!("{found:?}");
    found
}
