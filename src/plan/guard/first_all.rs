//! `first-all`: what is about to become the whole truth for a kind describes most of it.

use std::collections::BTreeSet;

use super::{Guard, Guarded, Objection, alive};
use crate::core::{Key, Kind};
use crate::plan::Action;

pub(super) const GUARD: Guard = Guard {
    word: "first-all",
    title: "Most of a kind isn't listed yet",
    waivable: true,
    explanation: "Under `manage: all` what is live and not listed goes. A plan that takes away more of \
        a kind than is left afterwards is most often the first one, of a repository that doesn't \
        describe yet what is there. Write what is live with `rolecall export --into . --unlisted`, \
        or manage the kind as `listed` until all of it is written down. If most of it is really to \
        go, allow it for this plan.",
    objections,
};

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    Kind::ALL.iter().filter_map(|kind| objection(guarded, *kind)).collect()
}

fn objection(guarded: &Guarded<'_>, kind: Kind) -> Option<Objection> {
    let gone = gone(guarded, kind);
    if gone.is_empty() || !guarded.inputs.desired.manage.is_all(kind) {
        return None;
    }
    let platform = guarded.inputs.platform;
    let [all, left] = [guarded.live, guarded.end].map(|state| alive(state, platform, kind));
    let found = gone.len();
    let names = gone.iter().map(|key| key.name().to_owned()).collect();
    let plural = kind.plural();
    let message = format!("{found} of {all} live {plural} aren't listed and would go");
    // Where nothing is left at all, `emptied` says so.
    let is_most = left > 0 && found > left;
    is_most.then_some(Objection { message, found, limit: left, names })
}

/// Returns what goes because nothing lists it.
fn gone<'g>(guarded: &'g Guarded<'_>, kind: Kind) -> BTreeSet<&'g Key> {
    let listed = &guarded.inputs.desired.state;
    let steps = guarded.steps().filter(|step| {
        matches!(step.action, Action::Delete | Action::Deactivate)
            && step.key.kind() == kind
            && !listed.has(&step.key)
    });
    steps.map(|step| &step.key).collect()
}
