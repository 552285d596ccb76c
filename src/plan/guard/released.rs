//! `released-with-access`: nobody is forgotten with all that they have.

use super::{Guard, Guarded, Objection};
use crate::core::Kind;

pub(super) const GUARD: Guard = Guard {
    word: "released-with-access",
    title: "Somebody would be left alone with all their access",
    waivable: true,
    explanation: "Under `manage: { users: listed }` whoever is taken out of the manifests is left \
        alone, and so keeps every role and seat while nothing lists them any more. That is hardly ever \
        what taking somebody out is meant to do. Write `status: inactive` to end their access, or put \
        them under `unmanaged` with a reason if somebody else administers them from now on. It takes \
        `--base` to see who was listed.",
    objections,
};

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    let inputs = &guarded.inputs;
    let Some(before) = inputs.base.and_then(|base| base.desired) else { return Vec::new() };
    if inputs.desired.manage.is_all(Kind::User) {
        return Vec::new();
    }
    let now = inputs.desired;
    let keeps = |email: &&crate::core::Email| {
        let user = guarded.end.users.get(*email);
        let stays = user.filter(|user| user.is_active() && user.held_roles().next().is_some());
        stays.is_some_and(|user| !now.unmanaged.people.cover(email, user.held_roles()))
    };
    let released = before.state.users.keys().filter(|email| !now.state.users.contains_key(*email));
    let names: Vec<String> = released.filter(keeps).map(ToString::to_string).collect();
    let found = names.len();
    let message = match found {
        0 => return Vec::new(),
        1 => "1 person is no longer listed, and would keep what they have".to_owned(),
        _ => format!("{found} people are no longer listed, and would keep what they have"),
    };
    vec![Objection { message, found, limit: 0, names }]
}
