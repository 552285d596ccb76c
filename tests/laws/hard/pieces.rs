//! The smallest changes that a case consists of, every order of which is tried.

use std::collections::{BTreeMap, BTreeSet};

use rolecall::core::{Email, Few, Grant, Known, Level, PermissionId, Role, RoleName, State};

use super::points::{Access, Kept, access, kept, missing, too_much};
use crate::org::{DEVELOPER, EDIT_USER};
use crate::world::WIDE;

/// A change that can't be made smaller.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Row(Email),
    Make(RoleName),
    Go(RoleName),
    Narrow(RoleName, PermissionId),
    Widen(RoleName, PermissionId),
    CeaseToGive(RoleName, RoleName),
    BeginToGive(RoleName, RoleName),
}

/// A case in its pieces.
pub struct Pieces<'p> {
    pub live: &'p State,
    end: &'p State,
    pub all: Vec<Piece>,
    before: Access,
    after: Access,
    pub kept: BTreeSet<Kept>,
    /// The fewest people who administer by a permission.
    floor: usize,
}

fn permissions(role: &Role) -> BTreeMap<PermissionId, Grant> {
    role.permissions.value().cloned().unwrap_or_default()
}

fn list(role: &Role) -> Few<RoleName> {
    role.assignable_roles.value().cloned().unwrap_or_default()
}

/// Returns what two grants both allow.
fn both(one: &Grant, other: &Grant) -> Grant {
    let only = one.only.iter().chain(other.only.iter()).cloned().collect();
    Grant { level: if one.level < other.level { one.level } else { other.level }, only }
}

/// Returns the pieces of a role that is there before and afterwards.
fn of_role(name: &RoleName, live: &Role, end: &Role) -> Vec<Piece> {
    let (was, is) = (permissions(live), permissions(end));
    let mut all = Vec::new();
    for id in was.keys().chain(is.keys().filter(|id| !was.contains_key(*id))) {
        let (narrow, widen) = match (was.get(id), is.get(id)) {
            (Some(was), Some(is)) => (both(was, is) != *was, both(was, is) != *is),
            (was, is) => (was.is_some(), is.is_some()),
        };
        all.extend(narrow.then(|| Piece::Narrow(name.clone(), id.clone())));
        all.extend(widen.then(|| Piece::Widen(name.clone(), id.clone())));
    }
    all.extend(of_list(name, &list(live), &list(end)));
    all
}

fn of_list(name: &RoleName, was: &Few<RoleName>, is: &Few<RoleName>) -> Vec<Piece> {
    let gone = was.iter().filter(|other| !is.contains(*other));
    let gone = gone.map(|other| Piece::CeaseToGive(name.clone(), other.clone()));
    let new = is.iter().filter(|other| !was.contains(*other));
    gone.chain(new.map(|other| Piece::BeginToGive(name.clone(), other.clone()))).collect()
}

impl<'p> Pieces<'p> {
    pub fn of(live: &'p State, end: &'p State, floor: usize) -> Self {
        let mut all = Vec::new();
        let names: BTreeSet<&RoleName> = live.roles.keys().chain(end.roles.keys()).collect();
        for name in names {
            match (live.roles.get(name), end.roles.get(name)) {
                (Some(live), Some(end)) => all.extend(of_role(name, live, end)),
                (None, Some(end)) => {
                    all.push(Piece::Make(name.clone()));
                    all.extend(of_list(name, &Few::new(), &list(end)));
                }
                _ => all.push(Piece::Go(name.clone())),
            }
        }
        let rows = end.users.iter().filter(|(email, user)| live.users.get(*email) != Some(user));
        all.extend(rows.map(|(email, _)| Piece::Row(email.clone())));
        let (before, after) = (access(live), access(end));
        let kept = kept(&before, &after);
        Self { live, end, all, before, after, kept, floor }
    }

    /// Returns what there is once some of the pieces are done.
    fn state(&self, done: u32) -> State {
        let mut state = self.live.clone();
        let each = self.all.iter().enumerate().filter(|(at, _)| done & (1 << at) != 0);
        // What a role is narrowed to is there before what it is widened to.
        each.for_each(|(_, piece)| self.perform(&mut state, piece));
        state
    }

    fn perform(&self, state: &mut State, piece: &Piece) {
        match piece {
            Piece::Row(email) => {
                let row = self.end.users[email].clone();
                state.users.insert(email.clone(), row);
            }
            Piece::Make(name) => {
                let role = self.end.roles[name].clone();
                let role = Role { assignable_roles: Known::Known(Few::new()), ..role };
                state.roles.insert(name.clone(), role);
            }
            Piece::Go(name) => {
                state.roles.remove(name);
            }
            Piece::Narrow(name, id) | Piece::Widen(name, id) => {
                let (was, is) = (&self.live.roles[name], &self.end.roles[name]);
                let (was, is) = (permissions(was), permissions(is));
                let grant = match (piece, was.get(id), is.get(id)) {
                    (Piece::Narrow(..), Some(was), Some(is)) => Some(both(was, is)),
                    (Piece::Narrow(..), _, _) => None,
                    (_, _, is) => is.cloned(),
                };
                let role = state.roles.entry(name.clone()).or_default();
                role.permissions.update(|all| {
                    all.remove(id);
                    all.extend(grant.map(|grant| (id.clone(), grant)));
                });
            }
            Piece::CeaseToGive(name, other) => {
                let role = state.roles.entry(name.clone()).or_default();
                role.assignable_roles.update(|all| _ = all.remove(other));
            }
            Piece::BeginToGive(name, other) => {
                let role = state.roles.entry(name.clone()).or_default();
                role.assignable_roles.update(|all| _ = all.insert(other.clone()));
            }
        }
    }

    /// Returns whether a piece has its turn: a role is there before it changes, and narrowed before
    /// it is widened.
    fn may(&self, piece: &Piece, done: u32) -> bool {
        let first = |other: &Piece| {
            let at = self.all.iter().position(|piece| piece == other);
            at.is_none_or(|at| done & (1 << at) != 0)
        };
        match piece {
            Piece::Widen(name, id) => first(&Piece::Narrow(name.clone(), id.clone())),
            Piece::BeginToGive(name, _) => first(&Piece::Make(name.clone())),
            _ => true,
        }
    }

    /// Returns what is missing in a state, unless it can't be or breaks law 3.
    fn missing(&self, done: u32) -> Option<u64> {
        let state = self.state(done);
        let now = access(&state);
        let good = hangs_together(&state)
            && administrators(&state) >= self.floor
            && !too_much(&now, &self.before, &self.after);
        good.then(|| missing(&now, &self.kept))
    }

    /// Returns the smallest gap of all orders; none if there is no order.
    pub fn smallest(&self) -> Option<u32> {
        let missing: Vec<Option<u64>> =
            (0..1 << self.all.len()).map(|done| self.missing(done)).collect();
        // By what is done: what may have been missing on the way, the best ways only.
        let mut ways: Vec<Vec<u64>> = vec![Vec::new(); missing.len()];
        ways[0].push(0);
        for done in 0..missing.len() as u32 {
            let here = ways[done as usize].clone();
            for (at, piece) in self.all.iter().enumerate() {
                let then = done | 1 << at;
                let Some(lost) = missing[then as usize] else { continue };
                if then != done && self.may(piece, done) {
                    here.iter().for_each(|way| add(&mut ways[then as usize], way | lost));
                }
            }
        }
        ways.last()?.iter().map(|way| way.count_ones()).min()
    }
}

/// Adds a way unless there is a better one.
fn add(ways: &mut Vec<u64>, way: u64) {
    if !ways.iter().any(|other| other & way == *other) {
        ways.retain(|other| other & way != way);
        ways.push(way);
    }
}

/// Returns whether nobody holds or may give a role that isn't there, and only those roles say what
/// they may give that may.
fn hangs_together(state: &State) -> bool {
    let there =
        |name: &RoleName| state.roles.contains_key(name) || WIDE.platform.built_in(name).is_some();
    let gives = |role: &Role| permissions(role).keys().any(|id| id.as_str() == EDIT_USER);
    let held = state.users.values().all(|user| user.held_roles().all(there));
    let mut roles = state.roles.values();
    held && roles.all(|role| list(role).iter().all(there) && (list(role).is_empty() || gives(role)))
}

/// Returns how many active people hold a role that makes administrators in [`GRANTED`].
pub fn administrators(state: &State) -> usize {
    let makes = |name: &RoleName| {
        let role = state.roles.get(name).map(permissions).unwrap_or_default();
        let grant = role.get(&PermissionId::from(DEVELOPER)).cloned();
        grant.is_some_and(|grant| grant.level == Level::Edit && grant.only.is_empty())
    };
    let active = state.users.values().filter(|user| user.is_active());
    active.filter(|user| user.held_roles().any(makes)).count()
}
