//! `emptied`: nothing that stays loses all that it held.

use std::collections::{BTreeMap, BTreeSet};

use super::{Guard, Guarded, Objection};
use crate::core::{Kind, RoleName, State, TeamPath};
use crate::platform::Platform;

pub(super) const GUARD: Guard = Guard {
    word: "emptied",
    title: "Something would be left empty",
    waivable: true,
    explanation: "A list that becomes empty is more often a mistake than a wish: a team that stays \
        and loses its last member or manager, a role that stays and loses its last permission or \
        its last holder, a whole kind of which nothing is left. If it is meant, allow it for this \
        plan.",
    objections,
};

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    let (live, end, platform) = (guarded.live, guarded.end, guarded.inputs.platform);
    let mut objections = Vec::new();
    let (before, after) = (Held::of(live), Held::of(end));
    for (team, count) in before.members.iter().filter(|(team, _)| end.teams.contains_key(**team)) {
        if !after.members.contains_key(*team) {
            objections.push(emptied(
                format!("team `{team}` would lose its last member"),
                *count,
                team.as_str(),
            ));
        }
    }
    for (role, count) in &before.holders {
        let stays = end.roles.contains_key(*role) || platform.built_in(role).is_some();
        if stays && !after.holders.contains_key(*role) {
            objections.push(emptied(
                format!("role `{role}` would lose its last holder"),
                *count,
                role.as_str(),
            ));
        }
    }
    objections.extend(lists(live, end));
    objections.extend(Kind::ALL.iter().filter_map(|kind| whole_kind(live, end, platform, *kind)));
    objections
}

fn emptied(message: String, found: usize, name: &str) -> Objection {
    Objection { message, found, limit: 0, names: vec![name.to_owned()] }
}

/// How many people sit in each team, and hold each role.
struct Held<'s> {
    members: BTreeMap<&'s TeamPath, usize>,
    holders: BTreeMap<&'s RoleName, usize>,
}

impl<'s> Held<'s> {
    fn of(state: &'s State) -> Self {
        let mut held = Self { members: BTreeMap::new(), holders: BTreeMap::new() };
        for user in state.users.values().filter(|user| user.is_active()) {
            user.member_of().for_each(|team| *held.members.entry(team).or_default() += 1);
            user.held_roles().for_each(|role| *held.holders.entry(role).or_default() += 1);
        }
        held
    }
}

/// Returns the managers' lists and the permission lists that become empty.
fn lists(live: &State, end: &State) -> Vec<Objection> {
    let mut objections = Vec::new();
    for (path, team) in &live.teams {
        let now = end.teams.get(path).and_then(|team| team.managers.value());
        let was = team.managers.value().map_or(0, BTreeSet::len);
        if was > 0 && now.is_some_and(BTreeSet::is_empty) {
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
    objections
}

/// Returns the objection to a plan that leaves nothing of a kind.
fn whole_kind(live: &State, end: &State, platform: &Platform, kind: Kind) -> Option<Objection> {
    let count = |state: &State| match kind {
        Kind::Role => state.roles.keys().filter(|name| platform.built_in(name).is_none()).count(),
        Kind::Team => state.teams.len(),
        Kind::User => state.users.values().filter(|user| user.is_active()).count(),
    };
    let (before, after) = (count(live), count(end));
    (before > 0 && after == 0).then(|| {
        emptied(format!("none of {before} {} would be left", kind.plural()), before, kind.plural())
    })
}
