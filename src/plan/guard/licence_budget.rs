//! `licence-budget`: no more people count as a licence than there are licences.

use super::{Guard, Guarded, Objection};
use crate::access::licences;

pub(super) const GUARD: Guard = Guard {
    word: "licence-budget",
    title: "More people would count as a licence than the budget has",
    waivable: true,
    explanation: "A person counts as the dearest licence of any of their roles, and the vendor \
        bills it. `guards: licences` in `rolecall.yaml` says how many of each there may be; only a \
        plan that raises their number is refused. Where the platform's table of licences isn't \
        known, people may count as more than is known: they are counted apart, and a catalogue of \
        your own can say what their permissions count as.",
    objections,
};

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    let budget = &guarded.inputs.limits.licences;
    if budget.is_empty() {
        return Vec::new();
    }
    let platform = guarded.inputs.platform;
    let (before, after) = (licences(guarded.live, platform), licences(guarded.end, platform));
    let mut objections = Vec::new();
    for (licence, limit) in budget {
        let Some(now) = after.get(licence.as_str()) else { continue };
        let was = before.get(licence.as_str()).copied().unwrap_or_default();
        let (found, limit) = (now.known + now.possible, *limit);
        let is_more = now.known > was.known || found > was.known + was.possible;
        if found <= limit || !is_more {
            continue;
        }
        let possible = match now.possible {
            0 => String::new(),
            number => format!(", and {number} more may"),
        };
        let people = if now.known == 1 { "1 person" } else { &format!("{} people", now.known) };
        let message =
            format!("{people} would count as `{licence}`{possible}; the budget is {limit}");
        objections.push(Objection { message, found, limit, names: vec![licence.clone()] });
    }
    objections
}
