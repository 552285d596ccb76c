//! What a list that is to be uploaded may name.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{Wrong, typed};
use super::header::Column;
use crate::core::{AttributeName, RoleName, TeamPath, codes, nearest};
use crate::platform::Platform;

/// What there is on the platform that an upload may name.
#[derive(Debug, Default)]
pub struct Expected {
    /// Roles.
    pub roles: BTreeSet<RoleName>,
    /// Teams, by their paths.
    pub teams: BTreeSet<TeamPath>,
    /// Values of attributes, where the platform takes no others; an attribute without any takes all.
    pub values: BTreeMap<AttributeName, BTreeSet<String>>,
}

impl Expected {
    /// Complains about the head of a column for a role or a team that isn't there.
    pub(super) fn head(&self, column: &Column<'_>, platform: &Platform) -> Result<(), Wrong> {
        match column {
            Column::Role(name)
                if platform.built_in(name).is_none() && !self.roles.contains(name) =>
            {
                let built_in = platform.roles.built_in.iter().map(|role| &role.name);
                let all = built_in.chain(&self.roles).map(RoleName::as_str);
                Err(missing("role", name.as_str(), all, (&codes::UNKNOWN_ROLE, "roles")))
            }
            Column::Team(told) => {
                let is_it = |path: &TeamPath| {
                    path == told || (told.depth() <= 1 && path.name().as_str() == told.as_str())
                };
                if self.teams.iter().any(is_it) {
                    return Ok(());
                }
                let all = self.teams.iter().map(TeamPath::as_str);
                Err(missing("team", told.as_str(), all, (&codes::UNKNOWN_TEAM, "teams")))
            }
            _ => Ok(()),
        }
    }

    /// Complains about an empty cell where there must be a value, and about a value that the platform
    /// doesn't take.
    pub(super) fn value(&self, column: &Column<'_>, text: &str) -> Result<(), Wrong> {
        let Column::Attribute { name, of, none } = column else { return Ok(()) };
        let text = typed(text);
        if text.is_empty() && of.required.holds() {
            let label = format!("`{name}` is empty, and nobody can be without it");
            return Err((&codes::EMPTY_VALUE, label, "Fill it in.".into()));
        }
        let known = self.values.get(*name).filter(|known| !known.is_empty());
        let is_known = |known: &BTreeSet<String>| {
            text.is_empty() || *none == Some(text) || known.contains(text)
        };
        match known {
            Some(known) if !is_known(known) => {
                let all = known.iter().map(String::as_str);
                Err(missing(name.as_str(), text, all, (&codes::UNKNOWN_VALUE, "values")))
            }
            _ => Ok(()),
        }
    }
}

fn missing<'n>(
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'n str> + Clone,
    (code, plural): (&'static crate::core::Code, &str),
) -> Wrong {
    let help = match nearest(name, known.clone()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("The {plural} are those of the manifests: make it first."),
    };
    (code, format!("there is no {what} `{name}`"), help)
}
