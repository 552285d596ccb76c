//! Where a team stands that is told by its own name alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::{Key, State, TeamPath};
use crate::manifest::Desired;

/// Where teams that are meant are live, by their paths in the manifests.
pub(super) type Places = BTreeMap<TeamPath, TeamPath>;

/// Moves teams that stand at the top of a live state to the places that the manifests give to teams
/// of these names: a list of people may name a sub-team without saying below which team it stands.
/// Returns where teams that are meant are live then.
///
/// Where several have the name, all of them are taken to be there, and whoever is in one of them is
/// in each of them as far as anybody knows.
pub(super) fn place(desired: &Desired, live: &mut State) -> Places {
    let places = places(desired, live);
    let told = std::mem::take(&mut live.teams);
    let mut here: BTreeMap<TeamPath, BTreeSet<&TeamPath>> = BTreeMap::new();
    for at in places.values() {
        let by = if told.contains_key(at) && at.depth() > 0 { at.clone() } else { told_as(at) };
        here.entry(by).or_default().insert(at);
    }
    for (path, team) in told {
        match here.get(&path) {
            Some(here) => live.teams.extend(here.iter().map(|at| ((*at).clone(), team.clone()))),
            None => _ = live.teams.insert(path, team),
        }
    }
    places
}

/// Returns a team by its own name.
pub(super) fn told_as(path: &TeamPath) -> TeamPath {
    TeamPath::new(path.name().as_str())
}

/// Returns where teams that are meant are live, as far as their names tell: in their own places, or
/// in former ones.
pub(super) fn places(desired: &Desired, live: &State) -> Places {
    let is_told =
        |path: &TeamPath| live.teams.contains_key(path) || live.teams.contains_key(&told_as(path));
    let meant = desired.state.teams.keys().chain(desired.unmanaged.teams.keys());
    let meant: BTreeSet<&TeamPath> = meant.collect();
    let mut places = Places::new();
    // A team stands before those below it, so it is known already where its parent is live.
    for path in meant {
        let own = match path.parent() {
            None => Some(path.clone()),
            Some(parent) => places.get(&parent).map(|at| TeamPath::below(Some(at), &path.name())),
        };
        let former = desired.previously.get(&Key::Team(path.clone())).into_iter().flatten();
        let former = former.filter_map(|key| match key {
            Key::Team(former) => Some(former.clone()),
            _ => None,
        });
        if let Some(at) = own.into_iter().chain(former).find(is_told) {
            places.insert(path.clone(), at);
        }
    }
    places
}
