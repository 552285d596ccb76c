//! What there is, as JSON, and what a step of a plan does to it.

use std::collections::BTreeMap;

use rolecall::core::State;
use serde_json::{Value as Json, json};

/// People by address, roles by name, teams by path.
#[derive(Clone)]
pub(super) struct World {
    pub(super) users: BTreeMap<String, Json>,
    pub(super) roles: BTreeMap<String, Json>,
    pub(super) teams: BTreeMap<String, Json>,
}

pub(super) fn list(json: &Json) -> impl Iterator<Item = &Json> {
    json.as_array().into_iter().flatten()
}

/// Returns the texts of a list.
pub(super) fn texts(json: &Json) -> impl Iterator<Item = &str> {
    list(json).filter_map(Json::as_str)
}

impl World {
    pub(super) fn of(live: &State) -> Self {
        let users =
            live.users.iter().map(|(email, user)| (email.to_string(), json!(user.as_ref())));
        let roles = live.roles.iter().map(|(name, role)| (name.to_string(), json!(role)));
        let teams = live.teams.iter().map(|(path, team)| (path.to_string(), json!(team)));
        Self { users: users.collect(), roles: roles.collect(), teams: teams.collect() }
    }

    /// Does what a step does besides the name.
    pub(super) fn after(mut self, step: &Json) -> Self {
        let Some(key) = step["key"].as_str() else { return self };
        let map = match step["kind"].as_str() {
            _ if step["action"] == "reorder" => return self,
            Some("user") => &mut self.users,
            Some("role") => &mut self.roles,
            _ => &mut self.teams,
        };
        if step["after"].is_null() {
            map.remove(key);
        } else {
            let now = map.entry(key.to_owned()).or_insert_with(|| json!({}));
            for (field, value) in step["after"].as_object().into_iter().flatten() {
                match (value, &mut now[field]) {
                    // Attributes that a step doesn't speak of stay.
                    (Json::Object(said), Json::Object(all)) if field != "permissions" => {
                        all.extend(said.clone());
                    }
                    (value, field) => *field = value.clone(),
                }
            }
        }
        self
    }

    /// Gives what a step renames its new name, wherever it is named.
    pub(super) fn renamed(mut self, step: &Json) -> Self {
        let (Some(was), Some(is)) = (step["previous_key"].as_str(), step["key"].as_str()) else {
            return self;
        };
        match step["kind"].as_str() {
            Some("user") => {
                rename(&mut self.users, was, is);
                for team in self.teams.values_mut() {
                    replace(&mut team["managers"], was, is);
                    let named = team["named"].as_object_mut().into_iter().flatten();
                    named.filter(|(_, who)| *who == was).for_each(|(_, who)| *who = json!(is));
                }
            }
            Some("role") => {
                rename(&mut self.roles, was, is);
                self.users.values_mut().for_each(|user| replace(&mut user["roles"], was, is));
                let roles = self.roles.values_mut();
                roles.for_each(|role| replace(&mut role["assignable_roles"], was, is));
            }
            _ => {
                let below = format!("{was}:");
                let moved: Vec<String> = self
                    .teams
                    .keys()
                    .filter(|path| *path == was || path.starts_with(&below))
                    .cloned()
                    .collect();
                for path in moved {
                    let to = format!("{is}{}", &path[was.len()..]);
                    rename(&mut self.teams, &path, &to);
                    self.users
                        .values_mut()
                        .for_each(|user| replace(&mut user["teams"], &path, &to));
                }
            }
        }
        self
    }
}

fn rename(map: &mut BTreeMap<String, Json>, was: &str, is: &str) {
    let value = map.remove(was);
    map.extend(value.map(|value| (is.to_owned(), value)));
}

fn replace(list: &mut Json, was: &str, is: &str) {
    let names = list.as_array_mut().into_iter().flatten();
    names.filter(|name| *name == was).for_each(|name| *name = json!(is));
}
