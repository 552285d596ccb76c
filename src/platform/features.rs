//! What some platforms have and others lack, as manifests write it.

use super::{Fact, Platform};

/// Something that a manifest can say, and not every platform has.
#[derive(Clone, Copy, Debug)]
pub struct Feature {
    /// What it is, in the plural, as "the platform has no ..." goes on.
    pub what: &'static str,
    /// The fact that says whether a platform has it.
    pub fact: fn(&Platform) -> &Fact<bool>,
    /// Of what it is said: a part of the manifests' schema, or the manifest itself.
    pub part: Part,
    /// The key that says it.
    pub key: &'static str,
    /// The one value that says it; any where there is none.
    pub value: Option<&'static str>,
}

/// What a key belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The manifest.
    Manifest,
    /// A role.
    Role,
    /// A team.
    Team,
    /// A person.
    User,
}

impl Part {
    /// Returns the name of its schema, which the manifest's own has none of.
    pub fn schema(self) -> Option<&'static str> {
        match self {
            Part::Manifest => None,
            Part::Role => Some("Role"),
            Part::Team => Some("Team"),
            Part::User => Some("User"),
        }
    }
}

/// All of them but sub-teams, whose key the schema of a platform without them hasn't got, and custom
/// roles, which are counted.
pub const FEATURES: &[Feature] = &[
    Feature {
        what: "labels of roles",
        fact: |platform| &platform.roles.custom.labelled,
        part: Part::Role,
        key: "label",
        value: None,
    },
    Feature {
        what: "colours of roles",
        fact: |platform| &platform.roles.custom.labelled,
        part: Part::Role,
        key: "color",
        value: None,
    },
    Feature {
        what: "ordered roles",
        fact: |platform| &platform.roles.ordered,
        part: Part::Manifest,
        key: "role_order",
        value: None,
    },
    Feature {
        what: "ordered teams",
        fact: |platform| &platform.teams.ordered,
        part: Part::Manifest,
        key: "team_order",
        value: None,
    },
    Feature {
        what: "managers of teams",
        fact: |platform| &platform.teams.managed,
        part: Part::Team,
        key: "managers",
        value: None,
    },
    Feature {
        what: "people who are deactivated",
        fact: |platform| &platform.users.deactivates,
        part: Part::User,
        key: "status",
        value: Some("inactive"),
    },
    Feature {
        what: "people whose address changes",
        fact: |platform| &platform.users.renames,
        part: Part::User,
        key: "previously",
        value: None,
    },
];
