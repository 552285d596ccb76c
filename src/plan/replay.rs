//! What a step means: the state after it, from the state before it.

use std::sync::Arc;

use super::{Action, Resource, Step};
use crate::core::{
    Department, Email, Few, Key, Known, Role, RoleName, State, Team, TeamPath, User,
};

/// Changes the state as the step says.
///
/// This is what every target must bring about. It takes the step at its word and checks nothing:
/// a step that the state doesn't allow leaves something that breaks a law.
///
/// - A rename takes every mention of the old name with it, and a team its sub-teams.
/// - What is created goes to the end of its order, as platforms do it; what is renamed keeps its
///   place, and a team that moves goes to the end of the other list.
/// - Deleting a role or a team takes it out of its order; who holds it must have let go before.
pub fn perform(state: &mut State, step: &Step) {
    if let Some(previous) = &step.previous_key {
        rename(state, previous, &step.key);
    }
    match (&step.key, &step.after) {
        (key, None) => remove(state, key),
        (Key::Role(name), Some(Resource::Role(role))) => {
            enter(&mut state.role_order, !state.roles.contains_key(name), step, name);
            merge_role(state.roles.entry(name.clone()).or_default(), role);
        }
        (Key::Team(path), Some(Resource::Team(team))) => {
            let created = !state.teams.contains_key(path);
            if created {
                state.team_order.entry(path.parent()).or_default().push(path.name());
            }
            merge_team(state.teams.entry(path.clone()).or_default(), team);
        }
        (Key::User(email), Some(Resource::User(user))) => {
            merge_user(Arc::make_mut(state.users.entry(email.clone()).or_default()), user);
        }
        (Key::Department(name), Some(Resource::Department(department))) => {
            merge_department(state.departments.entry(name.clone()).or_default(), department);
        }
        (Key::RoleOrder, Some(Resource::RoleOrder(order))) => {
            state.role_order = Known::Known(order.clone());
        }
        (Key::TeamOrder(parent), Some(Resource::TeamOrder(order))) => {
            state.team_order.insert(parent.clone(), order.clone());
        }
        // A step is made with a resource of its key's kind.
        _ => {}
    }
}

/// Enters a role into the order when it is created.
fn enter(order: &mut Known<Vec<RoleName>>, absent: bool, step: &Step, name: &RoleName) {
    if absent
        && step.action == Action::Create
        && let Some(order) = order.value_mut()
    {
        order.push(name.clone());
    }
}

fn merge_role(role: &mut Role, change: &Role) {
    let Role { label, color, permissions, assignable_roles } = change;
    role.label.learn(label);
    role.color.learn(color);
    role.permissions.learn(permissions);
    role.assignable_roles.learn(assignable_roles);
}

fn merge_team(team: &mut Team, change: &Team) {
    let Team { managers, seated, attributes, named } = change;
    team.managers.learn(managers);
    team.seated.extend(seated.iter().cloned());
    for (name, value) in attributes {
        team.attributes.insert(name.clone(), value.clone());
    }
    team.named.extend(named.iter().map(|(name, email)| (name.clone(), email.clone())));
}

fn merge_user(user: &mut User, change: &User) {
    let User { status, roles, teams, attributes } = change;
    user.status.learn(status);
    user.roles.learn(roles);
    user.teams.learn(teams);
    for (name, value) in attributes {
        user.attributes.insert(name.clone(), value.clone());
    }
}

fn merge_department(department: &mut Department, change: &Department) {
    let Department { groups, attributes } = change;
    department.groups.learn(groups);
    for (name, value) in attributes {
        department.attributes.insert(name.clone(), value.clone());
    }
}

fn remove(state: &mut State, key: &Key) {
    match key {
        Key::Role(name) => {
            state.roles.remove(name);
            if let Some(order) = state.role_order.value_mut() {
                order.retain(|other| other != name);
            }
        }
        Key::Team(path) => {
            state.teams.remove(path);
            leave(state, path);
            state.team_order.remove(&Some(path.clone()));
        }
        Key::User(email) => {
            state.users.remove(email);
        }
        Key::Department(name) => {
            state.departments.remove(name);
        }
        Key::RoleOrder | Key::TeamOrder(_) => {}
    }
}

/// Takes a team out of the order of its siblings.
fn leave(state: &mut State, path: &TeamPath) {
    let parent = path.parent();
    if let Some(order) = state.team_order.get_mut(&parent) {
        order.retain(|other| *other != path.name());
        if order.is_empty() {
            state.team_order.remove(&parent);
        }
    }
}

fn rename(state: &mut State, from: &Key, to: &Key) {
    match (from, to) {
        (Key::Role(from), Key::Role(to)) => rename_role(state, from, to),
        (Key::Team(from), Key::Team(to)) => rename_team(state, from, to),
        (Key::User(from), Key::User(to)) => rename_user(state, from, to),
        (Key::Department(from), Key::Department(to)) => {
            let renamed = state.departments.remove(from);
            state.departments.extend(renamed.map(|department| (to.clone(), department)));
        }
        _ => {}
    }
}

fn rename_role(state: &mut State, from: &RoleName, to: &RoleName) {
    if let Some(role) = state.roles.remove(from) {
        state.roles.insert(to.clone(), role);
    }
    for name in state.role_order.value_mut().into_iter().flatten().filter(|name| *name == from) {
        *name = to.clone();
    }
    let assignable = state.roles.values_mut().filter_map(|role| role.assignable_roles.value_mut());
    assignable.for_each(|names| replace(names, from, to));
    let holds = |user: &&mut Arc<User>| user.held_roles().any(|role| role == from);
    for user in state.users.values_mut().filter(holds) {
        let held = Arc::make_mut(user).roles.value_mut();
        held.into_iter().for_each(|names| replace(names, from, to));
    }
}

fn replace(names: &mut Few<RoleName>, from: &RoleName, to: &RoleName) {
    if names.remove(from) {
        names.insert(to.clone());
    }
}

fn rename_team(state: &mut State, from: &TeamPath, to: &TeamPath) {
    let teams = std::mem::take(&mut state.teams);
    state.teams = teams.into_iter().map(|(path, team)| (path.moved(from, to), team)).collect();
    let moves = |path: &TeamPath| path == from || path.is_below(from);
    let concerned = |user: &&mut Arc<User>| user.member_of().any(moves);
    for user in state.users.values_mut().filter(concerned) {
        if let Some(teams) = Arc::make_mut(user).teams.value_mut() {
            *teams = teams.iter().map(|path| path.moved(from, to)).collect();
        }
    }
    for department in state.departments.values_mut() {
        if let Some(groups) = department.groups.value_mut() {
            let all = std::mem::take(groups).into_iter();
            *groups = all.map(|(path, share)| (path.moved(from, to), share)).collect();
        }
    }
    move_in_order(state, from, to);
}

/// Renames a team in the order of its siblings, or takes it to the end of another list.
fn move_in_order(state: &mut State, from: &TeamPath, to: &TeamPath) {
    let stays = from.parent() == to.parent();
    if stays {
        let siblings = state.team_order.get_mut(&from.parent());
        for name in siblings.into_iter().flatten().filter(|name| **name == from.name()) {
            *name = to.name();
        }
    } else {
        leave(state, from);
    }
    let lists = std::mem::take(&mut state.team_order);
    state.team_order =
        lists.into_iter().map(|(parent, names)| (below(parent, from, to), names)).collect();
    if !stays {
        state.team_order.entry(to.parent()).or_default().push(to.name());
    }
}

fn below(parent: Option<TeamPath>, from: &TeamPath, to: &TeamPath) -> Option<TeamPath> {
    parent.map(|path| path.moved(from, to))
}

fn rename_user(state: &mut State, from: &Email, to: &Email) {
    if let Some(user) = state.users.remove(from) {
        state.users.insert(to.clone(), user);
    }
    for team in state.teams.values_mut() {
        let lists = team.managers.value_mut().into_iter().chain(std::iter::once(&mut team.seated));
        for people in lists {
            if people.remove(from) {
                people.insert(to.clone());
            }
        }
        for named in team.named.values_mut().flatten().filter(|named| *named == from) {
            *named = to.clone();
        }
    }
}
