//! Roles that are edited into the ones that replace them.
//!
//! Where the platform has no room for another role, a new one can't be made before an old one goes,
//! and the old one can't go before its holders have the new one. So the old one is renamed and edited:
//! its holders keep a role all the time.

use std::collections::BTreeSet;

use super::planner::Inputs;
use super::{Action, Resource, Step};
use crate::core::{Key, Role, RoleName, State};

/// An old role, and the one that it becomes.
pub(super) type Replacement = (RoleName, RoleName);

/// Returns which old roles should become which new ones, among the steps for which there is no order;
/// those that have most holders in common first. `end` is what there would be without it.
pub(super) fn replacements(inputs: Inputs<'_>, end: &State, stuck: &[Step]) -> Vec<Replacement> {
    if !is_full(inputs) {
        return Vec::new();
    }
    let (new, old) = (roles(stuck, Action::Create), roles(stuck, Action::Delete));
    let old: Vec<&RoleName> = old.into_iter().filter(|name| is_let_go(name, end)).collect();
    let mut pairs: Vec<(usize, &RoleName, &RoleName)> = Vec::new();
    for from in &old {
        pairs.extend(new.iter().map(|to| (in_common(inputs.live, end, from, to), *from, *to)));
    }
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)).then(a.2.cmp(b.2)));
    let (mut chosen, mut taken) = (Vec::new(), BTreeSet::new());
    for (_, from, to) in pairs {
        if !taken.contains(from) && !taken.contains(to) {
            taken.extend([from, to]);
            chosen.push((from.clone(), to.clone()));
        }
    }
    chosen
}

/// Returns the step that gives the old role its new name.
pub(super) fn rename((from, to): &Replacement) -> Step {
    let nothing = || Some(Resource::Role(Role::default()));
    Step {
        action: Action::Rename,
        previous_key: Some(Key::Role(from.clone())),
        before: nothing(),
        after: nothing(),
        reason: Some(
            "there is no room for another role, so the one that it replaces becomes it".into(),
        ),
        ..Step::about(Key::Role(to.clone()))
    }
}

/// Returns whether the platform has as many custom roles as it takes.
fn is_full(inputs: Inputs<'_>) -> bool {
    let custom = |name: &&RoleName| inputs.platform.built_in(name).is_none();
    let count = inputs.live.roles.keys().filter(custom).count();
    inputs.platform.roles.custom.max.value().is_some_and(|max| count >= *max as usize)
}

fn roles(steps: &[Step], action: Action) -> Vec<&RoleName> {
    let steps = steps.iter().filter(|step| step.action == action);
    let names = steps.filter_map(|step| match &step.key {
        Key::Role(name) => Some(name),
        _ => None,
    });
    names.collect()
}

/// Returns whether nobody keeps the role: who did would get what it becomes.
fn is_let_go(name: &RoleName, end: &State) -> bool {
    !end.users.values().any(|user| user.held_roles().any(|role| role == name))
}

/// Returns how many people hold the old role and are to hold the new one.
fn in_common(live: &State, end: &State, from: &RoleName, to: &RoleName) -> usize {
    let holders = live.users.iter().filter(|(_, user)| user.held_roles().any(|role| role == from));
    let gets = |user: &std::sync::Arc<crate::core::User>| user.held_roles().any(|role| role == to);
    holders.filter(|(email, _)| end.users.get(*email).is_some_and(gets)).count()
}
