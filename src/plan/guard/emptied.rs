//! `emptied`: nothing that stays loses all that it held.

use std::collections::{BTreeMap, BTreeSet};

use super::{Guard, Guarded, Objection, alive};
use crate::core::{FastMap, Key, Kind, RoleName, State, TeamPath};
use crate::platform::Platform;

pub(super) const GUARD: Guard = Guard {
    word: "emptied",
    title: "Something would be left empty",
    waivable: true,
    explanation: "A list that becomes empty is more often a mistake than a wish: a team that stays \
        and loses its last member or manager, a role that stays and loses its last permission or \
        its last holder, a department that stays and loses its last group, a whole kind of which nothing is left. If it is meant, allow it for this \
        plan.",
    objections,
};

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    let (live, end, platform) = (guarded.live, guarded.end, guarded.inputs.platform);
    let mut objections = Vec::new();
    let lost = Lost::by(guarded).emptied(end);
    let before = lost.left(live);
    for team in lost.teams.iter().filter(|team| end.teams.contains_key(**team)) {
        let was = before.members[team];
        if was > 0 {
            let message = format!("team `{team}` would lose its last member");
            objections.push(emptied(message, was, team.as_str()));
        }
    }
    for role in &lost.roles {
        let stays = end.roles.contains_key(*role) || platform.built_in(role).is_some();
        let was = before.holders[role];
        if stays && was > 0 {
            let message = format!("role `{role}` would lose its last holder");
            objections.push(emptied(message, was, role.as_str()));
        }
    }
    objections.extend(lists(live, end));
    objections.extend(Kind::ALL.iter().filter_map(|kind| whole_kind(live, end, platform, *kind)));
    objections
}

fn emptied(message: String, found: usize, name: &str) -> Objection {
    Objection { message, found, limit: 0, names: vec![name.to_owned()] }
}

/// The teams and roles that somebody leaves, by a changed row or by being deactivated. Nothing else
/// can become empty.
#[derive(Default)]
struct Lost<'s> {
    teams: BTreeSet<&'s TeamPath>,
    roles: BTreeSet<&'s RoleName>,
}

impl<'s> Lost<'s> {
    fn by(guarded: &Guarded<'s>) -> Self {
        let mut lost = Self::default();
        for step in guarded.steps() {
            let Key::User(email) = &step.key else { continue };
            let Some(was) = guarded.live.users.get(email) else { continue };
            let is = guarded.end.users.get(email).filter(|user| user.is_active());
            let stays =
                |team: &&TeamPath| is.is_some_and(|is| is.member_of().any(|other| other == *team));
            lost.teams.extend(was.member_of().filter(|team| !stays(team)));
            let keeps =
                |role: &&RoleName| is.is_some_and(|is| is.held_roles().any(|other| other == *role));
            lost.roles.extend(was.held_roles().filter(|role| !keeps(role)));
        }
        lost
    }
}

/// How many active people sit in some teams, and hold some roles.
struct Left<'s> {
    members: FastMap<&'s TeamPath, usize>,
    holders: FastMap<&'s RoleName, usize>,
}

impl<'s> Lost<'s> {
    /// Returns those in which nobody is left.
    fn emptied(mut self, end: &State) -> Self {
        let left = self.left(end);
        self.teams.retain(|team| left.members[team] == 0);
        self.roles.retain(|role| left.holders[role] == 0);
        self
    }

    /// Counts who is there in a state.
    fn left(&self, state: &State) -> Left<'s> {
        let mut left = Left {
            members: self.teams.iter().map(|team| (*team, 0)).collect(),
            holders: self.roles.iter().map(|role| (*role, 0)).collect(),
        };
        if self.teams.is_empty() && self.roles.is_empty() {
            return left;
        }
        for user in state.users.values().filter(|user| user.is_active()) {
            for team in user.member_of() {
                if let Some(count) = left.members.get_mut(team) {
                    *count += 1;
                }
            }
            for role in user.held_roles() {
                if let Some(count) = left.holders.get_mut(role) {
                    *count += 1;
                }
            }
        }
        left
    }
}

/// Returns the lists of managers, of permissions and of groups that become empty.
fn lists(live: &State, end: &State) -> Vec<Objection> {
    let mut objections = Vec::new();
    for (path, team) in &live.teams {
        let now = end.teams.get(path).and_then(|team| team.managers.value());
        let was = team.managers.value().map_or(0, |managers| managers.len());
        if was > 0 && now.is_some_and(|managers| managers.is_empty()) {
            objections.push(emptied(
                format!("team `{path}` would lose its last manager"),
                was,
                path.as_str(),
            ));
        }
    }
    for (name, role) in &live.roles {
        let now = end.roles.get(name).and_then(|role| role.permissions.value());
        let was = role.permissions.value().map_or(0, BTreeMap::len);
        if was > 0 && now.is_some_and(BTreeMap::is_empty) {
            objections.push(emptied(
                format!("role `{name}` would lose its last permission"),
                was,
                name.as_str(),
            ));
        }
    }
    for (name, department) in &live.departments {
        let now = end.departments.get(name).and_then(|department| department.groups.value());
        let was = department.groups.value().map_or(0, BTreeMap::len);
        if was > 0 && now.is_some_and(BTreeMap::is_empty) {
            objections.push(emptied(
                format!("department `{name}` would lose its last group"),
                was,
                name.as_str(),
            ));
        }
    }
    objections
}

/// Returns the objection to a plan that leaves nothing of a kind.
fn whole_kind(live: &State, end: &State, platform: &Platform, kind: Kind) -> Option<Objection> {
    let count = |state: &State| alive(state, platform, kind);
    // Most plans leave many, and to find the first of them is quick.
    let is_left = match kind {
        Kind::User => end.users.values().any(|user| user.is_active()),
        Kind::Role | Kind::Team | Kind::Department => count(end) > 0,
    };
    let before = if is_left { 0 } else { count(live) };
    (before > 0).then(|| {
        emptied(format!("none of {before} {} would be left", kind.plural()), before, kind.plural())
    })
}
