//! How programs reach a platform where every list of things has a path, and a thing is read, written and
//! removed below it by its id.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fact, Reads, Source, Way, Writes};
use crate::core::{AttributeName, RoleName, Scalar};

/// How programs reach such a platform. A list is asked for at its path; of a thing the id follows after a
/// slash.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectsApi {
    /// The version of this format: 1.
    pub version: u32,
    /// The short name of the platform.
    pub platform: String,
    /// The texts that facts are taken from, by a short key.
    pub sources: BTreeMap<String, Source>,
    /// The domains below which the hosts of customers are.
    pub domains: Fact<Vec<String>>,
    /// The most requests in any second, all clients of one customer together.
    pub requests_per_second: Fact<u32>,
    /// What is told, where somebody has looked.
    #[serde(default)]
    pub reads: Option<Reads>,
    /// What can be written.
    pub writes: Writes,
    /// How people are made, and how it is changed who can sign in and by which address.
    pub people_come_and_go: Fact<Way>,
    /// What the platform calls its own roles.
    pub built_in: BTreeMap<RoleName, Fact<String>>,
    /// Names that mean something to the platform, which no custom role can have.
    pub reserved: Fact<Vec<String>>,
    /// The list of people.
    pub people: PeopleKeys,
    /// The list of addresses that were invited and have no account yet.
    pub invitations: InvitationKeys,
    /// The list of custom roles.
    pub roles: RoleKeys,
    /// The list of groups.
    pub groups: GroupKeys,
    /// The list of departments.
    pub departments: DepartmentKeys,
}

/// The keys of a person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeopleKeys {
    /// Where the list is.
    pub path: Fact<String>,
    /// The id by which a person is written.
    pub id: Fact<String>,
    /// The account, which is an object in it.
    pub account: Fact<String>,
    /// The id of the account, by which groups name people.
    pub account_id: Fact<String>,
    /// The address, in the account.
    pub email: Fact<String>,
    /// The name of the one role that the person holds.
    pub role: Fact<String>,
    /// Whether the person can sign in.
    pub status: Fact<String>,
    /// The word for somebody who can.
    pub active: Fact<String>,
    /// The word for somebody who can't.
    pub disabled: Fact<String>,
    /// Permissions that a person has beside the role.
    pub own_permissions: Fact<String>,
    /// The project that the person is a member of.
    pub project: Fact<String>,
    /// The attributes that can be read and written.
    pub attributes: BTreeMap<AttributeName, Fact<String>>,
    /// The attributes that stand in the account and can only be read.
    pub in_account: BTreeMap<AttributeName, Fact<String>>,
    /// What an attribute means that nobody ever wrote.
    pub unwritten: BTreeMap<AttributeName, Fact<Scalar>>,
    /// The list of tags.
    pub tags: Fact<String>,
    /// The text of a tag.
    pub tag: Fact<String>,
}

/// The keys of an invitation.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationKeys {
    /// Where the list is.
    pub path: Fact<String>,
    /// The id.
    pub id: Fact<String>,
    /// The address.
    pub email: Fact<String>,
    /// The name of the role that the person will hold.
    pub role: Fact<String>,
}

/// The keys of a custom role, and how pages of them are asked for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleKeys {
    /// Where the list is.
    pub path: Fact<String>,
    /// The id.
    pub id: Fact<String>,
    /// The name, by which people hold it.
    pub name: Fact<String>,
    /// The list of its permissions.
    pub permissions: Fact<String>,
    /// The project that it belongs to.
    pub project: Fact<String>,
    /// The parameter with the number of the page, from 0.
    pub page: Fact<String>,
    /// The parameter with the number of entries on it.
    pub size: Fact<String>,
    /// The most entries on it.
    pub most: Fact<u32>,
    /// The parameters that put the list in an order that stays.
    pub order: Fact<BTreeMap<String, String>>,
}

/// The keys of a group.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupKeys {
    /// Where the list is.
    pub path: Fact<String>,
    /// The id.
    pub id: Fact<String>,
    /// The name.
    pub name: Fact<String>,
    /// The list of its members, by the ids of their accounts.
    pub members: Fact<String>,
    /// The project that it belongs to.
    pub project: Fact<String>,
    /// Whether it gets conversations.
    pub enabled: Fact<String>,
}

/// The keys of a department.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DepartmentKeys {
    /// Where one is made, and below which each has its id.
    pub path: Fact<String>,
    /// Where the list is.
    pub list: Fact<String>,
    /// The id.
    pub id: Fact<String>,
    /// The name.
    pub name: Fact<String>,
    /// The project that it belongs to.
    pub project: Fact<String>,
    /// Whether it is the default one.
    pub default: Fact<String>,
    /// The id of its one group.
    pub group: Fact<String>,
    /// The list of its groups.
    pub groups: Fact<String>,
    /// The id of a group in this list.
    pub group_id: Fact<String>,
    /// The share of a group in this list, in per cent.
    pub percentage: Fact<String>,
    /// The bot that answers first. Nobody manages it here, and it has to be said again where the one group
    /// is taken out.
    pub bot: Fact<String>,
    /// What is recorded of it.
    pub attributes: BTreeMap<AttributeName, Fact<String>>,
    /// The numbers that stand for the words of an attribute.
    pub numbers: BTreeMap<AttributeName, Fact<BTreeMap<String, i64>>>,
}
