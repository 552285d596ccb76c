//! What a step, a problem or a journal line is about.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DepartmentName, Email, RoleName, TeamPath};

/// The kinds of resources, in the order in which they depend on each other.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A role with its permissions.
    Role,
    /// A team and its managers.
    Team,
    /// A person: roles, memberships, attributes.
    User,
    /// A department, where the platform has them: the teams that conversations go to.
    Department,
}

impl Kind {
    /// All kinds, in their order.
    pub const ALL: [Kind; 4] = [Kind::Role, Kind::Team, Kind::User, Kind::Department];

    /// Returns the word for one of the kind.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Role => "role",
            Kind::Team => "team",
            Kind::User => "user",
            Kind::Department => "department",
        }
    }

    /// Returns the fields that one of the kind has on every platform. The others are attributes.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Kind::Role => &["label", "color", "permissions", "assignable_roles"],
            Kind::Team => &["managers"],
            Kind::User => &["status", "roles", "teams"],
            Kind::Department => &["groups"],
        }
    }

    /// Returns the word for several of the kind, which is also the key in a manifest.
    pub fn plural(self) -> &'static str {
        match self {
            Kind::Role => "roles",
            Kind::Team => "teams",
            Kind::User => "users",
            Kind::Department => "departments",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Names one resource, or one list whose order matters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "key", rename_all = "snake_case")]
pub enum Key {
    /// A role.
    Role(RoleName),
    /// The order of all roles.
    RoleOrder,
    /// A team.
    Team(TeamPath),
    /// The order of the teams below one, or at the top.
    TeamOrder(Option<TeamPath>),
    /// A person.
    User(Email),
    /// A department.
    Department(DepartmentName),
}

impl Key {
    /// Returns the kind that this key belongs to.
    pub fn kind(&self) -> Kind {
        match self {
            Key::Role(_) | Key::RoleOrder => Kind::Role,
            Key::Team(_) | Key::TeamOrder(_) => Kind::Team,
            Key::User(_) => Kind::User,
            Key::Department(_) => Kind::Department,
        }
    }

    /// Returns the name without its kind; empty for the order of roles and of the top-level teams.
    pub fn name(&self) -> &str {
        match self {
            Key::Role(name) => name.as_str(),
            Key::Team(path) | Key::TeamOrder(Some(path)) => path.as_str(),
            Key::User(email) => email.as_str(),
            Key::Department(name) => name.as_str(),
            Key::RoleOrder | Key::TeamOrder(None) => "",
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::RoleOrder => f.write_str("roles"),
            Key::TeamOrder(None) => f.write_str("teams at the top"),
            Key::TeamOrder(Some(path)) => write!(f, "teams in `{path}`"),
            Key::Role(_) | Key::Team(_) | Key::User(_) | Key::Department(_) => {
                write!(f, "{} `{}`", self.kind(), self.name())
            }
        }
    }
}
