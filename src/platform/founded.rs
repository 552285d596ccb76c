//! Facts that say where they come from.

use super::consistent::{member, text};
use crate::core::{Code, Diagnostic, FileId, Origin};
use crate::document::{NodeRef, Value};

/// Goes over the facts.
pub(super) fn each_fact<'t, 's>(node: NodeRef<'t, 's>, look: &mut impl FnMut(NodeRef<'t, 's>)) {
    match node.value() {
        Value::Mapping if member(node, "standing").is_some() => look(node),
        Value::Mapping => node.members().for_each(|(_, value)| each_fact(value, look)),
        Value::Sequence => node.children().for_each(|child| each_fact(child, look)),
        _ => {}
    }
}

/// Complains about a fact without a value or a source, and about an unknown one with a value.
pub(super) fn unfounded(
    code: &'static Code,
    file: FileId,
    fact: NodeRef<'_, '_>,
) -> Option<Diagnostic> {
    let standing = member(fact, "standing")?;
    let word = text(standing)?;
    let (value, sources) = (member(fact, "is"), member(fact, "sources"));
    let complain = |node: NodeRef<'_, '_>, label: &str, help: &str| {
        Some(code.at(Origin { file, node: node.id() }, label, help))
    };
    match (word, value) {
        ("unknown", None) => None,
        ("unknown", Some(value)) => complain(
            value,
            "this is unknown, and has a value",
            "Say how it is known, as `observed`.",
        ),
        (_, None) => {
            complain(standing, "this is known, and has no value", "Write `is`, or take it all out.")
        }
        (_, Some(_)) if sources.is_none_or(|list| list.children().next().is_none()) => complain(
            standing,
            "nothing says where this is taken from",
            "Name a text or a screen under `sources`, and here: `sources: [NAME]`.",
        ),
        _ => None,
    }
}
