//! `identity-change`: nobody's access passes to another address unseen.

use super::{Guard, Guarded, Objection};
use crate::core::Key;

pub(super) const GUARD: Guard = Guard {
    word: "identity-change",
    title: "Somebody's access would pass to another address",
    waivable: true,
    explanation: "A person who gets another address stays the same person to the platform: whoever \
        reads the mail of the new address can sign in with all that the old one had. That is right \
        after a marriage or a change of the domain, and an attack if the address is somebody \
        else's. See that both are the same person's, then allow it for this plan.",
    objections,
};

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    let changes = guarded.steps().filter_map(|step| match (&step.previous_key, &step.key) {
        (Some(Key::User(before)), Key::User(after)) => Some(format!("{before} to {after}")),
        _ => None,
    });
    let names: Vec<String> = changes.collect();
    let found = names.len();
    let message = match found {
        0 => return Vec::new(),
        1 => "1 person would get another address, and keep what they have".to_owned(),
        _ => format!("{found} people would get other addresses, and keep what they have"),
    };
    vec![Objection { message, found, limit: 0, names }]
}
