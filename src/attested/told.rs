//! Saying what is attested wherever it is shown.

use super::Stands;
use crate::plan::{By, Plan};

/// Says of each step by hand what it goes by: who attested what stands there before, and when. A plan
/// keeps its digest: why something is so is no part of it.
pub fn tell(plan: &mut Plan, stands: &[Stands]) {
    let steps = plan.stages.iter_mut().flat_map(|stage| &mut stage.steps);
    for step in steps.filter(|step| step.by == By::Hand && step.before.is_some()) {
        let is_it = |one: &&Stands| one.key == *step.current_key() && one.contradicted.is_none();
        let Some(Stands { by, at, .. }) = stands.iter().rfind(is_it) else { continue };
        let said = format!("before: attested by {by} on {}", at.strftime("%Y-%m-%d"));
        step.reason = Some(match step.reason.take() {
            Some(reason) => format!("{reason}; {said}"),
            None => said,
        });
    }
}

/// Returns on how much a plan rests that nobody read, in a sentence; nothing where it is nothing.
pub fn resting_on(stands: &[Stands]) -> Option<String> {
    let holds: Vec<&Stands> = stands.iter().filter(|one| one.contradicted.is_none()).collect();
    let oldest = holds.iter().map(|one| one.at).min()?;
    let things = if holds.len() == 1 { "thing is" } else { "things are" };
    Some(format!(
        "note: {} {things} taken for live because somebody attested it, the oldest on {}.",
        holds.len(),
        oldest.strftime("%Y-%m-%d"),
    ))
}
