//! The tree of teams, from a list in which each names the one above it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::names::Teams;
use crate::core::{Fault, Siblings, TeamName, TeamPath};
use crate::platform::{Fact, JobsApi};
use crate::render::terminal;
use crate::target::http::wire::{Id, count, id, missing, strange, text, unclear, value};

/// A team as it is listed.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) id: Id,
    name: String,
    above: Option<Id>,
    position: Option<u64>,
    deleted: bool,
}

/// Reads one team.
pub(super) fn listed(found: &Value, api: &JobsApi) -> Result<Listed, Fault> {
    let keys = &api.team;
    let name = text(found, &keys.name)?.ok_or_else(|| missing(&keys.name, "a team"))?;
    if value(found, &keys.parent)?.is_none() {
        return Err(missing(&keys.parent, &format!("the team `{}`", terminal(name))));
    }
    if name.contains(TeamPath::SEPARATOR) || name.is_empty() {
        return Err(unclear(format!("no team can be called `{}`", terminal(name))));
    }
    Ok(Listed {
        id: id(found, &keys.id)?.ok_or_else(|| missing(&keys.id, "a team"))?,
        name: name.to_owned(),
        above: id(found, &keys.parent)?,
        position: count(found, &keys.position)?,
        deleted: deleted(found, &keys.deleted)?,
    })
}

fn deleted(found: &Value, key: &Fact<String>) -> Result<bool, Fault> {
    match value(found, key)? {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(deleted)) => Ok(*deleted),
        Some(other) => Err(strange(key, other, "is neither true nor false")),
    }
}

/// Puts the teams that weren't deleted into their places.
pub(super) fn teams(all: Vec<Listed>) -> Result<Teams, Fault> {
    let all: BTreeMap<Id, Listed> =
        all.into_iter().filter(|team| !team.deleted).map(|team| (team.id.clone(), team)).collect();
    let mut written = BTreeMap::new();
    let mut siblings: BTreeMap<Option<TeamPath>, Vec<(Option<u64>, TeamName)>> = BTreeMap::new();
    for team in all.values() {
        let path = path(team, &all)?;
        siblings.entry(path.parent()).or_default().push((team.position, path.name()));
        if written.insert(path.clone(), team.name.clone()).is_some() {
            let path = terminal(path.as_str()).into_owned();
            return Err(unclear(format!("two teams have the same place: `{path}`")));
        }
    }
    let order = siblings.into_iter().filter_map(|(parent, all)| Some((parent, in_order(all)?)));
    Ok(Teams::new(written, order.collect::<Siblings>()))
}

fn path(team: &Listed, all: &BTreeMap<Id, Listed>) -> Result<TeamPath, Fault> {
    let mut names = vec![TeamName::new(&team.name)];
    let mut at = team;
    while let Some(above) = &at.above {
        let shown = terminal(&at.name);
        at = all.get(above).ok_or_else(|| {
            unclear(format!("the team `{shown}` stands below {above}, which isn't listed"))
        })?;
        names.push(TeamName::new(&at.name));
        if names.len() > all.len() {
            return Err(unclear(format!("the team `{shown}` stands below itself")));
        }
    }
    let below =
        |parent: Option<TeamPath>, name: &TeamName| Some(TeamPath::below(parent.as_ref(), name));
    names.iter().rev().fold(None, below).ok_or_else(|| unclear("a team has no name"))
}

/// Returns siblings in their order, if each has a position of its own.
fn in_order(mut all: Vec<(Option<u64>, TeamName)>) -> Option<Vec<TeamName>> {
    let places: BTreeSet<u64> = all.iter().filter_map(|(position, _)| *position).collect();
    all.sort();
    (places.len() == all.len()).then(|| all.into_iter().map(|(_, name)| name).collect())
}

/// Makes sure that a template names no team that the tree lacks, which would be a partial answer.
pub(super) fn covers(teams: &Teams, named: &BTreeSet<String>) -> Result<(), Fault> {
    match named.iter().find(|name| teams.called(name).is_empty()) {
        None => Ok(()),
        Some(name) => {
            let name = terminal(name);
            Err(unclear(format!("the template names the team `{name}`, the list of teams doesn't")))
        }
    }
}
