//! A step as a row of an upload: what changes, and nothing else. A column that is there without a
//! value has been taken for an order to clear it, so none is.

use serde_json::{Map, Value, json};

use super::names::Names;
use super::person::Person;
use crate::core::{
    Email, Fault, FaultKind, Few, Key, Known, RoleName, Scalar, Status, TeamPath, User,
};
use crate::plan::{Resource, Step};
use crate::platform::{JobsApi, Platform};
use crate::target::http::wire::known;

/// What a row is made from.
pub(super) struct Rows<'r> {
    pub(super) api: &'r JobsApi,
    pub(super) platform: &'r Platform,
    pub(super) names: &'r Names,
    /// Whom no bulk job may touch.
    pub(super) spared: Option<&'r Email>,
}

impl Rows<'_> {
    /// Returns the row of a step on a person, of whom this is known.
    ///
    /// # Errors
    ///
    /// Why the step can't be done by a job. Then nothing of it is.
    pub(super) fn row(&self, step: &Step, person: Option<&Person>) -> Result<Value, Fault> {
        let keys = &self.api.user;
        let (email, after) = self.subject(step)?;
        let nobody = User::default();
        let before = match &step.before {
            Some(Resource::User(user)) => user,
            _ => &nobody,
        };
        let mut row = Map::new();
        let current = step.current_key();
        let address = person.map_or(current.name(), |person| &person.address);
        row.insert(known(&keys.email)?.clone(), address.into());
        if *current != step.key {
            row.insert(known(&keys.new_email)?.clone(), email.as_str().into());
        }
        if let Known::Known(status) = after.status {
            row.insert(known(&keys.status)?.clone(), self.status(status)?);
        }
        self.attributes(after, &mut row)?;
        let roles = self.roles(before, after)?;
        if !roles.is_empty() {
            row.insert(known(&keys.roles)?.clone(), roles.into());
        }
        let teams = self.teams(before, after, person)?;
        if !teams.is_empty() {
            row.insert(known(&keys.teams)?.clone(), teams.into());
        }
        Ok(row.into())
    }

    /// Returns whom a step is about and what the person is to be.
    fn subject<'s>(&self, step: &'s Step) -> Result<(&'s Email, &'s User), Fault> {
        let (Key::User(email), Some(Resource::User(after))) = (&step.key, &step.after) else {
            return Err(refused(format!("{}: the platform has no way to write it", step.key)));
        };
        let current = match step.current_key() {
            Key::User(current) => current,
            _ => email,
        };
        if self.spared.is_some_and(|spared| spared == email || spared == current) {
            return Err(refused("the first administrator of an instance is in no bulk job"));
        }
        Ok((email, after))
    }

    fn status(&self, status: Status) -> Result<Value, Fault> {
        let keys = &self.api.user;
        let word = match status {
            Status::Active => known(&keys.active)?,
            Status::Inactive => known(&keys.inactive)?,
        };
        Ok(word.as_str().into())
    }

    fn attributes(&self, after: &User, row: &mut Map<String, Value>) -> Result<(), Fault> {
        let cleared = self.api.user.cleared.value();
        for (name, value) in &after.attributes {
            let key = self.api.user.attributes.get(name);
            let key = key.ok_or_else(|| refused(format!("`{name}` can't be written by a job")))?;
            let value = match value {
                Scalar::Null => match cleared {
                    Some(word) => Value::from(word.as_str()),
                    None => return Err(refused(format!("`{name}` can't be cleared by a job"))),
                },
                Scalar::Text(text) if Some(&**text) == cleared.map(String::as_str) => {
                    return Err(refused(format!("`{text}` would clear `{name}`")));
                }
                Scalar::Text(text) if text.is_empty() => {
                    return Err(refused(format!("`{name}` is empty, which might clear it")));
                }
                Scalar::Text(text) => Value::from(&**text),
                Scalar::Int(number) => Value::from(*number),
                Scalar::Bool(value) => Value::from(i32::from(*value)),
            };
            row.insert(known(key)?.clone(), value);
        }
        Ok(())
    }

    fn roles(&self, before: &User, after: &User) -> Result<Vec<Value>, Fault> {
        let nothing = Few::new();
        let Some(after) = after.roles.value() else { return Ok(Vec::new()) };
        let before = before.roles.value().unwrap_or(&nothing);
        let written = |name: &RoleName| match self.names.roles.get(name) {
            Some(written) => Ok(written.as_str()),
            None => Err(refused(format!("there is no role `{name}` on the platform"))),
        };
        let given = after.difference(before).map(|name| self.entry(written(name)?, true));
        let taken = before.difference(after).map(|name| self.entry(written(name)?, false));
        given.chain(taken).collect()
    }

    /// Returns the seats that change. One that is there already isn't given again: nobody knows
    /// whether it is a manager's.
    fn teams(
        &self,
        before: &User,
        after: &User,
        person: Option<&Person>,
    ) -> Result<Vec<Value>, Fault> {
        let nothing = Few::new();
        let leaves = after.status == Known::Known(Status::Inactive)
            && self.platform.users.inactive_leaves_teams.holds();
        let Some(after) = after.teams.value().filter(|_| !leaves) else { return Ok(Vec::new()) };
        let before = before.teams.value().unwrap_or(&nothing);
        let seats = person.and_then(|person| person.seats.as_ref());
        let sits = |path: &&TeamPath| seats.is_some_and(|seats| seats.contains(*path));
        let stands = |path: &&TeamPath| seats.is_none() || sits(path);
        let given = after.difference(before).filter(|path| !sits(path));
        let given = given.map(|path| self.entry(self.team(path)?, true));
        let taken = before.difference(after).filter(stands);
        let taken = taken.map(|path| self.entry(self.team(path)?, false));
        given.chain(taken).collect()
    }

    /// Returns a team's own name, by which alone it can be written.
    fn team(&self, path: &TeamPath) -> Result<&str, Fault> {
        let Some(written) = self.names.teams.written.get(path) else {
            return Err(refused(format!("there is no team `{path}` on the platform")));
        };
        if self.names.teams.called(written).len() > 1 {
            let name = path.name();
            let text = format!("several teams are called `{name}`, so a job can't name `{path}`");
            return Err(refused(text));
        }
        Ok(written)
    }

    fn entry(&self, name: &str, has: bool) -> Result<Value, Fault> {
        let keys = &self.api.user;
        Ok(
            json!({ known(&keys.name)?.as_str(): name, known(&keys.value)?.as_str(): i32::from(has) }),
        )
    }
}

fn refused(text: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Refused, text)
}

/// Returns whether what a step was to bring about stands, as far as can be seen.
pub(super) fn stands(step: &Step, person: Option<&Person>) -> bool {
    let (Some(Resource::User(after)), Some(person)) = (&step.after, person) else { return false };
    let found = &person.user;
    let seats = person.seats.as_ref();
    let sits = |path: &TeamPath| seats.is_none_or(|seats| seats.contains(path));
    let gone = match &step.before {
        Some(Resource::User(before)) => before.teams.value(),
        _ => None,
    };
    let nothing = Few::new();
    let teams = after.teams.value().is_none_or(|after| {
        after.iter().all(sits)
            && gone
                .unwrap_or(&nothing)
                .difference(after)
                .all(|path| seats.is_none_or(|seats| !seats.contains(path)))
    });
    let attributes = after
        .attributes
        .iter()
        .all(|(name, value)| found.attributes.get(name).is_none_or(|found| found == value));
    person.email().as_str() == step.key.name()
        && !after.status.differs(&found.status)
        && !after.roles.differs(&found.roles)
        && teams
        && attributes
}
