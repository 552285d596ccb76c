//! What is live, from what a server tells.

use std::collections::BTreeMap;
use std::sync::Arc;

use http::StatusCode;
use serde_json::Value;

use super::Scim;
use super::ask::get;
use super::groups::Groups;
use super::job::Sort;
use super::pages::Way;
use super::path::Path;
use super::person::{Words, address, called, role_value, tells_status};
use super::resource::Resource;
use super::server::{Server, Told};
use super::wire::{list, object, unclear};
use crate::core::{Email, Fault, Key, Known, Role, RoleName, State, Team, TeamPath, User};
use crate::render::terminal;

/// From how many people on all are read again, instead of each by the id.
const MANY: usize = 20;

impl Scim {
    /// Reads all that is live.
    pub(super) async fn everything(&self) -> Result<State, Fault> {
        let server = self.server().await?;
        let people = self.list(&server, Sort::Person).await?;
        let groups = self.groups(&server).await?;
        let mut remarks = server.remarks.clone();
        remarks.extend(groups.remarks.iter().cloned());
        if self.memory().way == Way::Search {
            let text = "the server overlooks which page is asked for, so lists are searched";
            remarks.push(text.to_owned());
        }
        let people = by_address(people, &mut remarks)?;
        let silent = people.values().filter(|one| !tells_status(&one.body)).count();
        if silent > 0 {
            let people = if silent == 1 { "person" } else { "people" };
            remarks.push(format!("of {silent} {people} it isn't told whether they can sign in"));
        }
        let words = self.words(&server);
        let state = self.state(words, &people, &groups)?;
        let mut memory = self.memory();
        memory.roles = written_roles(words, &people)?;
        (memory.people, memory.groups, memory.remarks, memory.read) =
            (people, groups, remarks, true);
        Ok(state)
    }

    /// Reads some of it again.
    pub(super) async fn some(&self, keys: &[Key]) -> Result<State, Fault> {
        let server = self.server().await?;
        let emails: Vec<&Email> = keys.iter().filter_map(email_of).collect();
        let people = self.these(&server, &emails).await?;
        let groups = self.groups(&server).await?;
        let state = self.state(self.words(&server), &people, &groups)?;
        {
            let mut memory = self.memory();
            memory.people.extend(people);
            memory.groups = groups;
        }
        Ok(State {
            teams: state.teams.into_iter().filter(|(path, _)| asked(keys, path)).collect(),
            users: state.users.into_iter().filter(|(email, _)| emails.contains(&email)).collect(),
            ..State::default()
        })
    }

    async fn these(
        &self,
        server: &Server,
        emails: &[&Email],
    ) -> Result<BTreeMap<Email, Resource>, Fault> {
        let known = |email: &&&Email| self.memory().people.get(**email).map(|one| one.id.clone());
        let ids: Vec<String> = emails.iter().filter_map(|email| known(&email)).collect();
        if emails.len() >= MANY || ids.len() < emails.len() {
            let all = self.list(server, Sort::Person).await?;
            return by_address(all, &mut Vec::new());
        }
        let mut found = Vec::new();
        for id in ids {
            found.extend(self.fetch(server, &server.users, &id).await?);
        }
        by_address(found, &mut Vec::new())
    }

    pub(super) async fn groups(&self, server: &Server) -> Result<Groups, Fault> {
        if server.groups.is_none() {
            return Ok(Groups::default());
        }
        let nested = server.nests() && self.platform.teams.nested.holds();
        Groups::new(self.list(server, Sort::Group).await?, nested)
    }

    fn state(
        &self,
        words: Words<'_>,
        people: &BTreeMap<Email, Resource>,
        groups: &Groups,
    ) -> Result<State, Fault> {
        let mut state = State::default();
        for (email, resource) in people {
            let teams = match words.server.groups {
                Some(_) => groups.of(&resource.id).map(|teams| teams.into_iter().collect()),
                None => None,
            };
            let user = User { teams: Known::from(teams), ..words.user(&resource.body)? };
            state.users.insert(email.clone(), Arc::new(user));
        }
        for path in groups.teams.keys() {
            state.teams.insert(path.clone(), Team::default());
        }
        let held = state.users.values().flat_map(|user| user.held_roles().cloned());
        let told = self.told_roles(words)?;
        let custom = |name: &RoleName| self.platform.built_in(name).is_none();
        let roles: Vec<RoleName> = held.chain(told).filter(custom).collect();
        state.roles = roles.into_iter().map(|name| (name, Role::default())).collect();
        Ok(state)
    }

    /// Returns the roles that the schema lists, whether anybody holds them or not.
    fn told_roles(&self, words: Words<'_>) -> Result<Vec<RoleName>, Fault> {
        let Some(roles) = words.server.of_person(&Path::plain("roles")) else {
            return Ok(Vec::new());
        };
        roles.canonical("value").iter().map(|value| words.role(value)).collect()
    }

    /// Returns what the server can do, asking it the first time.
    pub(super) async fn server(&self) -> Result<Arc<Server>, Fault> {
        if let Some(server) = self.memory().server.clone() {
            return Ok(server);
        }
        let told = Told {
            config: self.told("/ServiceProviderConfig").await?,
            types: self.told("/ResourceTypes").await?,
            schemas: self.told("/Schemas").await?,
        };
        let server = Arc::new(Server::new(&told, &self.base)?);
        tracing::debug!(
            "the server has PATCH {}, ETag {}, filter {}, bulk {:?}",
            server.patch,
            server.etag,
            server.filter,
            server.bulk
        );
        self.memory().server = Some(Arc::clone(&server));
        Ok(server)
    }

    /// Reads something that a server tells of itself; nothing where it hasn't got that.
    async fn told(&self, path: &str) -> Result<Option<Value>, Fault> {
        match self.line.ask(&get(&self.base, path, &[])?).await {
            Ok(answer) => match serde_json::from_slice(answer.body()) {
                Ok(Value::Array(all)) => Ok(Some(Value::Array(all))),
                _ => object(answer.body()).map(Some).map_err(super::wire::about(path)),
            },
            Err((Some(StatusCode::NOT_FOUND | StatusCode::NOT_IMPLEMENTED), _)) => Ok(None),
            Err((_, fault)) => Err(fault),
        }
    }
}

fn email_of(key: &Key) -> Option<&Email> {
    match key {
        Key::User(email) => Some(email),
        _ => None,
    }
}

fn asked(keys: &[Key], path: &TeamPath) -> bool {
    keys.iter().any(|key| matches!(key, Key::Team(asked) if asked == path))
}

/// Sorts people by address. Who has none can't be named in a manifest, and is left alone.
fn by_address(
    all: Vec<Resource>,
    remarks: &mut Vec<String>,
) -> Result<BTreeMap<Email, Resource>, Fault> {
    let mut people: BTreeMap<Email, Resource> = BTreeMap::new();
    for one in all {
        let Some(email) = address(&one.body)? else {
            remarks.push(format!("`{}` has no address", called(&one.body)));
            continue;
        };
        let id = terminal(&one.id).into_owned();
        if let Some(other) = people.insert(email.clone(), one) {
            let (email, other) =
                (terminal(email.as_str()).into_owned(), terminal(&other.id).into_owned());
            return Err(unclear(format!("{other} and {id} have the same address `{email}`")));
        }
    }
    Ok(people)
}

/// Returns how the roles are written that anybody holds.
fn written_roles(
    words: Words<'_>,
    people: &BTreeMap<Email, Resource>,
) -> Result<BTreeMap<RoleName, String>, Fault> {
    let mut written = BTreeMap::new();
    for one in people.values() {
        for entry in list(&one.body, "roles")? {
            let value = role_value(entry)?;
            written.insert(words.role(value)?, value.to_owned());
        }
    }
    Ok(written)
}
