//! What somebody has to do by hand, as a page to work through: one page of the portal after the
//! other, with the exact values, and boxes to tick.

mod pages;
mod words;

use std::fmt::Write as _;

use pages::Pages;

use super::terminal;
use crate::core::Kind;
use crate::plan::{By, Plan, Step};
use crate::platform::Platform;

/// What a runbook needs to know of a platform besides the plan.
#[derive(Clone, Copy, Debug)]
pub struct Portal<'p> {
    /// The platform, with the pages of its portal.
    pub platform: &'p Platform,
    /// Whether people are uploaded as a file, so that nobody edits them one by one.
    pub uploads: bool,
}

/// Returns the steps of a plan that are done by hand, as Markdown; nothing where there are none. `done`
/// are the places of steps that a program has done already.
///
/// The steps stand in the order of the plan, which is the order to do them in: a step that others
/// wait for comes before them. What waits for something that a program hasn't done yet is only named.
pub fn runbook(plan: &Plan, portal: Portal<'_>, done: &[usize]) -> Option<String> {
    let (mut steps, mut waiting) = by_hand(plan, done);
    if portal.uploads {
        steps.retain(|step| step.key.kind() != Kind::User);
        waiting.retain(|step| step.key.kind() != Kind::User);
    }
    if steps.is_empty() && waiting.is_empty() {
        return None;
    }
    let mut text = head(plan, steps.len(), portal.uploads);
    let mut pages = Pages::new(portal.platform, &steps);
    for (number, step) in (1..).zip(&steps) {
        text += &pages.before(step);
        let said = words::step(step, portal.platform);
        let _ = writeln!(text, "- [ ] **{number}.** {}", said.title);
        said.lines.iter().for_each(|line| text += &format!("  {line}\n"));
    }
    if !waiting.is_empty() {
        text +=
            "\n## Not yet\n\nThese wait for what a program does first. Apply, and look again.\n\n";
    }
    for step in waiting {
        let _ = writeln!(text, "- {} {}", step.action, words::code(&step.key.to_string()));
    }
    Some(text)
}

/// Returns the steps that are done by hand: those that can be done now, perhaps one after the other,
/// and those that wait for a program.
fn by_hand<'p>(plan: &'p Plan, done: &[usize]) -> (Vec<&'p Step>, Vec<&'p Step>) {
    let steps: Vec<&Step> = plan.steps().collect();
    let mut waits = vec![false; steps.len()];
    for (place, step) in steps.iter().enumerate() {
        let undone = step.by == By::Automatic && !done.contains(&place);
        waits[place] = undone || step.needs.iter().any(|need| waits.get(*need) == Some(&true));
    }
    let by_hand = steps.into_iter().zip(waits).filter(|(step, _)| step.by == By::Hand);
    let (later, now): (Vec<_>, Vec<_>) = by_hand.partition(|(_, waits)| *waits);
    let only = |all: Vec<(&'p Step, bool)>| all.into_iter().map(|(step, _)| step).collect();
    (only(now), only(later))
}

fn head(plan: &Plan, steps: usize, uploads: bool) -> String {
    let (things, them) = if steps == 1 { ("one thing", "it") } else { ("these things", "them") };
    let environment = words::code(&plan.environment);
    let attest = format!(
        " What the portal shows and a program can't read has to be attested afterwards:\n\n    \
        rolecall attest -e {} --all --by you@example.com\n",
        terminal(&plan.environment),
    );
    let attest = if uploads { "\n" } else { attest.as_str() };
    format!(
        "# By hand: {environment}\n\nNo program can do {things} on this platform, so somebody does \
        {them} in its portal, from the top to the bottom.{attest}\nPlan `{}`\n",
        plan.digest,
    )
}
