//! New roles that may assign each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{Action, Resource, Step};
use crate::core::{Key, Known, Role, RoleName};

/// What each new role may assign of the new roles.
type Assigns = BTreeMap<RoleName, BTreeSet<RoleName>>;

/// Cuts the circles in which new roles may assign each other: such a role is made with the roles
/// that are there before it, and gets the others once they are there too.
pub(super) fn cut(mut steps: Vec<Step>) -> Vec<Step> {
    let assigns = among_new(&steps);
    let mut later = Vec::new();
    for step in &mut steps {
        let (Key::Role(name), Action::Create) = (&step.key, step.action) else { continue };
        let circle = in_circle_with(&assigns, name);
        let because = step.because.clone();
        let Some(Resource::Role(role)) = &mut step.after else { continue };
        let Some(whole) = role.assignable_roles.value().filter(|_| !circle.is_empty()) else {
            continue;
        };
        let whole = whole.clone();
        let first: BTreeSet<RoleName> = whole.difference(&circle).cloned().collect();
        role.assignable_roles = Known::Known(first.clone());
        later.push(Step {
            before: Some(only(first)),
            after: Some(only(whole)),
            because,
            reason: Some(
                "these roles may assign each other, so they have to be there first".into(),
            ),
            ..Step::about(step.key.clone())
        });
    }
    steps.extend(later);
    steps
}

fn only(assignable: BTreeSet<RoleName>) -> Resource {
    Resource::Role(Role { assignable_roles: Known::Known(assignable), ..Role::default() })
}

fn among_new(steps: &[Step]) -> Assigns {
    let new = |step: &Step| match (&step.key, &step.after, step.action) {
        (Key::Role(name), Some(Resource::Role(role)), Action::Create) => {
            Some((name.clone(), role.assignable_roles.value().cloned().unwrap_or_default()))
        }
        _ => None,
    };
    steps.iter().filter_map(new).collect()
}

/// Returns the roles that `name` may assign and from which one gets back to it; itself, if it may
/// assign itself.
fn in_circle_with(assigns: &Assigns, name: &RoleName) -> BTreeSet<RoleName> {
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
