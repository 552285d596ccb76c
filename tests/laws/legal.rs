//! Making a random organisation legal.

use std::collections::BTreeSet;

use rolecall::core::{Email, Few, Known, RoleName, State, Status, TeamName, TeamPath, User};
use rolecall::platform::Platform;

/// The role that everybody falls back to; it makes eligible.
const AGENT: &str = "Agent";

/// Takes out what is against a law of the platform, and adds what is needed for the rest.
pub fn legalize(state: &mut State, platform: &Platform) {
    few_roles(state, platform);
    assignable_roles(state, platform);
    whole_tree(state);
    let (roles, teams) = (state.roles.clone(), state.teams.clone());
    let there = |name: &RoleName| roles.contains_key(name) || platform.built_in(name).is_some();
    let eligible =
        |user: &User| user.held_roles().any(|name| platform.makes_eligible(name, roles.get(name)));
    for user in state.users.values_mut().map(std::sync::Arc::make_mut) {
        user.roles.update(|held| held.retain(|name| there(name)));
        user.teams.update(|held| held.retain(|path| teams.contains_key(path)));
        few_held(user, platform);
        if !user.is_active() || !eligible(user) {
            user.teams = Known::Known(Few::new());
        }
    }
    one_seat(state);
    orders(state, platform);
}

/// Keeps as many custom roles as there is room for.
fn few_roles(state: &mut State, platform: &Platform) {
    let max = platform.roles.custom.max.is.unwrap_or(u32::MAX) as usize;
    let custom = state.roles.keys().filter(|name| platform.built_in(name).is_none());
    let beyond: Vec<RoleName> = custom.skip(max).cloned().collect();
    beyond.iter().for_each(|name| {
        state.roles.remove(name);
    });
}

/// A role that may give roles says which, of those there are; another says none.
fn assignable_roles(state: &mut State, platform: &Platform) {
    let names: BTreeSet<RoleName> = state.roles.keys().cloned().collect();
    for role in state.roles.values_mut() {
        role.permissions.update(|_| ());
        let gives = platform.assigns_roles(role);
        let there =
            |name: &RoleName| gives && (names.contains(name) || platform.built_in(name).is_some());
        role.assignable_roles.update(|all| all.retain(there));
    }
}

/// A team has all teams above it.
fn whole_tree(state: &mut State) {
    for path in state.teams.keys().cloned().collect::<Vec<_>>() {
        let mut above = path.parent();
        while let Some(path) = above {
            above = path.parent();
            state.teams.entry(path).or_default();
        }
    }
}

fn few_held(user: &mut User, platform: &Platform) {
    let max = platform.roles.max_per_user.is.unwrap_or(u32::MAX) as usize;
    user.roles.update(|held| {
        while held.len() > max {
            held.last().cloned().map(|last| held.remove(&last));
        }
        if held.is_empty() {
            held.insert(AGENT.into());
        }
    });
}

/// Managers are there, are active, and aren't members of the same team; who is named is one.
fn one_seat(state: &mut State) {
    let users = &state.users;
    for (path, team) in &mut state.teams {
        let sits = |email: &Email| {
            users.get(email).is_some_and(|user| {
                user.status == Known::Known(Status::Active) && !user.member_of().any(|t| t == path)
            })
        };
        team.managers.update(|managers| managers.retain(sits));
        let is_member = |email: &Email| {
            users
                .get(email)
                .is_some_and(|user| user.is_active() && user.member_of().any(|t| t == path))
        };
        for named in team.named.values_mut() {
            *named = named.take().filter(is_member);
        }
    }
}

/// Every list is whole: what it names and is there, then the rest.
fn orders(state: &mut State, platform: &Platform) {
    let built_in = platform.roles.built_in.iter().map(|role| role.name.clone());
    let roles: Vec<RoleName> = built_in.chain(state.roles.keys().cloned()).collect();
    state.role_order.update(|order| *order = complete(order, &roles));
    let parents: BTreeSet<Option<TeamPath>> = state.teams.keys().map(TeamPath::parent).collect();
    let mut orders = std::mem::take(&mut state.team_order);
    for parent in parents {
        let children: Vec<TeamName> = state.children(parent.as_ref()).map(TeamPath::name).collect();
        let order = orders.remove(&parent).unwrap_or_default();
        state.team_order.insert(parent, complete(&order, &children));
    }
}

fn complete<T: Clone + PartialEq>(order: &[T], all: &[T]) -> Vec<T> {
    let mut whole: Vec<T> = Vec::new();
    for name in order.iter().filter(|name| all.contains(name)).chain(all) {
        if !whole.contains(name) {
            whole.push(name.clone());
        }
    }
    whole
}
