//! What a target can write, and what somebody has to do by hand.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::{AttributeName, Key, Kind};
use crate::platform::Way;

/// What a target can write, kind by kind. Without anything said it can write everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Means {
    /// Roles, their order included.
    pub roles: Way,
    /// Teams.
    pub teams: Way,
    /// Who manages a team, its attributes, and whom they name: everything but that it is there, and its
    /// members.
    pub managers: Way,
    /// The order of teams.
    pub team_order: Way,
    /// People.
    pub users: Way,
    /// The roles that people hold.
    pub held_roles: Way,
    /// Departments.
    pub departments: Way,
    /// The attributes of people that somebody has to write by hand even so.
    pub attributes: BTreeSet<AttributeName>,
    /// People who come and go: who is made, who can sign in, and by which address.
    pub people_come_and_go: Way,
    /// Whether a membership can be written in a team whose own name another team has too.
    pub teams_by_path: bool,
    /// Whether it reads by itself what is live. If it doesn't, what somebody attested is newer than
    /// what was written down before, whatever it is about.
    pub reads: bool,
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
            departments: Way::Automatic,
            attributes: BTreeSet::new(),
            people_come_and_go: Way::Automatic,
            teams_by_path: true,
            reads: true,
        }
    }
}

impl Means {
    /// What a target can write where no program reaches the platform: nothing.
    pub fn by_hand() -> Self {
        let [roles, teams, managers, team_order] = [Way::ByHand; 4];
        let [users, held_roles, departments] = [Way::ByHand; 3];
        let kinds = Self { roles, teams, users, departments, ..Self::default() };
        Self { managers, team_order, held_roles, reads: false, ..kinds }
    }

    /// Returns how resources of a kind are written.
    pub fn of(&self, kind: Kind) -> Way {
        match kind {
            Kind::Role => self.roles,
            Kind::Team => self.teams,
            Kind::User => self.users,
            Kind::Department => self.departments,
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
