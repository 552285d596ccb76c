//! What became of a plan.

use super::exit::Exit;
use super::screen::Screen;
use crate::apply::Report;
use crate::core::{Diagnostics, Fault, FaultKind, codes};
use crate::document::Sources;
use crate::plan::{By, Plan, Step};

/// Tells what was done and what wasn't, and returns how the run ends.
pub(super) fn tell(plan: &Plan, report: &Report, sources: &Sources, screen: &Screen) -> Exit {
    let steps: Vec<&Step> = plan.steps().collect();
    let mut found = Diagnostics::default();
    for (index, fault) in &report.failed {
        failure(steps[*index], fault, &mut found, screen);
    }
    screen.diagnostics(found, sources);
    let of_hand = |index: &usize| steps[*index].by == By::Hand;
    // What waits for somebody's hand only stands in the runbook, where it is its turn.
    let waits = |(index, needs): &&(usize, Vec<usize>)| of_hand(index) && needs.iter().all(of_hand);
    let (waiting, skipped): (Vec<_>, Vec<_>) = report.skipped.iter().partition(waits);
    for (index, needs) in &skipped {
        let step = steps[*index];
        let first = needs.first().map_or(String::new(), |need| steps[*need].key.to_string());
        screen.say(&format!("Skipped: {} {}, since it needs {first}.", step.action, step.key));
    }
    let (done, all) = (report.done.len(), steps.len());
    if report.stopped {
        let next = report.not_reached(all).first().map(|index| steps[*index].key.to_string());
        screen.say(&format!("Stopped, before {}.", next.unwrap_or_default()));
    }
    let by_hand = report.by_hand.len() + waiting.len();
    if done == all {
        screen.result(&format!("Applied: {done} of {all} steps.\n"));
        return Exit::Done;
    }
    screen.result(&format!(
        "Applied in part: {done} of {all} steps; {} failed, {} skipped{}. Run again to carry on.\n",
        report.failed.len(),
        skipped.len(),
        if by_hand == 0 { String::new() } else { format!(", {by_hand} by hand") },
    ));
    if done + by_hand == 0 && !report.stopped { Exit::Failed } else { Exit::Partial }
}

fn failure(step: &Step, fault: &Fault, found: &mut Diagnostics, screen: &Screen) {
    let code = match fault.kind {
        FaultKind::Unreachable => &codes::PLATFORM_UNREACHABLE,
        FaultKind::Refused => &codes::REFUSED_BY_PLATFORM,
        FaultKind::NotAsWritten => &codes::NOT_AS_WRITTEN,
        FaultKind::OutcomeUnknown => &codes::OUTCOME_UNKNOWN,
    };
    let what = format!("{} {}: {}", step.action, step.key, fault.message);
    match step.because.first() {
        Some(at) => found.push(code.at(*at, what, "The next run reads again and carries on.")),
        None => screen.say(&format!("{}: {what}", code.word)),
    }
}
