//! A batch of steps. A person's row and the teams that they are in are separate resources here, so a
//! batch is done in three turns: who leaves a team, then people and teams themselves, then who joins
//! one. Membership takes roles, so that it ends before they do and begins after them.

use std::collections::BTreeMap;

use serde_json::json;

use super::Scim;
use super::edit::Edit;
use super::job::{Job, Sort};
use super::path::Path;
use super::person::{addresses, entries};
use super::resource::Resource;
use super::server::{GROUP, Server};
use super::wire::refused;
use crate::core::{Email, Fault, Key, Known, Status, Team, TeamPath, User};
use crate::plan::{self, Step};

/// What one step comes to.
#[derive(Default)]
struct Todo {
    /// Who leaves which team.
    leaves: Vec<(TeamPath, Member)>,
    /// What is done to the resource itself.
    own: Option<Job>,
    /// Who joins which team.
    joins: Vec<(TeamPath, Member)>,
}

/// Somebody or something that is in a team: by the id, or what the step itself makes.
#[derive(Clone)]
enum Member {
    Known(String),
    Made,
}

type Results = Vec<Result<(), Fault>>;

impl Scim {
    /// Does the steps.
    pub(super) async fn steps(&self, steps: &[&Step]) -> Result<Results, Fault> {
        if !self.memory().read {
            self.everything().await?;
        }
        let server = self.server().await?;
        let mut results: Results = Vec::new();
        let mut todos: Vec<Todo> = Vec::new();
        for step in steps {
            let (result, todo) = match self.todo(&server, step) {
                Ok(todo) => (Ok(()), todo),
                Err(fault) => (Err(fault), Todo::default()),
            };
            results.push(result);
            todos.push(todo);
        }
        self.seats(&server, steps, &todos, &mut results, false).await;
        let made = self.own(&server, steps, &todos, &mut results).await;
        for (todo, made) in todos.iter_mut().zip(made) {
            for (_, member) in &mut todo.joins {
                if let (Member::Made, Some(one)) = (&*member, &made) {
                    *member = Member::Known(one.id.clone());
                }
            }
        }
        self.seats(&server, steps, &todos, &mut results, true).await;
        Ok(results)
    }

    fn todo(&self, server: &Server, step: &Step) -> Result<Todo, Fault> {
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
    fn group(&self, path: &TeamPath) -> Result<Resource, Fault> {
        let memory = self.memory();
        if memory.groups.twins.contains_key(path) {
            return Err(refused(format!("several groups are called `{path}`")));
        }
        let group = memory.groups.teams.get(path);
        let group = group.ok_or_else(|| refused(format!("there is no group `{path}`")))?;
        Ok(group.resource.clone())
    }

    /// Does what is done to the resources themselves, and returns what was made.
    async fn own(
        &self,
        server: &Server,
        steps: &[&Step],
        todos: &[Todo],
        results: &mut Results,
    ) -> Vec<Option<Resource>> {
        let ready = |(place, todo): (usize, &Todo)| {
            let job = todo.own.clone()?;
            results.get(place).is_some_and(Result::is_ok).then_some((place, job))
        };
        let (places, jobs): (Vec<usize>, Vec<Job>) =
            todos.iter().enumerate().filter_map(ready).unzip();
        let mut made = vec![None; todos.len()];
        for (place, outcome) in places.into_iter().zip(self.all(server, &jobs).await) {
            let (Some(result), Some(made), Some(step)) =
                (results.get_mut(place), made.get_mut(place), steps.get(place))
            else {
                continue;
            };
            match outcome {
                Ok(resource) => {
                    self.remember(step, resource.as_ref());
                    *made = resource;
                }
                Err(fault) => *result = Err(fault),
            }
        }
        made
    }

    /// Has people and groups leave teams, or join them: one write for each team. Where that is refused
    /// each of them goes alone, so that one doesn't hold up the others.
    async fn seats(
        &self,
        server: &Server,
        steps: &[&Step],
        todos: &[Todo],
        results: &mut Results,
        join: bool,
    ) {
        let mut by_team: BTreeMap<&TeamPath, Vec<(usize, Edit)>> = BTreeMap::new();
        for (place, todo) in todos.iter().enumerate() {
            if !results.get(place).is_some_and(Result::is_ok) {
                continue;
            }
            let group = steps.get(place).is_some_and(|step| matches!(step.key, Key::Team(_)));
            for (path, member) in if join { &todo.joins } else { &todo.leaves } {
                let Member::Known(id) = member else { continue };
                let id = id.clone();
                let edit = if join { Edit::Join { id, group } } else { Edit::Leave(id) };
                by_team.entry(path).or_default().push((place, edit));
            }
        }
        let (mut teams, mut jobs) = (Vec::new(), Vec::new());
        for (path, seats) in by_team {
            match self.group(path) {
                Ok(at) => {
                    let edits = seats.iter().map(|(_, edit)| edit.clone()).collect();
                    jobs.push(Job::Change { sort: Sort::Group, at, edits });
                    teams.push((path, seats));
                }
                Err(fault) => fail(&seats, &fault, results),
            }
        }
        let outcomes = self.all(server, &jobs).await;
        for ((path, seats), outcome) in teams.into_iter().zip(outcomes) {
            match outcome {
                Ok(resource) => self.remember_group(path, resource),
                Err(fault) if seats.len() == 1 => fail(&seats, &fault, results),
                Err(_) => self.one_by_one(server, path, seats, results).await,
            }
        }
    }

    async fn one_by_one(
        &self,
        server: &Server,
        path: &TeamPath,
        seats: Vec<(usize, Edit)>,
        results: &mut Results,
    ) {
        for (place, edit) in seats {
            let outcome = match self.group(path) {
                Ok(at) => {
                    let job = Job::Change { sort: Sort::Group, at, edits: vec![edit.clone()] };
                    self.alone(server, &job, super::job::Before::Nothing).await
                }
                Err(fault) => Err(fault),
            };
            match outcome {
                Ok(resource) => self.remember_group(path, resource),
                Err(fault) => fail(&[(place, edit)], &fault, results),
            }
        }
    }

    /// Remembers what a step has made of a resource.
    fn remember(&self, step: &Step, resource: Option<&Resource>) {
        let mut memory = self.memory();
        match (&step.key, step.current_key(), resource) {
            (Key::User(email), Key::User(now), Some(resource)) => {
                memory.people.remove(now);
                memory.people.insert(email.clone(), resource.clone());
            }
            (Key::Team(path), Key::Team(now), Some(resource)) => {
                memory.groups.rename(now, path, resource);
            }
            (Key::Team(path), _, None) => drop(memory.groups.teams.remove(path)),
            _ => {}
        }
    }

    fn remember_group(&self, path: &TeamPath, resource: Option<Resource>) {
        if let Some(resource) = resource {
            self.memory().groups.rename(path, path, &resource);
        }
    }

    fn written(&self, role: &crate::core::RoleName) -> String {
        self.memory().roles.get(role).map_or_else(|| role.to_string(), Clone::clone)
    }
}

fn fail(seats: &[(usize, Edit)], fault: &Fault, results: &mut Results) {
    for (place, _) in seats {
        if let Some(result @ Ok(())) = results.get_mut(*place) {
            *result = Err(fault.clone());
        }
    }
}

impl super::groups::Groups {
    /// Takes a group, with all below it, to another place.
    fn rename(&mut self, from: &TeamPath, to: &TeamPath, resource: &Resource) {
        if from != to {
            let teams = std::mem::take(&mut self.teams);
            self.teams = teams.into_iter().map(|(at, group)| (at.moved(from, to), group)).collect();
        }
        let members = super::groups::members(&resource.body).unwrap_or_default();
        let group = super::groups::Group { resource: resource.clone(), members };
        self.teams.insert(to.clone(), group);
    }
}
