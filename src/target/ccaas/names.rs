//! The names of roles and teams, and where teams stand.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::core::{FastMap, Fault, RoleName, Siblings, TeamName, TeamPath};
use crate::platform::{Cells, Fact, JobsApi, Platform};
use crate::render::terminal;
use crate::target::http::wire::{missing, not_json, strange, text, unclear, value};

/// What a person's row can name.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Roles, as the platform writes them.
    pub(super) roles: BTreeMap<RoleName, String>,
    pub(super) teams: Teams,
    /// The columns of a row, in their order.
    pub(super) columns: Vec<String>,
}

/// Teams, by path and by their own names.
#[derive(Clone, Debug, Default)]
pub(super) struct Teams {
    /// As the platform writes their own names.
    pub(super) written: BTreeMap<TeamPath, String>,
    /// Their order, as far as it is told.
    pub(super) order: Siblings,
    by_name: FastMap<TeamName, Vec<TeamPath>>,
}

impl Teams {
    pub(super) fn new(written: BTreeMap<TeamPath, String>, order: Siblings) -> Self {
        let mut by_name: FastMap<TeamName, Vec<TeamPath>> = FastMap::default();
        for path in written.keys() {
            by_name.entry(path.name()).or_default().push(path.clone());
        }
        Self { written, order, by_name }
    }

    /// Returns the teams whose own name it is.
    pub(super) fn called(&self, name: &str) -> &[TeamPath] {
        self.by_name.get(TeamName::new(name).as_str()).map_or(&[], Vec::as_slice)
    }

    /// Returns the names that several teams have.
    pub(super) fn shared(&self) -> BTreeSet<&TeamName> {
        self.by_name.iter().filter(|(_, paths)| paths.len() > 1).map(|(name, _)| name).collect()
    }
}

/// What the template names.
#[derive(Clone, Debug, Default)]
pub(super) struct Template {
    pub(super) roles: BTreeMap<RoleName, String>,
    pub(super) teams: BTreeSet<String>,
    /// The columns of an upload, as manifests call what is in them.
    pub(super) columns: Vec<String>,
}

/// Reads the template: people who are examples, with all roles and teams.
pub(super) fn template(body: &[u8], api: &JobsApi, platform: &Platform) -> Result<Template, Fault> {
    let people: Vec<Value> = serde_json::from_slice(body).map_err(|error| not_json(&error))?;
    let (mut roles, mut teams) = (Vec::new(), Vec::new());
    for person in &people {
        named(person, &api.user.roles, api, &mut roles)?;
        named(person, &api.user.teams, api, &mut teams)?;
    }
    if roles.is_empty() {
        return Err(unclear("no role is named"));
    }
    let columns = columns(platform, &roles, &teams);
    let mut written = BTreeMap::new();
    for name in roles {
        if let Some(other) = written.insert(RoleName::new(&name), name) {
            return Err(unclear(format!("two roles look like `{}`", terminal(&other))));
        }
    }
    Ok(Template { roles: written, teams: teams.into_iter().collect(), columns })
}

/// Adds the names in a list that aren't known yet.
fn named(
    person: &Value,
    key: &Fact<String>,
    api: &JobsApi,
    names: &mut Vec<String>,
) -> Result<(), Fault> {
    let entries = match value(person, key)? {
        None => return Ok(()),
        Some(Value::Array(entries)) => entries,
        Some(other) => return Err(strange(key, other, "isn't a list")),
    };
    for entry in entries {
        let name = text(entry, &api.user.name)?;
        let name = name.ok_or_else(|| missing(&api.user.name, "an entry"))?;
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    Ok(())
}

/// Returns the columns that error logs count: those of the platform's own table, with one for each
/// role and each team.
fn columns(platform: &Platform, roles: &[String], teams: &[String]) -> Vec<String> {
    let table = platform.tables.iter().find(|table| table.complete.holds());
    let mut columns = Vec::new();
    for column in table.into_iter().flat_map(|table| &table.columns) {
        match column.cells.value() {
            Some(Cells::Role) => columns.extend(roles.iter().map(|name| format!("roles: {name}"))),
            Some(Cells::Team) => columns.extend(teams.iter().map(|name| format!("teams: {name}"))),
            Some(Cells::Attribute { name, .. }) => columns.push(name.to_string()),
            _ => columns.push(column.header.to_lowercase()),
        }
    }
    columns
}
