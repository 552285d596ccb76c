//! Reading roles, teams and people.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::merge::{Found, Rows, attach, owners};
use super::names::Names;
use crate::core::{
    Email, Fault, Few, Grant, Known, Level, Role, RoleName, Scalar, ScopeName, Status, Team,
    TeamPath, User,
};

const ROLES: &str = "SELECT id, name, label, color, assignable_written FROM role
    WHERE id BETWEEN ?1 AND ?2 AND permissions_written = 1 ORDER BY id";
const PERMISSIONS: &str = "SELECT role, permission, level FROM role_permission
    WHERE role BETWEEN ?1 AND ?2 ORDER BY role, permission";
const SCOPES: &str = "SELECT role, permission, scope FROM role_permission_scope
    WHERE role BETWEEN ?1 AND ?2 ORDER BY role, permission";
const ASSIGNABLE: &str = "SELECT role, assigns FROM assignable
    WHERE role BETWEEN ?1 AND ?2 ORDER BY role, assigns";

const TEAMS: &str = "SELECT id FROM team WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
const MANAGERS: &str = "SELECT seat.team, user.email FROM seat JOIN user ON user.id = seat.user
    WHERE seat.team BETWEEN ?1 AND ?2 AND seat.kind = 'manager' ORDER BY seat.team";
const TEAM_ATTRIBUTES: &str = "SELECT team, attribute, value, boolean FROM team_attribute
    WHERE team BETWEEN ?1 AND ?2 ORDER BY team, attribute";
const NAMED: &str = "SELECT named.team, named.attribute, user.email FROM named_member AS named
    JOIN user ON user.id = named.user WHERE named.team BETWEEN ?1 AND ?2 ORDER BY named.team";

const USERS: &str = "SELECT id, email, active FROM user WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
const HELD: &str = "SELECT user, role FROM user_role
    WHERE user BETWEEN ?1 AND ?2 ORDER BY user, role";
const MEMBER: &str = "SELECT user, team FROM seat
    WHERE user BETWEEN ?1 AND ?2 AND kind = 'member' ORDER BY user, team";
const ATTRIBUTES: &str = "SELECT user, attribute, value, boolean FROM user_attribute
    WHERE user BETWEEN ?1 AND ?2 ORDER BY user, attribute";

/// Reads roles; a built-in one only where its permissions were written.
pub(super) fn roles(
    database: &Connection,
    names: &Names,
    rows: Rows,
) -> Result<BTreeMap<RoleName, Role>, Fault> {
    let mut found = owners(database, ROLES, rows, role)?;
    attach(database, PERMISSIONS, rows, &mut found, |role: &mut Role, row| {
        let grant = Grant::everywhere(level(row.get_ref(2)?.as_str()?));
        if let Some(permissions) = role.permissions.value_mut() {
            let name = names.permissions.get(&row.get(1)?);
            permissions.extend(name.map(|name| (name.clone(), grant)));
        }
        Ok(())
    })?;
    attach(database, SCOPES, rows, &mut found, |role: &mut Role, row| {
        let name = names.permissions.get(&row.get(1)?);
        let grants = role.permissions.value_mut();
        if let Some(grant) = grants.zip(name).and_then(|(grants, name)| grants.get_mut(name)) {
            grant.only.insert(ScopeName::new(row.get_ref(2)?.as_str()?));
        }
        Ok(())
    })?;
    attach(database, ASSIGNABLE, rows, &mut found, |role: &mut Role, row| {
        learn(&mut role.assignable_roles, names.roles.get(&row.get(1)?));
        Ok(())
    })?;
    Ok(by_key(found))
}

fn role(row: &Row<'_>) -> rusqlite::Result<(RoleName, Role)> {
    let assignable: bool = row.get(4)?;
    let role = Role {
        label: row.get::<_, Option<String>>(2)?.into(),
        color: row.get::<_, Option<String>>(3)?.into(),
        permissions: Known::Known(BTreeMap::new()),
        assignable_roles: assignable.then(Few::new).into(),
    };
    Ok((RoleName::new(row.get_ref(1)?.as_str()?), role))
}

/// Reads a level; the table can't hold another word.
fn level(word: &str) -> Level {
    Level::ALL.into_iter().find(|level| level.as_str() == word).unwrap_or(Level::View)
}

/// Reads teams.
pub(super) fn teams(
    database: &Connection,
    names: &Names,
    rows: Rows,
) -> Result<BTreeMap<TeamPath, Team>, Fault> {
    let mut found = owners(database, TEAMS, rows, |row| {
        Ok((names.teams.get(&row.get(0)?).cloned(), names.bare.clone()))
    })?;
    attach(database, MANAGERS, rows, &mut found, |team: &mut Team, row| {
        learn(&mut team.managers, Some(&Email::new(row.get_ref(1)?.as_str()?)));
        Ok(())
    })?;
    attach(database, TEAM_ATTRIBUTES, rows, &mut found, |team: &mut Team, row| {
        let name = names.attributes.get(&row.get(1)?);
        if let Some(value) = name.and_then(|name| team.attributes.get_mut(name)) {
            *value = scalar(row)?;
        }
        Ok(())
    })?;
    attach(database, NAMED, rows, &mut found, |team: &mut Team, row| {
        let name = names.attributes.get(&row.get(1)?);
        if let Some(named) = name.and_then(|name| team.named.get_mut(name)) {
            *named = Some(Email::new(row.get_ref(2)?.as_str()?));
        }
        Ok(())
    })?;
    Ok(found.into_iter().filter_map(|team| Some((team.key?, team.value))).collect())
}

/// Reads people.
pub(super) fn users(
    database: &Connection,
    names: &Names,
    rows: Rows,
) -> Result<BTreeMap<Email, Arc<User>>, Fault> {
    let mut found = owners(database, USERS, rows, |row| user(names, row))?;
    attach(database, HELD, rows, &mut found, |user: &mut User, row| {
        learn(&mut user.roles, names.roles.get(&row.get(1)?));
        Ok(())
    })?;
    attach(database, MEMBER, rows, &mut found, |user: &mut User, row| {
        learn(&mut user.teams, names.teams.get(&row.get(1)?));
        Ok(())
    })?;
    attach(database, ATTRIBUTES, rows, &mut found, |user: &mut User, row| {
        let name = names.attributes.get(&row.get(1)?);
        if let Some(value) = name.and_then(|name| user.attributes.get_mut(name)) {
            *value = scalar(row)?;
        }
        Ok(())
    })?;
    Ok(found.into_iter().map(|each| (each.key, Arc::new(each.value))).collect())
}

fn user(names: &Names, row: &Row<'_>) -> rusqlite::Result<(Email, User)> {
    let user = User {
        status: Known::Known(if row.get(2)? { Status::Active } else { Status::Inactive }),
        roles: Known::Known(Few::new()),
        teams: Known::Known(Few::new()),
        attributes: names.unset.clone(),
    };
    Ok((Email::new(row.get_ref(1)?.as_str()?), user))
}

/// Reads since when people are invited who haven't accepted yet.
pub(super) fn invited(database: &Connection) -> Result<BTreeMap<Email, Date>, Fault> {
    let sql = "SELECT email, invited FROM user WHERE invited IS NOT NULL";
    let mut statement = database.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        let day = row.get_ref(1)?.as_str()?.parse::<Date>().ok();
        Ok((Email::new(row.get_ref(0)?.as_str()?), day))
    })?;
    let all: Vec<_> = rows.collect::<Result<_, _>>()?;
    Ok(all.into_iter().filter_map(|(email, day)| Some((email, day?))).collect())
}

pub(super) fn scalar(row: &Row<'_>) -> rusqlite::Result<Scalar> {
    Ok(match row.get_ref(2)? {
        ValueRef::Integer(value) if row.get(3)? => Scalar::Bool(value != 0),
        ValueRef::Integer(value) => Scalar::Int(value),
        text => Scalar::from(text.as_str()?),
    })
}

/// Adds one to a set.
fn learn<T: Clone + Ord>(set: &mut Known<Few<T>>, one: Option<&T>) {
    if let Some(set) = set.value_mut() {
        set.extend(one.cloned());
    }
}

fn by_key<K: Ord, T>(found: Vec<Found<K, T>>) -> BTreeMap<K, T> {
    found.into_iter().map(|each| (each.key, each.value)).collect()
}
