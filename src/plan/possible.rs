//! Whether what is meant can be brought about at all.

use std::collections::BTreeSet;

use super::planner::Inputs;
use super::{Action, Resource, Step};
use crate::check::{self, Finding};
use crate::core::{Diagnostics, Key, State, codes};

/// Returns what makes the plan impossible.
pub(super) fn problems(
    inputs: Inputs<'_>,
    base: &State,
    steps: &[Step],
    end: &State,
) -> Result<(), Diagnostics> {
    let Inputs { desired, live, platform, .. } = inputs;
    let mut found = missing_on_create(inputs, steps);
    let all = |state: &State| {
        let mut broken = check::laws(state, platform);
        broken.extend(check::strangers(state, |_| true));
        broken
    };
    let mut broken = all(end);
    if !broken.is_empty() {
        // What is against a law already doesn't hold up what has nothing to do with it.
        let known: BTreeSet<Finding> = all(live).into_iter().collect();
        broken.retain(|finding| !finding.adds_nothing_to(&known));
    }
    found.extend(check::located(broken, desired));
    found.extend(check::located(check::dangling(desired, base, end, platform), desired));
    let touched = steps.iter().filter_map(|step| match &step.key {
        Key::User(email) => Some(email),
        _ => None,
    });
    let held = check::changed_holders(&touched.collect(), base, end, platform);
    found.extend(check::located(held, desired));
    if found.has_errors() { Err(found) } else { Ok(()) }
}

/// A role that is made must be described whole.
fn missing_on_create(inputs: Inputs<'_>, steps: &[Step]) -> Diagnostics {
    let labelled = inputs.platform.roles.custom.labelled.holds();
    let mut found = Diagnostics::default();
    for step in steps.iter().filter(|step| step.action == Action::Create) {
        let (Some(Resource::Role(role)), Some(places)) =
            (&step.after, inputs.desired.places.get(&step.key))
        else {
            continue;
        };
        let fields = [
            ("label", labelled && role.label.is_unknown()),
            ("permissions", role.permissions.is_unknown()),
        ];
        for (field, _) in fields.into_iter().filter(|(_, missing)| *missing) {
            let label = format!("this role isn't live yet, and `{field}` is missing");
            let help =
                format!("Add `{field}`, or `previously` if the role is live under another name.");
            found.push(codes::MISSING_ON_CREATE.at(places.entry, label, help));
        }
    }
    found
}
