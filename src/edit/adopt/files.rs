//! Which file a new entry goes to.

use std::collections::BTreeMap;

use super::Work;
use crate::core::{FastMap, FileId, Key, Kind, TeamPath};
use crate::document::{Bounds, Sources, Value, load};

impl Work<'_> {
    /// Chooses the file of each new entry: of a person the one that declares most people of the same
    /// teams, and of everything the one that declares most of its kind.
    pub(super) fn choose_files(&mut self, sources: &Sources, files: &[FileId]) {
        let open = |id: &&FileId| has_fields(sources, **id);
        let Some(first) = files.iter().find(open).copied() else { return };
        let most = self.declared();
        let of_kind = |kind: Kind| most.get(&kind).and_then(most_of).unwrap_or(first);
        for name in &self.taken.roles {
            self.goes_to.insert(Key::Role(name.clone()), of_kind(Kind::Role));
        }
        for path in &self.taken.teams {
            self.goes_to.insert(Key::Team(path.clone()), of_kind(Kind::Team));
        }
        for name in &self.taken.departments {
            self.goes_to.insert(Key::Department(name.clone()), of_kind(Kind::Department));
        }
        if self.taken.users.is_empty() {
            return;
        }
        let by_team = self.declared_by_team();
        let mut chosen = Vec::new();
        for email in &self.taken.users {
            let mut counts: BTreeMap<FileId, usize> = BTreeMap::new();
            let teams =
                self.all.live.users.get(email).into_iter().flat_map(|user| user.member_of());
            for (file, count) in teams.filter_map(|team| by_team.get(team)).flatten() {
                *counts.entry(*file).or_default() += count;
            }
            let file = most_of(&counts).unwrap_or_else(|| of_kind(Kind::User));
            chosen.push((Key::User(email.clone()), file));
        }
        self.goes_to.extend(chosen);
    }

    /// Returns how many of each kind each file declares; of teams those at the top.
    fn declared(&self) -> FastMap<Kind, BTreeMap<FileId, usize>> {
        let mut counts: FastMap<Kind, BTreeMap<FileId, usize>> = FastMap::default();
        for (key, places) in &self.all.desired.places {
            let counted = match key {
                Key::RoleOrder | Key::TeamOrder(_) => false,
                Key::Team(path) => path.depth() == 0,
                Key::Role(_) | Key::User(_) | Key::Department(_) => true,
            };
            if counted {
                let of_kind = counts.entry(key.kind()).or_default();
                *of_kind.entry(places.entry.file).or_default() += 1;
            }
        }
        counts
    }

    /// Returns how many members of each team each file declares.
    fn declared_by_team(&self) -> FastMap<&TeamPath, BTreeMap<FileId, usize>> {
        let mut counts: FastMap<&TeamPath, BTreeMap<FileId, usize>> = FastMap::default();
        for (email, user) in &self.all.live.users {
            let Some(places) = self.all.desired.places.get(&Key::User(email.clone())) else {
                continue;
            };
            for team in user.member_of() {
                *counts.entry(team).or_default().entry(places.entry.file).or_default() += 1;
            }
        }
        counts
    }
}

/// Returns whether a file has fields in lines, to which others can be added.
fn has_fields(sources: &Sources, id: FileId) -> bool {
    let text = &sources.file(id).text;
    let (tree, _) = load(id, text, Bounds::default());
    tree.root().is_some_and(|root| {
        let in_brackets = text[root.span().start as usize..].starts_with('{');
        *root.value() == Value::Mapping && !in_brackets
    })
}

/// Returns the file with most; of several the first.
fn most_of(counts: &BTreeMap<FileId, usize>) -> Option<FileId> {
    let most = counts.iter().max_by_key(|(file, count)| (**count, std::cmp::Reverse(**file)));
    most.map(|(file, _)| *file)
}
