//! What a server says that it can do.

use serde_json::Value;

use super::base::Base;
use super::path::Path;
use super::wire::{about, count, field, list, text, truth, unclear};
use crate::core::Fault;

/// The schema of a person.
pub(super) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// The schema of a group.
pub(super) const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// The most entries that are asked for on a page.
const PAGE: u64 = 200;

/// What a server can do.
#[derive(Clone, Debug)]
pub(super) struct Server {
    /// Whether a part of a resource can be changed.
    pub(super) patch: bool,
    /// Whether a resource tells its version, and is written only where it still has that.
    pub(super) etag: bool,
    /// Whether some of a list can be asked for.
    pub(super) filter: bool,
    /// How much can be done in one request, where several things can.
    pub(super) bulk: Option<Bulk>,
    /// How many entries are asked for on a page.
    pub(super) page: u64,
    /// Where people are.
    pub(super) users: String,
    /// Where groups are, if there are any.
    pub(super) groups: Option<String>,
    /// The schemas, as far as they are told.
    schemas: Vec<Value>,
    /// What isn't told and was taken for granted, a sentence each.
    pub(super) remarks: Vec<String>,
}

/// How much one request can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bulk {
    /// The most operations.
    pub(super) operations: usize,
    /// The most bytes of a body.
    pub(super) bytes: usize,
}

/// The three answers in which a server says what it can do; nothing where it doesn't say.
pub(super) struct Told {
    pub(super) config: Option<Value>,
    pub(super) types: Option<Value>,
    pub(super) schemas: Option<Value>,
}

impl Server {
    /// Takes a server at its word. What it doesn't say it can't do, or has as RFC 7643 says.
    pub(super) fn new(told: &Told, base: &Base) -> Result<Self, Fault> {
        let nothing = Value::Null;
        let config = told.config.as_ref().unwrap_or(&nothing);
        let offers = |what: &str| match field(config, what) {
            Some(part) => truth(part, "supported").map(Option::unwrap_or_default),
            None => Ok(false),
        };
        let in_config = about("ServiceProviderConfig");
        let filter = offers("filter").map_err(&in_config)?;
        let (users, groups) =
            endpoints(told.types.as_ref(), base).map_err(about("ResourceTypes"))?;
        let told_schemas = told.schemas.as_ref().map(resources).unwrap_or_default();
        let mut remarks = Vec::new();
        if told.config.is_none() {
            remarks.push("the server doesn't say what it can do, so only PUT is used".to_owned());
        }
        if told_schemas.is_empty() {
            remarks.push("the server tells no schemas, so that of RFC 7643 is taken".to_owned());
        }
        Ok(Self {
            patch: offers("patch").map_err(&in_config)?,
            etag: offers("etag").map_err(&in_config)?,
            filter,
            bulk: bulk(config).map_err(&in_config)?,
            page: page(config).map_err(&in_config)?,
            users,
            groups,
            schemas: told_schemas,
            remarks,
        })
    }

    /// Returns what the schema says of a person's attribute; nothing where there is none.
    pub(super) fn of_person(&self, path: &Path) -> Option<Attribute<'_>> {
        self.attribute(path.schema.as_deref().unwrap_or(USER), path)
    }

    /// Returns whether a group can be a member of a group, as far as the schema says so.
    pub(super) fn nests(&self) -> bool {
        let said = |told: &Value| {
            list(told, "canonicalValues").unwrap_or_default().contains(&&"Group".into())
        };
        match self
            .attribute(GROUP, &Path { part: Some("type".to_owned()), ..Path::plain("members") })
        {
            Some(Attribute::Told(told)) => said(told),
            Some(Attribute::Untold) | None => false,
        }
    }

    fn attribute(&self, schema: &str, path: &Path) -> Option<Attribute<'_>> {
        if self.schemas.is_empty() {
            let of_core = path.schema.as_deref().is_none_or(|urn| urn.eq_ignore_ascii_case(USER));
            return of_core.then_some(Attribute::Untold);
        }
        let is_named = |value: &&Value, key: &str, name: &str| {
            text(value, key).ok().flatten().is_some_and(|found| found.eq_ignore_ascii_case(name))
        };
        let of = self.schemas.iter().find(|told| is_named(told, "id", schema))?;
        let all = list(of, "attributes").ok()?;
        let one = all.into_iter().find(|told| is_named(told, "name", &path.name))?;
        let Some(part) = &path.part else { return Some(Attribute::Told(one)) };
        let parts = list(one, "subAttributes").ok()?;
        parts.into_iter().find(|told| is_named(told, "name", part)).map(Attribute::Told)
    }
}

/// What is told of an attribute that there is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Attribute<'s> {
    /// What the schema says of it.
    Told(&'s Value),
    /// Nothing, since the server tells no schemas.
    Untold,
}

impl Attribute<'_> {
    /// Returns whether it can be written.
    pub(super) fn is_writable(self) -> bool {
        match self {
            Attribute::Untold => true,
            Attribute::Told(told) => {
                let said = text(told, "mutability").ok().flatten();
                said.is_none_or(|said| said.eq_ignore_ascii_case("readWrite"))
            }
        }
    }

    /// Returns the word for its type.
    pub(super) fn kind(self) -> Option<String> {
        match self {
            Attribute::Untold => None,
            Attribute::Told(told) => text(told, "type").ok().flatten().map(ToOwned::to_owned),
        }
    }

    /// Returns the values that are told of one of its parts.
    pub(super) fn canonical(self, part: &str) -> Vec<String> {
        let Attribute::Told(told) = self else { return Vec::new() };
        let parts = list(told, "subAttributes").unwrap_or_default();
        let named = |told: &&&Value| text(told, "name").ok().flatten() == Some(part);
        let values = parts.iter().find(named).and_then(|told| list(told, "canonicalValues").ok());
        values.into_iter().flatten().filter_map(|v| v.as_str().map(ToOwned::to_owned)).collect()
    }
}

/// Returns the entries of a list that is told in one piece, with an envelope or without.
pub(super) fn resources(told: &Value) -> Vec<Value> {
    match told {
        Value::Array(all) => all.clone(),
        told => list(told, "Resources").unwrap_or_default().into_iter().cloned().collect(),
    }
}

fn bulk(config: &Value) -> Result<Option<Bulk>, Fault> {
    let Some(told) = field(config, "bulk") else { return Ok(None) };
    let most = |name| count(told, name).map(|most| usize::try_from(most.unwrap_or(0)).unwrap_or(0));
    let (operations, bytes) = (most("maxOperations")?, most("maxPayloadSize")?);
    let offered = truth(told, "supported")?.unwrap_or(false) && operations > 1 && bytes > 0;
    Ok(offered.then_some(Bulk { operations, bytes }))
}

fn page(config: &Value) -> Result<u64, Fault> {
    let most = match field(config, "filter") {
        Some(filter) => count(filter, "maxResults")?,
        None => None,
    };
    Ok(most.filter(|most| *most > 0).map_or(PAGE, |most| most.min(PAGE)))
}

fn endpoints(types: Option<&Value>, base: &Base) -> Result<(String, Option<String>), Fault> {
    let all = types.map(resources).unwrap_or_default();
    if all.is_empty() {
        return Ok(("/Users".to_owned(), Some("/Groups".to_owned())));
    }
    let of = |schema: &str| -> Result<Option<String>, Fault> {
        for one in &all {
            if text(one, "schema")?.is_some_and(|told| told.eq_ignore_ascii_case(schema)) {
                let told = text(one, "endpoint")?;
                return told.map(|told| base.endpoint(told)).transpose();
            }
        }
        Ok(None)
    };
    let users = of(USER)?.ok_or_else(|| unclear("no resource of this server is a person"))?;
    Ok((users, of(GROUP)?))
}
