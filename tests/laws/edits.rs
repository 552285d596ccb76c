//! From what is live to what is wanted, by random changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index;
use rolecall::core::{
    AttributeName, Email, Few, Grant, Key, Known, PermissionId, Role, RoleName, Scalar, State,
    Status, TeamName, TeamPath, User,
};
use rolecall::plan::{Resource, Step, perform};

use super::org;

/// A change. What it is about is chosen among what is there when its turn comes.
#[derive(Clone, Debug)]
pub enum Edit {
    AddRole(RoleName, Box<Role>),
    RemoveRole(Index),
    RenameRole(Index, RoleName),
    Label(Index, String),
    Color(Index, String),
    Permissions(Index, BTreeMap<PermissionId, Grant>),
    Assignable(Index, Few<RoleName>),
    AddTeam(TeamPath, Few<Email>),
    RemoveTeam(Index),
    MoveTeam(Index, Option<Index>, TeamName),
    Managers(Index, Few<Email>),
    First(Index, Index),
    Note(Index, Option<String>),
    AddPerson(Email, Box<User>),
    RemovePerson(Index),
    RenamePerson(Index, Email),
    Roles(Index, Few<RoleName>),
    Teams(Index, Few<TeamPath>),
    /// The person stops being a member of the first of their teams and manages it, or the reverse.
    ChangeSeat(Index),
    Status(Index),
    Attribute(Index, AttributeName, Scalar),
    RoleOrder(Index),
    TeamOrder(Index, Index),
}

/// Random changes, those of people most often.
pub fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => about_roles(),
        5 => about_teams(),
        7 => about_people(),
    ]
}

fn about_roles() -> impl Strategy<Value = Edit> {
    let at = any::<Index>;
    prop_oneof![
        3 => (org::role_name(), org::role()).prop_map(|(name, role)| Edit::AddRole(name, Box::new(role))),
        3 => at().prop_map(Edit::RemoveRole),
        3 => (at(), org::role_name()).prop_map(|(at, name)| Edit::RenameRole(at, name)),
        1 => (at(), Just("NEW".to_owned())).prop_map(|(at, label)| Edit::Label(at, label)),
        1 => (at(), org::color()).prop_map(|(at, color)| Edit::Color(at, color)),
        4 => (at(), org::permissions()).prop_map(|(at, all)| Edit::Permissions(at, all)),
        2 => (at(), org::some_roles()).prop_map(|(at, all)| Edit::Assignable(at, all)),
        1 => at().prop_map(Edit::RoleOrder),
    ]
}

fn about_teams() -> impl Strategy<Value = Edit> {
    let at = any::<Index>;
    let parent = prop::option::weighted(0.7, at());
    prop_oneof![
        3 => (org::team_path(), org::some_people()).prop_map(|(path, all)| Edit::AddTeam(path, all)),
        3 => at().prop_map(Edit::RemoveTeam),
        4 => (at(), parent, org::team_name()).prop_map(|(at, to, name)| Edit::MoveTeam(at, to, name)),
        4 => (at(), org::some_people()).prop_map(|(at, all)| Edit::Managers(at, all)),
        5 => (at(), at()).prop_map(|(at, who)| Edit::First(at, who)),
        1 => (at(), prop::option::of("[ab]")).prop_map(|(at, note)| Edit::Note(at, note)),
        1 => (at(), at()).prop_map(|(list, by)| Edit::TeamOrder(list, by)),
    ]
}

fn about_people() -> impl Strategy<Value = Edit> {
    let at = any::<Index>;
    prop_oneof![
        3 => (org::email(), org::person()).prop_map(|(email, user)| Edit::AddPerson(email, Box::new(user))),
        2 => at().prop_map(Edit::RemovePerson),
        3 => (at(), org::email()).prop_map(|(at, email)| Edit::RenamePerson(at, email)),
        5 => (at(), org::some_roles()).prop_map(|(at, roles)| Edit::Roles(at, roles)),
        4 => (at(), org::some_teams()).prop_map(|(at, teams)| Edit::Teams(at, teams)),
        3 => at().prop_map(Edit::ChangeSeat),
        2 => at().prop_map(Edit::Status),
        1 => (at(), org::attribute()).prop_map(|(at, (name, value))| Edit::Attribute(at, name, value)),
    ]
}

/// What is wanted, and which live thing each wanted one was.
#[derive(Clone, Debug)]
pub struct Goal {
    pub state: State,
    pub was: BTreeMap<Key, Key>,
}

impl Goal {
    /// Wants what there is.
    pub fn keeping(live: &State) -> Self {
        let roles = live.roles.keys().map(|name| Key::Role(name.clone()));
        let teams = live.teams.keys().map(|path| Key::Team(path.clone()));
        let users = live.users.keys().map(|email| Key::User(email.clone()));
        let was = roles.chain(teams).chain(users).map(|key| (key.clone(), key)).collect();
        Self { state: live.clone(), was }
    }

    /// Wants something else altogether.
    pub fn unlike(state: State) -> Self {
        Self { state, was: BTreeMap::new() }
    }

    pub fn change(&mut self, edit: Edit) {
        match edit {
            Edit::AddRole(name, role) => {
                self.state.roles.entry(name).or_insert(*role);
            }
            Edit::AddTeam(path, managers) => {
                self.state
                    .teams
                    .entry(path)
                    .or_default()
                    .managers
                    .update(|all| all.extend(managers));
            }
            Edit::AddPerson(email, user) => {
                self.state.users.entry(email).or_insert((*user).into());
            }
            Edit::RemoveRole(at) => self.remove(self.custom_role(at).map(Key::Role)),
            Edit::RemoveTeam(at) => self.remove(self.team(at).map(Key::Team)),
            Edit::RemovePerson(at) => self.remove(self.person(at).map(Key::User)),
            Edit::RenameRole(at, to) => {
                self.rename(self.custom_role(at).map(Key::Role), Key::Role(to));
            }
            Edit::RenamePerson(at, to) => {
                self.rename(self.person(at).map(Key::User), Key::User(to));
            }
            Edit::MoveTeam(at, parent, name) => self.move_team(at, parent, &name),
            Edit::RoleOrder(by) => {
                if let Some(order) = self.state.role_order.value_mut() {
                    rotate(order, by);
                }
            }
            Edit::TeamOrder(list, by) => {
                let count = self.state.team_order.len().max(1);
                if let Some(order) = self.state.team_order.values_mut().nth(list.index(count)) {
                    rotate(order, by);
                }
            }
            edit => self.change_field(edit),
        }
    }

    fn change_field(&mut self, edit: Edit) {
        match edit {
            Edit::Label(at, label) => self.role(at, |role| {
                if !role.label.is_unknown() {
                    role.label = Known::Known(label);
                }
            }),
            Edit::Color(at, color) => self.role(at, |role| {
                if !role.label.is_unknown() {
                    role.color = Known::Known(color);
                }
            }),
            Edit::Permissions(at, all) => {
                self.role(at, |role| role.permissions = Known::Known(all));
            }
            Edit::Assignable(at, all) => {
                self.role(at, |role| role.assignable_roles = Known::Known(all));
            }
            Edit::Managers(at, all) => {
                let team = self.team(at).and_then(|path| self.state.teams.get_mut(&path));
                team.into_iter().for_each(|team| team.managers = Known::Known(all.clone()));
            }
            Edit::First(at, who) => {
                let Some(path) = self.team(at) else { return };
                let sits = |user: &User| user.is_active() && user.member_of().any(|t| *t == path);
                let members = self.state.users.iter().filter(|(_, user)| sits(user));
                let first = pick(who, members.map(|(email, _)| email));
                let team = self.state.teams.get_mut(&path);
                team.into_iter()
                    .for_each(|team| _ = team.named.insert("first".into(), first.clone()));
            }
            Edit::Note(at, note) => {
                let team = self.team(at).and_then(|path| self.state.teams.get_mut(&path));
                let note = note.map_or(Scalar::Null, |note| Scalar::from(note.as_str()));
                team.into_iter()
                    .for_each(|team| _ = team.attributes.insert("note".into(), note.clone()));
            }
            Edit::Roles(at, roles) => self.user(at, |user| user.roles = Known::Known(roles)),
            Edit::Teams(at, teams) => self.user(at, |user| user.teams = Known::Known(teams)),
            Edit::ChangeSeat(at) => self.change_seat(at),
            Edit::Status(at) => self.user(at, |user| {
                let other = if user.is_active() { Status::Inactive } else { Status::Active };
                user.status = Known::Known(other);
            }),
            Edit::Attribute(at, name, value) => self.user(at, |user| {
                // Only a location can be cleared.
                if value != Scalar::Null || name.as_str() == "location" {
                    user.attributes.insert(name, value);
                }
            }),
            _ => {}
        }
    }

    fn custom_role(&self, at: Index) -> Option<RoleName> {
        let custom = self.state.roles.iter().filter(|(_, role)| !role.label.is_unknown());
        pick(at, custom.map(|(name, _)| name))
    }

    fn team(&self, at: Index) -> Option<TeamPath> {
        pick(at, self.state.teams.keys())
    }

    fn person(&self, at: Index) -> Option<Email> {
        pick(at, self.state.users.keys())
    }

    fn role(&mut self, at: Index, change: impl FnOnce(&mut Role)) {
        let name = pick(at, self.state.roles.keys());
        name.and_then(|name| self.state.roles.get_mut(&name)).into_iter().next().map(change);
    }

    fn user(&mut self, at: Index, change: impl FnOnce(&mut User)) {
        let email = self.person(at);
        email.and_then(|email| self.state.users.get_mut(&email)).map(Arc::make_mut).map(change);
    }

    fn change_seat(&mut self, at: Index) {
        let Some(email) = self.person(at) else { return };
        let Some(user) = self.state.users.get_mut(&email).map(Arc::make_mut) else { return };
        let managed = self.state.teams.iter_mut().find(|(_, team)| {
            team.managers.value().is_some_and(|managers| managers.contains(&email))
        });
        let seat = user.member_of().next().cloned();
        if let Some(path) = seat {
            user.teams.update(|teams| {
                teams.remove(&path);
            });
            let team = self.state.teams.entry(path).or_default();
            team.managers.update(|managers| {
                managers.insert(email);
            });
        } else if let Some((path, team)) = managed {
            user.teams.update(|teams| {
                teams.insert(path.clone());
            });
            team.managers.update(|managers| {
                managers.remove(&email);
            });
        }
    }

    fn move_team(&mut self, at: Index, parent: Option<Index>, name: &TeamName) {
        let Some(from) = self.team(at) else { return };
        let parent = parent.and_then(|at| self.team(at));
        let to = TeamPath::below(parent.as_ref(), name);
        if to.depth() < 4 && to != from && !to.is_below(&from) {
            self.rename(Some(Key::Team(from)), Key::Team(to));
        }
    }

    fn rename(&mut self, from: Option<Key>, to: Key) {
        let Some(from) = from.filter(|_| !self.state.has(&to)) else { return };
        let step = Step { previous_key: Some(from.clone()), ..Step::about(to.clone()) };
        let after = match &to {
            Key::Team(_) => Resource::Team(Default::default()),
            Key::User(_) => Resource::User(Default::default()),
            _ => Resource::Role(Default::default()),
        };
        perform(&mut self.state, &Step { after: Some(after), ..step });
        let was = std::mem::take(&mut self.was);
        self.was = was.into_iter().map(|(key, was)| (moved(&key, &from, &to), was)).collect();
    }

    fn remove(&mut self, key: Option<Key>) {
        match &key {
            Some(Key::Role(name)) => {
                self.state.roles.remove(name);
            }
            Some(Key::User(email)) => {
                self.state.users.remove(email);
            }
            Some(Key::Team(gone)) => {
                self.state.teams.retain(|path, _| path != gone && !path.is_below(gone));
            }
            _ => {}
        }
        let state = &self.state;
        self.was.retain(|key, _| state.has(key));
    }
}

fn rotate<T>(order: &mut [T], by: Index) {
    let by = by.index(order.len().max(1));
    order.rotate_left(by);
}

fn moved(key: &Key, from: &Key, to: &Key) -> Key {
    match (key, from, to) {
        (Key::Team(path), Key::Team(from), Key::Team(to)) => Key::Team(path.moved(from, to)),
        _ if key == from => to.clone(),
        _ => key.clone(),
    }
}

fn pick<'k, T: Clone + 'k>(at: Index, keys: impl Iterator<Item = &'k T>) -> Option<T> {
    let keys: Vec<&T> = keys.collect();
    if keys.is_empty() { None } else { Some((*keys[at.index(keys.len())]).clone()) }
}
