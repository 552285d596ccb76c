//! How programs reach a platform: hosts, routes, names on the wire, and what can be written at all.
//!
//! It is a file of its own beside the platform's, since only the target that speaks to the platform
//! needs it, and `check` starts faster without it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fact, ObjectsApi, Source};
use crate::core::AttributeName;

/// How programs reach a platform: one of the ways that this program knows, by the word `protocol`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "protocol", rename_all = "snake_case")]
pub enum Api {
    /// People are written by jobs: a file is uploaded, then processed, then its errors are fetched.
    BulkJobs(Box<JobsApi>),
    /// Everything is an object with an id, which is read and written by itself.
    Objects(Box<ObjectsApi>),
}

impl Api {
    /// Returns the short name of the platform.
    pub fn platform(&self) -> &str {
        match self {
            Api::BulkJobs(api) => &api.platform,
            Api::Objects(api) => &api.platform,
        }
    }

    /// Returns the texts that facts are taken from, by a short key.
    pub fn sources(&self) -> &BTreeMap<String, Source> {
        match self {
            Api::BulkJobs(api) => &api.sources,
            Api::Objects(api) => &api.sources,
        }
    }

    /// Returns the domains below which the hosts of customers are; none where that isn't known.
    pub fn domains(&self) -> &[String] {
        let domains = match self {
            Api::BulkJobs(api) => &api.domains,
            Api::Objects(api) => &api.domains,
        };
        domains.value().map_or(&[], Vec::as_slice)
    }

    /// Returns the most requests in any second, if it is known.
    pub fn requests_per_second(&self) -> Option<u32> {
        match self {
            Api::BulkJobs(api) => api.requests_per_second.value().copied(),
            Api::Objects(api) => api.requests_per_second.value().copied(),
        }
    }

    /// Returns it as the way of bulk jobs, if it is that one.
    pub fn jobs(self) -> Option<JobsApi> {
        match self {
            Api::BulkJobs(api) => Some(*api),
            Api::Objects(_) => None,
        }
    }

    /// Returns it as the way of objects, if it is that one.
    pub fn objects(self) -> Option<ObjectsApi> {
        match self {
            Api::Objects(api) => Some(*api),
            Api::BulkJobs(_) => None,
        }
    }
}

/// How programs reach a platform that writes people in bulk jobs.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JobsApi {
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
    /// Where requests go.
    pub routes: Routes,
    /// Pages of lists.
    pub pages: Pages,
    /// How some people are asked for.
    pub chosen: Chosen,
    /// The keys of a person.
    pub user: UserKeys,
    /// The keys of a team.
    pub team: TeamKeys,
    /// The keys and words of a bulk job.
    pub job: JobKeys,
    /// What error logs say, each by a word for it; `{name}` and `{max}` stand for what is meant.
    pub messages: BTreeMap<String, Fact<String>>,
}

impl JobsApi {
    /// Of a platform that no program reaches, nothing of all this is known: it has no routes.
    pub fn unknown(platform: &str) -> Self {
        Self { version: 1, platform: platform.to_owned(), ..Self::default() }
    }
}

/// What the API tells, kind by kind.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reads {
    /// Which roles there are.
    pub roles: Fact<Extent>,
    /// What they allow.
    pub permissions: Fact<Extent>,
    /// Which roles their holders may give.
    pub assignable_roles: Fact<Extent>,
    /// The tree of teams.
    pub teams: Fact<Extent>,
    /// Who manages them.
    pub managers: Fact<Extent>,
    /// Who is a member of them.
    pub memberships: Fact<Extent>,
    /// People, with their roles and their status.
    pub users: Fact<Extent>,
    /// What else is recorded of people.
    pub attributes: Fact<Extent>,
}

/// How much is told of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// All that is administered of it.
    Whole,
    /// Some of it.
    Part,
    /// Nothing.
    Nothing,
}

/// What can be written through the API, kind by kind.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Writes {
    /// Roles, their order included.
    pub roles: Fact<Way>,
    /// Teams, their managers and their order included.
    pub teams: Fact<Way>,
    /// People: their attributes, roles and memberships.
    pub users: Fact<Way>,
    /// Departments, where the platform has them.
    #[serde(default)]
    pub departments: Fact<Way>,
    /// Whether a team is named by its path, so that two teams of one name can be told apart.
    pub teams_by_path: Fact<bool>,
}

/// How something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By a program.
    Automatic,
    /// By somebody in the platform's portal.
    ByHand,
}

/// Where requests go.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Routes {
    /// The list of people.
    pub users: Fact<Route>,
    /// An example of what can be uploaded, which names all roles and teams.
    pub template: Fact<Route>,
    /// Uploads a file, which makes a job.
    pub upload: Fact<Route>,
    /// Starts a job.
    pub proceed: Fact<Route>,
    /// The list of jobs, the newest first.
    pub jobs: Fact<Route>,
    /// One job; its id follows after a slash.
    pub job: Fact<Route>,
    /// What is wrong with a file as such; the id of the job follows after a slash.
    pub schema_errors: Fact<Route>,
    /// What went wrong with its rows; the id of the job follows after a slash.
    pub row_errors: Fact<Route>,
    /// The list of teams, each with its parent.
    pub teams: Fact<Route>,
}

/// A method and a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// The method, as `GET`.
    pub method: String,
    /// The path, from the root of the host.
    pub path: String,
}

/// Pages of lists.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pages {
    /// Of the list of people.
    pub users: Paging,
    /// Of the list of jobs.
    pub jobs: Paging,
    /// Of the list of teams.
    pub teams: Paging,
    /// The header with the number of entries on all pages.
    pub total: Fact<String>,
    /// The header with the number of entries on a page.
    pub per_page: Fact<String>,
}

/// How a page is asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// The parameter with the number of the page, from 1.
    pub page: Fact<String>,
    /// The parameter with the number of entries on it.
    pub size: Fact<String>,
    /// The most entries on it.
    pub most: Fact<u32>,
}

/// How some people are asked for, by one kind of id in each request.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// The most ids in a request.
    pub most: Fact<u32>,
    /// The parameter with an address, once for each.
    pub by_email: Fact<String>,
    /// The parameter with an id of the platform, once for each.
    pub by_id: Fact<String>,
}

/// The keys of a person, in what is read and in what is uploaded.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserKeys {
    /// The platform's own id.
    pub id: Fact<String>,
    /// The address.
    pub email: Fact<String>,
    /// The address that the person gets.
    pub new_email: Fact<String>,
    /// Whether the person can sign in, in an upload.
    pub status: Fact<String>,
    /// The word for somebody who can.
    pub active: Fact<String>,
    /// The word for somebody who can't.
    pub inactive: Fact<String>,
    /// When the person was deactivated, in what is read; nothing where they can sign in.
    pub deactivated_at: Fact<String>,
    /// The list of roles.
    pub roles: Fact<String>,
    /// The list of teams.
    pub teams: Fact<String>,
    /// The name in an entry of these lists.
    pub name: Fact<String>,
    /// Whether the person has it, in an entry of these lists: 1 or 0.
    pub value: Fact<String>,
    /// The attributes that can be read and written.
    pub attributes: BTreeMap<AttributeName, Fact<String>>,
    /// The attributes that can only be read.
    #[serde(default)]
    pub read_only: BTreeMap<AttributeName, Fact<String>>,
    /// The word that takes an attribute's value away.
    pub cleared: Fact<String>,
}

/// The keys of a team.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamKeys {
    /// The platform's own id.
    pub id: Fact<String>,
    /// Its own name.
    pub name: Fact<String>,
    /// The id of the team above it; nothing at the top.
    pub parent: Fact<String>,
    /// Its place among its siblings.
    pub position: Fact<String>,
    /// Whether it was deleted.
    pub deleted: Fact<String>,
}

/// The keys and words of a bulk job.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JobKeys {
    /// The part of an upload that is the file.
    pub file: Fact<String>,
    /// Its id.
    pub id: Fact<String>,
    /// The name of the file.
    pub file_name: Fact<String>,
    /// What it is at.
    pub status: Fact<String>,
    /// When the file was uploaded.
    pub created_at: Fact<String>,
    /// When it was started; nothing before.
    pub proceeded_at: Fact<String>,
    /// How many rows it has.
    pub total: Fact<String>,
    /// How many of them were written.
    pub affected: Fact<String>,
    /// How many of them failed.
    pub failed: Fact<String>,
    /// The word for a job that was uploaded.
    pub created: Fact<String>,
    /// The word for a job that was found to be well-formed.
    pub valid: Fact<String>,
    /// The word for a job that goes on.
    pub in_progress: Fact<String>,
    /// The word for a job that came to its end.
    pub done: Fact<String>,
    /// What an entry of an error log says.
    pub message: Fact<String>,
    /// The column that it is about.
    pub column: Fact<String>,
    /// The row that it is about.
    pub row: Fact<String>,
    /// Whether it is a warning or an error.
    pub kind: Fact<String>,
    /// The word for a warning.
    pub warning: Fact<String>,
    /// The word for an error.
    pub error: Fact<String>,
}
