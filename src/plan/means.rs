//! What a target can write, and what somebody has to do by hand.

use std::collections::BTreeSet;

use crate::core::{AttributeName, Key, Kind};
use crate::platform::Way;

/// What a target can write, kind by kind. Without anything said it can write everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Means {
    /// Roles, their order included.
    pub roles: Way,
    /// Teams.
    pub teams: Way,
    /// Who manages a team.
    pub managers: Way,
    /// The order of teams.
    pub team_order: Way,
    /// People.
    pub users: Way,
    /// The roles that people hold.
    pub held_roles: Way,
    /// The attributes of people that somebody has to write by hand even so.
    pub attributes: BTreeSet<AttributeName>,
    /// Whether a membership can be written in a team whose own name another team has too.
    pub teams_by_path: bool,
}

impl Default for Means {
    fn default() -> Self {
        Self {
            roles: Way::Automatic,
            teams: Way::Automatic,
            managers: Way::Automatic,
            team_order: Way::Automatic,
            users: Way::Automatic,
            held_roles: Way::Automatic,
            attributes: BTreeSet::new(),
            teams_by_path: true,
        }
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

    /// Returns how a resource or an order is written.
    pub fn of_key(&self, key: &Key) -> Way {
        match key {
            Key::TeamOrder(_) => self.team_order,
            other => self.of(other.kind()),
        }
    }
}
