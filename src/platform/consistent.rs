//! What a platform file says agrees with what else it says.

use std::collections::HashSet;

use crate::core::{Diagnostics, FileId, Kind, Origin, codes, nearest};
use crate::document::{NodeRef, Value};

/// Returns the sources that a fact gives, the permissions that a built-in role names, the attributes
/// that a column of a table does and the fields that an effect follows from, as far as nobody declares
/// them.
pub(super) fn contradictions(file: FileId, root: NodeRef<'_, '_>) -> Diagnostics {
    let mut found = Diagnostics::default();
    let sources = member(root, "sources").into_iter().flat_map(keys);
    let sources: HashSet<&str> = sources.filter_map(text).collect();
    let mut complain = |node: NodeRef<'_, '_>, what: &str, known: &HashSet<&str>, list: &str| {
        let Some(name) = text(node).filter(|name| !known.contains(name)) else { return };
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("Declare it under `{list}`."),
        };
        let label = format!("no {what} is called `{name}`");
        found.push(codes::PLATFORM_FILE.at(Origin { file, node: node.id() }, label, help));
    };
    each_source(root, &mut |node| complain(node, "source", &sources, "sources"));
    let declared = member(root, "permissions").into_iter().flat_map(NodeRef::children);
    let ids: HashSet<&str> = declared.filter_map(|one| text(member(one, "id")?)).collect();
    let roles = member(root, "roles").and_then(|roles| member(roles, "built_in"));
    for role in roles.into_iter().flat_map(NodeRef::children) {
        let named = member(role, "permissions").into_iter().flat_map(keys);
        named.for_each(|id| complain(id, "permission", &ids, "permissions"));
    }
    let attributes = |kind: Kind| -> HashSet<&str> {
        attributes(root, kind).filter_map(|(name, _)| text(name)).collect()
    };
    let of_people = attributes(Kind::User);
    let tables = member(root, "tables").into_iter().flat_map(NodeRef::children);
    for column in tables.filter_map(|table| member(table, "columns")).flat_map(NodeRef::children) {
        let name = member(column, "cells").and_then(|cells| member(member(cells, "is")?, "name"));
        name.into_iter()
            .for_each(|name| complain(name, "attribute", &of_people, "users: attributes"));
    }
    for (_, effect) in member(root, "effects").into_iter().flat_map(NodeRef::members) {
        let kind = member(effect, "kind").and_then(text);
        let Some(kind) = Kind::ALL.into_iter().find(|one| Some(one.as_str()) == kind) else {
            continue;
        };
        let mut known: HashSet<&str> = kind.fields().iter().copied().collect();
        known.extend(attributes(kind));
        let named = member(effect, "fields").into_iter().flat_map(NodeRef::children);
        let list = format!("{}: attributes", kind.plural());
        named.for_each(|field| complain(field, "field", &known, &list));
    }
    found.extend(members_named(file, root));
    found
}

/// Returns the attributes that name a member, as far as they aren't a team's or can't be cleared: whoever
/// is named may leave the team.
fn members_named(file: FileId, root: NodeRef<'_, '_>) -> Diagnostics {
    let mut found = Diagnostics::default();
    let fact = |attribute, name| member(member(attribute, name)?, "is");
    for kind in Kind::ALL {
        for (name, attribute) in attributes(root, kind) {
            let of_type = fact(attribute, "kind").and_then(|kind| member(kind, "type"));
            let clearable = fact(attribute, "clearable").map(NodeRef::value);
            let fits = kind == Kind::Team && clearable == Some(&Value::Bool(true));
            if of_type.and_then(text) == Some("member") && !fits {
                let label = "an attribute of the type `member` is a team's, and can be cleared";
                let help =
                    "Write it under `teams: attributes`, with `clearable: { is: true, ... }`.";
                let at = Origin { file, node: name.id() };
                found.push(codes::PLATFORM_FILE.at(at, label, help));
            }
        }
    }
    found
}

/// Goes over the attributes of a kind: the name of each, and what is said of it.
fn attributes<'t, 's>(
    root: NodeRef<'t, 's>,
    kind: Kind,
) -> impl Iterator<Item = (NodeRef<'t, 's>, NodeRef<'t, 's>)> {
    let declared = member(root, kind.plural()).and_then(|part| member(part, "attributes"));
    declared.into_iter().flat_map(NodeRef::members)
}

/// Goes over the names in every list of sources.
pub(super) fn each_source<'t, 's>(node: NodeRef<'t, 's>, look: &mut impl FnMut(NodeRef<'t, 's>)) {
    match node.value() {
        Value::Sequence => node.children().for_each(|child| each_source(child, look)),
        Value::Mapping => {
            for (key, value) in node.members() {
                if text(key) == Some("sources") && *value.value() == Value::Sequence {
                    value.children().for_each(&mut *look);
                } else {
                    each_source(value, look);
                }
            }
        }
        _ => {}
    }
}

pub(super) fn member<'t, 's>(node: NodeRef<'t, 's>, name: &str) -> Option<NodeRef<'t, 's>> {
    node.members().find(|(key, _)| text(*key) == Some(name)).map(|(_, value)| value)
}

pub(super) fn keys<'t, 's>(node: NodeRef<'t, 's>) -> impl Iterator<Item = NodeRef<'t, 's>> {
    node.members().map(|(key, _)| key)
}

pub(super) fn text<'t>(node: NodeRef<'t, '_>) -> Option<&'t str> {
    node.text().map(AsRef::as_ref)
}
