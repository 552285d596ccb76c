//! One role, one team with those below it, or one person, as an entry of a manifest.

use std::collections::{BTreeMap, BTreeSet};

use super::yaml::Writer;
use crate::core::{
    Department, DepartmentName, Email, Grant, Key, Known, Role, RoleName, Scalar, State, Team,
    TeamPath, User,
};
use crate::platform::Platform;

/// What is written down, and what isn't.
#[derive(Clone, Copy)]
pub struct Entries<'e> {
    /// What is live.
    pub state: &'e State,
    /// The platform.
    pub platform: &'e Platform,
    /// Says what isn't written: what somebody else administers.
    pub skip: &'e dyn Fn(&Key) -> bool,
}

/// Who sits in each team.
pub type Members<'s> = BTreeMap<&'s TeamPath, BTreeSet<&'s Email>>;

impl<'e> Entries<'e> {
    /// Returns the lines of a role's entry, without indentation.
    pub fn role(&self, name: &RoleName, role: &Role) -> String {
        let mut out = Writer::default();
        self.write_role(&mut out, name, role);
        out.finish()
    }

    /// Returns the lines of a team's entry with all teams below it, without indentation.
    pub fn team(&self, path: &TeamPath, members: Option<&Members<'_>>) -> String {
        let mut out = Writer::default();
        self.write_team(&mut out, members, path);
        out.finish()
    }

    /// Returns the lines of a person's entry, without indentation.
    pub fn user(&self, email: &Email, user: &User) -> String {
        let mut out = Writer::default();
        write_user(&mut out, email, user);
        out.finish()
    }

    pub(super) fn write_role(&self, out: &mut Writer, name: &RoleName, role: &Role) {
        let Role { label, color, permissions, assignable_roles } = role;
        out.item("name", name.as_str());
        if self.platform.built_in(name).is_some() {
            out.comment("Built in: only what it allows can be changed.");
        }
        write_unknown(out, [("permissions", permissions.is_unknown())].into_iter());
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
        if let Some(names) = assignable_roles.value().filter(|_| self.platform.assigns_roles(role))
        {
            out.list("assignable_roles", names.iter().map(RoleName::as_str));
        }
        out.leave();
    }

    /// Returns the lines of a department's entry, without indentation.
    pub fn department(&self, name: &DepartmentName, department: &Department) -> String {
        let mut out = Writer::default();
        write_department(&mut out, name, department);
        out.finish()
    }

    /// Returns who sits in each team, if that is known of everybody: a list that leaves somebody out
    /// would take them off. Who isn't administered here keeps a seat without being named.
    pub fn members(&self) -> Option<Members<'e>> {
        if self.state.teams.values().any(|team| !team.seated.is_empty()) {
            return None;
        }
        let mut members: Members<'_> = BTreeMap::new();
        members.extend(self.state.teams.keys().map(|path| (path, BTreeSet::new())));
        for (email, user) in &self.state.users {
            let teams = user.teams.value().filter(|_| !user.roles.is_unknown())?;
            if !teams.is_empty() && (self.skip)(&Key::User(email.clone())) {
                continue;
            }
            for path in teams {
                members.entry(path).or_default().insert(email);
            }
        }
        Some(members)
    }

    /// Returns whether a person has an entry.
    fn lists(&self, email: &Email) -> bool {
        let user = self.state.users.get(email);
        user.is_some_and(|user| !user.roles.is_unknown()) && !(self.skip)(&Key::User(email.clone()))
    }

    pub(super) fn write_team(
        &self,
        out: &mut Writer,
        members: Option<&Members<'_>>,
        path: &TeamPath,
    ) {
        out.item("name", path.name().as_str());
        let team = self.state.teams.get(path);
        let managers = team.map(|team| &team.managers);
        let managed = self.platform.teams.managed.is != Some(false);
        let unknown = managers.is_none_or(Known::is_unknown) && managed;
        write_unknown(out, [("managers", unknown), ("members", members.is_none())].into_iter());
        for (name, value) in team.into_iter().flat_map(Team::values) {
            // What isn't there needs no line, and nobody is named who isn't listed.
            let named = team.and_then(|team| team.named.get(name)?.as_ref());
            if value != Scalar::Null && named.is_none_or(|email| self.lists(email)) {
                out.entry(name.as_str(), &scalar_text(&value));
            }
        }
        // Where teams have none, there is no list of them either.
        let managers = managers.and_then(Known::value);
        if let Some(managers) = managers.filter(|all| managed || !all.is_empty()) {
            out.list("managers", managers.iter().map(Email::as_str));
        }
        if let Some(members) = members.and_then(|members| members.get(path)) {
            out.list("members", members.iter().map(|email| email.as_str()));
        }
        let below = self.in_order(Some(path));
        if !below.is_empty() {
            out.mapping("teams", false);
            below.iter().for_each(|path| self.write_team(out, members, path));
            out.leave();
        }
        out.leave();
    }

    /// Returns the teams directly below one, in their order; those whose order isn't known by name.
    pub(super) fn in_order(&self, parent: Option<&TeamPath>) -> Vec<TeamPath> {
        let order = self.state.team_order.get(&parent.cloned());
        let place = |path: &TeamPath| {
            let name = path.name();
            order
                .and_then(|order| order.iter().position(|other| *other == name))
                .unwrap_or(usize::MAX)
        };
        let listed = |path: &&TeamPath| !(self.skip)(&Key::Team((*path).clone()));
        let mut paths: Vec<TeamPath> =
            self.state.children(parent).filter(listed).cloned().collect();
        paths.sort_by_key(place);
        paths
    }
}

/// Says which fields an entry leaves out because nobody knows them.
fn write_unknown(out: &mut Writer, fields: impl Iterator<Item = (&'static str, bool)>) {
    let unknown: Vec<&str> = fields.filter(|(_, unknown)| *unknown).map(|(name, _)| name).collect();
    if !unknown.is_empty() {
        out.comment(&format!("Unknown, and so left alone: {}.", unknown.join(", ")));
    }
}

/// Returns a grant as it is written: a word, or a mapping on one line.
pub fn grant_text(grant: &Grant) -> String {
    if grant.only.is_empty() {
        return grant.level.to_string();
    }
    let scopes: Vec<&str> = grant.only.iter().map(|scope| scope.as_str()).collect();
    format!("{{ level: {}, only: [{}] }}", grant.level, scopes.join(", "))
}

/// Returns the lines of a field with a list, without indentation.
pub fn list_field<'i>(name: &str, items: impl Iterator<Item = &'i str>) -> String {
    let mut out = Writer::default();
    out.list(name, items);
    out.finish()
}

pub(super) fn write_user(out: &mut Writer, email: &Email, user: &User) {
    let User { status, roles, teams: _, attributes } = user;
    out.item("email", email.as_str());
    write_unknown(out, [("status", status.is_unknown())].into_iter());
    for (name, value) in attributes {
        // What isn't there needs no line.
        if *value != Scalar::Null {
            out.entry(name.as_str(), &scalar_text(value));
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

pub(super) fn write_department(out: &mut Writer, name: &DepartmentName, department: &Department) {
    let Department { groups, attributes } = department;
    out.item("name", name.as_str());
    write_unknown(out, [("groups", groups.is_unknown())].into_iter());
    for (name, value) in attributes.iter().filter(|(_, value)| **value != Scalar::Null) {
        out.entry(name.as_str(), &scalar_text(value));
    }
    if let Some(groups) = groups.value() {
        out.values("groups", groups.iter().map(|(path, share)| share_text(path, *share)));
    }
    out.leave();
}

/// Returns a team of a department as it is written: a name, or a mapping on one line.
pub fn share_text(path: &TeamPath, share: Option<u8>) -> String {
    match share {
        Some(share) => {
            let name = super::yaml::in_flow(path.as_str());
            format!("{{ group: {name}, percentage: {share} }}")
        }
        None => super::yaml::scalar(path.as_str()),
    }
}

/// Returns a team of a department with its share, for people.
pub(super) fn share_words(path: &TeamPath, share: Option<u8>) -> String {
    match share {
        Some(share) => format!("{path}: {share} %"),
        None => path.to_string(),
    }
}

/// Returns the value of an attribute as it is written.
pub fn scalar_text(value: &Scalar) -> String {
    match value {
        Scalar::Null => "null".to_owned(),
        Scalar::Text(text) => super::yaml::scalar(text),
        Scalar::Bool(_) | Scalar::Int(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::platform::built_in;

    #[test]
    fn what_nobody_knows_is_left_out_and_said() -> Result<(), serde_yaml::Error> {
        let platform: Platform = serde_yaml::from_str(built_in("ccaas").unwrap_or_default())?;
        let mut state = State::default();
        state.teams.insert(TeamPath::new("L1"), Team::default());
        state.users.insert(Email::new("ana@acme.example"), Arc::default());
        let skip = |_: &Key| false;
        let entries = Entries { state: &state, platform: &platform, skip: &skip };
        let role = Role { label: Known::Known("LEAD".to_owned()), ..Role::default() };
        let text = entries.role(&RoleName::new("Lead"), &role);
        let unknown = "  # Unknown, and so left alone:";
        assert_eq!(text, format!("- name: Lead\n{unknown} permissions.\n  label: LEAD\n"));
        let members = entries.members();
        let text = entries.team(&TeamPath::new("L1"), members.as_ref());
        assert_eq!(text, format!("- name: L1\n{unknown} managers, members.\n"));
        Ok(())
    }
}
