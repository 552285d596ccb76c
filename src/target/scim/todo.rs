//! What one step comes to: what happens to the resource itself, and to the teams that it is in.

use serde_json::json;

use super::Scim;
use super::edit::Edit;
use super::job::{Job, Sort};
use super::path::Path;
use super::person::{addresses, entries};
use super::resource::Resource;
use super::server::{GROUP, Server};
use super::wire::refused;
use crate::core::{Email, Fault, Key, Known, RoleName, Status, Team, TeamPath, User};
use crate::plan::{self, Step};

/// What one step comes to.
#[derive(Default)]
pub(super) struct Todo {
    /// Who leaves which team.
    pub(super) leaves: Vec<(TeamPath, Member)>,
    /// What is done to the resource itself.
    pub(super) own: Option<Job>,
    /// Who joins which team.
    pub(super) joins: Vec<(TeamPath, Member)>,
}

/// Somebody or something that is in a team: by the id, or what the step itself makes.
#[derive(Clone)]
pub(super) enum Member {
    Known(String),
    Made,
}

impl Scim {
    /// Returns what a step comes to.
    ///
    /// # Errors
    ///
    /// Why it can't be done. Then nothing of it is.
    pub(super) fn todo(&self, server: &Server, step: &Step) -> Result<Todo, Fault> {
        match (&step.key, step.current_key(), &step.after) {
            (Key::User(email), Key::User(now), Some(plan::Resource::User(after))) => {
                self.of_person(server, step, (email, now), after)
            }
            (Key::Team(path), Key::Team(now), Some(plan::Resource::Team(after))) => {
                self.of_team((path, now), after, step.action == plan::Action::Create)
            }
            (Key::Team(path), _, None) => self.without(path),
            (key, ..) => Err(refused(format!("{key}: SCIM has no way to write it"))),
        }
    }

    fn of_person(
        &self,
        server: &Server,
        step: &Step,
        (email, now): (&Email, &Email),
        after: &User,
    ) -> Result<Todo, Fault> {
        let words = self.words(server);
        let there = self.memory().people.get(now).cloned();
        let own = match &there {
            None if step.action != plan::Action::Create => {
                return Err(refused(format!("there is nobody with the address `{now}`")));
            }
            None => {
                let nobody = json!({});
                let roles = after.roles.value();
                let roles = roles.map(|all| entries(words, &nobody, all, |r| self.written(r)));
                let roles = roles.transpose()?.unwrap_or_default();
                let body = words.body(email, after, &roles)?;
                Job::Create { sort: Sort::Person, body }
            }
            Some(at) => {
                let edits = self.edits(server, at, (email, now), after)?;
                Job::Change { sort: Sort::Person, at: at.clone(), edits }
            }
        };
        let before = match &step.before {
            Some(plan::Resource::User(before)) => before.teams.clone(),
            _ => Known::Unknown,
        };
        let empty = Default::default();
        let member = there.map_or(Member::Made, |at| Member::Known(at.id));
        let (mut leaves, mut joins) = (Vec::new(), Vec::new());
        if let Some(after) = after.teams.value() {
            let before = before.value().unwrap_or(&empty);
            let seat = |path: &TeamPath| (path.clone(), member.clone());
            leaves.extend(before.difference(after).map(seat));
            joins.extend(after.difference(before).map(seat));
        }
        Ok(Todo { leaves, own: Some(own), joins })
    }

    /// Returns what changes of a person.
    fn edits(
        &self,
        server: &Server,
        at: &Resource,
        (email, now): (&Email, &Email),
        after: &User,
    ) -> Result<Vec<Edit>, Fault> {
        let words = self.words(server);
        let mut edits = Vec::new();
        let mut put = |path, value| edits.push(Edit::Put(path, value));
        if email != now {
            let name = Path::plain("userName");
            let is_address = |text: &str| Email::new(text.trim()) == *now;
            if name.of(&at.body).and_then(|name| name.as_str()).is_some_and(is_address) {
                put(name, Some(email.as_str().into()));
            }
            put(Path::plain("emails"), Some(addresses(&at.body, now, email)?.into()));
        }
        if let Known::Known(status) = after.status {
            put(Path::plain("active"), Some((status == Status::Active).into()));
        }
        if let Known::Known(roles) = &after.roles {
            let all = entries(words, &at.body, roles, |role| self.written(role))?;
            put(Path::plain("roles"), (!all.is_empty()).then(|| all.into()));
        }
        for (name, value) in &after.attributes {
            let (path, value) = words.attribute(name, value)?;
            put(path, value);
        }
        Ok(edits)
    }

    fn of_team(
        &self,
        (path, now): (&TeamPath, &TeamPath),
        after: &Team,
        is_new: bool,
    ) -> Result<Todo, Fault> {
        if !after.managers.is_unknown() {
            return Err(refused("who manages a team isn't in SCIM"));
        }
        if is_new {
            let body = json!({ "schemas": [GROUP], "displayName": path.name().as_str() });
            let joins = path.parent().map(|above| (above, Member::Made)).into_iter().collect();
            let own = Some(Job::Create { sort: Sort::Group, body });
            return Ok(Todo { own, joins, ..Todo::default() });
        }
        let at = self.group(now)?;
        let mut todo = Todo::default();
        if path.parent() != now.parent() {
            let seat = |above: TeamPath| (above, Member::Known(at.id.clone()));
            todo.leaves.extend(now.parent().map(seat));
            todo.joins.extend(path.parent().map(seat));
        }
        let name = Some(path.name().as_str().into());
        let edits = vec![Edit::Put(Path::plain("displayName"), name)];
        todo.own = Some(Job::Change { sort: Sort::Group, at, edits });
        Ok(todo)
    }

    fn without(&self, path: &TeamPath) -> Result<Todo, Fault> {
        let at = self.group(path)?;
        let id = at.id.clone();
        let groups = {
            let memory = self.memory();
            memory.groups.teams.values().map(|group| group.resource.id.clone()).collect()
        };
        let leaves = path.parent().map(|above| (above, Member::Known(id))).into_iter().collect();
        Ok(Todo { leaves, own: Some(Job::Delete { at, groups }), joins: Vec::new() })
    }

    /// Returns the group that is a team, if there is one and no other by that name.
    pub(super) fn group(&self, path: &TeamPath) -> Result<Resource, Fault> {
        let memory = self.memory();
        if memory.groups.twins.contains_key(path) {
            return Err(refused(format!("several groups are called `{path}`")));
        }
        let group = memory.groups.teams.get(path);
        let group = group.ok_or_else(|| refused(format!("there is no group `{path}`")))?;
        Ok(group.resource.clone())
    }

    fn written(&self, role: &RoleName) -> String {
        self.memory().roles.get(role).map_or_else(|| role.to_string(), Clone::clone)
    }
}
