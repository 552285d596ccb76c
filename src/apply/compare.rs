//! Whether what was read is what was written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use crate::core::{
    AttributeName, Department, Few, Key, Known, Role, Scalar, Shares, State, Team, TeamPath, User,
};
use crate::plan::{Resource, Step};

/// How many entries of a list a message names.
const SHOWN: usize = 3;

/// Returns the first thing that isn't as the step was to make it: the field, what was expected and
/// what was found. A field that reads back unknown can't be compared and is accepted.
pub(super) fn difference(step: &Step, read: &State) -> Option<String> {
    if let Some(previous) = &step.previous_key
        && *previous != step.key
        && read.has(previous)
    {
        return Some(format!("{previous} is still there"));
    }
    match &step.after {
        None => read.has(&step.key).then(|| "it is still there".to_owned()),
        Some(said) => mismatch(&step.key, said, read),
    }
}

/// Returns the first field of the resource that doesn't stand in what was read.
pub(super) fn mismatch(key: &Key, said: &Resource, read: &State) -> Option<String> {
    if !read.has(key) {
        return Some("it is not there".to_owned());
    }
    match (key, said) {
        (Key::Role(name), Resource::Role(said)) => role(said, read.roles.get(name)?),
        (Key::Team(path), Resource::Team(said)) => team(said, read.teams.get(path)?),
        (Key::User(email), Resource::User(said)) => user(said, read.users.get(email)?),
        (Key::Department(name), Resource::Department(said)) => {
            department(said, read.departments.get(name)?)
        }
        (Key::RoleOrder, Resource::RoleOrder(said)) => order(said, read.role_order.value()?),
        (Key::TeamOrder(parent), Resource::TeamOrder(said)) => {
            order(said, read.team_order.get(parent)?)
        }
        _ => Some("the step is about one kind of resource and holds another".to_owned()),
    }
}

fn role(said: &Role, found: &Role) -> Option<String> {
    let Role { label, color, permissions, assignable_roles } = said;
    one("label", label, &found.label)
        .or_else(|| one("color", color, &found.color))
        .or_else(|| many("permissions", permissions, &found.permissions, pairs))
        .or_else(|| many("assignable_roles", assignable_roles, &found.assignable_roles, texts))
}

fn team(said: &Team, found: &Team) -> Option<String> {
    // A step names nobody of whom it isn't known what they sit as.
    let Team { managers, seated: _, attributes: _, named: _ } = said;
    many("managers", managers, &found.managers, texts)
        .or_else(|| values(&said.values(), &found.values()))
}

fn user(said: &User, found: &User) -> Option<String> {
    let User { status, roles, teams, attributes } = said;
    one("status", status, &found.status)
        .or_else(|| many("roles", roles, &found.roles, texts))
        .or_else(|| many("teams", teams, &found.teams, texts))
        .or_else(|| {
            let found = found.attributes.iter().map(|(name, value)| (name, value.clone()));
            let said = attributes.iter().map(|(name, value)| (name, value.clone()));
            values(&said.collect(), &found.collect())
        })
}

fn department(said: &Department, found: &Department) -> Option<String> {
    let Department { groups, attributes } = said;
    many("groups", groups, &found.groups, shares).or_else(|| {
        let found = found.attributes.iter().map(|(name, value)| (name, value.clone()));
        let said = attributes.iter().map(|(name, value)| (name, value.clone()));
        values(&said.collect(), &found.collect())
    })
}

fn shares(all: &Shares) -> BTreeSet<String> {
    let text = |(path, share): (&TeamPath, &Option<u8>)| match share {
        Some(share) => format!("{path}: {share} %"),
        None => path.to_string(),
    };
    all.iter().map(text).collect()
}

/// Compares the values of attributes.
fn values(
    said: &BTreeMap<&AttributeName, Scalar>,
    found: &BTreeMap<&AttributeName, Scalar>,
) -> Option<String> {
    said.iter().find_map(|(name, said)| {
        let found: Known<Scalar> = found.get(name).cloned().into();
        one(name.as_str(), &said.clone().into(), &found)
    })
}

/// Compares a field that has one value.
fn one<T: PartialEq + Display>(field: &str, said: &Known<T>, found: &Known<T>) -> Option<String> {
    let (said, found) = apart(said, found)?;
    Some(format!("`{field}`: expected `{said}`, found `{found}`"))
}

/// Compares a field that has many entries, of which only those that differ are named.
fn many<T: PartialEq>(
    field: &str,
    said: &Known<T>,
    found: &Known<T>,
    entries: impl Fn(&T) -> BTreeSet<String>,
) -> Option<String> {
    let (said, found) = apart(said, found)?;
    let (said, found) = (entries(said), entries(found));
    let (missing, extra) = (some_of(&said, &found), some_of(&found, &said));
    let parts = [("expected but not found: ", missing), ("found but not expected: ", extra)];
    let parts = parts.into_iter().filter(|(_, names)| !names.is_empty());
    let parts: Vec<String> = parts.map(|(what, names)| what.to_owned() + &names).collect();
    Some(format!("`{field}`: {}", parts.join("; ")))
}

/// Compares two lists, place by place.
fn order<T: PartialEq + Display>(said: &[T], found: &[T]) -> Option<String> {
    let place = (0..said.len().max(found.len())).find(|at| said.get(*at) != found.get(*at))?;
    let name = |list: &[T]| list.get(place).map_or("nothing".to_owned(), |at| format!("`{at}`"));
    Some(format!("place {}: expected {}, found {}", place + 1, name(said), name(found)))
}

fn apart<'k, T: PartialEq>(said: &'k Known<T>, found: &'k Known<T>) -> Option<(&'k T, &'k T)> {
    if said.differs(found) { said.value().zip(found.value()) } else { None }
}

/// Names the first few of the entries that the others lack.
fn some_of(entries: &BTreeSet<String>, others: &BTreeSet<String>) -> String {
    let missing: Vec<&String> = entries.difference(others).collect();
    let named: Vec<String> = missing.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match missing.len().saturating_sub(SHOWN) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

fn texts<T: Display>(names: &Few<T>) -> BTreeSet<String> {
    names.iter().map(T::to_string).collect()
}

fn pairs<K: Display, V: Display>(map: &BTreeMap<K, V>) -> BTreeSet<String> {
    map.iter().map(|(key, value)| format!("{key}: {value}")).collect()
}
