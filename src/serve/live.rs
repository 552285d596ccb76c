//! What is live, as the platform shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::core::{Email, Fault, Few, RoleName, State, TeamName, TeamPath, User};
use crate::platform::Platform;
use crate::target::sandbox::{Numbers, Sandbox};

/// What is live at a moment, with the platform's ids.
pub(super) struct Live {
    pub(super) state: State,
    pub(super) numbers: Numbers,
    /// The names of all teams, each once, with the team that had it first: those that share a name
    /// can't be told apart.
    pub(super) named: BTreeMap<TeamName, TeamPath>,
}

impl Live {
    pub(super) async fn read(sandbox: &Sandbox) -> Result<Self, Fault> {
        let (state, numbers) = sandbox.read_numbered().await?;
        let mut live = Self { state, numbers, named: BTreeMap::new() };
        let mut named = BTreeMap::new();
        for (_, path) in live.teams() {
            named.entry(path.name()).or_insert_with(|| path.clone());
        }
        live.named = named;
        Ok(live)
    }

    pub(super) fn user(&self, email: &Email) -> Option<&Arc<User>> {
        self.state.users.get(email)
    }

    /// Returns the names of all roles, in their order where there is one.
    pub(super) fn roles(&self, platform: &Platform) -> Vec<RoleName> {
        if let Some(order) = self.state.role_order.value() {
            return order.clone();
        }
        let built_in = platform.roles.built_in.iter().map(|role| &role.name);
        let custom = self.state.roles.keys().filter(|name| platform.built_in(name).is_none());
        built_in.chain(custom).cloned().collect()
    }

    /// Returns the teams, those first that were made first.
    pub(super) fn teams(&self) -> Vec<(i64, &TeamPath)> {
        let mut teams: Vec<_> = self.numbers.teams.iter().map(|(path, id)| (*id, path)).collect();
        teams.sort_unstable();
        teams
    }

    /// Returns the names of all teams, each once, those first that were made first.
    pub(super) fn team_names(&self) -> Vec<TeamName> {
        let mut seen = BTreeSet::new();
        let names = self.teams().into_iter().map(|(_, path)| path.name());
        names.filter(|name| seen.insert(name.clone())).collect()
    }

    /// Returns the teams that somebody manages.
    pub(super) fn managed_by(&self, email: &Email) -> Few<TeamPath> {
        let manages = |path: &&TeamPath| {
            let team = self.state.teams.get(*path);
            team.is_some_and(|team| team.managers.value().is_some_and(|all| all.contains(email)))
        };
        self.state.teams.keys().filter(manages).cloned().collect()
    }

    /// Returns who is in which team, as a member or as a manager.
    pub(super) fn seats(&self) -> BTreeMap<&Email, BTreeSet<TeamName>> {
        let mut seats: BTreeMap<&Email, BTreeSet<TeamName>> = BTreeMap::new();
        for (email, user) in &self.state.users {
            seats.entry(email).or_default().extend(user.member_of().map(TeamPath::name));
        }
        for (path, team) in &self.state.teams {
            for email in team.managers.value().into_iter().flatten() {
                seats.entry(email).or_default().insert(path.name());
            }
        }
        seats
    }

    /// Returns a team's place among its siblings, from 1.
    pub(super) fn position(&self, path: &TeamPath) -> usize {
        let siblings = self.state.team_order.get(&path.parent());
        let place = siblings.and_then(|names| names.iter().position(|name| *name == path.name()));
        place.map_or(0, |place| place + 1)
    }
}

/// What the platform remembers and the sandbox forgets.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// When people were deactivated.
    left: BTreeMap<Email, Timestamp>,
    /// Teams as they were when they were last seen, by id.
    teams: BTreeMap<i64, Remembered>,
}

/// A team as it was.
#[derive(Clone, Debug)]
pub(super) struct Remembered {
    pub(super) name: TeamName,
    pub(super) parent: Option<i64>,
    pub(super) position: usize,
    pub(super) people: usize,
    pub(super) deleted: bool,
}

impl Memory {
    /// Takes note of what is live now.
    pub(super) fn learn(&mut self, live: &Live, now: Timestamp) {
        self.left.retain(|email, _| live.user(email).is_some_and(|user| !user.is_active()));
        let inactive = live.state.users.iter().filter(|(_, user)| !user.is_active());
        for (email, _) in inactive {
            self.left.entry(email.clone()).or_insert(now);
        }
        self.teams.values_mut().for_each(|team| team.deleted = true);
        let mut members: BTreeMap<&TeamPath, usize> = BTreeMap::new();
        for path in live.state.users.values().flat_map(|user| user.member_of()) {
            *members.entry(path).or_default() += 1;
        }
        for (path, id) in &live.numbers.teams {
            let parent = path.parent().and_then(|parent| live.numbers.teams.get(&parent).copied());
            let team = live.state.teams.get(path).and_then(|team| team.managers.value());
            let people = team.map_or(0, |all| all.len()) + members.get(path).copied().unwrap_or(0);
            let position = live.position(path);
            let seen = Remembered { name: path.name(), parent, position, people, deleted: false };
            self.teams.insert(*id, seen);
        }
    }

    /// Returns when somebody was deactivated, as far as anybody noticed.
    pub(super) fn left(&self, email: &Email) -> Option<Timestamp> {
        self.left.get(email).copied()
    }

    /// Returns all teams that there ever were, by id.
    pub(super) fn teams(&self) -> &BTreeMap<i64, Remembered> {
        &self.teams
    }
}
