//! A catalogue: what somebody knows of a platform that its own file doesn't say.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use schemars::JsonSchema;
use serde::Deserialize;

use super::consistent::{each_source, keys, member, text};
use super::founded::{each_fact, unfounded};
use super::{Fact, Platform, Source};
use crate::core::{
    Diagnostic, Diagnostics, FileId, Level, Origin, PermissionId, ScopeName, codes, nearest,
};
use crate::document::{Located, NodeRef};

/// What a project adds to a platform. It adds, and never changes what the platform's file attests.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub version: u32,
    /// The texts and screens that facts are taken from, by a short key.
    #[serde(default)]
    pub sources: BTreeMap<String, Located<Source>>,
    /// What restricts a permission to a part of the data, with a sentence on each.
    #[serde(default)]
    pub scopes: BTreeMap<ScopeName, Located<Fact<String>>>,
    /// All licences that people are counted by, the dearest first: those of the platform, in their
    /// order, and others between them.
    #[serde(default)]
    pub licences: Option<Located<Vec<Located<Fact<String>>>>>,
    /// Permissions that the platform's file doesn't have, and what it doesn't know of others.
    #[serde(default)]
    pub permissions: Vec<CataloguePermission>,
}

/// What a catalogue says of a permission. What is left out is as the platform's file has it; of a
/// permission that the file doesn't have it is unknown.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CataloguePermission {
    /// The id, as it is written in a manifest: the name with `.` for each level of the portal's
    /// list, and `_` for other characters.
    pub id: Located<PermissionId>,
    /// The name, as the platform's pages write it.
    #[serde(default)]
    pub name: Option<Located<Fact<String>>>,
    /// The levels that it can be granted at.
    #[serde(default)]
    pub levels: Option<Located<Fact<BTreeSet<Level>>>>,
    /// The scopes that it can be restricted to; an empty list where it can't be.
    #[serde(default)]
    pub scopes: Option<Located<Fact<BTreeSet<ScopeName>>>>,
    /// The licence that its holders count as.
    #[serde(default)]
    pub licence: Option<Located<Fact<String>>>,
    /// Whether it carries the list of roles that its holders may give to others.
    #[serde(default)]
    pub assigns_roles: Option<Located<Fact<bool>>>,
}

/// Returns what a catalogue says that can't be, whatever the platform says: a name that nobody
/// declares, a permission that stands twice, a fact without a value or without a source.
pub(super) fn contradictions(
    file: FileId,
    root: NodeRef<'_, '_>,
    catalogue: &Catalogue,
    base: &Platform,
) -> Diagnostics {
    let mut problems: Vec<Diagnostic> = twice(file, catalogue);
    let own = member(root, "sources").into_iter().flat_map(keys).filter_map(text);
    let sources: HashSet<&str> = own.chain(base.sources.keys().map(String::as_str)).collect();
    each_source(root, &mut |node| problems.extend(undeclared(file, node, "source", &sources)));
    each_fact(root, &mut |fact| problems.extend(unfounded(&codes::CATALOGUE_FILE, file, fact)));
    let names = base.scopes.keys().chain(catalogue.scopes.keys());
    let scopes: HashSet<&str> = names.map(ScopeName::as_str).collect();
    let listed = catalogue.licences.iter().flat_map(|list| &list.value);
    let listed = listed.filter_map(|fact| fact.value.value());
    let known = base.licences.iter().filter_map(Fact::value);
    let licences: HashSet<&str> = known.chain(listed).map(String::as_str).collect();
    for permission in member(root, "permissions").into_iter().flat_map(NodeRef::children) {
        let value = |field| {
            let fact = member(permission, field).into_iter();
            fact.filter_map(|fact| member(fact, "is"))
        };
        let scopes = value("scopes")
            .flat_map(NodeRef::children)
            .filter_map(|scope| undeclared(file, scope, "scope", &scopes));
        let licence =
            value("licence").filter_map(|licence| undeclared(file, licence, "licence", &licences));
        problems.extend(scopes.chain(licence));
    }
    let mut found = Diagnostics::default();
    problems.into_iter().for_each(|problem| found.push(problem));
    found
}

/// Complains about a name that is none of those declared.
fn undeclared(
    file: FileId,
    node: NodeRef<'_, '_>,
    what: &str,
    known: &HashSet<&str>,
) -> Option<Diagnostic> {
    let name = text(node).filter(|name| !known.contains(name))?;
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("Declare it under `{what}s`."),
    };
    let label = format!("no {what} is called `{name}`");
    Some(codes::CATALOGUE_FILE.at(Origin { file, node: node.id() }, label, help))
}

/// Complains about permissions that stand a second time.
fn twice(file: FileId, catalogue: &Catalogue) -> Vec<Diagnostic> {
    let mut first: BTreeMap<&PermissionId, Origin> = BTreeMap::new();
    let mut found = Vec::new();
    for permission in &catalogue.permissions {
        let at = Origin { file, node: permission.id.at };
        let id = &permission.id.value;
        if let Some(other) = first.get(id) {
            let label = format!("the permission `{id}` stands here a second time");
            let help = "Keep one of the two, with all that is known of it.";
            let problem = codes::DECLARED_TWICE.at(at, label, help);
            found.push(problem.and(*other, "it stands here first"));
        } else {
            first.insert(id, at);
        }
    }
    found
}
