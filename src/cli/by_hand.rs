//! What somebody has to do by hand.

use super::project::Opened;
use super::screen::Screen;
use crate::plan::Plan;
use crate::platform::{Api, read_api};
use crate::render::{Portal, runbook};

/// Prints what is to be done by hand, where anything is; `done` are the steps that were done already.
pub(super) fn print_runbook(opened: &Opened, plan: &Plan, done: &[usize], screen: &Screen) {
    let Some(api) = api(opened, &plan.environment) else { return };
    let portal = Portal { platform: &opened.platform, pages: &api.by_hand, sources: &api.sources };
    if let Some(text) = runbook(plan, portal, done) {
        screen.result(&text);
    }
}

/// Returns how programs reach the platform of an environment, if they do.
fn api(opened: &Opened, environment: &str) -> Option<Api> {
    let target = &opened.project.environment(environment)?.target;
    read_api(target)?.ok()
}
