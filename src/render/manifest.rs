//! A state as manifests: what `export` writes.

use std::collections::{BTreeMap, BTreeSet};

use super::yaml::Writer;
use crate::core::{Email, Grant, Key, Role, RoleName, Scalar, State, TeamName, TeamPath, User};
use crate::platform::Platform;

/// Returns the manifests that mean the state, by file name. What isn't known isn't written, nor is
/// what `skip` names.
pub fn manifests(
    state: &State,
    platform: &Platform,
    skip: &dyn Fn(&Key) -> bool,
) -> BTreeMap<&'static str, String> {
    let skip_role = |name: &RoleName| skip(&Key::Role(name.clone()));
    let skip_team = |path: &TeamPath| skip(&Key::Team(path.clone()));
    let skip_user = |email: &Email| skip(&Key::User(email.clone()));
    let mut files = BTreeMap::new();
    files.insert("roles.yaml", roles(state, platform, &skip_role));
    files.insert("teams.yaml", teams(state, &skip_team));
    files.insert("users.yaml", users(state, &skip_user));
    files.retain(|_, text| !text.is_empty());
    files
}

fn roles(state: &State, platform: &Platform, skip: &dyn Fn(&RoleName) -> bool) -> String {
    let mut out = Writer::default();
    let listed: Vec<_> = state.roles.iter().filter(|(name, _)| !skip(name)).collect();
    if !listed.is_empty() {
        out.key("roles");
        listed.iter().for_each(|(name, role)| write_role(&mut out, name, role, platform));
    }
    if let Some(order) = state.role_order.value().filter(|order| !order.is_empty()) {
        out.list("role_order", order.iter().map(RoleName::as_str));
    }
    out.finish()
}

fn write_role(out: &mut Writer, name: &RoleName, role: &Role, platform: &Platform) {
    let Role { label, color, permissions, assignable_roles } = role;
    out.item("name", name.as_str());
    if let Some(label) = label.value() {
        out.text("label", label);
    }
    if let Some(color) = color.value() {
        out.text("color", color);
    }
    if let Some(permissions) = permissions.value() {
        out.mapping("permissions", permissions.is_empty());
        permissions.iter().for_each(|(id, grant)| out.entry(id.as_str(), &grant_text(grant)));
        out.leave();
    }
    // Without the permission that carries it there is no such list, and none may be written.
    if let Some(names) = assignable_roles.value().filter(|_| platform.assigns_roles(role)) {
        out.list("assignable_roles", names.iter().map(RoleName::as_str));
    }
    out.leave();
}

/// Returns a grant as it is written: a word, or a mapping on one line.
fn grant_text(grant: &Grant) -> String {
    if grant.only.is_empty() {
        return grant.level.to_string();
    }
    let scopes: Vec<&str> = grant.only.iter().map(|scope| scope.as_str()).collect();
    format!("{{ level: {}, only: [{}] }}", grant.level, scopes.join(", "))
}

fn teams(state: &State, skip: &dyn Fn(&TeamPath) -> bool) -> String {
    let mut out = Writer::default();
    let top = in_order(state, None, skip);
    if top.is_empty() {
        return String::new();
    }
    let members = members(state);
    out.key("teams");
    top.iter().for_each(|path| write_team(&mut out, state, members.as_ref(), path, skip));
    // An order may name what somebody else administers.
    if let Some(order) = state.team_order.get(&None) {
        out.list("team_order", order.iter().map(TeamName::as_str));
    }
    out.finish()
}

/// Who sits in each team.
type Members<'s> = BTreeMap<&'s TeamPath, BTreeSet<&'s Email>>;

/// Returns who sits in each team, if that is known of everybody: a list that leaves somebody out
/// would take them off.
fn members(state: &State) -> Option<Members<'_>> {
    if state.teams.values().any(|team| !team.seated.is_empty()) {
        return None;
    }
    let mut members: Members<'_> = state.teams.keys().map(|path| (path, BTreeSet::new())).collect();
    for (email, user) in &state.users {
        for path in user.teams.value()? {
            members.entry(path).or_default().insert(email);
        }
    }
    Some(members)
}

fn write_team(
    out: &mut Writer,
    state: &State,
    members: Option<&Members<'_>>,
    path: &TeamPath,
    skip: &dyn Fn(&TeamPath) -> bool,
) {
    out.item("name", path.name().as_str());
    let managers = state.teams.get(path).and_then(|team| team.managers.value());
    if let Some(managers) = managers {
        out.list("managers", managers.iter().map(Email::as_str));
    }
    if let Some(members) = members.and_then(|members| members.get(path)) {
        out.list("members", members.iter().map(|email| email.as_str()));
    }
    let below = in_order(state, Some(path), skip);
    if !below.is_empty() {
        out.mapping("teams", false);
        below.iter().for_each(|path| write_team(out, state, members, path, skip));
        out.leave();
    }
    out.leave();
}

/// Returns the teams directly below one, in their order; those whose order isn't known by name.
fn in_order(
    state: &State,
    parent: Option<&TeamPath>,
    skip: &dyn Fn(&TeamPath) -> bool,
) -> Vec<TeamPath> {
    let order = state.team_order.get(&parent.cloned());
    let place = |path: &TeamPath| {
        let name = path.name();
        order.and_then(|order| order.iter().position(|other| *other == name)).unwrap_or(usize::MAX)
    };
    let mut paths: Vec<TeamPath> =
        state.children(parent).filter(|path| !skip(path)).cloned().collect();
    paths.sort_by_key(place);
    paths
}

fn users(state: &State, skip: &dyn Fn(&Email) -> bool) -> String {
    let mut out = Writer::default();
    let listed: Vec<_> = state.users.iter().filter(|(email, _)| !skip(email)).collect();
    if !listed.is_empty() {
        out.key("users");
        listed.iter().for_each(|(email, user)| write_user(&mut out, email, user));
    }
    out.finish()
}

fn write_user(out: &mut Writer, email: &Email, user: &User) {
    let User { status, roles, teams: _, attributes } = user;
    out.item("email", email.as_str());
    for (name, value) in attributes {
        match value {
            // What isn't there needs no line.
            Scalar::Null => {}
            Scalar::Text(text) => out.text(name.as_str(), text),
            Scalar::Bool(_) | Scalar::Int(_) => out.entry(name.as_str(), &value.to_string()),
        }
    }
    if let Some(roles) = roles.value() {
        out.list("roles", roles.iter().map(RoleName::as_str));
    }
    if let Some(status) = status.value() {
        out.entry("status", status.as_str());
    }
    out.leave();
}
