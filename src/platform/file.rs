//! The platform file: what can be said of a platform.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fact, Page, Scim, Source, Table};
use crate::core::{
    Action, AttributeName, DepartmentName, Grant, Kind, Level, PermissionId, RoleName, ScopeName,
};

/// A platform: nouns, numbers and names. There are no conditions in it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub version: u32,
    /// The short name, as `platform:` in a project gives it.
    pub platform: String,
    /// The product's own name.
    pub title: String,
    /// The texts that facts are taken from, by a short key.
    pub sources: BTreeMap<String, Source>,
    /// What can be said of roles.
    pub roles: Roles,
    /// What restricts a permission to a part of the data, with a sentence on each.
    #[serde(default)]
    pub scopes: BTreeMap<ScopeName, Fact<String>>,
    /// Every permission that is attested by name.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// The licences that people are counted by, the dearest first.
    #[serde(default)]
    pub licences: Vec<Fact<String>>,
    /// Who counts as an administrator.
    pub administrative: Fact<Administrative>,
    /// What can be said of teams.
    pub teams: Teams,
    /// What can be said of people.
    pub users: Users,
    /// What can be said of departments, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departments: Option<Departments>,
    /// The tables of people that the platform writes or takes in.
    #[serde(default)]
    pub tables: Vec<Table>,
    /// Where it keeps what manifests have names for, if it speaks SCIM.
    #[serde(default)]
    pub scim: Option<Scim>,
    /// What the platform does by itself when something is done to it, each by a word for it.
    #[serde(default)]
    pub effects: BTreeMap<String, Effect>,
    /// The pages of its portal, by the kind that somebody administers there.
    #[serde(default)]
    pub pages: BTreeMap<Kind, Page>,
}

/// What can be said of roles.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// The roles that every instance has.
    pub built_in: Vec<BuiltInRole>,
    /// The roles that a customer defines.
    pub custom: CustomRoles,
    /// The fewest roles that a person holds.
    pub min_per_user: Fact<u32>,
    /// The most roles that a person holds.
    pub max_per_user: Fact<u32>,
    /// The products that roles belong to. A person holds at most one role of each.
    #[serde(default)]
    pub products: BTreeMap<String, Fact<String>>,
    /// Whether the order of the roles can be changed, and means something.
    pub ordered: Fact<bool>,
    /// Whether the permissions of built-in roles are listed whole, so that a role doesn't have those
    /// that it isn't listed with.
    #[serde(default)]
    pub whole: Option<Fact<bool>>,
}

/// A role that every instance has.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BuiltInRole {
    /// The name that people see.
    pub name: RoleName,
    /// The name in older import files or in the API, where it is another one.
    #[serde(default)]
    pub also: Vec<String>,
    /// Whether a customer can change what it allows.
    pub editable: Fact<bool>,
    /// Whether it can be given and taken: some belong to whoever rents the platform.
    pub assignable: Fact<bool>,
    /// Whether who holds it can be changed in any way. Without it nothing speaks against it.
    #[serde(default)]
    pub holders_editable: Option<Fact<bool>>,
    /// The product that it belongs to.
    #[serde(default)]
    pub product: Option<String>,
    /// The licence that its holders count as.
    #[serde(default)]
    pub licence: Option<Fact<String>>,
    /// What the vendor says about it, in one sentence.
    pub purpose: Fact<String>,
    /// The permissions that it is known to contain. There may be more that nobody documents.
    #[serde(default)]
    pub permissions: BTreeMap<PermissionId, Fact<Grant>>,
    /// Whether it has every permission that there is.
    #[serde(default)]
    pub everything: Option<Fact<bool>>,
    /// The documented access matrix: an area of the product, and how far the role reaches in it.
    #[serde(default)]
    pub reaches: BTreeMap<String, Fact<String>>,
    /// Permissions that can be switched on for it one by one.
    #[serde(default)]
    pub optional: BTreeMap<PermissionId, Fact<String>>,
}

/// The roles that a customer defines.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomRoles {
    /// Whether there can be any.
    pub allowed: Fact<bool>,
    /// The most of them in one instance.
    pub max: Fact<u32>,
    /// The longest name, in Unicode code points.
    pub name_length: Fact<u32>,
    /// Whether a role has a label and a colour.
    pub labelled: Fact<bool>,
    /// The longest label, in Unicode code points.
    pub label_length: Fact<u32>,
}

/// A permission that is attested by name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// The id, as it is written in a manifest.
    pub id: PermissionId,
    /// The name, as the platform's pages write it.
    pub name: Fact<String>,
    /// The levels that it can be granted at.
    pub levels: Fact<BTreeSet<Level>>,
    /// The scopes that it can be restricted to.
    pub scopes: Fact<BTreeSet<ScopeName>>,
    /// The licence that its holders count as.
    pub licence: Fact<String>,
    /// Whether it carries the list of roles that its holders may give to others.
    #[serde(default)]
    pub assigns_roles: Option<Fact<bool>>,
    /// Permissions of which a role has to have any, so that it can be granted this one.
    #[serde(default)]
    pub needs: Option<Fact<BTreeSet<PermissionId>>>,
}

/// Who counts as an administrator: an active holder of one of these roles or permissions.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Administrative {
    /// Roles that make their holder an administrator.
    #[serde(default)]
    pub roles: BTreeSet<RoleName>,
    /// Permissions that do, from the level named, in whichever role, if they reach everywhere.
    #[serde(default)]
    pub permissions: BTreeMap<PermissionId, Level>,
}

/// What can be said of teams, which some platforms call groups.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Teams {
    /// What one of them is called on the platform's pages.
    pub called: String,
    /// Whether a team can have sub-teams.
    pub nested: Fact<bool>,
    /// Whether the order of teams can be changed, and means something.
    pub ordered: Fact<bool>,
    /// The most of them in one instance.
    pub max: Fact<u32>,
    /// The most levels of the tree; 1 is a flat list.
    pub depth: Fact<u32>,
    /// The longest name, in Unicode code points.
    pub name_length: Fact<u32>,
    /// Characters that a name can't contain.
    pub forbidden: Fact<String>,
    /// Whether a team has managers.
    pub managed: Fact<bool>,
    /// Whether nobody can be a manager and a member of the same team.
    pub one_seat: Fact<bool>,
    /// What makes a person eligible as a member; nothing known means that everybody is.
    pub members_hold: Fact<Seat>,
    /// The most teams that a person is a member of, by a role that the person holds.
    #[serde(default)]
    pub max_per_holder: BTreeMap<RoleName, Fact<u32>>,
    /// What is recorded of a team, besides its name and who is in it.
    #[serde(default)]
    pub attributes: BTreeMap<AttributeName, Attribute>,
}

/// What somebody must hold, one of all these, to be eligible.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// Any of these roles.
    #[serde(default)]
    pub roles: BTreeSet<RoleName>,
    /// Any role that contains any of these permissions.
    #[serde(default)]
    pub permissions: BTreeSet<PermissionId>,
}

/// What can be said of people.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Users {
    /// Whether people are created elsewhere, and not on the platform's own pages.
    pub created_elsewhere: Fact<bool>,
    /// Where that is, or who does it.
    #[serde(default)]
    pub created_in: Option<Fact<String>>,
    /// How people are invited, where they have to accept before they can sign in.
    #[serde(default)]
    pub invitation: Option<Invitation>,
    /// The most people in one instance.
    pub max: Fact<u32>,
    /// Whether a person can be deactivated and reactivated.
    pub deactivates: Fact<bool>,
    /// Whether a person can be deleted, with all access. Without it nobody knows.
    #[serde(default)]
    pub deletes: Option<Fact<bool>>,
    /// Whether deactivating takes a person out of all teams.
    pub inactive_leaves_teams: Fact<bool>,
    /// Whether an address can be changed while the person stays the same.
    pub renames: Fact<bool>,
    /// What is recorded of a person, besides address, roles and status.
    pub attributes: BTreeMap<AttributeName, Attribute>,
}

/// How people are invited.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// For how many days it can be accepted.
    pub days: Fact<u32>,
    /// How many people can be invited at a time.
    pub at_once: Fact<u32>,
}

/// What can be said of departments: where conversations come in, and the teams that they go to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Departments {
    /// What one of them is called on the platform's pages.
    pub called: String,
    /// The most of them in one instance, without the default one.
    pub max: Fact<u32>,
    /// The longest name, in Unicode code points.
    pub name_length: Fact<u32>,
    /// Characters that a name can't contain.
    pub forbidden: Fact<String>,
    /// The department that every instance has, which is neither made, renamed nor deleted.
    pub default: Fact<DepartmentName>,
    /// Whether the teams of a department can have shares of the conversations, in per cent.
    pub percentages: Fact<bool>,
    /// Whether each of several teams has to have one.
    #[serde(default)]
    pub percentages_each: Option<Fact<bool>>,
    /// What is recorded of a department, besides its name and its teams.
    #[serde(default)]
    pub attributes: BTreeMap<AttributeName, Attribute>,
}

/// Something that is recorded of a person, a team or a department.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// What it is for.
    pub purpose: Fact<String>,
    /// The type of its values and their bounds.
    pub kind: Fact<AttributeKind>,
    /// Whether its values are configured on the platform, which then takes no others.
    #[serde(default)]
    pub configured: Option<Fact<bool>>,
    /// Whether a person can't be without it.
    pub required: Fact<bool>,
    /// Whether it can be taken away once it was set.
    pub clearable: Fact<bool>,
    /// Whether it can be written from here.
    pub writable: Fact<bool>,
}

/// The type of an attribute's values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum AttributeKind {
    /// Text that is not empty.
    Text {
        /// The longest, in Unicode code points.
        #[serde(default)]
        max_length: Option<u32>,
    },
    /// A whole number.
    Integer {
        /// The least.
        #[serde(default)]
        min: Option<i64>,
        /// The greatest.
        #[serde(default)]
        max: Option<i64>,
    },
    /// Yes or no.
    Boolean,
    /// One of a few words.
    OneOf {
        /// The words.
        values: BTreeSet<String>,
    },
    /// The address of a member of the team, such as its default agent. Only a team has such an
    /// attribute, and it can be cleared: members leave.
    Member,
}

/// Something that the platform does by itself when something else is done to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// The kind of the resources that it follows from.
    pub kind: Kind,
    /// What is done to one of them. Any of these is enough.
    pub actions: BTreeSet<Action>,
    /// The fields of which at least one has to change. Without them it doesn't matter what changes.
    #[serde(default)]
    pub fields: BTreeSet<String>,
    /// What the platform does then, in one sentence or two.
    pub what: Fact<String>,
    /// Whether it is gone as soon as the opposite is done to the resource.
    pub reversible: Fact<bool>,
}
