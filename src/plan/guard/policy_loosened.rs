//! `policy-loosened`: no change widens the rules that it is held to.

use super::{Guard, Guarded, Objection};

pub(super) const GUARD: Guard = Guard {
    word: "policy-loosened",
    title: "The change loosens the rules that it is held to",
    waivable: true,
    explanation: "With `--base` a plan is held to the rules of the base or to its own, whichever are \
        stricter: numbers under `guards`, what is `protected`, how far kinds are managed, what is left \
        to others under `unmanaged`, how old a snapshot may be, and where an environment and its token \
        are. A change that attests what was done by hand and changes what is meant in one go counts \
        as well. A change that loosens one of them is refused, so that nobody widens a rule and uses the room in one go. See \
        that the new rule is meant, then allow it for this plan; better still, change the rule in a \
        pull request of its own.",
    objections,
};

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    let names = guarded.inputs.base.map_or_else(Vec::new, |base| base.loosened.to_vec());
    let found = names.len();
    let message = match found {
        0 => return Vec::new(),
        1 => "1 rule of the base would be loosened".to_owned(),
        _ => format!("{found} rules of the base would be loosened"),
    };
    vec![Objection { message, found, limit: 0, names }]
}
