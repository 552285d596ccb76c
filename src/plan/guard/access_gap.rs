//! `access-gap`: nobody loses on the way what they have before and afterwards.

use super::{Guard, Guarded, Objection};
use crate::access::{Ability, effective_roles, grant_of};
use crate::core::{Level, State};
use crate::plan::order::Keep;
use crate::plan::{Step, perform};

pub(super) const GUARD: Guard = Guard {
    word: "access-gap",
    title: "Somebody would be without access for a while",
    waivable: true,
    explanation: "These people have something before the plan and after it, and there is no order \
        of the steps in which they have it all the time. Plans do stop half-way, so a while can be \
        long. Make the change in two: first give the new role beside the old one, then take the old \
        one away. Or, where the people can do without, allow it for this plan.",
    objections,
};

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    let gaps = &guarded.ordered.gaps;
    if gaps.is_empty() {
        return Vec::new();
    }
    let mut names: Vec<String> = gaps.iter().filter_map(|gap| told(guarded, gap)).collect();
    names.sort();
    let found = names.len();
    let message = format!("{found} accesses would be interrupted");
    if found == 0 { Vec::new() } else { vec![Objection { message, found, limit: 0, names }] }
}

/// Returns who loses what, and for which stages; none if the order that was found keeps it.
fn told(guarded: &Guarded<'_>, gap: &Keep) -> Option<String> {
    let mut state = guarded.live.clone();
    let mut missing = Vec::new();
    for (number, stage) in (1..).zip(&guarded.ordered.stages) {
        let mut whole = true;
        for step in &stage.steps {
            // The stages begin with what is renamed under its new name.
            let step = Step { previous_key: None, ..step.clone() };
            perform(&mut state, &step);
            whole &= has(guarded, &state, gap);
        }
        if !whole {
            missing.push(number);
        }
    }
    let (first, last) = (missing.first()?, missing.last()?);
    let what = match &gap.what {
        Ability::Permission(id) if gap.grant.level == Level::Granted => format!("`{id}`"),
        Ability::Permission(id) => format!("`{id}`: {}", gap.grant),
        Ability::Assign(role) => format!("giving `{role}`"),
        Ability::Role(role) => format!("what `{role}` contains"),
    };
    let stages =
        if first == last { format!("stage {first}") } else { format!("stages {first} to {last}") };
    Some(format!("{}: {what}, from {stages}", gap.who))
}

fn has(guarded: &Guarded<'_>, state: &State, gap: &Keep) -> bool {
    let user = state.users.get(&gap.who).map(|user| user.as_ref());
    effective_roles(user).into_iter().any(|role| {
        let grant = grant_of(state, guarded.inputs.platform, role, &gap.what);
        grant.is_some_and(|grant| grant.covers(&gap.grant))
    })
}
