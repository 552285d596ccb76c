//! What a platform file says agrees with what else it says.

use std::collections::{BTreeMap, HashSet};

use super::founded::{each_fact, unfounded};
use crate::core::{Diagnostic, Diagnostics, FileId, Kind, Origin, codes, nearest};
use crate::document::{NodeRef, Value};

/// Names that a platform file uses, and where it declares them.
struct Names {
    /// The word for what is named.
    what: &'static str,
    /// Where it is declared.
    declared: At,
    /// Where it is named.
    used: &'static [At],
    /// The key under which it is declared, as a reader finds it.
    list: &'static str,
}

/// A place in the file: keys, with `*` for every entry of a list or mapping.
enum At {
    /// The texts there, each alone or in a list.
    Texts(&'static [&'static str]),
    /// The keys of the mappings there.
    Keys(&'static [&'static str]),
}

/// All names but those of sources, which stand in every fact.
const NAMES: &[Names] = &[
    Names {
        what: "permission",
        declared: At::Texts(&["permissions", "*", "id"]),
        used: &[
            At::Keys(&["roles", "built_in", "*", "permissions"]),
            At::Keys(&["roles", "built_in", "*", "optional"]),
            At::Keys(&["administrative", "is", "permissions"]),
            At::Texts(&["teams", "members_hold", "is", "permissions"]),
        ],
        list: "permissions",
    },
    Names {
        what: "role",
        declared: At::Texts(&["roles", "built_in", "*", "name"]),
        used: &[
            At::Texts(&["administrative", "is", "roles"]),
            At::Texts(&["teams", "members_hold", "is", "roles"]),
            At::Keys(&["teams", "max_per_holder"]),
        ],
        list: "roles: built_in",
    },
    Names {
        what: "product",
        declared: At::Keys(&["roles", "products"]),
        used: &[At::Texts(&["roles", "built_in", "*", "product"])],
        list: "roles: products",
    },
    Names {
        what: "scope",
        declared: At::Keys(&["scopes"]),
        used: &[
            At::Texts(&["permissions", "*", "scopes", "is"]),
            At::Texts(&["roles", "built_in", "*", "permissions", "*", "is", "only"]),
        ],
        list: "scopes",
    },
    Names {
        what: "licence",
        declared: At::Texts(&["licences", "*", "is"]),
        used: &[
            At::Texts(&["permissions", "*", "licence", "is"]),
            At::Texts(&["roles", "built_in", "*", "licence", "is"]),
        ],
        list: "licences",
    },
    Names {
        what: "attribute",
        declared: At::Keys(&["users", "attributes"]),
        used: &[
            At::Texts(&["tables", "*", "columns", "*", "cells", "is", "name"]),
            At::Keys(&["scim", "attributes"]),
        ],
        list: "users: attributes",
    },
];

/// Returns what a platform file says that can't be: a name that nobody declares, a role or permission
/// that stands twice, a fact without a value or a source.
pub(super) fn contradictions(file: FileId, root: NodeRef<'_, '_>) -> Diagnostics {
    let mut found = Diagnostics::default();
    let code = &codes::PLATFORM_FILE;
    each_fact(root, &mut |fact| {
        unfounded(code, file, fact).into_iter().for_each(|d| found.push(d));
    });
    let mut complain = |node: NodeRef<'_, '_>, what: &str, known: &HashSet<&str>, list: &str| {
        let Some(name) = text(node).filter(|name| !known.contains(name)) else { return };
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("Declare it under `{list}`."),
        };
        let label = format!("no {what} is called `{name}`");
        found.push(code.at(Origin { file, node: node.id() }, label, help));
    };
    let sources = member(root, "sources").into_iter().flat_map(keys);
    let sources: HashSet<&str> = sources.filter_map(text).collect();
    each_source(root, &mut |node| complain(node, "source", &sources, "sources"));
    for Names { what, declared, used, list } in NAMES {
        let known: HashSet<&str> = declared.find(root).into_iter().filter_map(text).collect();
        let used = used.iter().flat_map(|at| at.find(root));
        used.for_each(|node| complain(node, what, &known, list));
    }
    for (_, effect) in member(root, "effects").into_iter().flat_map(NodeRef::members) {
        let (kind, known) = fields_of(root, effect);
        let named = member(effect, "fields").into_iter().flat_map(NodeRef::children);
        let list = format!("{}: attributes", kind.plural());
        named.for_each(|field| complain(field, "field", &known, &list));
    }
    twice(file, root).into_iter().for_each(|problem| found.push(problem));
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

/// Returns the kind that an effect follows from, and the fields that a resource of it has.
fn fields_of<'t>(root: NodeRef<'t, '_>, effect: NodeRef<'_, '_>) -> (Kind, HashSet<&'t str>) {
    let kind = member(effect, "kind").and_then(text);
    let Some(kind) = Kind::ALL.into_iter().find(|one| Some(one.as_str()) == kind) else {
        return (Kind::Role, HashSet::new());
    };
    let mut known: HashSet<&str> = kind.fields().iter().copied().collect();
    known.extend(attributes(root, kind).filter_map(|(name, _)| text(name)));
    (kind, known)
}

/// Complains about roles and permissions that stand a second time.
fn twice(file: FileId, root: NodeRef<'_, '_>) -> Vec<Diagnostic> {
    let at = |node: NodeRef<'_, '_>| Origin { file, node: node.id() };
    let mut found = Vec::new();
    for Names { what, declared, .. } in NAMES {
        let mut first: BTreeMap<&str, NodeRef<'_, '_>> = BTreeMap::new();
        for (name, node) in declared.find(root).into_iter().filter_map(|n| Some((text(n)?, n))) {
            let Some(other) = first.insert(name, node) else { continue };
            let label = format!("the {what} `{name}` stands here a second time");
            let help = "Keep one of the two, with all that is known of it.";
            let problem = codes::DECLARED_TWICE.at(at(node), label, help);
            found.push(problem.and(at(other), "it stands here first"));
        }
    }
    found
}

impl At {
    /// Returns what stands there.
    fn find<'t, 's>(&self, root: NodeRef<'t, 's>) -> Vec<NodeRef<'t, 's>> {
        let (path, of_keys) = match self {
            At::Texts(path) => (path, false),
            At::Keys(path) => (path, true),
        };
        let mut found = vec![root];
        for step in *path {
            let below = |node: NodeRef<'t, 's>| match *step {
                "*" => entries(node),
                name => member(node, name).into_iter().collect(),
            };
            found = found.into_iter().flat_map(below).collect();
        }
        let named = |node: NodeRef<'t, 's>| match node.value() {
            _ if of_keys => keys(node).collect(),
            Value::Sequence => entries(node),
            _ => vec![node],
        };
        found.into_iter().flat_map(named).collect()
    }
}

fn entries<'t, 's>(node: NodeRef<'t, 's>) -> Vec<NodeRef<'t, 's>> {
    match node.value() {
        Value::Sequence => node.children().collect(),
        _ => node.members().map(|(_, value)| value).collect(),
    }
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
