//! A person, as the platform tells of one.

use serde_json::Value;

use super::names::Names;
use crate::core::Fault;
use crate::core::{
    AttributeName, Attributes, Email, Few, Known, RoleName, Scalar, Status, TeamPath, User,
};
use crate::platform::{AttributeKind, Fact, JobsApi, Platform};
use crate::render::terminal;
use crate::target::http::wire::{Id, id, known, missing, strange, text, unclear, value};

/// A person, and where they sit.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) id: Option<Id>,
    /// The address as the platform writes it.
    pub(super) address: Box<str>,
    /// The person's row without teams, since no seat's kind is told.
    pub(super) user: User,
    /// The teams that the person is in, as a member or as a manager; nothing where it isn't told.
    pub(super) seats: Option<Few<TeamPath>>,
    /// Names that several teams have, in one of which the person is.
    pub(super) somewhere: Few<String>,
}

impl Person {
    pub(super) fn email(&self) -> Email {
        Email::new(&self.address)
    }
}

/// Reads one person.
pub(super) fn person(
    found: &Value,
    api: &JobsApi,
    platform: &Platform,
    names: &Names,
) -> Result<Person, Fault> {
    let keys = &api.user;
    let address = text(found, &keys.email)?.filter(|text| !text.trim().is_empty());
    let address = address.ok_or_else(|| missing(&keys.email, "a person"))?;
    let of = |fault: Fault| Fault {
        message: format!("of `{}`: {}", terminal(address), fault.message),
        ..fault
    };
    let user = User {
        status: status(found, &keys.deactivated_at).map_err(of)?,
        roles: roles(found, api).map_err(of)?,
        teams: Known::Unknown,
        attributes: attributes(found, api, platform).map_err(of)?,
    };
    let (seats, somewhere) = seats(found, api, names).map_err(of)?;
    let id = id(found, &keys.id).map_err(of)?;
    Ok(Person { id, address: address.trim().into(), user, seats, somewhere })
}

/// Returns the names in a list that have the value one.
pub(super) fn held<'v>(
    object: &'v Value,
    key: &Fact<String>,
    api: &JobsApi,
) -> Result<Option<Vec<&'v str>>, Fault> {
    let entries = match value(object, key)? {
        None => return Ok(None),
        Some(Value::Array(entries)) => entries,
        Some(other) => return Err(strange(key, other, "isn't a list")),
    };
    let mut held = Vec::new();
    for entry in entries {
        let name = text(entry, &api.user.name)?;
        let name = name.ok_or_else(|| missing(&api.user.name, "an entry"))?;
        match value(entry, &api.user.value)? {
            Some(Value::Number(number)) if number.as_u64() == Some(1) => held.push(name),
            Some(Value::Number(number)) if number.as_u64() == Some(0) => {}
            Some(other) => return Err(strange(&api.user.value, other, "is neither 0 nor 1")),
            None => return Err(missing(&api.user.value, "an entry")),
        }
    }
    Ok(Some(held))
}

/// A person can sign in who has no moment at which that ended.
fn status(found: &Value, key: &Fact<String>) -> Result<Known<Status>, Fault> {
    Ok(match value(found, key)? {
        None => Known::Unknown,
        Some(Value::Null) => Known::Known(Status::Active),
        Some(Value::String(text)) if text.is_empty() => Known::Known(Status::Active),
        Some(Value::String(_)) => Known::Known(Status::Inactive),
        Some(other) => return Err(strange(key, other, "isn't a moment")),
    })
}

fn roles(found: &Value, api: &JobsApi) -> Result<Known<Few<RoleName>>, Fault> {
    let held = held(found, &api.user.roles, api)?;
    Ok(held.map(|held| held.into_iter().map(RoleName::new).collect()).into())
}

type Seats = (Option<Few<TeamPath>>, Few<String>);

/// Returns the teams that a person is in, and the names among them that several teams have.
fn seats(found: &Value, api: &JobsApi, names: &Names) -> Result<Seats, Fault> {
    let Some(held) = held(found, &api.user.teams, api)? else { return Ok((None, Few::new())) };
    let (mut seats, mut somewhere) = (Vec::new(), Vec::new());
    for name in held {
        match names.teams.called(name) {
            [] => {
                let name = terminal(name);
                return Err(unclear(format!("the list of teams has no team `{name}`")));
            }
            [path] => seats.push(path.clone()),
            _ => somewhere.push(name.to_owned()),
        }
    }
    Ok((Some(seats.into()), somewhere.into()))
}

fn attributes(found: &Value, api: &JobsApi, platform: &Platform) -> Result<Attributes, Fault> {
    let keys = api.user.attributes.iter().chain(&api.user.read_only);
    let mut attributes = Attributes::default();
    for (name, key) in keys {
        let Some(said) = found.get(known(key)?.as_str()) else { continue };
        if let Some(value) = scalar(said, name, key, platform)? {
            attributes.insert(name.clone(), value);
        }
    }
    Ok(attributes)
}

/// Returns an attribute's value; nothing where it should have one and has none.
fn scalar(
    said: &Value,
    name: &AttributeName,
    key: &Fact<String>,
    platform: &Platform,
) -> Result<Option<Scalar>, Fault> {
    let of = platform.users.attributes.get(name);
    let required = of.is_some_and(|of| of.required.holds());
    let kind = of.and_then(|of| of.kind.value());
    let value = match (said, kind) {
        (Value::Null, _) => return Ok((!required).then_some(Scalar::Null)),
        (Value::String(text), _) if text.is_empty() => {
            return Ok((!required).then_some(Scalar::Null));
        }
        (Value::Number(number), Some(AttributeKind::Integer { .. })) => {
            number.as_i64().map(Scalar::Int)
        }
        (Value::Bool(value), Some(AttributeKind::Boolean)) => Some(Scalar::Bool(*value)),
        (Value::Number(number), Some(AttributeKind::Boolean)) => match number.as_u64() {
            Some(0) => Some(Scalar::Bool(false)),
            Some(1) => Some(Scalar::Bool(true)),
            _ => None,
        },
        (_, Some(AttributeKind::Integer { .. } | AttributeKind::Boolean)) => None,
        (Value::String(text), _) => Some(Scalar::from(text.as_str())),
        // A number that is only a name for somebody.
        (Value::Number(number), _) if number.is_u64() => {
            Some(Scalar::from(number.to_string().as_str()))
        }
        _ => None,
    };
    value.map(Some).ok_or_else(|| strange(key, said, "isn't a value of this attribute"))
}
