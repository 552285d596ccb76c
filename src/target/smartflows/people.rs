//! Steps on people: the one who is written, and what of a person can be.

use serde_json::{Map, Value, json};

use super::seats::Seats;
use super::world::{Member, World};
use super::write::{Found, moved};
use super::{Smartflows, TAGS, refused};
use crate::core::{AttributeName, Email, Fault, Few, Key, Known, RoleName, Scalar, User};
use crate::plan::{Action, Resource, Step};
use crate::platform::Fact;
use crate::target::http::wire::known;

impl Smartflows {
    /// Does the steps of a batch.
    pub(super) async fn steps(&self, steps: &[&Step], world: &World) -> Vec<Result<(), Fault>> {
        let mut results = Vec::with_capacity(steps.len());
        for step in steps {
            results.push(match (&step.key, &step.previous_key) {
                (Key::Role(name), Some(Key::Role(previous))) => {
                    self.role_step(step, name, Some(previous), world).await
                }
                (Key::Role(name), _) => self.role_step(step, name, None, world).await,
                (Key::Team(path), Some(Key::Team(previous))) => {
                    self.group_step(step, path, Some(previous), world).await
                }
                (Key::Team(path), _) => self.group_step(step, path, None, world).await,
                (Key::User(_), _) => Ok(()),
                (Key::Department(name), Some(Key::Department(previous))) => {
                    self.department_step(step, name, Some(previous), world).await
                }
                (Key::Department(name), _) => self.department_step(step, name, None, world).await,
                (Key::RoleOrder | Key::TeamOrder(_), _) => {
                    Err(refused("neither roles nor groups have an order here"))
                }
            });
        }
        self.people_steps(steps, world, &mut results).await;
        results
    }

    /// Does the steps on people. Who gets another role leaves groups before, and joins others afterwards, so
    /// that nobody has the one with the other who has neither before nor afterwards both.
    async fn people_steps(
        &self,
        steps: &[&Step],
        world: &World,
        results: &mut [Result<(), Fault>],
    ) {
        let mut seats = Seats::default();
        for (place, step) in steps.iter().enumerate() {
            if let Key::User(email) = &step.key
                && let Err(fault) = person_of(step, email, world)
                    .and_then(|(member, after)| seats.take(place, step, member, after, world))
            {
                results[place] = Err(fault);
            }
        }
        seats.drop_failed(results);
        self.seat(&seats.first(), results).await;
        for (place, step) in steps.iter().enumerate() {
            if let Key::User(email) = &step.key
                && results[place].is_ok()
            {
                results[place] = match person_of(step, email, world) {
                    Ok((member, after)) => self.person_step(step, member, after, world).await,
                    Err(fault) => Err(fault),
                };
            }
        }
        seats.drop_failed(results);
        self.seat(&seats.rest(), results).await;
    }

    /// Writes what changes of a person, groups left out.
    async fn person_step(
        &self,
        step: &Step,
        member: &Member,
        after: &User,
        world: &World,
    ) -> Result<(), Fault> {
        let nothing = User::default();
        let before = match &step.before {
            Some(Resource::User(before)) => before,
            _ => &nothing,
        };
        self.may_be_given(before, after, world)?;
        let keys = &self.api.people;
        let Some(now) = self.member_now(member).await? else {
            return Err(moved("the person isn't there"));
        };
        match seen(&now, before, after) {
            Found::After => return Ok(()),
            Found::Else(what) => return Err(moved(&what)),
            Found::Before => {}
        }
        let body = self.body(&now, after, world)?;
        let request = self.ask().write(&keys.path, &member.id, &body)?;
        let look = async || {
            let now = self.member_now(member).await?;
            Ok(now.map_or_else(
                || Found::Else("the person isn't there".to_owned()),
                |now| seen(&now, before, after),
            ))
        };
        let Some(answer) = self.surely(&request, look).await? else { return Ok(()) };
        // Whoever asked reads it back.
        self.written(&keys.path, &keys.project, &member.id, &request, &answer).await.map(|_| ())
    }

    async fn member_now(&self, member: &Member) -> Result<Option<Member>, Fault> {
        match self.one(&self.api.people.path, &member.id).await? {
            Some(found) => self.keys().member(&found),
            None => Ok(None),
        }
    }

    /// Makes sure that the roles of a change are there and may be given: the server takes any word for one.
    fn may_be_given(&self, before: &User, after: &User, world: &World) -> Result<(), Fault> {
        let (Some(roles), nothing) = (after.roles.value(), Few::new()) else { return Ok(()) };
        let held = before.roles.value().unwrap_or(&nothing);
        for role in roles.difference(held).chain(held.difference(roles)) {
            let of = self.platform.built_in(role);
            if of.is_some_and(|of| of.assignable.value() == Some(&false)) {
                return Err(refused(format!("`{role}` is neither given nor taken by the project")));
            }
        }
        for role in roles.iter().filter(|role| self.platform.built_in(role).is_none()) {
            if world.role(role).is_none() {
                return Err(refused(format!("there is no role `{role}` that could be given")));
            }
        }
        if roles.len() == 1 { Ok(()) } else { Err(refused("somebody holds exactly one role here")) }
    }

    /// Returns what is to be written, and nothing that stays.
    fn body(&self, now: &Member, after: &User, world: &World) -> Result<Value, Fault> {
        let keys = &self.api.people;
        let mut body = Map::new();
        if let Some(role) = after.roles.value().and_then(|roles| roles.first())
            && now.row.roles != after.roles
        {
            body.insert(known(&keys.role)?.clone(), self.wire(role, world)?.into());
        }
        for (name, value) in &after.attributes {
            let (key, value) = self.attribute(now, name, value)?;
            body.insert(key.clone(), value);
        }
        Ok(body.into())
    }

    /// Returns a role as the server names it.
    fn wire(&self, role: &RoleName, world: &World) -> Result<String, Fault> {
        match self.api.built_in.get(role) {
            Some(name) => Ok(known(name)?.clone()),
            None => match world.role(role) {
                Some(custom) => Ok(custom.written.clone()),
                None => Err(refused(format!("there is no role `{role}`"))),
            },
        }
    }

    fn attribute(
        &self,
        now: &Member,
        name: &AttributeName,
        value: &Scalar,
    ) -> Result<(&String, Value), Fault> {
        let keys = &self.api.people;
        if name.as_str() == TAGS {
            return Ok((known(&keys.tags)?, self.tags(now, value)?));
        }
        let Some(key) = keys.attributes.get(name) else {
            return Err(refused(format!("`{name}` can't be written by a program")));
        };
        let unwritten = keys.unwritten.get(name).and_then(Fact::value);
        match (value, unwritten) {
            (Scalar::Int(number), _) | (Scalar::Null, Some(Scalar::Int(number))) => {
                Ok((known(key)?, json!(number)))
            }
            _ => Err(refused(format!("`{name}` is a whole number"))),
        }
    }

    /// Returns the tags of a text. Those that are there keep what else they have, such as their colour.
    fn tags(&self, now: &Member, value: &Scalar) -> Result<Value, Fault> {
        let key = known(&self.api.people.tag)?.as_str();
        let text = match value {
            Scalar::Null => "",
            Scalar::Text(text) => text,
            _ => return Err(refused("tags are a text, with a comma between two")),
        };
        let names: Vec<&str> = text.split(", ").filter(|name| !name.is_empty()).collect();
        if names.iter().any(|name| name.contains(',') || name.trim() != *name) {
            return Err(refused("several tags are written as `one, two`"));
        }
        let tag = |name: &str| {
            let stands =
                now.tags.iter().find(|tag| tag.get(key).and_then(Value::as_str) == Some(name));
            stands.cloned().unwrap_or_else(|| json!({ key: name }))
        };
        Ok(names.into_iter().map(tag).collect())
    }
}

/// Returns whom a step is about and what the person is to be.
fn person_of<'s>(
    step: &'s Step,
    email: &Email,
    world: &'s World,
) -> Result<(&'s Member, &'s User), Fault> {
    let Some(Resource::User(after)) = &step.after else {
        return Err(refused("nobody is removed here"));
    };
    if step.action != Action::Update || !after.status.is_unknown() {
        return Err(refused("who comes and goes isn't decided here"));
    }
    match world.people.get(email) {
        Some(member) => Ok((member, after)),
        None => Err(moved("the person isn't there")),
    }
}

/// Compares what stands with what a step saw and what it makes, groups left out.
fn seen(now: &Member, before: &User, after: &User) -> Found {
    let value = |user: &User, name: &AttributeName| -> Known<Scalar> {
        user.attributes.get(name).cloned().into()
    };
    let stands = after.roles.is_unknown() || after.roles == now.row.roles;
    let attributes = || after.attributes.iter();
    if stands && attributes().all(|(name, wanted)| now.row.attributes.get(name) == Some(wanted)) {
        return Found::After;
    }
    if stands_otherwise(&before.roles, &after.roles, &now.row.roles) {
        return Found::Else("another role is held".to_owned());
    }
    for (name, wanted) in attributes() {
        let wanted = Known::Known(wanted.clone());
        if stands_otherwise(&value(before, name), &wanted, &value(&now.row, name)) {
            return Found::Else(format!("`{name}` is another one"));
        }
    }
    Found::Before
}

/// Returns whether what is found is neither what stood there nor what is to.
pub(super) fn stands_otherwise<T: PartialEq>(
    before: &Known<T>,
    after: &Known<T>,
    found: &Known<T>,
) -> bool {
    !after.is_unknown() && before.differs(found) && after.differs(found)
}
