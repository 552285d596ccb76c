//! What a target can write, and what somebody has to do by hand.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::{AttributeName, Kind};
use crate::platform::Way;

/// What a target can write, kind by kind. Without anything said it can write everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Means {
    /// Roles, their order included.
    pub roles: Way,
    /// Teams, their managers and their order included.
    pub teams: Way,
    /// People.
    pub users: Way,
    /// The attributes of people that somebody has to write by hand even so.
    pub attributes: BTreeSet<AttributeName>,
    /// Whether a membership can be written in a team whose own name another team has too.
    pub teams_by_path: bool,
}

impl Default for Means {
    fn default() -> Self {
        let [roles, teams, users] = [Way::Automatic; 3];
        Self { roles, teams, users, attributes: BTreeSet::new(), teams_by_path: true }
    }
}

impl Means {
    /// Returns how resources of a kind are written.
    pub fn of(&self, kind: Kind) -> Way {
        match kind {
            Kind::Role => self.roles,
            Kind::Team => self.teams,
            Kind::User => self.users,
        }
    }
}
