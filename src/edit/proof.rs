//! Whether changed manifests mean what is live.

use std::sync::Arc;

use super::Adoption;
use crate::core::{Diagnostics, Key, Known, State, codes};
use crate::manifest::Desired;
use crate::plan::{Inputs, Limits, Means, plan};

const HELP: &str = "Change this by hand, or let `apply` do it, and run again.";

/// Returns what was declared, is live, and isn't declared any more in the changed manifests. The
/// places are those of the manifests before.
pub fn lost(adoption: Adoption<'_>, new: &Desired) -> Diagnostics {
    let Adoption { desired, live, platform, .. } = adoption;
    let mut found = Diagnostics::default();
    for (key, places) in &desired.places {
        let built_in = match key {
            Key::Role(name) => platform.built_in(name).is_some(),
            Key::Department(name) => platform.is_default_department(name),
            _ => false,
        };
        let declared = new.places.contains_key(key);
        let owned = |desired: &Desired| match key {
            Key::Team(path) => desired.lists_members.contains(path),
            _ => true,
        };
        if (live.has(key) || built_in) && (!declared || (owned(desired) && !owned(new))) {
            let label = format!("{key} is live, and would no longer be declared as it is here");
            found.push(codes::BY_HAND.at(places.entry, label, HELP));
        }
    }
    found
}

/// Returns what would still be planned after the change, but for what can't be compared because
/// nobody knows what is live. The places are those of the changed manifests.
pub fn left_over(
    adoption: Adoption<'_>,
    mut new: Desired,
    environment: &str,
    limits: &Limits,
) -> Diagnostics {
    let Adoption { live, platform, .. } = adoption;
    forget_unknown(&mut new, live);
    let plan = match plan(Inputs {
        desired: &new,
        live,
        platform,
        environment,
        limits,
        means: &Means::default(),
        base: None,
    }) {
        Ok(plan) => plan,
        Err(found) => return found,
    };
    let mut found = Diagnostics::default();
    for step in plan.steps() {
        let at = step.because.first().copied();
        let at = at.unwrap_or_else(|| new.manage.said_at(step.key.kind()));
        let label = format!("this can't be taken over: to {} {}", step.action, step.key);
        found.push(codes::BY_HAND.at(at, label, HELP));
    }
    found
}

/// Forgets what is meant where nobody knows what is live.
fn forget_unknown(new: &mut Desired, live: &State) {
    for (name, role) in &mut new.state.roles {
        let unknown = Default::default();
        let known = live.roles.get(name).unwrap_or(&unknown);
        forget(&mut role.label, &known.label);
        forget(&mut role.color, &known.color);
        forget(&mut role.permissions, &known.permissions);
        forget(&mut role.assignable_roles, &known.assignable_roles);
    }
    for (path, team) in &mut new.state.teams {
        if let Some(known) = live.teams.get(path) {
            forget(&mut team.managers, &known.managers);
            team.attributes.retain(|name, _| known.attributes.contains_key(name));
            team.named.retain(|name, _| known.named.contains_key(name));
        }
    }
    for (name, department) in &mut new.state.departments {
        if let Some(known) = live.departments.get(name) {
            forget(&mut department.groups, &known.groups);
            department.attributes.retain(|name, _| known.attributes.contains_key(name));
        }
    }
    for (email, user) in &mut new.state.users {
        let Some(known) = live.users.get(email) else { continue };
        let attributes =
            user.attributes.iter().any(|(name, _)| !known.attributes.contains_key(name));
        let fields = known.status.is_unknown() || known.roles.is_unknown();
        if !(attributes || fields || known.teams.is_unknown()) {
            continue;
        }
        let user = Arc::make_mut(user);
        forget(&mut user.status, &known.status);
        forget(&mut user.roles, &known.roles);
        forget(&mut user.teams, &known.teams);
        user.attributes.retain(|name, _| known.attributes.contains_key(name));
    }
}

fn forget<T>(meant: &mut Known<T>, live: &Known<T>) {
    if live.is_unknown() {
        *meant = Known::Unknown;
    }
}
