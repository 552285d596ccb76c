//! A platform, and what a catalogue adds to it.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::catalogue::{Catalogue, CataloguePermission, contradictions};
use super::consistent::{member, text};
use super::{Fact, Permission, Platform, Source};
use crate::core::{Diagnostics, FileId, NodeId, Origin, PermissionId, codes};
use crate::document::{Bounds, Located, NodeRef, Sources, Tree, Validator, from_tree, load};

/// A platform as its file has it, and the file.
#[derive(Debug)]
pub struct Base {
    /// The platform.
    pub platform: Platform,
    /// Its file.
    pub file: FileId,
}

/// What to do where a catalogue contradicts.
const ADDS: &str = "A catalogue adds to what is known. Take this out; or, if the platform's file \
    is wrong for you, bring one of your own: `platform: ./ours.yaml`.";

/// Reads a catalogue and returns the platform with what it adds. Nothing is returned where the
/// catalogue isn't valid, or says something else than what the platform's file attests.
pub fn read_extension(
    sources: &Sources,
    file: FileId,
    schema: &Validator,
    base: Base,
) -> (Option<Platform>, Diagnostics) {
    let (tree, mut found) = load(file, &sources.file(file).text, Bounds::default());
    if !found.has_errors() {
        found.extend(schema.validate(file, &tree));
    }
    let at = Origin { file, node: NodeId(0) };
    let help = "`rolecall schema catalogue` prints the form of a catalogue.";
    let mut platform = None;
    match tree.root() {
        _ if found.has_errors() => {}
        None => found.push(codes::CATALOGUE_FILE.at(at, "the file is empty", help)),
        Some(root) => match from_tree::<Catalogue>(root) {
            Ok(catalogue) => {
                found.extend(contradictions(file, root, &catalogue, &base.platform));
                let (extended, problems) = extend(sources, base, file, catalogue);
                found.extend(problems);
                platform = Some(extended).filter(|_| !found.has_errors());
            }
            Err(error) => found.push(codes::CATALOGUE_FILE.at(at, error.to_string(), help)),
        },
    }
    sources.file(file).keep_spans(tree.into_spans());
    (platform, found)
}

/// Adds what a catalogue says to a platform.
fn extend(
    sources: &Sources,
    base: Base,
    file: FileId,
    catalogue: Catalogue,
) -> (Platform, Diagnostics) {
    let Base { mut platform, file: base } = base;
    let tree = OnceCell::new();
    let mut extension = Extension { sources, base, tree, file, found: Diagnostics::default() };
    let Catalogue { version: _, sources: texts, scopes, licences, permissions } = catalogue;
    for (key, said) in texts {
        extension.source(&mut platform, key, said);
    }
    for (name, said) in scopes {
        let known = platform.scopes.entry(name.clone()).or_insert_with(Fact::unknown);
        extension.fact(known, Some(said), &["scopes", name.as_str()]);
    }
    if let Some(said) = licences {
        extension.licences(&mut platform, said);
    }
    let places = platform.permissions.iter().enumerate();
    let mut places: HashMap<PermissionId, usize> =
        places.map(|(at, known)| (known.id.clone(), at)).collect();
    for said in permissions {
        let all = &mut platform.permissions;
        let at = *places.entry(said.id.value.clone()).or_insert_with_key(|id| {
            all.push(unknown(id.clone()));
            all.len() - 1
        });
        extension.permission(&mut all[at], said);
    }
    (platform, extension.found)
}

/// The making of an extended platform.
struct Extension<'a> {
    sources: &'a Sources,
    base: FileId,
    /// The platform's file, parsed once more where a place in it is asked for: of the first time
    /// only the spans were kept.
    tree: OnceCell<Tree<'a>>,
    file: FileId,
    found: Diagnostics,
}

impl<'a> Extension<'a> {
    fn source(&mut self, platform: &mut Platform, key: String, said: Located<Source>) {
        match platform.sources.get(&key) {
            Some(known) if *known != said.value => {
                let label = format!("`{key}` is another text for the platform's file");
                self.contradicts(said.at, label, "Give it another key.", &["sources", &key]);
            }
            _ => drop(platform.sources.insert(key, said.value)),
        }
    }

    /// Takes the whole list over, if it has the licences that are known, in their order.
    fn licences(&mut self, platform: &mut Platform, said: Located<Vec<Located<Fact<String>>>>) {
        let mut listed = said.value.iter().map(|fact| fact.value.value());
        let mut known = platform.licences.iter().filter_map(Fact::value);
        if let Some(missing) = known.find(|known| !listed.any(|name| name == Some(*known))) {
            let label = format!("`{missing}` isn't in its place in this list");
            let help = "List all licences of the platform in their order, with yours between them.";
            return self.contradicts(said.at, label, help, &["licences"]);
        }
        let attested = std::mem::take(&mut platform.licences);
        let known = |said: &Fact<String>| attested.iter().find(|fact| fact.is == said.is).cloned();
        let all = said.value.into_iter().map(|fact| known(&fact.value).unwrap_or(fact.value));
        platform.licences = all.collect();
    }

    fn permission(&mut self, known: &mut Permission, said: CataloguePermission) {
        let CataloguePermission { id, name, levels, scopes, licence, assigns_roles } = said;
        let path = |field| ["permissions", id.value.as_str(), field];
        self.fact(&mut known.name, name, &path("name"));
        self.fact(&mut known.levels, levels, &path("levels"));
        self.fact(&mut known.scopes, scopes, &path("scopes"));
        self.fact(&mut known.licence, licence, &path("licence"));
        if assigns_roles.is_some() {
            let known = known.assigns_roles.get_or_insert_with(Fact::unknown);
            self.fact(known, assigns_roles, &path("assigns_roles"));
        }
    }

    /// Takes a fact over where the platform's file attests nothing. What it attests stays.
    fn fact<T: PartialEq>(
        &mut self,
        known: &mut Fact<T>,
        said: Option<Located<Fact<T>>>,
        path: &[&str],
    ) {
        let Some(said) = said.filter(|said| said.value().is_some()) else { return };
        if !known.standing.is_attested() {
            *known = said.value;
        } else if known.is != said.is {
            let label = "the platform's file says something else".to_owned();
            self.contradicts(said.at, label, ADDS, path);
        }
    }

    /// Complains about a value, and shows what the platform's file has.
    fn contradicts(&mut self, node: NodeId, label: String, help: &str, path: &[&str]) {
        let text: &'a str = &self.sources.file(self.base).text;
        let tree = self.tree.get_or_init(|| load(self.base, text, Bounds::default()).0);
        let there = tree.root().and_then(|root| path.iter().try_fold(root, step));
        let there = Origin { file: self.base, node: there.map_or(NodeId(0), NodeRef::id) };
        let problem = codes::CATALOGUE_FILE.at(Origin { file: self.file, node }, label, help);
        self.found.push(problem.and(there, "it says this"));
    }
}

/// Goes one step into a platform's file: to a key of a mapping, or to what has that id in a list.
fn step<'t, 's>(node: NodeRef<'t, 's>, name: &&str) -> Option<NodeRef<'t, 's>> {
    let is_it = |one: &NodeRef<'t, 's>| member(*one, "id").and_then(text) == Some(*name);
    member(node, name).or_else(|| node.children().find(is_it))
}

/// A permission of which nothing is known.
fn unknown(id: PermissionId) -> Permission {
    Permission {
        id,
        name: Fact::unknown(),
        levels: Fact::unknown(),
        scopes: Fact::unknown(),
        licence: Fact::unknown(),
        assigns_roles: None,
        needs: None,
    }
}
