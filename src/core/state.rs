//! The one shape of what is meant and what is.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use litemap::LiteMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    AttributeName, Department, DepartmentName, Email, Few, Grant, Key, Known, PermissionId,
    RoleName, Scalar, Team, TeamName, TeamPath,
};

/// Everything that is administered: what the manifests mean, or what a platform holds.
///
/// Built-in roles stand in it only where something is known of their permissions; that they exist
/// is the platform's data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Roles by name.
    pub roles: BTreeMap<RoleName, Role>,
    /// Teams by path.
    pub teams: BTreeMap<TeamPath, Team>,
    /// People by address. Rows are shared between states that have the same, so that a copy of a
    /// state costs little.
    pub users: BTreeMap<Email, Arc<User>>,
    /// Departments by name, where the platform has them. That the default one exists is the platform's
    /// data.
    pub departments: BTreeMap<DepartmentName, Department>,
    /// The order of the roles. What is meant may name the first few only; the others keep theirs.
    pub role_order: Known<Vec<RoleName>>,
    /// The order of teams, likewise, for each list of siblings that has one.
    pub team_order: Siblings,
    /// Since when people are invited who haven't accepted yet. It is looked at and never compared:
    /// nobody can declare that somebody accepts.
    pub invited: BTreeMap<Email, Date>,
}

/// Lists of sibling teams in their order; the teams at the top have no parent.
pub type Siblings = BTreeMap<Option<TeamPath>, Vec<TeamName>>;

/// A role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Role {
    /// What marks its holders in lists of people.
    #[serde(skip_serializing_if = "Known::is_unknown")]
    pub label: Known<String>,
    /// The label's colour: `#` and six upper-case hexadecimal digits.
    #[serde(skip_serializing_if = "Known::is_unknown")]
    pub color: Known<String>,
    /// All that it allows.
    #[serde(skip_serializing_if = "Known::is_unknown")]
    pub permissions: Known<BTreeMap<PermissionId, Grant>>,
    /// The roles that its holders may give to others.
    #[serde(skip_serializing_if = "Known::is_unknown")]
    pub assignable_roles: Known<Few<RoleName>>,
}

/// Whether a person can sign in.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The person can sign in.
    Active,
    /// The person is deactivated; what they did is kept.
    Inactive,
}

impl Status {
    /// Returns the status as it is written in a manifest.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Active => "active",
            Status::Inactive => "inactive",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A person's row, which is one atomic write where the platform takes it as one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct User {
    /// Whether the person can sign in.
    #[serde(skip_serializing_if = "Known::is_unknown")]
    pub status: Known<Status>,
    /// The roles that the person holds.
    #[serde(skip_serializing_if = "Known::is_unknown")]
    pub roles: Known<Few<RoleName>>,
    /// The teams that the person is a member of; managing is said in the team.
    #[serde(skip_serializing_if = "Known::is_unknown")]
    pub teams: Known<Few<TeamPath>>,
    /// The attributes of which something is known.
    #[serde(skip_serializing_if = "Attributes::is_empty")]
    #[schemars(with = "BTreeMap<AttributeName, Scalar>")]
    pub attributes: Attributes,
}

/// The attributes of a person or a team, by name. There are few of them and very many people, so they
/// are kept in a list that is sorted.
pub type Attributes = LiteMap<AttributeName, Scalar>;

impl User {
    /// Returns whether the person is known to be able to sign in.
    pub fn is_active(&self) -> bool {
        self.status.value() == Some(&Status::Active)
    }

    /// Returns the roles that the person is known to hold.
    pub fn held_roles(&self) -> impl Iterator<Item = &RoleName> {
        self.roles.value().into_iter().flatten()
    }

    /// Returns the teams that the person is known to be a member of.
    pub fn member_of(&self) -> impl Iterator<Item = &TeamPath> {
        self.teams.value().into_iter().flatten()
    }
}

impl State {
    /// Returns whether the resource is there. Orders always are.
    pub fn has(&self, key: &Key) -> bool {
        match key {
            Key::Role(name) => self.roles.contains_key(name),
            Key::Team(path) => self.teams.contains_key(path),
            Key::User(email) => self.users.contains_key(email),
            Key::Department(name) => self.departments.contains_key(name),
            Key::RoleOrder | Key::TeamOrder(_) => true,
        }
    }

    /// Returns the teams directly below `parent`, or at the top, by name.
    pub fn children<'s>(
        &'s self,
        parent: Option<&'s TeamPath>,
    ) -> impl Iterator<Item = &'s TeamPath> {
        self.teams.keys().filter(move |path| path.parent().as_ref() == parent)
    }
}
