//! Groups as teams: a flat list, or a tree where a group can be a member of a group and the platform
//! has sub-teams.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::resource::Resource;
use super::wire::{about, list, text, unclear};
use crate::core::{Fault, TeamName, TeamPath};
use crate::render::terminal;

/// All groups.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    /// Where each team stands.
    pub(super) teams: BTreeMap<TeamPath, Group>,
    /// Places that several groups have, with the ids of all who are in one of them. Nobody guesses
    /// which is meant.
    pub(super) twins: BTreeMap<TeamPath, BTreeSet<String>>,
    /// What couldn't be told, a sentence each.
    pub(super) remarks: Vec<String>,
}

/// A group, and who is in it.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) resource: Resource,
    /// The ids of its members, people and groups.
    pub(super) members: BTreeSet<String>,
}

/// Returns the ids of a group's members.
pub(super) fn members(body: &Value) -> Result<BTreeSet<String>, Fault> {
    let mut ids = BTreeSet::new();
    for entry in list(body, "members")? {
        let id = text(entry, "value")?.ok_or_else(|| unclear("a member has no `value`"))?;
        ids.insert(id.to_owned());
    }
    Ok(ids)
}

/// Returns what a group is called.
pub(super) fn name(body: &Value) -> Result<Option<&str>, Fault> {
    Ok(text(body, "displayName")?.map(str::trim).filter(|name| !name.is_empty()))
}

impl Groups {
    /// Puts groups into their places.
    pub(super) fn new(all: Vec<Resource>, nested: bool) -> Result<Self, Fault> {
        let mut groups = Self::default();
        let mut named: BTreeMap<String, (TeamName, Group)> = BTreeMap::new();
        for resource in all {
            let shown = terminal(&resource.id).into_owned();
            let of = about(format!("the group {shown}"));
            let members = members(&resource.body).map_err(&of)?;
            match name(&resource.body).map_err(&of)? {
                None => groups.remarks.push(format!("the group {shown} has no name")),
                Some(name) if name.contains(TeamPath::SEPARATOR) => {
                    let name = terminal(name);
                    groups.remarks.push(format!("no team can be called `{name}`, as a group is"));
                }
                Some(name) => {
                    let name = TeamName::new(name);
                    named.insert(resource.id.clone(), (name, Group { resource, members }));
                }
            }
        }
        let above = if nested { above(&named)? } else { BTreeMap::new() };
        groups.place(named, &above)?;
        Ok(groups)
    }

    fn place(
        &mut self,
        named: BTreeMap<String, (TeamName, Group)>,
        above: &BTreeMap<String, String>,
    ) -> Result<(), Fault> {
        let mut places: BTreeMap<TeamPath, Vec<String>> = BTreeMap::new();
        for id in named.keys() {
            places.entry(path(id, &named, above)?).or_default().push(id.clone());
        }
        for (path, ids) in places {
            let mut found = ids.iter().filter_map(|id| named.get(id)).map(|(_, group)| group);
            if ids.len() > 1 {
                let shown = terminal(path.as_str());
                let many = ids.len();
                self.remarks
                    .push(format!("{many} groups are called `{shown}`: who is in it isn't told"));
                let all = found.clone().flat_map(|group| group.members.clone()).collect();
                self.twins.insert(path.clone(), all);
            }
            if let Some(group) = found.next() {
                self.teams.insert(path, group.clone());
            }
        }
        Ok(())
    }

    /// Returns the teams that a person is in, or nothing where that can't be told.
    pub(super) fn of(&self, id: &str) -> Option<Vec<TeamPath>> {
        if self.twins.values().any(|ids| ids.contains(id)) {
            return None;
        }
        let has = |(path, group): (&TeamPath, &Group)| {
            (group.members.contains(id) && !self.twins.contains_key(path)).then(|| path.clone())
        };
        Some(self.teams.iter().filter_map(has).collect())
    }
}

/// Returns the group in which each group is.
fn above(named: &BTreeMap<String, (TeamName, Group)>) -> Result<BTreeMap<String, String>, Fault> {
    let mut above: BTreeMap<String, String> = BTreeMap::new();
    for (id, (name, group)) in named {
        for member in group.members.iter().filter(|member| named.contains_key(*member)) {
            if let Some(other) = above.insert(member.clone(), id.clone()) {
                let called = |id: &str| named.get(id).map_or("", |(name, _)| name.as_str());
                let shown = [called(member), called(&other), name.as_str()].map(terminal);
                let [member, one, other] = shown;
                return Err(unclear(format!(
                    "the group `{member}` is in `{one}` and in `{other}`, and a team has one place"
                )));
            }
        }
    }
    Ok(above)
}

fn path(
    id: &str,
    named: &BTreeMap<String, (TeamName, Group)>,
    above: &BTreeMap<String, String>,
) -> Result<TeamPath, Fault> {
    let (mut names, mut at) = (Vec::new(), Some(id));
    while let Some(id) = at {
        let Some((name, _)) = named.get(id) else { break };
        names.push(name);
        if names.len() > named.len() {
            return Err(unclear(format!("the group `{}` is in itself", terminal(name.as_str()))));
        }
        at = above.get(id).map(String::as_str);
    }
    let below =
        |parent: Option<TeamPath>, name: &&TeamName| Some(TeamPath::below(parent.as_ref(), name));
    names.iter().rev().fold(None, below).ok_or_else(|| unclear("a group has no name"))
}
