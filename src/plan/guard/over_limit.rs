//! `over-limit`: there is room for everything after every step.

use super::{Guard, Guarded, Objection};
use crate::core::Kind;
use crate::plan::order::{count, most};
use crate::plan::{Action, Step};

pub(super) const GUARD: Guard = Guard {
    word: "over-limit",
    title: "There isn't room for all of it on the way",
    waivable: false,
    explanation: "The platform takes only so many of a kind, and what goes can't go before what \
        comes is there. Make the change in two: first what goes, then what comes; or make room by \
        something that isn't needed any more.",
    objections,
};

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    Kind::ALL.iter().filter_map(|kind| objection(guarded, *kind)).collect()
}

/// Returns the objection to more than there may be of a kind, at the step at which there are most.
/// What is above the limit already may stay there.
fn objection(guarded: &Guarded<'_>, kind: Kind) -> Option<Objection> {
    let platform = guarded.inputs.platform;
    let limit = most(platform, kind)?;
    let all = |steps: &[Step], action: Action| -> Vec<String> {
        let of = steps.iter().filter(|step| step.action == action && step.key.kind() == kind);
        of.map(|step| step.key.name().to_owned()).collect()
    };
    let mut now = count(guarded.live, platform, kind);
    let (limit, mut greatest) = (limit.max(now), now);
    let mut names = Vec::new();
    // Within a stage nothing says what comes first, so all that comes is counted before what goes.
    let stuck = &guarded.ordered.stuck;
    for steps in guarded.ordered.stages.iter().map(|stage| &stage.steps).chain([stuck]) {
        let (coming, going) = (all(steps, Action::Create), all(steps, Action::Delete));
        now += coming.len();
        if now > limit {
            names.extend(coming);
        }
        greatest = greatest.max(now);
        now = now.saturating_sub(going.len());
    }
    let plural = kind.plural();
    let message = format!("there would be {greatest} {plural} on the way, and {limit} are allowed");
    (greatest > limit).then_some(Objection { message, found: greatest, limit, names })
}
