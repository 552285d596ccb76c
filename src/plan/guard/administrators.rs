//! `last-administrators`: somebody is left who can administer.

use super::{Guard, Guarded, Objection};
use crate::core::Email;
use crate::plan::order::administrators;

pub(super) const GUARD: Guard = Guard {
    word: "last-administrators",
    title: "Too few administrators would be left",
    waivable: true,
    explanation: "Without an administrator nobody can repair anything. At least so many active \
        people must hold something administrative after every step: `guards: min_admins` in \
        `rolecall.yaml`, 2 without it. Only a plan that lowers their number is refused; where there \
        are too few already, more may be made.",
    objections,
};

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    let platform = guarded.inputs.platform;
    let before = administrators(guarded.live, platform);
    let after = administrators(guarded.end, platform);
    let (found, limit) = (after.len(), guarded.inputs.limits.min_admins);
    if found >= limit || found >= before.len() {
        return Vec::new();
    }
    let names = before.difference(&after).map(|email: &&Email| email.to_string()).collect();
    let message = format!(
        "of {} administrators {found} would be left, and there must be {limit}",
        before.len()
    );
    vec![Objection { message, found, limit, names }]
}
