//! Steps on departments.

use serde_json::{Map, Value, json};

use super::department::Desk;
use super::people::stands_otherwise;
use super::state::only;
use super::world::World;
use super::write::{Found, moved};
use super::{Smartflows, refused};
use crate::core::{AttributeName, Department, DepartmentName, Fault, Known, Scalar, Shares};
use crate::plan::{Action, Resource, Step};
use crate::platform::Fact;
use crate::render::terminal;
use crate::target::http::Request;
use crate::target::http::line::route;
use crate::target::http::wire::{id, json as read_json, known, unclear};

/// What is to become of a department.
#[derive(Clone, Copy)]
struct Change<'c> {
    name: &'c DepartmentName,
    previous: &'c DepartmentName,
    before: &'c Department,
    after: &'c Department,
    world: &'c World,
}

impl Smartflows {
    /// Does a step on a department.
    pub(super) async fn department_step(
        &self,
        step: &Step,
        name: &DepartmentName,
        previous: Option<&DepartmentName>,
        world: &World,
    ) -> Result<(), Fault> {
        let previous = previous.unwrap_or(name);
        let all = world.departments.get(previous).map_or(&[][..], Vec::as_slice);
        if all.len() > 1 {
            return Err(refused(format!("{} departments are called `{previous}`", all.len())));
        }
        let nothing = Department::default();
        let before = match &step.before {
            Some(Resource::Department(before)) => before,
            _ => &nothing,
        };
        let after = match &step.after {
            None => return self.delete_department(only(all)).await,
            Some(Resource::Department(after)) => after,
            Some(_) => return Err(refused("this can't be written")),
        };
        let change = Change { name, previous, before, after, world };
        match (only(all), step.action) {
            (None, Action::Create) => self.create_department(change).await,
            (Some(desk), Action::Create) if change.is_done(desk) => Ok(()),
            (Some(_), Action::Create) => Err(moved("another department is called so")),
            (Some(desk), _) => self.change_department(desk, change).await,
            (None, _) if world.department(name).is_some_and(|desk| change.is_done(desk)) => Ok(()),
            (None, _) => Err(moved("the department isn't there")),
        }
    }

    async fn create_department(&self, change: Change<'_>) -> Result<(), Fault> {
        let keys = &self.api.departments;
        let mut body = self.fields(change)?;
        body.insert(known(&keys.name)?.clone(), change.name.as_str().into());
        let look = || self.look_for_department(change.name);
        // Names aren't unique there: another one would be made.
        if let Found::After | Found::Else(_) = look().await? {
            return Err(moved("another department is called so"));
        }
        let request = self.ask().make(&keys.path, &body.into())?;
        let answer = self.surely(&request, look).await?;
        match (look().await?, answer) {
            (Found::After, _) => Ok(()),
            (Found::Else(what), _) => Err(moved(&what)),
            (Found::Before, None) => Err(unclear("the department was made and isn't there")),
            // Else each run would make another one.
            (Found::Before, Some(answer)) => {
                let made = id(&read_json(&route(&request), answer.body())?, &keys.id)?;
                let made = made.ok_or_else(|| unclear("what was made has no id"))?;
                let request = self.ask().remove(&keys.path, &made, &[])?;
                self.surely(&request, || self.gone(&keys.path, &made)).await?;
                Err(refused("the server doesn't list what was made, so it was removed again"))
            }
        }
    }

    /// Looks whether there is a department of that name.
    async fn look_for_department(&self, name: &DepartmentName) -> Result<Found, Fault> {
        let all = self.departments().await?;
        Ok(match all.iter().filter(|desk| desk.name == *name).count() {
            0 => Found::Before,
            1 => Found::After,
            _ => Found::Else(format!("several departments are called `{name}`")),
        })
    }

    /// Writes what changes of a department, its name included, and nothing else.
    async fn change_department(&self, desk: &Desk, change: Change<'_>) -> Result<(), Fault> {
        let keys = &self.api.departments;
        let look = async || {
            let now = self.desk_now(desk).await?;
            Ok(now
                .as_ref()
                .map_or_else(|| Found::Else("it is gone".into()), |now| change.seen(now)))
        };
        let Some(now) = self.desk_now(desk).await? else {
            return Err(moved("the department isn't there"));
        };
        match change.seen(&now) {
            Found::After => return Ok(()),
            Found::Else(what) => return Err(moved(&what)),
            Found::Before => {}
        }
        if change.name != change.previous
            && let Found::After | Found::Else(_) = self.look_for_department(change.name).await?
        {
            return Err(moved("another department has that name"));
        }
        let request = self.writing(&now, change)?;
        let Some(answer) = self.surely(&request, look).await? else { return Ok(()) };
        self.written(&keys.path, &keys.project, &desk.id, &request, &answer).await.map(|_| ())
    }

    async fn desk_now(&self, desk: &Desk) -> Result<Option<Desk>, Fault> {
        let keys = &self.api.departments;
        let found = self.ours(&keys.path, &desk.id, &keys.project).await?;
        found.map(|found| self.keys().department(&found)).transpose()
    }

    /// Removes a department; the server would remove the default one, too.
    async fn delete_department(&self, desk: Option<&Desk>) -> Result<(), Fault> {
        let Some(desk) = desk else { return Ok(()) };
        if desk.is_default {
            return Err(refused("the default department stays"));
        }
        let path = &self.api.departments.path;
        let request = self.ask().remove(path, &desk.id, &[])?;
        self.surely(&request, || self.gone(path, &desk.id)).await.map(|_| ())
    }

    /// Makes the request that changes a department. What is changed in parts can't lose its one group; what
    /// is written as a whole would lose its bot, were it not said again.
    fn writing(&self, now: &Desk, change: Change<'_>) -> Result<Request, Fault> {
        let keys = &self.api.departments;
        let mut body = self.fields(change)?;
        if change.name != change.previous {
            body.insert(known(&keys.name)?.clone(), change.name.as_str().into());
        }
        let group = known(&keys.group)?;
        if now.group.is_none() || body.get(group) != Some(&Value::Null) {
            return self.ask().change(&keys.path, &now.id, &body.into());
        }
        if let Some(bot) = &now.bot {
            body.insert(known(&keys.bot)?.clone(), bot.clone());
        }
        self.ask().write(&keys.path, &now.id, &body.into())
    }

    /// Returns what a department is to have, as the server writes it.
    fn fields(&self, change: Change<'_>) -> Result<Map<String, Value>, Fault> {
        let keys = &self.api.departments;
        let mut fields = Map::new();
        if let Some(shares) = change.after.groups.value() {
            let (one, listed) = self.groups_of(shares, change.world)?;
            fields.insert(known(&keys.group)?.clone(), one);
            fields.insert(known(&keys.groups)?.clone(), listed);
        }
        for (name, value) in &change.after.attributes {
            let Some(key) = keys.attributes.get(name) else {
                return Err(refused(format!("`{name}` can't be written by a program")));
            };
            fields.insert(known(key)?.clone(), self.recorded(name, value)?);
        }
        Ok(fields)
    }

    /// Returns the one group and the list of groups: those with shares are in the list, and one alone isn't.
    fn groups_of(&self, shares: &Shares, world: &World) -> Result<(Value, Value), Fault> {
        let keys = &self.api.departments;
        let (mut one, mut listed) = (Value::Null, Vec::new());
        for (path, share) in shares {
            let group = world.group(path);
            let group = group.ok_or_else(|| refused(format!("there isn't one group `{path}`")))?;
            let id = group.id.0.as_str();
            match share {
                Some(share) => listed.push(
                    json!({ known(&keys.group_id)?.as_str(): id, known(&keys.percentage)?.as_str(): share }),
                ),
                None if shares.len() == 1 => one = id.into(),
                None => return Err(refused("of several groups each has a percentage here")),
            }
        }
        Ok((one, listed.into()))
    }

    /// Returns the value of an attribute. Text that is taken away is empty: the server does nothing for
    /// `null`.
    fn recorded(&self, name: &AttributeName, value: &Scalar) -> Result<Value, Fault> {
        let numbers = self.api.departments.numbers.get(name).and_then(Fact::value);
        match (value, numbers) {
            (Scalar::Text(word), Some(numbers)) => match numbers.get(&**word) {
                Some(number) => Ok((*number).into()),
                None => Err(refused(format!("`{name}` can't be `{}` here", terminal(word)))),
            },
            (Scalar::Text(text), None) => Ok((**text).into()),
            (Scalar::Null, None) => Ok("".into()),
            _ => Err(refused(format!("`{name}` is a text"))),
        }
    }
}

impl Change<'_> {
    /// Returns whether a department is what it is to be.
    fn is_done(self, now: &Desk) -> bool {
        let Department { groups, attributes } = self.after;
        now.name == *self.name
            && (groups.is_unknown() || *groups == self.world.told(now).groups)
            && attributes.iter().all(|(name, wanted)| now.attributes.get(name) == Some(wanted))
    }

    /// Compares what stands with what the step saw and what it makes.
    fn seen(self, now: &Desk) -> Found {
        if self.is_done(now) {
            return Found::After;
        }
        if now.name != *self.name && now.name != *self.previous {
            return Found::Else(format!("it is called `{}`", terminal(&now.written)));
        }
        let groups = &self.world.told(now).groups;
        if stands_otherwise(&self.before.groups, &self.after.groups, groups) {
            return Found::Else("it has other groups".to_owned());
        }
        let value =
            |all: &Department, name| -> Known<Scalar> { all.attributes.get(name).cloned().into() };
        for (name, wanted) in &self.after.attributes {
            let (was, is) = (value(self.before, name), now.attributes.get(name).cloned().into());
            if stands_otherwise(&was, &Known::Known(wanted.clone()), &is) {
                return Found::Else(format!("`{name}` is another one"));
            }
        }
        Found::Before
    }
}
