//! A batch of steps. A person's row and the teams that they are in are separate resources here, so a
//! batch is done in three turns: who leaves a team, then people and teams themselves, then who joins
//! one. Membership takes roles, so that it ends before they do and begins after them.

use std::collections::BTreeMap;

use super::Scim;
use super::edit::Edit;
use super::job::{Job, Sort};
use super::resource::Resource;
use super::server::Server;
use super::todo::{Member, Todo};
use crate::core::{Fault, Key, TeamPath};
use crate::plan::Step;

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
