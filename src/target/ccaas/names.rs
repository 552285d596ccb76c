//! The names of roles and teams, and where teams stand.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::wire::{known, not_json, text, unclear};
use crate::core::{FastMap, Fault, RoleName, Siblings, TeamName, TeamPath};
use crate::platform::Api;
use crate::render::terminal;

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
    pub(super) columns: Vec<String>,
}

/// Reads the template: people who are examples, with all roles and teams.
pub(super) fn template(body: &[u8], api: &Api) -> Result<Template, Fault> {
    let people: Vec<Ordered> = serde_json::from_slice(body).map_err(|error| not_json(&error))?;
    let (roles, teams) = (known(&api.user.roles)?, known(&api.user.teams)?);
    let mut template = Template::default();
    for (number, Ordered(entries)) in people.iter().enumerate() {
        for (key, value) in entries {
            let list = key == roles || key == teams;
            let names = if list { named(value, api)? } else { Vec::new() };
            if number == 0 && list {
                template.columns.extend(names.iter().map(|name| format!("{key}: {name}")));
            } else if number == 0 {
                template.columns.push(key.clone());
            }
            for name in names {
                if key == roles {
                    role(&mut template.roles, name)?;
                } else {
                    template.teams.insert(name.to_owned());
                }
            }
        }
    }
    if template.roles.is_empty() {
        return Err(unclear("no role is named"));
    }
    Ok(template)
}

fn role(roles: &mut BTreeMap<RoleName, String>, name: &str) -> Result<(), Fault> {
    match roles.insert(RoleName::new(name), name.to_owned()) {
        Some(other) if other != name => {
            Err(unclear(format!("two roles look the same: `{}`", terminal(name))))
        }
        _ => Ok(()),
    }
}

fn named<'v>(list: &'v Value, api: &Api) -> Result<Vec<&'v str>, Fault> {
    let entries = list.as_array().ok_or_else(|| unclear("the template has no list of names"))?;
    let name = |entry: &'v Value| text(entry, &api.user.name);
    let names =
        entries.iter().map(|entry| name(entry)?.ok_or_else(|| unclear("a name is missing")));
    names.collect()
}

/// An object's entries in their order, which numbers of columns go by.
struct Ordered(Vec<(String, Value)>);

impl<'de> serde::Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Ordered;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a person")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}
