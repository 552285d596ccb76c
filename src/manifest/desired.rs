//! What is meant, and by which lines.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use globset::{Glob, GlobMatcher};

use super::Managed;
use crate::core::{Email, FastMap, FileId, Key, Kind, NodeId, Origin, RoleName, State, TeamPath};

/// What the manifests mean: a state, and what else they and the project say about it.
#[derive(Debug, Default)]
pub struct Desired {
    /// What there should be. What is unknown in it is left alone.
    pub state: State,
    /// Teams that list their members, and so own the list whole.
    pub lists_members: BTreeSet<TeamPath>,
    /// The former names of what may have to be renamed.
    pub previously: BTreeMap<Key, Vec<Key>>,
    /// Where each former name is written: by the name now, and the former one.
    pub former_places: FastMap<(Key, Key), Origin>,
    /// How far the repository is the truth for each kind.
    pub manage: Manage,
    /// What somebody else administers.
    pub unmanaged: Unmanaged,
    /// Where each thing is declared.
    pub places: FastMap<Key, Places>,
    /// Where each member is listed, by team and then by address.
    pub members: FastMap<TeamPath, Vec<(Email, Origin)>>,
    /// Where each manager is listed, likewise.
    pub managers: FastMap<TeamPath, Vec<(Email, Origin)>>,
}

/// How far the repository is the truth for each kind, and where that is said.
#[derive(Clone, Copy, Debug)]
pub struct Manage {
    of: [(Managed, Origin, bool); 4],
}

impl Default for Manage {
    fn default() -> Self {
        let nowhere = Origin { file: FileId(0), node: NodeId(0) };
        Self { of: [(Managed::All, nowhere, true); 4] }
    }
}

impl Manage {
    /// Puts together what is said of each kind: how far it is managed, where, and whether that is
    /// said there or the default.
    pub fn new(of: impl Fn(Kind) -> (Managed, Origin, bool)) -> Self {
        Self { of: Kind::ALL.map(of) }
    }

    /// Returns whether what isn't listed is removed.
    pub fn is_all(&self, kind: Kind) -> bool {
        self.of[kind as usize].0 == Managed::All
    }

    /// Returns whether how far a kind is managed is written down, and not the default.
    pub fn is_said(&self, kind: Kind) -> bool {
        self.of[kind as usize].2
    }

    /// Returns the place that says so.
    pub fn said_at(&self, kind: Kind) -> Origin {
        self.of[kind as usize].1
    }
}

/// Where a thing and its fields are declared.
#[derive(Clone, Debug)]
pub struct Places {
    /// The entry.
    pub entry: Origin,
    /// The names of its fields; of a role also the ids of its permissions. They are one text, which
    /// the very many entries that have the same fields share.
    names: Arc<str>,
    /// Where each field is written, in the order of the names.
    nodes: Box<[NodeId]>,
}

impl Places {
    /// What separates the names. No field's name has it in it.
    const SEPARATOR: char = '\0';

    /// Puts the names of fields into one text.
    pub(super) fn join<'n>(names: impl Iterator<Item = &'n str>, into: &mut String) {
        into.clear();
        for name in names {
            into.push_str(name);
            into.push(Self::SEPARATOR);
        }
    }

    /// Makes them of an entry, the joined names of its fields, and where each is written.
    pub(super) fn new(entry: Origin, names: Arc<str>, nodes: Box<[NodeId]>) -> Self {
        Self { entry, names, nodes }
    }

    /// Returns where a field is written, or else the entry.
    pub fn field(&self, name: &str) -> Origin {
        let mut names = self.names.split_terminator(Self::SEPARATOR);
        let found = names.position(|field| field == name).and_then(|at| self.nodes.get(at));
        found.map_or(self.entry, |node| self.entry.sibling(*node))
    }
}

/// What somebody else administers.
#[derive(Debug, Default)]
pub struct Unmanaged {
    /// Roles by name.
    pub roles: BTreeMap<RoleName, Origin>,
    /// Teams by path.
    pub teams: BTreeMap<TeamPath, Origin>,
    /// People.
    pub people: UnmanagedPeople,
}

impl Unmanaged {
    /// Returns whether nothing is left to others.
    pub fn is_empty(&self) -> bool {
        let Self { roles, teams, people } = self;
        let UnmanagedPeople { patterns, holders } = people;
        roles.is_empty() && teams.is_empty() && patterns.is_empty() && holders.is_empty()
    }
}

/// People whom somebody else administers.
#[derive(Debug, Default)]
pub struct UnmanagedPeople {
    patterns: Vec<(GlobMatcher, Origin)>,
    holders: BTreeMap<RoleName, Origin>,
}

impl UnmanagedPeople {
    /// Adds a pattern for addresses, in which `*` stands for anything.
    ///
    /// # Errors
    ///
    /// The pattern can't be understood, in the words of the library.
    pub fn add_pattern(&mut self, pattern: &str, at: Origin) -> Result<(), String> {
        let glob = Glob::new(&pattern.to_lowercase()).map_err(|error| error.to_string())?;
        self.patterns.push((glob.compile_matcher(), at));
        Ok(())
    }

    /// Adds everybody who holds a role.
    pub fn add_holders(&mut self, role: RoleName, at: Origin) {
        self.holders.insert(role, at);
    }

    /// Returns the place of the pattern that covers an address.
    pub fn by_address(&self, email: &Email) -> Option<Origin> {
        let covers = |(glob, _): &&(GlobMatcher, Origin)| glob.is_match(email.as_str());
        self.patterns.iter().find(covers).map(|(_, at)| *at)
    }

    /// Returns the patterns that cover none of the addresses, and their places.
    pub fn idle<'e>(&self, emails: impl Iterator<Item = &'e Email>) -> Vec<(&str, Origin)> {
        let mut idle: Vec<_> = self.patterns.iter().collect();
        for email in emails {
            if idle.is_empty() {
                break;
            }
            idle.retain(|(glob, _)| !glob.is_match(email.as_str()));
        }
        idle.into_iter().map(|(glob, at)| (glob.glob().glob(), *at)).collect()
    }

    /// Returns whether a person is covered, by address or by a role that they hold.
    pub fn cover<'r>(&self, email: &Email, roles: impl Iterator<Item = &'r RoleName>) -> bool {
        self.by_address(email).is_some() || self.by_role(roles).is_some()
    }

    /// Returns the place of the entry that covers holders of one of the roles.
    fn by_role<'r>(&self, mut roles: impl Iterator<Item = &'r RoleName>) -> Option<Origin> {
        if self.holders.is_empty() {
            return None;
        }
        roles.find_map(|role| self.holders.get(role).copied())
    }
}
