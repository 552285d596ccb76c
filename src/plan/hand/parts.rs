//! The parts of a step that somebody does by hand.

use crate::core::{Attributes, Known, Status, Team, User};
use crate::plan::{Action, By, Means, Resource, Step};
use crate::platform::Way;

/// Takes what can't be written by a program out of rows and teams, into steps of their own that come
/// after them.
pub(super) fn parts_by_hand(steps: &mut Vec<Step>, means: &Means) {
    let mut more = Vec::new();
    for (place, step) in steps.iter_mut().enumerate().filter(|(_, step)| step.by == By::Automatic) {
        let Some(after) = step.after.as_mut() else { continue };
        let Some(parts) = take(after, means) else { continue };
        let before = step.before.as_mut().and_then(|before| take(before, means));
        let before = before.or_else(|| nothing_of(&parts));
        if is_nothing(after) && step.action == Action::Update {
            (step.before, step.after, step.by) = (before, Some(parts), By::Hand);
            continue;
        }
        more.push(Step {
            before,
            after: Some(parts),
            because: step.because.clone(),
            needs: vec![place],
            by: By::Hand,
            ..Step::about(step.key.clone())
        });
    }
    let first = steps.len();
    for (number, part) in
        (first..).zip(&more).filter(|(_, part)| part.after.as_ref().is_some_and(holds_up))
    {
        let waits = |step: &&mut Step| part.needs.iter().any(|need| step.needs.contains(need));
        steps.iter_mut().filter(waits).for_each(|step| step.needs.push(number));
    }
    steps.extend(more);
}

/// Returns whether what comes after a step waits for this part of it as well. For an attribute nothing
/// waits.
fn holds_up(part: &Resource) -> bool {
    match part {
        Resource::User(user) => !user.roles.is_unknown() || !user.teams.is_unknown(),
        _ => true,
    }
}

/// Takes out of a resource what can't be written by a program, if it says anything of that.
fn take(from: &mut Resource, means: &Means) -> Option<Resource> {
    match from {
        Resource::User(user) => {
            let names = means.attributes.iter();
            let attributes: Attributes = names
                .filter_map(|name| Some((name.clone(), user.attributes.remove(name)?)))
                .collect();
            let mut parts = User { attributes, ..User::default() };
            if means.held_roles == Way::ByHand && !user.roles.is_unknown() {
                parts.roles = std::mem::take(&mut user.roles);
                // Membership takes roles, so it waits for them. Who goes, goes at once.
                if user.status != Known::Known(Status::Inactive) {
                    parts.teams = std::mem::take(&mut user.teams);
                }
            }
            (parts != User::default()).then_some(Resource::User(parts))
        }
        Resource::Team(team) if means.managers == Way::ByHand => {
            let parts = std::mem::take(team);
            (parts != Team::default()).then_some(Resource::Team(parts))
        }
        _ => None,
    }
}

fn nothing_of(resource: &Resource) -> Option<Resource> {
    match resource {
        Resource::User(_) => Some(Resource::User(User::default())),
        Resource::Team(_) => Some(Resource::Team(Team::default())),
        _ => None,
    }
}

fn is_nothing(resource: &Resource) -> bool {
    match resource {
        Resource::User(user) => *user == User::default(),
        Resource::Team(team) => *team == Team::default(),
        _ => false,
    }
}
