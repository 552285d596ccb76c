//! A live state that doesn't tell everything, such as a list of people.
//!
//! What it doesn't tell is neither compared nor planned. Of what is meant such fields are dropped
//! before anything is compared, and a seat of which nobody knows whether it is a member's or a
//! manager's is taken for what the manifests say it is.

mod seats;
mod teams;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::{
    AttributeName, Attributes, Diagnostics, Email, Key, Known, Role, RoleName, State, TeamPath,
    User,
};
use crate::manifest::Desired;
use crate::platform::Platform;

/// Which kinds a live state tells at all. People it always tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Whether it tells which roles there are.
    pub roles: bool,
    /// Whether it tells which teams there are.
    pub teams: bool,
}

/// Makes a state that doesn't tell everything comparable with what is meant, which loses what can't
/// be compared. Returns warnings about what is told, differs, and can't be planned.
pub fn leave_untold(
    desired: &mut Desired,
    live: &mut State,
    told: Told,
    platform: &Platform,
) -> Diagnostics {
    take_as_there(desired, live, told);
    // No list tells of departments.
    desired.state.departments.clear();
    let places = teams::place(desired, live);
    let found = seats::take_as_meant(desired, live, &places);
    roles(desired, live, platform);
    attributes_of_teams(desired, live);
    people(desired, live);
    found
}

/// Makes seats comparable where a platform tells that somebody sits in a team, and not as what: a
/// member's, as far as that is attested or meant. The rest is written by nobody. Returns warnings about
/// seats that should go and of which nobody knows the kind.
pub fn settle_seats(desired: &Desired, live: &mut State) -> Diagnostics {
    let places = teams::places(desired, live);
    seats::settle(desired, live, &places)
}

/// Of a kind that isn't told, what is meant is taken to be there.
fn take_as_there(desired: &Desired, live: &mut State, told: Told) {
    if !told.roles {
        let named = desired.state.roles.keys().chain(desired.unmanaged.roles.keys());
        named.for_each(|name| _ = live.roles.entry(name.clone()).or_default());
    }
    if !told.teams {
        let named = desired.state.teams.keys().chain(desired.unmanaged.teams.keys());
        named.for_each(|path| _ = live.teams.entry(path.clone()).or_default());
    }
}

/// Returns the key under which something that is meant is live: its own, or else a former one that
/// nothing else has.
fn live_key<'d>(desired: &'d Desired, live: &State, key: &'d Key) -> Option<&'d Key> {
    if live.has(key) {
        return Some(key);
    }
    let former = desired.previously.get(key).into_iter().flatten();
    former.into_iter().find(|former| live.has(former) && !desired.state.has(former))
}

/// Drops what isn't known of live roles, and an order that isn't.
fn roles(desired: &mut Desired, live: &State, platform: &Platform) {
    drop_untold(&mut desired.state.role_order, &live.role_order);
    let names: Vec<RoleName> = desired.state.roles.keys().cloned().collect();
    for name in names {
        let key = Key::Role(name.clone());
        let there = match live_key(desired, live, &key) {
            Some(Key::Role(name)) => live.roles.get(name).cloned(),
            _ => platform.built_in(&name).map(|_| Role::default()),
        };
        let (Some(there), Some(role)) = (there, desired.state.roles.get_mut(&name)) else {
            continue;
        };
        let Role { label, color, permissions, assignable_roles } = there;
        drop_untold(&mut role.label, &label);
        drop_untold(&mut role.color, &color);
        drop_untold(&mut role.permissions, &permissions);
        drop_untold(&mut role.assignable_roles, &assignable_roles);
    }
}

/// Drops the attributes that aren't known of live teams.
fn attributes_of_teams(desired: &mut Desired, live: &State) {
    let paths: Vec<TeamPath> = desired.state.teams.keys().cloned().collect();
    for path in paths {
        let key = Key::Team(path.clone());
        let there = match live_key(desired, live, &key) {
            Some(Key::Team(there)) => live.teams.get(there),
            _ => None,
        };
        if let (Some(there), Some(team)) = (there, desired.state.teams.get_mut(&path)) {
            team.attributes = told(&team.attributes, |name| there.attributes.contains_key(name));
            team.named.retain(|name, _| there.named.contains_key(name));
        }
    }
}

/// Returns the attributes that pass.
fn told(all: &Attributes, passes: impl Fn(&AttributeName) -> bool) -> Attributes {
    let passing = all.iter().filter(|(name, _)| passes(name));
    passing.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Drops what isn't known of live people.
fn people(desired: &mut Desired, live: &State) {
    let there: Vec<(Email, Arc<User>)> = {
        let desired = &*desired;
        let user = |email: &Email| match live_key(desired, live, &Key::User(email.clone()))? {
            Key::User(email) => live.users.get(email).cloned(),
            _ => None,
        };
        let all = desired.state.users.keys();
        all.filter_map(|email| Some((email.clone(), user(email)?))).collect()
    };
    for (email, live) in there {
        let Some(user) = desired.state.users.get_mut(&email) else { continue };
        if user.attributes.keys().all(|name| live.attributes.contains_key(name))
            && !live.status.is_unknown()
            && !live.roles.is_unknown()
            && !live.teams.is_unknown()
        {
            continue;
        }
        let user = Arc::make_mut(user);
        drop_untold(&mut user.status, &live.status);
        drop_untold(&mut user.roles, &live.roles);
        drop_untold(&mut user.teams, &live.teams);
        let untold = |name: &&AttributeName| !live.attributes.contains_key(*name);
        let untold: Vec<AttributeName> = user.attributes.keys().filter(untold).cloned().collect();
        untold.iter().for_each(|name| _ = user.attributes.remove(name));
    }
}

fn drop_untold<T>(wanted: &mut Known<T>, live: &Known<T>) {
    if live.is_unknown() {
        *wanted = Known::Unknown;
    }
}
