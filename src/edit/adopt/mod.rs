//! What should stand in manifests so that they mean what is live.
//!
//! What a manifest says nothing about stays unsaid. An entry of something that isn't live any more
//! goes. What is live and nobody lists is added where the repository is the truth for its kind, or
//! where something else that is written has to name it.

mod departments;
mod files;
mod lists;
mod order;
mod renamed;
mod roles;
mod taken;
mod teams;
mod users;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Want;
use super::page::edited;
use super::want::{Slot, with_new};
use crate::core::{Diagnostics, FastMap, FileId, Key, Kind, NodeId, Origin, State, codes};
use crate::document::{Bounds, NodeRef, Sources, load};
use crate::manifest::Desired;
use crate::platform::Platform;
use crate::render::{Entries, Members};

use taken::Taken;

/// What is adopted, and by what.
#[derive(Clone, Copy)]
pub struct Adoption<'a> {
    /// What the manifests mean.
    pub desired: &'a Desired,
    /// What is live.
    pub live: &'a State,
    /// The platform.
    pub platform: &'a Platform,
    /// The day it is, in the project's time zone.
    pub today: Date,
    /// Whether what nobody lists is added also where only what is listed is managed.
    pub unlisted: bool,
}

/// Returns the new texts of the manifests that have to change.
///
/// # Errors
///
/// Something can't be changed where it stands; nothing is to be written then.
pub fn adopt(
    adoption: Adoption<'_>,
    sources: &Sources,
    files: &[FileId],
) -> Result<BTreeMap<FileId, String>, Diagnostics> {
    let taken = Taken::by(adoption);
    let left_alone = |key: &Key| adoption.leaves_alone(key);
    let entries = Entries { state: adoption.live, platform: adoption.platform, skip: &left_alone };
    let mut work = Work::new(adoption, &taken, entries);
    work.choose_files(sources, files);
    let mut texts = BTreeMap::new();
    let mut found = Diagnostics::default();
    for id in files {
        let text = &sources.file(*id).text;
        let (tree, problems) = load(*id, text, Bounds::default());
        found.extend(problems);
        let Some(root) = tree.root() else { continue };
        let want = work.file(*id, root);
        match edited(*id, text, &tree, &want) {
            Ok(new) if new != *text => drop(texts.insert(*id, new)),
            Ok(_) => {}
            Err(problems) => found.extend(problems),
        }
    }
    found.extend(work.found);
    if found.is_empty() { Ok(texts) } else { Err(found) }
}

/// The work in progress.
struct Work<'a> {
    all: Adoption<'a>,
    taken: &'a Taken,
    entries: Entries<'a>,
    /// Who sits in each team, but for people whom somebody else administers.
    members: Option<Members<'a>>,
    /// The file that each new entry goes to.
    goes_to: FastMap<Key, FileId>,
    /// The file at hand.
    file: FileId,
    found: Diagnostics,
}

impl<'a> Work<'a> {
    fn new(all: Adoption<'a>, taken: &'a Taken, entries: Entries<'a>) -> Self {
        let members = entries.members();
        let (goes_to, file, found) = (FastMap::default(), FileId(0), Diagnostics::default());
        Self { all, taken, entries, members, goes_to, file, found }
    }

    /// Returns what should stand in a file.
    fn file(&mut self, file: FileId, root: NodeRef<'_, '_>) -> Want {
        self.file = file;
        let mut kept = Vec::new();
        let mut there = BTreeSet::new();
        for (at, (key, value)) in root.members().enumerate() {
            let key = key.text().map_or("", |text| text.as_ref());
            there.insert(key.to_owned());
            let want = match key {
                "roles" => self.roles(value),
                "role_order" => self.role_order(value),
                "teams" => self.top_teams(value),
                "team_order" => self.team_order(value),
                "users" => self.users(value),
                "departments" => self.departments(value),
                _ => Want::Same,
            };
            kept.push(Slot::Old(at, want));
        }
        let count = kept.len();
        for kind in Kind::ALL.into_iter().filter(|kind| !there.contains(kind.plural())) {
            let new = self.new_entries(kind);
            if !new.is_empty() {
                let lines: String = new.iter().map(|(_, lines)| indented(lines)).collect();
                kept.push(Slot::New(format!("{}:\n{lines}", kind.plural())));
            }
        }
        Want::items(kept, count)
    }

    /// Returns what should stand in a list of entries: those that are live, and new ones.
    fn listed(
        &mut self,
        list: NodeRef<'_, '_>,
        kind: Kind,
        mut entry: impl FnMut(&mut Self, NodeRef<'_, '_>) -> Option<(String, Want)>,
    ) -> Want {
        let mut kept = Vec::new();
        let mut count = 0;
        for (at, node) in list.children().enumerate() {
            count += 1;
            kept.extend(entry(self, node).map(|(name, want)| (name, Slot::Old(at, want))));
        }
        let new = self.new_entries(kind).into_iter().map(|(name, lines)| (name, Slot::New(lines)));
        Want::items(with_new(kept, new.collect()), count)
    }

    /// Returns the entries of a kind that are new in the file at hand, by name.
    fn new_entries(&self, kind: Kind) -> Vec<(String, String)> {
        let here = |key: &Key| self.goes_to.get(key) == Some(&self.file);
        let Adoption { live, .. } = self.all;
        let mut new = Vec::new();
        match kind {
            Kind::Role => {
                for name in self.taken.roles.iter().filter(|name| here(&Key::Role((*name).clone())))
                {
                    let role = live.roles.get(name).cloned().unwrap_or_default();
                    new.push((name.to_string(), self.entries.role(name, &role)));
                }
            }
            Kind::Team => {
                let at_top = self.taken.below(None);
                for path in at_top.filter(|path| here(&Key::Team((*path).clone()))) {
                    new.push((path.to_string(), self.team_entry(path)));
                }
            }
            Kind::User => {
                for email in self.taken.users.iter().filter(|one| here(&Key::User((*one).clone())))
                {
                    if let Some(user) = live.users.get(email) {
                        new.push((email.to_string(), self.entries.user(email, user)));
                    }
                }
            }
            Kind::Department => {
                let taken = self.taken.departments.iter();
                for name in taken.filter(|name| here(&Key::Department((*name).clone()))) {
                    if let Some(department) = live.departments.get(name) {
                        new.push((name.to_string(), self.entries.department(name, department)));
                    }
                }
            }
        }
        new
    }

    /// Takes note of a place that has to be changed by hand.
    fn by_hand(&mut self, at: NodeId, label: String, help: &str) {
        self.found.push(codes::BY_HAND.at(Origin { file: self.file, node: at }, label, help));
    }
}

/// Returns lines two columns further in.
fn indented(lines: &str) -> String {
    lines.lines().map(|line| format!("  {line}\n")).collect()
}
