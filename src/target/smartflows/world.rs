//! What there is, as the server tells it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::TAGS;
use super::department::Desk;
use crate::core::{
    AttributeName, Attributes, DepartmentName, Email, Fault, Few, Known, RoleName, Scalar, Status,
    TeamPath, User,
};
use crate::platform::{Fact, ObjectsApi, Platform};
use crate::render::terminal;
use crate::target::http::wire::{Id, id, missing, strange, text, value};

/// Everything that is there.
#[derive(Debug, Default)]
pub(super) struct World {
    /// Members, one for each address.
    pub(super) people: BTreeMap<Email, Member>,
    /// Custom roles by name, with all that have it.
    pub(super) roles: BTreeMap<RoleName, Vec<Custom>>,
    /// Groups by name, with all that have it.
    pub(super) groups: BTreeMap<TeamPath, Vec<Group>>,
    /// Departments by name, with all that have it.
    pub(super) departments: BTreeMap<DepartmentName, Vec<Desk>>,
    /// Invitations of people who aren't there.
    pub(super) invited: Vec<Invitation>,
    /// What couldn't be told, a sentence each without a full stop.
    pub(super) untold: Vec<String>,
}

/// A member of the project.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) id: Id,
    /// The account, by which groups name the person.
    pub(super) account: Id,
    pub(super) email: Email,
    /// The role as the server names it.
    pub(super) role: String,
    /// The person's row without teams.
    pub(super) row: User,
    /// The tags as they are, each with what else it has.
    pub(super) tags: Vec<Value>,
    /// How many permissions the person has beside the role.
    pub(super) own: usize,
}

/// A custom role.
#[derive(Clone, Debug)]
pub(super) struct Custom {
    pub(super) id: Id,
    /// The name as the server writes it, by which people hold it.
    pub(super) written: String,
    pub(super) permissions: Vec<String>,
}

/// A group.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) id: Id,
    pub(super) written: String,
    /// The accounts that are in it. Some may belong to nobody who is there.
    pub(super) members: Vec<String>,
    pub(super) enabled: bool,
}

/// An invitation.
#[derive(Clone, Debug)]
pub(super) struct Invitation {
    pub(super) id: Id,
    pub(super) email: String,
    pub(super) role: String,
}

/// What values are read by.
#[derive(Clone, Copy)]
pub(super) struct Keys<'k> {
    pub(super) api: &'k ObjectsApi,
    pub(super) platform: &'k Platform,
}

impl Keys<'_> {
    /// Reads a member; nothing where there is no account any more.
    pub(super) fn member(self, found: &Value) -> Result<Option<Member>, Fault> {
        let keys = &self.api.people;
        let account = match value(found, &keys.account)? {
            None | Some(Value::Null) => return Ok(None),
            Some(account) => account,
        };
        let email =
            text(account, &keys.email)?.ok_or_else(|| missing(&keys.email, "an account"))?;
        let of = |fault: Fault| Fault {
            message: format!("of `{}`: {}", terminal(email), fault.message),
            ..fault
        };
        let role = text(found, &keys.role).map_err(of)?.unwrap_or_default();
        let tags = items(found, &keys.tags).map_err(of)?.to_vec();
        let mut attributes = self.attributes(found, account).map_err(of)?;
        if self.platform.users.attributes.contains_key(TAGS)
            && let Some(value) = self.tags(&tags).map_err(of)?
        {
            attributes.insert(AttributeName::new(TAGS), value);
        }
        let row = User {
            status: self.status(found).map_err(of)?,
            roles: self.role_names(role),
            teams: Known::Unknown,
            attributes,
        };
        let own = items(found, &keys.own_permissions).map_err(of)?.len();
        Ok(Some(Member {
            id: needed(found, &keys.id)?,
            account: needed(account, &keys.account_id)?,
            email: Email::new(email.trim()),
            role: role.to_owned(),
            row,
            tags,
            own,
        }))
    }

    /// Reads a custom role.
    pub(super) fn role(self, found: &Value) -> Result<Custom, Fault> {
        let keys = &self.api.roles;
        Ok(Custom {
            id: needed(found, &keys.id)?,
            written: required(found, &keys.name, "a role")?.to_owned(),
            permissions: texts(found, &keys.permissions)?,
        })
    }

    /// Reads a group.
    pub(super) fn group(self, found: &Value) -> Result<Group, Fault> {
        let keys = &self.api.groups;
        Ok(Group {
            id: needed(found, &keys.id)?,
            written: required(found, &keys.name, "a group")?.to_owned(),
            members: texts(found, &keys.members)?,
            enabled: value(found, &keys.enabled)?.and_then(Value::as_bool).unwrap_or(true),
        })
    }

    /// Reads an invitation.
    pub(super) fn invitation(self, found: &Value) -> Result<Invitation, Fault> {
        let keys = &self.api.invitations;
        Ok(Invitation {
            id: needed(found, &keys.id)?,
            email: text(found, &keys.email)?.unwrap_or_default().to_owned(),
            role: text(found, &keys.role)?.unwrap_or_default().to_owned(),
        })
    }

    /// Returns the roles that a person holds, by the name of the one that the server knows. What only looks
    /// like one of the platform's own isn't taken for it.
    fn role_names(self, written: &str) -> Known<Few<RoleName>> {
        let is =
            |(_, wire): &(&RoleName, &Fact<String>)| wire.value().is_some_and(|w| w == written);
        if let Some((name, _)) = self.api.built_in.iter().find(is) {
            return Known::Known(Few::from([name.clone()]));
        }
        let name = RoleName::new(written);
        match () {
            () if written.is_empty() => Known::Known(Few::new()),
            () if self.platform.built_in(&name).is_some() => Known::Unknown,
            () => Known::Known(Few::from([name])),
        }
    }

    fn status(self, found: &Value) -> Result<Known<Status>, Fault> {
        let keys = &self.api.people;
        let said = required(found, &keys.status, "a person")?;
        let is = |word: &Fact<String>| word.value().is_some_and(|word| word == said);
        Ok(match () {
            () if is(&keys.active) => Known::Known(Status::Active),
            () if is(&keys.disabled) => Known::Known(Status::Inactive),
            () => Known::Unknown,
        })
    }

    fn attributes(self, found: &Value, account: &Value) -> Result<Attributes, Fault> {
        let keys = &self.api.people;
        let mut attributes = Attributes::default();
        for (name, key) in &keys.attributes {
            let unwritten = keys.unwritten.get(name).and_then(Fact::value).cloned();
            match value(found, key)? {
                None | Some(Value::Null) => {
                    unwritten.map(|value| attributes.insert(name.clone(), value));
                }
                Some(Value::Number(number)) if number.is_i64() => {
                    let number = Scalar::Int(number.as_i64().unwrap_or_default());
                    attributes.insert(name.clone(), number);
                }
                Some(other) => return Err(strange(key, other, "isn't a whole number")),
            }
        }
        for (name, key) in &keys.in_account {
            if let Some(text) = text(account, key)?.filter(|text| !text.is_empty()) {
                attributes.insert(name.clone(), Scalar::from(text));
            }
        }
        Ok(attributes)
    }

    /// Returns the tags as one text, if they can be told apart in it.
    fn tags(self, tags: &[Value]) -> Result<Option<Scalar>, Fault> {
        let key = &self.api.people.tag;
        let mut names = Vec::new();
        for tag in tags {
            names.push(required(tag, key, "a tag")?);
        }
        Ok(match names.iter().any(|name| name.contains(',') || name.trim() != *name) {
            true => None,
            false if names.is_empty() => Some(Scalar::Null),
            false => Some(Scalar::from(names.join(", ").as_str())),
        })
    }
}

pub(super) fn required<'v>(
    object: &'v Value,
    key: &Fact<String>,
    of: &str,
) -> Result<&'v str, Fault> {
    text(object, key)?.ok_or_else(|| missing(key, of))
}

pub(super) fn needed(object: &Value, key: &Fact<String>) -> Result<Id, Fault> {
    id(object, key)?.ok_or_else(|| missing(key, "an object"))
}

/// Returns the entries of a list; none where there is no list.
pub(super) fn items<'v>(object: &'v Value, key: &Fact<String>) -> Result<&'v [Value], Fault> {
    match value(object, key)? {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(items)) => Ok(items),
        Some(other) => Err(strange(key, other, "isn't a list")),
    }
}

fn texts(object: &Value, key: &Fact<String>) -> Result<Vec<String>, Fault> {
    let text = |item: &Value| match item.as_str() {
        Some(text) => Ok(text.to_owned()),
        None => Err(strange(key, item, "isn't text")),
    };
    items(object, key)?.iter().map(text).collect()
}
