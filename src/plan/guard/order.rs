//! `no-safe-order`: there is an order that keeps the laws after every step.

use super::{Guard, Guarded, Objection};

pub(super) const GUARD: Guard = Guard {
    word: "no-safe-order",
    title: "There is no safe order",
    waivable: false,
    explanation: "Runs do stop half-way, so the laws of the platform must hold after every step. \
        These steps wait for each other, and in no order does that hold. Make the change in two: \
        first one half of it, for instance a new role beside the old one, then the other.",
    objections,
};

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    if guarded.ordered.stuck.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> =
        guarded.ordered.stuck.iter().map(|step| format!("{} {}", step.action, step.key)).collect();
    let found = names.len();
    let message = format!("{found} steps wait for each other");
    vec![Objection { message, found, limit: 0, names }]
}
