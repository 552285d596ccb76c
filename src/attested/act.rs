//! What somebody did by hand, and says so.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::{
    AttributeName, Attributes, Department, DepartmentName, Email, Few, Key, Known, Named, Role,
    RoleName, Scalar, TeamName, TeamPath, User,
};
use crate::plan::Digest;

/// What somebody did by hand, and says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Who did it.
    pub by: Email,
    /// When it was attested, in RFC 3339.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// The digest of the plan that asked for it.
    pub plan: Digest,
    /// What the roles hold now, as far as somebody wrote it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: BTreeMap<RoleName, Role>,
    /// Who manages the teams now, and their attributes; one of which nothing is said is there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub teams: BTreeMap<TeamPath, SaidTeam>,
    /// The rows of people now, as far as they changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub users: BTreeMap<Email, User>,
    /// The departments now, as far as they changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub departments: BTreeMap<DepartmentName, Department>,
    /// What isn't there any more.
    #[serde(default, skip_serializing_if = "Gone::is_empty")]
    pub gone: Gone,
    /// The order of the roles now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_order: Option<Vec<RoleName>>,
    /// The order of the teams now, by the path of the team above them; nothing stands for the top.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub team_order: BTreeMap<String, Vec<TeamName>>,
}

/// What is attested of a team.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaidTeam {
    /// Who manages it.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub managers: Known<Few<Email>>,
    /// The attributes that changed.
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    #[schemars(with = "BTreeMap<AttributeName, Scalar>")]
    pub attributes: Attributes,
    /// The members whom attributes name, as far as that changed.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub named: Named,
}

/// What isn't there any more.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Gone {
    /// Roles.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub roles: BTreeSet<RoleName>,
    /// Teams.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub teams: BTreeSet<TeamPath>,
    /// People.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub users: BTreeSet<Email>,
    /// Departments.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub departments: BTreeSet<DepartmentName>,
}

impl Gone {
    /// Returns whether nothing went.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns how many went.
    pub fn len(&self) -> usize {
        self.roles.len() + self.teams.len() + self.users.len() + self.departments.len()
    }

    /// Returns the keys of what went.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        let roles = self.roles.iter().cloned().map(Key::Role);
        let teams = self.teams.iter().cloned().map(Key::Team);
        let users = self.users.iter().cloned().map(Key::User);
        let departments = self.departments.iter().cloned().map(Key::Department);
        // What names others goes before them.
        departments.chain(roles).chain(teams).chain(users)
    }
}

impl Act {
    /// An act that attests nothing yet.
    pub fn new(by: Email, at: Timestamp, plan: Digest) -> Self {
        Self {
            by,
            at,
            plan,
            roles: BTreeMap::new(),
            teams: BTreeMap::new(),
            users: BTreeMap::new(),
            departments: BTreeMap::new(),
            gone: Gone::default(),
            role_order: None,
            team_order: BTreeMap::new(),
        }
    }

    /// Returns whether nothing is attested by it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns how many things are attested by it.
    pub fn len(&self) -> usize {
        let orders = usize::from(self.role_order.is_some()) + self.team_order.len();
        let people = self.users.len();
        self.roles.len()
            + self.teams.len()
            + people
            + self.departments.len()
            + self.gone.len()
            + orders
    }

    /// Takes out what another one says anew.
    pub(super) fn forget(&mut self, later: &Act) {
        for (name, said) in &later.roles {
            if let Some(role) = self.roles.get_mut(name) {
                forget(role, said);
            }
        }
        self.roles.retain(|_, role| *role != Role::default());
        for (path, again) in &later.teams {
            if let Some(said) = self.teams.get_mut(path) {
                forget_field(&mut said.managers, &again.managers);
                forget_attributes(&mut said.attributes, &again.attributes);
                said.named.retain(|name, _| !again.named.contains_key(name));
            }
        }
        let said_again = |path: &TeamPath| later.teams.contains_key(path);
        self.teams.retain(|path, said| *said != SaidTeam::default() || !said_again(path));
        for (email, said) in &later.users {
            if let Some(user) = self.users.get_mut(email) {
                forget_user(user, said);
            }
        }
        self.users.retain(|_, user| *user != User::default());
        for (name, again) in &later.departments {
            if let Some(said) = self.departments.get_mut(name) {
                forget_field(&mut said.groups, &again.groups);
                forget_attributes(&mut said.attributes, &again.attributes);
            }
        }
        let said_again = |name: &DepartmentName| later.departments.contains_key(name);
        self.departments.retain(|name, said| *said != Department::default() || !said_again(name));
        self.team_order.retain(|parent, _| !later.team_order.contains_key(parent));
        for key in later.gone.keys() {
            self.let_go(&key);
        }
        if later.role_order.is_some() {
            self.role_order = None;
        }
    }

    /// Returns the keys of what it says something of, but for what went.
    pub fn keys(&self) -> Vec<Key> {
        let there = self.steps().into_iter().filter(|step| step.after.is_some());
        there.map(|step| step.key).collect()
    }

    /// Takes over what another one says of something.
    pub fn take_over(&mut self, key: &Key, from: &Act) {
        match key {
            Key::Role(name) => take(&mut self.roles, &from.roles, name),
            Key::Team(path) => take(&mut self.teams, &from.teams, path),
            Key::User(email) => take(&mut self.users, &from.users, email),
            Key::Department(name) => take(&mut self.departments, &from.departments, name),
            Key::RoleOrder => self.role_order.clone_from(&from.role_order),
            Key::TeamOrder(parent) => {
                let parent = parent.as_ref().map_or(String::new(), ToString::to_string);
                take(&mut self.team_order, &from.team_order, &parent);
            }
        }
    }

    /// Takes out all that is said of something, which isn't there any more.
    fn let_go(&mut self, key: &Key) {
        match key {
            Key::Role(name) => _ = self.roles.remove(name),
            Key::Team(path) => _ = self.teams.remove(path),
            Key::User(email) => _ = self.users.remove(email),
            Key::Department(name) => _ = self.departments.remove(name),
            Key::RoleOrder | Key::TeamOrder(_) => {}
        }
    }
}

fn take<K: Ord + Clone, V: Clone>(into: &mut BTreeMap<K, V>, from: &BTreeMap<K, V>, key: &K) {
    into.extend(from.get(key).map(|said| (key.clone(), said.clone())));
}

/// Takes out of what was attested of a person what is said anew.
fn forget_user(user: &mut User, later: &User) {
    let User { status, roles, teams, attributes } = later;
    forget_field(&mut user.status, status);
    forget_field(&mut user.roles, roles);
    forget_field(&mut user.teams, teams);
    forget_attributes(&mut user.attributes, attributes);
}

fn forget_attributes(all: &mut Attributes, later: &Attributes) {
    for (name, _) in later {
        all.remove(name);
    }
}

/// Takes out of what was attested of a role what is said anew.
fn forget(role: &mut Role, later: &Role) {
    let Role { label, color, permissions, assignable_roles } = later;
    forget_field(&mut role.label, label);
    forget_field(&mut role.color, color);
    forget_field(&mut role.permissions, permissions);
    forget_field(&mut role.assignable_roles, assignable_roles);
}

fn forget_field<T>(field: &mut Known<T>, later: &Known<T>) {
    if !later.is_unknown() {
        *field = Known::Unknown;
    }
}
