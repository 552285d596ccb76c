//! A person, as a server tells of one, and as a body that makes one.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::path::Path;
use super::server::{Server, USER};
use super::wire::{about, field, list, refused, shown, text, truth, unclear};
use crate::core::{
    AttributeName, Attributes, Email, Fault, Few, Known, RoleName, Scalar, Status, User,
};
use crate::platform::{AttributeKind, Platform};
use crate::render::terminal;

/// What a person is read and written by.
#[derive(Clone, Copy)]
pub(super) struct Words<'w> {
    pub(super) server: &'w Server,
    pub(super) platform: &'w Platform,
    /// Where attributes are kept.
    pub(super) paths: &'w BTreeMap<AttributeName, Path>,
}

/// Returns the address by which a person is known: the user name where it is one, or else the primary
/// address; nothing where there is none.
pub(super) fn address(body: &Value) -> Result<Option<Email>, Fault> {
    let is_address = |text: &&str| text.trim().contains('@');
    if let Some(name) = text(body, "userName")?.filter(is_address) {
        return Ok(Some(Email::new(name.trim())));
    }
    let all = list(body, "emails")?;
    let is_first = |one: &&&Value| truth(one, "primary").ok().flatten() == Some(true);
    let one = all.iter().find(is_first).or(all.first());
    let found = one.map(|one| text(one, "value")).transpose()?.flatten().filter(is_address);
    Ok(found.map(|text| Email::new(text.trim())))
}

/// Returns what a person is called where something is said of them.
pub(super) fn called(body: &Value) -> String {
    let name = text(body, "userName").ok().flatten().or(text(body, "id").ok().flatten());
    terminal(name.unwrap_or("somebody")).into_owned()
}

/// Returns the name of a role as an entry of the list has it.
pub(super) fn role_value(entry: &Value) -> Result<&str, Fault> {
    match entry {
        Value::String(value) => Ok(value),
        entry => match text(entry, "value")?.or(text(entry, "display")?) {
            Some(value) => Ok(value),
            None => Err(unclear(format!("the role {} has no `value`", shown(entry)))),
        },
    }
}

impl Words<'_> {
    /// Reads a person's row, without teams.
    pub(super) fn user(self, body: &Value) -> Result<User, Fault> {
        let of = about(format!("`{}`", called(body)));
        let active = truth(body, "active").map_err(&of)?;
        let status = active.map(|active| if active { Status::Active } else { Status::Inactive });
        Ok(User {
            status: Known::from(status),
            roles: self.roles(body).map_err(&of)?,
            teams: Known::Unknown,
            attributes: self.attributes(body).map_err(&of)?,
        })
    }

    fn roles(self, body: &Value) -> Result<Known<Few<RoleName>>, Fault> {
        if self.server.of_person(&Path::plain("roles")).is_none() {
            return Ok(Known::Unknown);
        }
        let held = list(body, "roles")?.into_iter().map(|entry| self.role(role_value(entry)?));
        Ok(Known::Known(held.collect::<Result<Vec<_>, _>>()?.into()))
    }

    /// Returns what a role is called whose value is told.
    pub(super) fn role(self, value: &str) -> Result<RoleName, Fault> {
        let value = value.trim();
        if value.is_empty() {
            return Err(unclear("a role has an empty `value`"));
        }
        let called = |also: &String| also == value;
        let built_in =
            self.platform.roles.built_in.iter().find(|role| role.also.iter().any(called));
        Ok(built_in.map_or_else(|| RoleName::new(value), |role| role.name.clone()))
    }

    fn attributes(self, body: &Value) -> Result<Attributes, Fault> {
        let mut attributes = Attributes::default();
        for (name, path) in self.paths {
            let of = self.platform.users.attributes.get(name);
            let required = of.is_some_and(|of| of.required.holds());
            match path.of(body) {
                None if required || self.server.of_person(path).is_none() => {}
                None => drop(attributes.insert(name.clone(), Scalar::Null)),
                Some(told) => {
                    let kind = of.and_then(|of| of.kind.value());
                    let value = scalar(told, kind).ok_or_else(|| {
                        unclear(format!("`{path}` is {}, which isn't a value of it", shown(told)))
                    })?;
                    attributes.insert(name.clone(), value);
                }
            }
        }
        Ok(attributes)
    }

    /// Returns where an attribute is kept and what is written there; nothing where it is taken away.
    pub(super) fn attribute(
        self,
        name: &AttributeName,
        value: &Scalar,
    ) -> Result<(Path, Option<Value>), Fault> {
        let path = self.paths.get(name).filter(|path| self.server.of_person(path).is_some());
        let path = path.ok_or_else(|| refused(format!("this server keeps no `{name}`")))?;
        let kind = self.server.of_person(path).and_then(|told| told.kind());
        let is_text = kind.is_some_and(|kind| ["string", "reference"].contains(&kind.as_str()));
        let value = match value {
            Scalar::Null => None,
            Scalar::Text(text) => Some(Value::from(&**text)),
            Scalar::Int(number) if is_text => Some(number.to_string().into()),
            Scalar::Int(number) => Some((*number).into()),
            Scalar::Bool(value) if is_text => Some(value.to_string().into()),
            Scalar::Bool(value) => Some((*value).into()),
        };
        Ok((path.clone(), value))
    }

    /// Returns the body that makes a person.
    pub(super) fn body(self, email: &Email, user: &User, roles: &[Value]) -> Result<Value, Fault> {
        let mut body = json!({
            "schemas": [USER],
            "userName": email.as_str(),
            "emails": [{ "value": email.as_str(), "type": "work", "primary": true }],
            "active": user.status.value() != Some(&Status::Inactive),
        });
        if !roles.is_empty() {
            Path::plain("roles").put(&mut body, Some(roles.to_vec().into()));
        }
        for (name, value) in &user.attributes {
            if *value != Scalar::Null {
                let (path, value) = self.attribute(name, value)?;
                path.put(&mut body, value);
            }
        }
        Ok(body)
    }
}

/// Returns the addresses of a person who gets another one: that which is the former, or a first one.
pub(super) fn addresses(body: &Value, from: &Email, to: &Email) -> Result<Vec<Value>, Fault> {
    let mut all: Vec<Value> = list(body, "emails")?.into_iter().cloned().collect();
    let mut found = false;
    for one in &mut all {
        if text(one, "value")?.is_some_and(|text| Email::new(text.trim()) == *from) {
            Path::plain("value").put(one, Some(to.as_str().into()));
            found = true;
        }
    }
    if !found && all.is_empty() {
        all.push(json!({ "value": to.as_str(), "type": "work", "primary": true }));
    }
    Ok(all)
}

/// Returns the entries of the list of roles once it is to hold these, each as it stands where it does.
pub(super) fn entries(
    words: Words<'_>,
    body: &Value,
    roles: &Few<RoleName>,
    written: impl Fn(&RoleName) -> String,
) -> Result<Vec<Value>, Fault> {
    let mut kept = Vec::new();
    let mut there: Vec<RoleName> = Vec::new();
    for entry in list(body, "roles")? {
        let name = words.role(role_value(entry)?)?;
        if roles.contains(&name) {
            kept.push(entry.clone());
            there.push(name);
        }
    }
    for name in roles.iter().filter(|name| !there.contains(name)) {
        let mut entry = Map::new();
        entry.insert("value".to_owned(), written(name).into());
        entry.insert("display".to_owned(), name.as_str().into());
        kept.push(entry.into());
    }
    Ok(kept)
}

fn scalar(told: &Value, kind: Option<&AttributeKind>) -> Option<Scalar> {
    match (told, kind) {
        (Value::Number(number), Some(AttributeKind::Integer { .. })) => {
            number.as_i64().map(Scalar::Int)
        }
        (Value::String(text), Some(AttributeKind::Integer { .. })) => {
            text.trim().parse().ok().map(Scalar::Int)
        }
        (Value::Bool(value), Some(AttributeKind::Boolean)) => Some(Scalar::Bool(*value)),
        (Value::String(text), Some(AttributeKind::Boolean)) => {
            text.trim().to_ascii_lowercase().parse().ok().map(Scalar::Bool)
        }
        (_, Some(AttributeKind::Integer { .. } | AttributeKind::Boolean)) => None,
        (Value::String(text), _) if text.is_empty() => Some(Scalar::Null),
        (Value::String(text), _) => Some(Scalar::from(text.as_str())),
        (Value::Number(number), _) => Some(Scalar::from(number.to_string().as_str())),
        _ => None,
    }
}

/// Returns whether somebody's list says that they can sign in or can't.
pub(super) fn tells_status(body: &Value) -> bool {
    field(body, "active").is_some()
}
