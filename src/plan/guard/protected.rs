//! `protected`: who and what is protected keeps what it has.

use std::collections::BTreeSet;

use super::{Guard, Guarded, Objection};
use crate::core::{Email, Few, Key};
use crate::plan::{Action, Resource, Step};

pub(super) const GUARD: Guard = Guard {
    word: "protected",
    title: "Something protected would lose what it has",
    waivable: true,
    explanation: "`protected` in `rolecall.yaml` names people who keep their roles, their seats and \
        their access, and roles that keep what they allow. They may be given more. If the change is \
        meant, allow it for this plan, or change the list in a commit of its own.",
    objections,
};

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    let touched = guarded.steps().filter(|step| is_protected(guarded, step) && takes_away(step));
    let mut keys: BTreeSet<Key> = touched.map(|step| step.key.clone()).collect();
    let protected = |email: &&Email| guarded.inputs.limits.protected_users.contains(*email);
    let unseated = guarded.steps().flat_map(unseated).filter(protected);
    keys.extend(unseated.map(|email| Key::User(email.clone())));
    let objection = |key: &Key| Objection {
        message: format!("{key} is protected, and this plan takes something away"),
        found: 1,
        limit: 0,
        names: vec![key.name().to_owned()],
    };
    keys.iter().map(objection).collect()
}

/// Returns the people who no longer manage a team.
fn unseated(step: &Step) -> impl Iterator<Item = &Email> {
    let (before, after) = (managers(step.before.as_ref()), managers(step.after.as_ref()));
    let stays = move |email: &&Email| after.is_some_and(|after| after.contains(*email));
    before.into_iter().flatten().filter(move |email| !stays(email))
}

fn managers(resource: Option<&Resource>) -> Option<&Few<Email>> {
    match resource {
        Some(Resource::Team(team)) => team.managers.value(),
        _ => None,
    }
}

fn is_protected(guarded: &Guarded<'_>, step: &Step) -> bool {
    let limits = guarded.inputs.limits;
    let named = |key: &Key| match key {
        Key::Role(name) => limits.protected_roles.contains(name),
        Key::User(email) => limits.protected_users.contains(email),
        _ => false,
    };
    named(&step.key) || step.previous_key.as_ref().is_some_and(named)
}

fn takes_away(step: &Step) -> bool {
    if matches!(step.action, Action::Delete | Action::Deactivate | Action::Rename) {
        return true;
    }
    match (&step.before, &step.after) {
        (Some(Resource::User(before)), Some(Resource::User(after))) => {
            !keeps(before.roles.value(), after.roles.value())
                || !keeps(before.teams.value(), after.teams.value())
        }
        (Some(Resource::Role(before)), Some(Resource::Role(after))) => {
            let covered = match (before.permissions.value(), after.permissions.value()) {
                (Some(before), Some(after)) => before
                    .iter()
                    .all(|(id, grant)| after.get(id).is_some_and(|now| now.covers(grant))),
                _ => true,
            };
            !covered || !keeps(before.assignable_roles.value(), after.assignable_roles.value())
        }
        _ => false,
    }
}

fn keeps<T: Ord>(before: Option<&Few<T>>, after: Option<&Few<T>>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => before.is_subset(after),
        _ => true,
    }
}
