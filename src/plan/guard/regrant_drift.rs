//! `regrant-drift`: what somebody took away in the portal isn't given back unseen.

use std::collections::{BTreeMap, BTreeSet};

use super::{Guard, Guarded, Objection};
use crate::core::Key;
use crate::plan::{Action, Gains, Part, Step};

pub(super) const GUARD: Guard = Guard {
    word: "regrant-drift",
    title: "Access that is gone would be given back",
    waivable: true,
    explanation: "The base already says that somebody has this access, and live they don't: most \
        likely it was taken away in the portal, as in an emergency, and the plan gives it back along \
        with an unrelated change. Find out who took it away and why. Take it out of the manifests if \
        it is to stay away (`rolecall export --into` does), or allow it for this plan. It takes \
        `--base` to see what the base says.",
    objections,
};

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    let Some(base) = guarded.inputs.base.and_then(|base| base.plan) else { return Vec::new() };
    // What isn't known may be gone as well.
    let gains = |Gains { gives, sets, .. }: Gains| gives.into_iter().chain(sets);
    let gives = |step: &Step| {
        (step.action != Action::Create).then(|| BTreeSet::from_iter(gains(Gains::of(step))))
    };
    let mut of_base: BTreeMap<&Key, _> = BTreeMap::new();
    for step in base.steps() {
        of_base.entry(&step.key).or_insert_with(Vec::new).extend(gives(step).unwrap_or_default());
    }
    let mut names = Vec::new();
    for step in guarded.steps() {
        let Some(before) = of_base.get(&step.key) else { continue };
        let given = gives(step).unwrap_or_default();
        let back = given.iter().filter(|item| before.contains(item));
        names.extend(back.map(|(part, name)| item(&step.key, *part, name)));
    }
    names.sort();
    names.dedup();
    let found = names.len();
    let message = match found {
        0 => return Vec::new(),
        1 => {
            "1 piece of access that is gone, and that the base has, would be given back".to_owned()
        }
        _ => format!(
            "{found} pieces of access that are gone, and that the base has, would be given back"
        ),
    };
    vec![Objection { message, found, limit: 0, names }]
}

fn item(key: &Key, part: Part, name: &str) -> String {
    match part {
        Part::SignIn => format!("{}: signs in", key.name()),
        _ => format!("{}: {name}", key.name()),
    }
}
