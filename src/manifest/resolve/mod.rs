//! From what was written to what is meant.
//!
//! Roles come first, since people name them; then people, since teams name them; then teams, since
//! departments name them. So every reference can be looked up, and complained about, where it stands.

mod departments;
mod expiry;
mod former;
mod names;
mod people;
mod policy;
mod roles;
mod teams;
mod users;

use std::sync::Arc;

use jiff::civil::Date;

use people::People;
pub(super) use roles::grant;
pub use users::instead_of_inactive;

use super::{Desired, Manifest, Places, Project};
use crate::core::{
    AttributeName, Diagnostics, FastSet, FileId, Key, NodeId, Origin, RoleName, codes,
};
use crate::platform::Platform;

/// What the meaning of a manifest depends on, besides the manifests.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    /// The platform.
    pub platform: &'c Platform,
    /// The project and its file; none for a file that stands for what is live.
    pub project: Option<(&'c Project, FileId)>,
    /// The day it is, in the project's time zone.
    pub today: Date,
}

/// Returns what all manifests together mean, and what is wrong with them.
pub fn resolve(
    mut manifests: Vec<(FileId, Manifest<'_>)>,
    context: Context<'_>,
) -> (Desired, Diagnostics) {
    let manifests = manifests.as_mut_slice();
    let mut resolver = Resolver::new(context);
    resolver.policy();
    resolver.make_room(manifests);
    resolver.each(manifests, |resolver, manifest| resolver.declare_roles(manifest));
    resolver.named_roles();
    resolver.each(manifests, |resolver, manifest| resolver.roles(manifest));
    resolver.each(manifests, |resolver, manifest| resolver.users(manifest));
    resolver.each(manifests, |resolver, manifest| resolver.teams(manifest));
    resolver.each(manifests, |resolver, manifest| resolver.team_order(manifest));
    resolver.each(manifests, |resolver, manifest| resolver.departments(manifest));
    resolver.former_names();
    resolver.desired.state.users = resolver.people.finish();
    (resolver.desired, resolver.found)
}

/// The work in progress.
struct Resolver<'c> {
    context: Context<'c>,
    desired: Desired,
    found: Diagnostics,
    /// The file that is being resolved.
    file: FileId,
    /// Every role that may be named: declared, built in or unmanaged.
    known_roles: FastSet<RoleName>,
    /// The people so far.
    people: People,
    /// The names of attributes that were seen.
    attribute_names: FastSet<AttributeName>,
    /// The joined names of the fields of an entry, each list once.
    fields: FastSet<Arc<str>>,
    /// Room to join names in.
    joined: String,
    /// How many more names may be searched for one that looks alike: it costs time.
    suggestions: usize,
}

impl<'c> Resolver<'c> {
    fn new(context: Context<'c>) -> Self {
        let built_in = &context.platform.roles.built_in;
        Self {
            context,
            desired: Desired::default(),
            found: Diagnostics::default(),
            file: FileId(0),
            known_roles: built_in.iter().map(|role| role.name.clone()).collect(),
            people: People::default(),
            attribute_names: FastSet::default(),
            fields: FastSet::default(),
            joined: String::new(),
            suggestions: 50,
        }
    }

    /// Makes room for all people at once.
    fn make_room(&mut self, manifests: &[(FileId, Manifest<'_>)]) {
        let people = manifests.iter().filter_map(|(_, manifest)| manifest.users.as_ref());
        let people = people.map(Vec::len).sum();
        self.people.reserve(people);
        self.desired.places.reserve(people);
    }

    fn each(
        &mut self,
        manifests: &mut [(FileId, Manifest<'_>)],
        mut work: impl FnMut(&mut Self, &mut Manifest<'_>),
    ) {
        for (file, manifest) in manifests {
            self.file = *file;
            work(self, manifest);
        }
    }

    fn at(&self, node: NodeId) -> Origin {
        Origin { file: self.file, node }
    }

    /// Takes note of where something is declared; returns whether it was declared before, which is
    /// an error that shows both places.
    fn declare(&mut self, key: Key, entry: NodeId, fields: Vec<(&str, NodeId)>) -> bool {
        let entry = self.at(entry);
        if let Some(first) = self.desired.places.get(&key) {
            let label = format!("{key} is declared here again");
            let problem = codes::DECLARED_TWICE.at(entry, label, "Keep one of the two.");
            self.found.push(problem.and(first.entry, "it is declared here first"));
            return true;
        }
        Places::join(fields.iter().map(|(name, _)| *name), &mut self.joined);
        let names = self.shared_fields();
        let nodes = fields.into_iter().map(|(_, node)| node).collect();
        self.desired.places.insert(key, Places::new(entry, names, nodes));
        false
    }

    /// Returns the names that were joined last, shared with the entries that have the same.
    fn shared_fields(&mut self) -> Arc<str> {
        if let Some(known) = self.fields.get(self.joined.as_str()) {
            return Arc::clone(known);
        }
        let shared: Arc<str> = Arc::from(self.joined.as_str());
        self.fields.insert(Arc::clone(&shared));
        shared
    }
}
