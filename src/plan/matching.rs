//! Which live object an entry means: the one of its own name, or one of a former name.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use super::{Action, Resource, Step, perform};
use crate::core::{Department, Key, Role, State, Team, User};
use crate::manifest::Desired;

/// Returns the renames and moves that bring every live object under the name that is meant, in an
/// order in which they can be done; and those for which there is none.
///
/// An exact live name comes first, unless that object is claimed by another entry whose own name
/// isn't live; then former names; each object once.
pub(super) fn renames(desired: &Desired, live: &State) -> (Vec<Step>, Vec<Step>) {
    let mut claims = Claims { desired, live, taken: BTreeMap::new() };
    claims.settle();
    let mut wanted: Vec<(Key, Key)> =
        claims.taken.into_iter().map(|(from, to)| (to, from)).collect();
    if wanted.is_empty() {
        return (Vec::new(), Vec::new());
    }
    // Teams go from the top down: a team's path is known once those above it have theirs.
    wanted.sort_by_key(|(to, _)| (depth(to), to.clone()));
    in_order(wanted, live)
}

fn depth(key: &Key) -> usize {
    match key {
        Key::Team(path) => path.depth(),
        _ => 0,
    }
}

/// Who claims which live object under a name that it doesn't have yet.
struct Claims<'c> {
    desired: &'c Desired,
    live: &'c State,
    /// Live name to the name that is meant.
    taken: BTreeMap<Key, Key>,
}

impl Claims<'_> {
    /// Lets every entry that has no object of its own name claim one of a former name. Who loses an
    /// object that way has none of its own name either.
    fn settle(&mut self) {
        let absent = |key: &&Key| !self.live.has(key);
        let mut without: VecDeque<Key> =
            self.desired.previously.keys().filter(absent).cloned().collect();
        let mut asked = BTreeSet::new();
        while let Some(key) = without.pop_front() {
            if !asked.insert(key.clone()) {
                continue;
            }
            if let Some(name) = self.former(&key) {
                self.taken.insert(name.clone(), key);
                without.extend(self.carried_away(&name));
                without.push_back(name);
            }
        }
    }

    /// Returns the live object that an entry claims by a former name: rather one that no entry has
    /// under its own name. After a run that was cut short, that may be what the run has made.
    fn former(&self, key: &Key) -> Option<Key> {
        let free = |name: &&Key| self.live.has(name) && !self.taken.contains_key(*name);
        let names = self.former_names(key);
        let unclaimed = |name: &&Key| free(name) && !self.desired.state.has(name);
        names.iter().find(unclaimed).or_else(|| names.iter().find(free)).cloned()
    }

    /// Returns the entries whose teams go along with one above them that gets another name.
    fn carried_away(&self, name: &Key) -> Vec<Key> {
        let Key::Team(above) = name else { return Vec::new() };
        let below = |key: &&Key| matches!(key, Key::Team(path) if path.is_below(above));
        self.desired.previously.keys().filter(below).cloned().collect()
    }

    /// Returns the former names of an entry. Those of a team are followed by what they became where
    /// a team above has its new name already: that run was cut short.
    fn former_names(&self, key: &Key) -> Vec<Key> {
        let mut names = self.desired.previously.get(key).cloned().unwrap_or_default();
        let mut at = 0;
        while let Some(name) = names.get(at).cloned() {
            for moved in self.moved_along(&name) {
                if !names.contains(&moved) {
                    names.push(moved);
                }
            }
            at += 1;
        }
        names
    }

    /// Returns the live teams that a former path may mean, as the entries above it were renamed.
    fn moved_along(&self, name: &Key) -> Vec<Key> {
        let Key::Team(path) = name else { return Vec::new() };
        let mut moved = Vec::new();
        for (to, former) in &self.desired.previously {
            let Key::Team(to) = to else { continue };
            let above = former.iter().filter_map(|from| match from {
                Key::Team(from) if path.is_below(from) => Some(path.moved(from, to)),
                _ => None,
            });
            moved.extend(above.map(Key::Team).filter(|key| self.live.has(key)));
        }
        moved
    }
}

/// Puts renames in an order in which no name is taken twice, by doing them on a copy of the names.
fn in_order(mut wanted: Vec<(Key, Key)>, live: &State) -> (Vec<Step>, Vec<Step>) {
    let mut names = names_of(live);
    let mut done: Vec<Step> = Vec::new();
    while !wanted.is_empty() {
        let ready = wanted.iter().position(|(to, from)| {
            let current = current(from, &done);
            let free = !names.has(to) && !is_inside(to, &current);
            current == *to || (free && !above_leaves(to, &wanted, &done))
        });
        let Some(ready) = ready else { break };
        let (to, from) = wanted.remove(ready);
        let current = current(&from, &done);
        // A team whose parent was renamed may have its new path already.
        if current != to {
            let step = rename(current, to);
            perform(&mut names, &step);
            done.push(step);
        }
    }
    let stuck = wanted.into_iter().map(|(to, from)| rename(from, to)).collect();
    (done, stuck)
}

/// Returns whether a team that stands where one above `to` will be has yet to get its own name.
fn above_leaves(to: &Key, wanted: &[(Key, Key)], done: &[Step]) -> bool {
    let Key::Team(to) = to else { return false };
    wanted.iter().any(|(name, from)| match current(from, done) {
        Key::Team(now) => Key::Team(now.clone()) != *name && to.is_below(&now),
        _ => false,
    })
}

/// Returns whether a team would get below itself.
fn is_inside(to: &Key, from: &Key) -> bool {
    matches!((to, from), (Key::Team(to), Key::Team(from)) if to.is_below(from))
}

/// Returns the name that a live object has after some renames.
fn current(from: &Key, done: &[Step]) -> Key {
    done.iter().fold(from.clone(), |key, step| match (&key, &step.previous_key, &step.key) {
        (Key::Team(path), Some(Key::Team(old)), Key::Team(new)) => Key::Team(path.moved(old, new)),
        (_, Some(old), new) if *old == key => new.clone(),
        _ => key,
    })
}

/// Returns a state with all the names and nothing else.
fn names_of(live: &State) -> State {
    State {
        roles: live.roles.keys().map(|name| (name.clone(), Role::default())).collect(),
        teams: live.teams.keys().map(|path| (path.clone(), Team::default())).collect(),
        users: live.users.keys().map(|email| (email.clone(), Arc::default())).collect(),
        departments: live
            .departments
            .keys()
            .map(|name| (name.clone(), Department::default()))
            .collect(),
        ..State::default()
    }
}

fn rename(from: Key, to: Key) -> Step {
    let empty = match &to {
        Key::Role(_) | Key::RoleOrder => Resource::Role(Role::default()),
        Key::Team(_) | Key::TeamOrder(_) => Resource::Team(Team::default()),
        Key::User(_) => Resource::User(User::default()),
        Key::Department(_) => Resource::Department(Department::default()),
    };
    let moves =
        matches!((&from, &to), (Key::Team(from), Key::Team(to)) if from.parent() != to.parent());
    Step {
        action: if moves { Action::Move } else { Action::Rename },
        previous_key: Some(from),
        before: Some(empty.clone()),
        after: Some(empty),
        ..Step::about(to)
    }
}
