//! Roles that may assign each other, and are made or deleted together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Action, Resource, Step};
use crate::core::{Few, Key, Known, Role, RoleName};

/// What each of some roles may assign.
type Assigns = BTreeMap<RoleName, Few<RoleName>>;

/// Cuts the circles in which new roles may assign each other: such a role is made with the roles
/// that are there before it, and gets the others once they are there too. Where the roles of a
/// circle go, each lets go of the others first.
pub(super) fn cut(mut steps: Vec<Step>) -> Vec<Step> {
    let (new, going) = (among(&steps, Action::Create), among(&steps, Action::Delete));
    let mut more = Vec::new();
    for step in &mut steps {
        more.extend(match step.action {
            Action::Create => cut_new(step, &new),
            Action::Delete => cut_going(step, &going),
            _ => None,
        });
    }
    steps.extend(more);
    steps
}

/// Leaves out of a new role what isn't there yet; returns the step that adds it.
fn cut_new(step: &mut Step, new: &Assigns) -> Option<Step> {
    let circle = in_circle_with(new, name(step)?);
    let (whole, first) = split(&mut step.after, &circle)?;
    Some(Step {
        before: Some(only(first)),
        after: Some(only(whole)),
        because: step.because.clone(),
        reason: Some("these roles may assign each other, so they have to be there first".into()),
        ..Step::about(step.key.clone())
    })
}

/// Takes out of a role that goes what goes with it; returns the step that does so.
fn cut_going(step: &mut Step, going: &Assigns) -> Option<Step> {
    let mut circle = in_circle_with(going, name(step)?);
    // What it says of itself goes with it.
    circle.remove(name(step)?);
    let (whole, rest) = split(&mut step.before, &circle)?;
    Some(Step {
        before: Some(only(whole)),
        after: Some(only(rest)),
        because: step.because.clone(),
        reason: Some("these roles may assign each other, so they let go before they go".into()),
        ..Step::about(step.key.clone())
    })
}

fn name(step: &Step) -> Option<&RoleName> {
    match &step.key {
        Key::Role(name) => Some(name),
        _ => None,
    }
}

/// Takes the roles of a circle out of what a role may assign; returns the whole list and what is
/// left of it.
fn split(
    side: &mut Option<Resource>,
    circle: &Few<RoleName>,
) -> Option<(Few<RoleName>, Few<RoleName>)> {
    let Some(Resource::Role(role)) = side else { return None };
    let whole = role.assignable_roles.value().filter(|_| !circle.is_empty())?.clone();
    let rest: Few<RoleName> = whole.difference(circle).cloned().collect();
    role.assignable_roles = Known::Known(rest.clone());
    Some((whole, rest))
}

fn only(assignable: Few<RoleName>) -> Resource {
    Resource::Role(Role { assignable_roles: Known::Known(assignable), ..Role::default() })
}

/// Returns what each role that is made, or goes, may assign.
fn among(steps: &[Step], action: Action) -> Assigns {
    let assigns = |step: &Step| match (&step.key, step.after.as_ref().or(step.before.as_ref())) {
        (Key::Role(name), Some(Resource::Role(role))) if step.action == action => {
            Some((name.clone(), role.assignable_roles.value().cloned().unwrap_or_default()))
        }
        _ => None,
    };
    steps.iter().filter_map(assigns).collect()
}

/// Returns the roles that `name` may assign and from which one gets back to it; itself, if it may
/// assign itself.
fn in_circle_with(assigns: &Assigns, name: &RoleName) -> Few<RoleName> {
    let direct = assigns.get(name).into_iter().flatten();
    direct.filter(|other| reaches(assigns, other, name)).cloned().collect()
}

fn reaches(assigns: &Assigns, from: &RoleName, to: &RoleName) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(name) = open.pop() {
        if name == to {
            return true;
        }
        if seen.insert(name) {
            open.extend(assigns.get(name).into_iter().flatten());
        }
    }
    false
}
