//! What is live, in the shape that everything has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::world::{Custom, Group, Member, World};
use crate::core::{
    Few, Grant, Key, Known, Level, PermissionId, Role, RoleName, State, Team, TeamPath, User,
};
use crate::platform::Platform;
use crate::render::terminal;

impl World {
    /// Returns the one role of that name, if there is one and no other.
    pub(super) fn role(&self, name: &RoleName) -> Option<&Custom> {
        self.roles.get(name).and_then(|all| only(all))
    }

    /// Returns the one group of that name, if there is one and no other.
    pub(super) fn group(&self, path: &TeamPath) -> Option<&Group> {
        self.groups.get(path).and_then(|all| only(all))
    }

    /// Returns everything, as far as it can be told.
    pub(super) fn state(&self, platform: &Platform) -> State {
        let seats = self.seats();
        let row = |member: &Member| {
            let teams = seats.get(member.account.0.as_str()).cloned().unwrap_or_default();
            Arc::new(User { teams: Known::Known(teams), ..member.row.clone() })
        };
        let roles = self.roles.iter();
        let groups = self.groups.iter().filter(|(_, all)| only(all).is_some());
        State {
            roles: roles.map(|(name, all)| (name.clone(), told(all, platform))).collect(),
            teams: groups.map(|(path, _)| (path.clone(), unmanaged())).collect(),
            users: self.people.iter().map(|(email, one)| (email.clone(), row(one))).collect(),
            departments: self.told_departments(),
            ..State::default()
        }
    }

    /// Returns the same of some resources only. A name that two have isn't what somebody wrote.
    pub(super) fn state_of(&self, keys: &[Key], platform: &Platform) -> State {
        let keys: BTreeSet<&Key> = keys.iter().collect();
        let mut state = self.state(platform);
        state
            .roles
            .retain(|name, _| self.role(name).is_some() && keys.contains(&Key::Role(name.clone())));
        state.teams.retain(|path, _| keys.contains(&Key::Team(path.clone())));
        state.users.retain(|email, _| keys.contains(&Key::User(email.clone())));
        state.departments.retain(|name, _| keys.contains(&Key::Department(name.clone())));
        state
    }

    /// Returns the groups that each account is in.
    fn seats(&self) -> BTreeMap<&str, Few<TeamPath>> {
        let mut seats: BTreeMap<&str, Few<TeamPath>> = BTreeMap::new();
        for path in self.groups.keys() {
            for account in self.group(path).into_iter().flat_map(|group| &group.members) {
                seats.entry(account).or_default().insert(path.clone());
            }
        }
        seats
    }

    /// Returns what couldn't be told.
    pub(super) fn remarks(&self, platform: &Platform) -> Vec<String> {
        let mut said = self.untold.clone();
        for (name, all) in self.roles.iter().filter(|(_, all)| all.len() > 1) {
            said.push(format!("{} custom roles are called `{name}`", all.len()));
        }
        for (path, all) in self.groups.iter().filter(|(_, all)| all.len() > 1) {
            said.push(format!("{} groups are called `{path}`", all.len()));
        }
        for (name, role) in self.roles.keys().filter_map(|name| Some((name, self.role(name)?))) {
            let other: Vec<_> =
                unnamed(role, platform).map(|id| format!("`{}`", terminal(id))).collect();
            if !other.is_empty() {
                let other = other.join(", ");
                said.push(format!(
                    "the role `{name}` has what the platform file doesn't name: {other}"
                ));
            }
        }
        said.extend(self.of_people(platform));
        said.extend(self.of_groups());
        said.extend(self.of_departments());
        said
    }

    fn of_people<'w>(&'w self, platform: &'w Platform) -> impl Iterator<Item = String> + 'w {
        let of = move |member: &Member| {
            let email = terminal(member.email.as_str());
            let mut said = Vec::new();
            for role in member.row.held_roles() {
                if platform.built_in(role).is_none() && !self.roles.contains_key(role) {
                    let role = terminal(role.as_str());
                    said.push(format!("`{email}` holds the role `{role}`, which isn't there"));
                }
            }
            if member.row.roles.is_unknown() {
                said.push(format!("which role `{email}` holds can't be told by its name"));
            }
            if member.own > 0 {
                said.push(format!("`{email}` has {} permissions beside the role", member.own));
            }
            said
        };
        let invited = self.invited.iter().map(|invitation| {
            let (email, role) = (terminal(&invitation.email), terminal(&invitation.role));
            format!("`{email}` is invited with the role `{role}` and has no account yet")
        });
        self.people.values().flat_map(of).chain(invited)
    }

    fn of_groups(&self) -> impl Iterator<Item = String> {
        let disabled = |path: &TeamPath| self.group(path).is_some_and(|group| !group.enabled);
        let disabled = self.groups.keys().filter(move |path| disabled(path));
        disabled.map(|path| format!("the group `{path}` is disabled"))
    }
}

/// Returns a group, which has nobody who manages it.
fn unmanaged() -> Team {
    Team { managers: Known::Known(Few::new()), ..Team::default() }
}

/// Returns what is known of a role; nothing where two have the name.
fn told(all: &[Custom], platform: &Platform) -> Role {
    let Some(role) = only(all) else { return Role::default() };
    // No role here says whom its holders may give it to.
    let assignable_roles = Known::Known(Few::new());
    Role { permissions: Known::Known(granted(role, platform)), assignable_roles, ..Role::default() }
}

/// What a role allows, by what the platform file names.
type Granted = BTreeMap<PermissionId, Grant>;

/// Returns what a role allows, as far as the platform file names it.
pub(super) fn granted(role: &Custom, platform: &Platform) -> Granted {
    let named = role.permissions.iter().map(|id| PermissionId::new(id));
    let named = named.filter(|id| platform.permission(id).is_some());
    named.map(|id| (id, Grant::everywhere(Level::Granted))).collect()
}

/// Returns the permissions of a role that the platform file doesn't name: they are left alone.
pub(super) fn unnamed<'r>(
    role: &'r Custom,
    platform: &'r Platform,
) -> impl Iterator<Item = &'r String> {
    role.permissions.iter().filter(|id| platform.permission(&PermissionId::new(id)).is_none())
}

pub(super) fn only<T>(all: &[T]) -> Option<&T> {
    match all {
        [one] => Some(one),
        _ => None,
    }
}
