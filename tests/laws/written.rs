//! What is wanted, as somebody writes it down.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::Index;
use rolecall::core::{
    Email, Grant, Key, Known, Role, RoleName, Scalar, State, Team, TeamPath, User,
};
use rolecall::platform::Platform;
use serde_yaml::{Mapping, Value};

use super::edits::Goal;
use super::shuffle::Dice;

/// Something that is left out of what could be written.
#[derive(Clone, Debug)]
pub enum Omission {
    Role(Index, &'static str),
    Team(Index, &'static str),
    User(Index, &'static str),
    RoleOrder,
    TeamOrder,
    /// All but the first few names of an order.
    RestOfRoles(Index),
    RestOfTeams(Index),
}

pub fn omission() -> impl Strategy<Value = Omission> {
    let at = any::<Index>;
    let of_role = prop::sample::select(
        &["label", "color", "permissions", "assignable_roles", "previously"][..],
    );
    let of_team = prop::sample::select(&["managers", "members", "members", "previously"][..]);
    let of_user =
        prop::sample::select(&["status", "location", "chat_concurrency", "previously"][..]);
    prop_oneof![
        3 => (at(), of_role).prop_map(|(at, field)| Omission::Role(at, field)),
        4 => (at(), of_team).prop_map(|(at, field)| Omission::Team(at, field)),
        2 => (at(), of_user).prop_map(|(at, field)| Omission::User(at, field)),
        1 => Just(Omission::RoleOrder),
        1 => Just(Omission::TeamOrder),
        1 => at().prop_map(Omission::RestOfRoles),
        1 => at().prop_map(Omission::RestOfTeams),
    ]
}

/// The entries of all manifests.
#[derive(Clone, Debug, Default)]
pub struct Written {
    pub roles: BTreeMap<RoleName, Mapping>,
    pub teams: BTreeMap<TeamPath, Mapping>,
    pub users: BTreeMap<Email, Mapping>,
    pub role_order: Option<Vec<String>>,
    pub team_order: Option<Vec<String>>,
    /// The sub-teams of each team, in their order.
    below: BTreeMap<Option<TeamPath>, Vec<TeamPath>>,
}

impl Written {
    /// Writes down all that is wanted.
    pub fn all(goal: &Goal, platform: &Platform) -> Self {
        let state = &goal.state;
        let mut written = Self::default();
        for (name, role) in &state.roles {
            let entry = role_entry(name, role, platform);
            written.roles.insert(name.clone(), entry);
        }
        for (path, team) in &state.teams {
            written.teams.insert(path.clone(), team_entry(path, team, state));
        }
        for (email, user) in &state.users {
            written.users.insert(email.clone(), user_entry(email, user));
        }
        for (parent, order) in &state.team_order {
            let children = order.iter().map(|name| TeamPath::below(parent.as_ref(), name));
            written.below.insert(parent.clone(), children.collect());
        }
        written.role_order = state.role_order.value().map(|order| texts(order.iter()));
        written.team_order = state.team_order.get(&None).map(|order| texts(order.iter()));
        written.former_names(goal);
        written
    }

    /// Says what everything was, where that was something else.
    fn former_names(&mut self, goal: &Goal) {
        for (key, was) in goal.was.iter().filter(|(key, was)| key != was) {
            self.was(key, was);
        }
    }

    /// Adds a former name to an entry.
    pub fn was(&mut self, key: &Key, was: &Key) {
        let entry = match key {
            Key::Role(name) => self.roles.get_mut(name),
            Key::Team(path) => self.teams.get_mut(path),
            Key::User(email) => self.users.get_mut(email),
            _ => None,
        };
        let Some(entry) = entry else { return };
        let names = entry.entry("previously".into()).or_insert_with(|| Value::Sequence(Vec::new()));
        if let Value::Sequence(names) = names {
            names.push(was.name().into());
        }
    }

    /// Leaves something out, unless it is needed.
    pub fn omit(&mut self, omission: &Omission) {
        match omission {
            Omission::Role(at, field) => {
                let entry = at_index(&mut self.roles, *at);
                entry.into_iter().for_each(|entry| omit_of_role(entry, field));
            }
            Omission::Team(at, field) => {
                let entry = at_index(&mut self.teams, *at);
                entry.into_iter().for_each(|entry| {
                    entry.shift_remove(*field);
                    // Who is named stands among the members.
                    if *field == "members" {
                        entry.shift_remove("first");
                    }
                });
            }
            Omission::User(at, field) => {
                let entry = at_index(&mut self.users, *at);
                entry.into_iter().for_each(|entry| drop(entry.shift_remove(*field)));
            }
            Omission::RoleOrder => self.role_order = None,
            Omission::TeamOrder => self.team_order = None,
            Omission::RestOfRoles(at) => shorten(&mut self.role_order, *at),
            Omission::RestOfTeams(at) => shorten(&mut self.team_order, *at),
        }
    }

    /// Leaves something to somebody else: it is no longer declared, and still may be named.
    pub fn leave(&mut self, key: &Key) {
        match key {
            Key::Role(name) => drop(self.roles.remove(name)),
            Key::User(email) => drop(self.users.remove(email)),
            Key::Team(gone) => {
                self.teams.retain(|path, _| path != gone && !path.is_below(gone));
                if let (Some(order), false) = (&mut self.team_order, gone.depth() == 0) {
                    order.retain(|name| name != gone.as_str());
                }
            }
            _ => {}
        }
    }

    /// Takes out every mention of people who aren't known.
    pub fn mention_only(&mut self, known: impl Fn(&str) -> bool) {
        for entry in self.teams.values_mut() {
            for field in ["managers", "members"] {
                if let Some(Value::Sequence(names)) = entry.get_mut(field) {
                    names.retain(|name| name.as_str().is_some_and(&known));
                }
            }
            if entry.get("first").and_then(Value::as_str).is_some_and(|first| !known(first)) {
                entry.shift_remove("first");
            }
        }
    }

    /// Returns the manifests: in three files, or with everything that has no order of its own in
    /// another place.
    pub fn files(&self, layout: u64) -> Vec<(String, String)> {
        let mut dice = Dice::new(layout);
        let mut entries: Vec<(&str, Value)> = Vec::new();
        entries.extend(self.roles.values().map(|role| ("roles", role.clone().into())));
        let top = self.below.get(&None).into_iter().flatten();
        entries.extend(top.filter_map(|path| Some(("teams", self.tree(path)?))));
        entries.extend(self.users.values().map(|user| ("users", user.clone().into())));
        if layout != 0 {
            dice.shuffle(&mut entries);
            entries.iter_mut().for_each(|(_, entry)| mix(entry, &mut dice));
        }
        let count = if layout == 0 { 1 } else { 1 + dice.below(4) };
        let mut files = vec![Mapping::new(); count];
        for (kind, entry) in entries {
            let file = &mut files[dice.below(count)];
            let list = file.entry(kind.into()).or_insert_with(|| Value::Sequence(Vec::new()));
            list.as_sequence_mut().expect("it is a list").push(entry);
        }
        for (key, order) in [("role_order", &self.role_order), ("team_order", &self.team_order)] {
            if let Some(order) = order {
                files[dice.below(count)].insert(key.into(), order.clone().into());
            }
        }
        files
            .into_iter()
            .enumerate()
            // A file that says nothing is an error.
            .filter(|(_, file)| !file.is_empty())
            .map(|(at, file)| (format!("access/{at}.yaml"), text(&file)))
            .collect()
    }

    /// Returns a team with those below it.
    fn tree(&self, path: &TeamPath) -> Option<Value> {
        let mut entry = self.teams.get(path)?.clone();
        let below = self.below.get(&Some(path.clone())).into_iter().flatten();
        let below: Vec<Value> = below.filter_map(|path| self.tree(path)).collect();
        if !below.is_empty() {
            entry.insert("teams".into(), below.into());
        }
        Some(entry.into())
    }
}

fn text(file: &Mapping) -> String {
    serde_yaml::to_string(file).expect("it can be written")
}

/// Changes the order of everything in an entry that has none of its own: not of sub-teams, and of
/// former names, of which the first that is live counts.
fn mix(entry: &mut Value, dice: &mut Dice) {
    match entry {
        Value::Mapping(map) => {
            let mut fields: Vec<(Value, Value)> = std::mem::take(map).into_iter().collect();
            dice.shuffle(&mut fields);
            for (key, value) in &mut fields {
                let ordered = matches!(key.as_str(), Some("teams" | "previously"));
                if let (Value::Sequence(items), true) = (&mut *value, ordered) {
                    items.iter_mut().for_each(|item| mix(item, dice));
                } else {
                    mix(value, dice);
                }
            }
            *map = fields.into_iter().collect();
        }
        Value::Sequence(items) => {
            dice.shuffle(items);
            items.iter_mut().for_each(|item| mix(item, dice));
        }
        _ => {}
    }
}

fn omit_of_role(entry: &mut Mapping, field: &str) {
    let gives = entry.get("assignable_roles").is_some_and(|list| list != &Value::Sequence(vec![]));
    match field {
        // Both or none: what a role may give goes with the permission.
        "permissions" => {
            entry.shift_remove("permissions");
            entry.shift_remove("assignable_roles");
        }
        "assignable_roles" if gives || edits_people(entry) => {}
        field => drop(entry.shift_remove(field)),
    }
}

fn edits_people(entry: &Mapping) -> bool {
    let permissions = entry.get("permissions").and_then(Value::as_mapping);
    permissions.is_some_and(|granted| granted.contains_key(super::org::EDIT_USER))
}

fn at_index<K: Ord, T>(entries: &mut BTreeMap<K, T>, at: Index) -> Option<&mut T> {
    let count = entries.len();
    entries.values_mut().nth(if count == 0 { 0 } else { at.index(count) })
}

fn shorten(order: &mut Option<Vec<String>>, at: Index) {
    if let Some(order) = order {
        order.truncate(at.index(order.len() + 1));
    }
}

fn texts<T: ToString>(items: impl Iterator<Item = T>) -> Vec<String> {
    items.map(|item| item.to_string()).collect()
}

fn role_entry(name: &RoleName, role: &Role, platform: &Platform) -> Mapping {
    let mut entry = Mapping::new();
    entry.insert("name".into(), name.as_str().into());
    let fields = [("label", &role.label), ("color", &role.color)];
    for (field, value) in fields {
        if let Known::Known(value) = value {
            entry.insert(field.into(), value.as_str().into());
        }
    }
    if let Some(permissions) = role.permissions.value() {
        let granted = permissions.iter().map(|(id, grant)| (id.as_str().into(), granted(grant)));
        entry.insert("permissions".into(), Value::Mapping(granted.collect()));
    }
    let custom = platform.built_in(name).is_none();
    if let Some(names) = role.assignable_roles.value().filter(|_| custom || edits_people(&entry)) {
        entry.insert("assignable_roles".into(), texts(names.iter()).into());
    }
    entry
}

fn granted(grant: &Grant) -> Value {
    if grant.only.is_empty() {
        return grant.level.as_str().into();
    }
    let mut full = Mapping::new();
    full.insert("level".into(), grant.level.as_str().into());
    full.insert("only".into(), texts(grant.only.iter()).into());
    full.into()
}

fn team_entry(path: &TeamPath, team: &Team, state: &State) -> Mapping {
    let mut entry = Mapping::new();
    entry.insert("name".into(), path.name().as_str().into());
    let managers: BTreeSet<&Email> = team.managers.value().into_iter().flatten().collect();
    entry.insert("managers".into(), texts(managers.iter()).into());
    for (name, value) in team.values() {
        let value = match value {
            Scalar::Text(text) => text.as_ref().into(),
            _ => Value::Null,
        };
        entry.insert(name.as_str().into(), value);
    }
    let members = state.users.iter().filter(|(_, user)| user.member_of().any(|team| team == path));
    entry.insert("members".into(), texts(members.map(|(email, _)| email)).into());
    entry
}

fn user_entry(email: &Email, user: &User) -> Mapping {
    let mut entry = Mapping::new();
    entry.insert("email".into(), email.as_str().into());
    for (name, value) in &user.attributes {
        let value = match value {
            // Only what can be cleared can be written so.
            Scalar::Null if name.as_str() == "location" => Value::Null,
            Scalar::Null => continue,
            Scalar::Bool(value) => (*value).into(),
            Scalar::Int(value) => (*value).into(),
            Scalar::Text(text) => text.as_ref().into(),
        };
        entry.insert(name.as_str().into(), value);
    }
    entry.insert("roles".into(), texts(user.held_roles()).into());
    if let Some(status) = user.status.value() {
        entry.insert("status".into(), status.as_str().into());
    }
    entry
}
