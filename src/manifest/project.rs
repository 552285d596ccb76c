//! `rolecall.yaml`: what is managed, where, and within which guards.

use schemars::JsonSchema;
use serde::Deserialize;

use super::PlatformChoice;
use crate::core::{FileId, Kind, Origin, codes};
use crate::document::{Entries, Located};

/// The project file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// The version of this format: 1.
    pub version: Located<Version>,
    /// The platform: the name of a built-in one, or the path of a platform file (`./ours.yaml`); or
    /// one of them with a catalogue, `{ extends: NAME, file: catalogue.yaml }`.
    pub platform: Located<PlatformChoice>,
    /// The files and folders that hold manifests; `[access]` if left out.
    pub manifests: Option<Vec<Located<String>>>,
    /// The environment that is meant where none is named.
    pub default: Option<Located<String>>,
    /// The instances of the platform that are administered from here, by name.
    pub environments: Located<Entries<Located<String>, Located<Environment>>>,
    /// For which kinds the repository is the whole truth.
    pub manage: Option<Located<Manage>>,
    /// Who and what no plan may take anything away from.
    pub protected: Option<Located<Protected>>,
    /// What somebody else administers.
    pub unmanaged: Option<Vec<Located<UnmanagedEntry>>>,
    /// The time zone in which a day ends, such as `America/Mexico_City`; UTC if left out.
    pub timezone: Option<Located<String>>,
    /// How much one plan may do before somebody has to allow it by name.
    pub guards: Option<Located<Guards>>,
}

/// The version of the project file's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Version(pub u32);

impl JsonSchema for Version {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Version".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 1, "maximum": 1 })
    }
}

/// One instance of the platform.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Where it lives: `sandbox` is an embedded database that behaves as the platform does, `file`
    /// a list of people that the platform wrote, of which files are made that somebody uploads; `portal`
    /// a platform that no program reaches, where people do everything by hand; `scim` any platform that
    /// speaks SCIM 2.0; the name of a platform is the platform itself, over HTTP.
    pub target: Located<String>,
    /// The file or folder of manifests that the sandbox starts from or that was last read of the
    /// portal, or the list of people.
    pub live: Option<Located<String>>,
    /// The address of the platform's API.
    pub url: Option<Located<String>>,
    /// The customer's name, which is the user name of every request; the first label of the host in
    /// `url` if left out.
    pub subdomain: Option<Located<String>>,
    /// The most requests in any second, 5 if left out. Programs of one customer share what the
    /// platform allows.
    #[schemars(range(min = 1, max = 1000))]
    pub requests_per_second: Option<Located<u32>>,
    /// Where the token is found; never the token itself.
    #[serde(default)]
    #[schemars(schema_with = "secret")]
    pub token: Option<Located<Secret>>,
}

/// Where a secret is found.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// The environment variable that holds it.
    pub env: Option<Located<String>>,
    /// The file that holds it, outside the repository.
    pub file: Option<Located<String>>,
}

/// Says of a token that isn't a mapping what it is: a secret in the repository.
fn secret(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let mut schema = Secret::json_schema(generator);
    let label = "a token itself can't stand here, only where it is found";
    let help = "Write `{ env: NAME }` or `{ file: PATH }`. If this is a real token, revoke it.";
    let (none, both) = ("this doesn't say where the token is", "a token stands in one place");
    let of_count = "Write one of the two: `{ env: NAME }` or `{ file: PATH }`.";
    let literal = codes::LITERAL_TOKEN.word;
    let said = serde_json::json!({
        "minProperties": 1,
        "maxProperties": 1,
        "x-code": { "type": literal },
        "x-label": { "type": label, "minProperties": none, "maxProperties": both },
        "x-help": { "type": help, "minProperties": of_count, "maxProperties": of_count },
    });
    if let serde_json::Value::Object(said) = said {
        said.into_iter().for_each(|(key, value)| drop(schema.insert(key, value)));
    }
    schema
}

/// How far the repository is the truth for a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Managed {
    /// What is live and not listed is removed; a person is deactivated.
    All,
    /// What isn't listed is left alone, and reported.
    Listed,
}

/// For which kinds the repository is the whole truth.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manage {
    /// Roles; `all` if left out.
    pub roles: Option<Located<Managed>>,
    /// Teams; `all` if left out.
    pub teams: Option<Located<Managed>>,
    /// People; `listed` if left out.
    pub users: Option<Located<Managed>>,
    /// Departments, where the platform has them; `all` if left out.
    pub departments: Option<Located<Managed>>,
}

/// Who and what no plan may take anything away from.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Protected {
    /// People who keep what they have.
    pub users: Option<Vec<Located<String>>>,
    /// Roles that keep what they allow.
    pub roles: Option<Vec<Located<String>>>,
    /// The administrator that the instance was set up with, whom the platform doesn't let change.
    pub first_administrator: Option<Located<String>>,
}

/// Something that somebody else administers: one of the four, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmanagedEntry {
    /// People, by a pattern for their address, in which `*` stands for anything.
    pub users: Option<Located<String>>,
    /// People, by a role that they hold.
    pub users_holding: Option<Located<String>>,
    /// A role, by its name.
    pub role: Option<Located<String>>,
    /// A team, by its path.
    pub team: Option<Located<String>>,
    /// Who administers it, or why it is left alone.
    pub reason: Located<String>,
}

/// How much one plan may do before somebody has to allow it by name.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guards {
    /// The most that may be removed of each: one number for all, or one each; 10 if left out.
    pub max_removals: Option<MaxRemovals>,
    /// The fewest active administrators that must be left; 2 if left out.
    pub min_admins: Option<Located<u32>>,
    /// The most hours since what is live was read, where a plan is made from a snapshot of it; 36 if
    /// left out.
    pub max_snapshot_hours: Option<Located<u32>>,
    /// The most people that may count as each licence of the platform, such as `{ Admin: 12 }`.
    pub licences: Option<Entries<Located<String>, Located<u32>>>,
}

/// The most that may be removed.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(with = "RemovalsSchema")]
pub enum MaxRemovals {
    /// The same number of each.
    OfEach(u32),
    /// A number each.
    By(Removals),
}

/// How many of each may be removed; 10 where nothing is said.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Removals {
    /// Roles that are deleted.
    pub roles: Option<u32>,
    /// Teams that are deleted.
    pub teams: Option<u32>,
    /// People who are deactivated.
    pub users: Option<u32>,
    /// Roles that are taken from people.
    pub grants: Option<u32>,
    /// Seats that are taken from people.
    pub memberships: Option<u32>,
    /// Permissions that are taken out of roles, or narrowed.
    pub permissions: Option<u32>,
    /// Departments that are deleted.
    pub departments: Option<u32>,
}

/// A number or a mapping, without `oneOf`.
struct RemovalsSchema;

impl JsonSchema for RemovalsSchema {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "MaxRemovals".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": ["integer", "object"],
            "minimum": 0,
            "maximum": u32::MAX,
            "if": { "type": "object" },
            "then": generator.subschema_for::<Removals>(),
        })
    }
}

impl Project {
    /// Returns the files and folders that hold manifests.
    pub fn manifests(&self) -> Vec<&str> {
        match &self.manifests {
            Some(paths) => paths.iter().map(|path| path.as_str()).collect(),
            None => vec!["access"],
        }
    }

    /// Returns how far the repository is the truth for a kind, where that is said, and whether it is
    /// said at all.
    pub fn managed(&self, file: FileId, kind: Kind) -> (Managed, Origin, bool) {
        let manage = self.manage.as_ref();
        let said = manage.and_then(|manage| match kind {
            Kind::Role => manage.roles.as_ref(),
            Kind::Team => manage.teams.as_ref(),
            Kind::User => manage.users.as_ref(),
            Kind::Department => manage.departments.as_ref(),
        });
        let default = if kind == Kind::User { Managed::Listed } else { Managed::All };
        let node = said.map(|said| said.at).or(manage.map(|manage| manage.at));
        let at = Origin { file, node: node.unwrap_or(self.version.at) };
        (said.map_or(default, |said| said.value), at, said.is_some())
    }

    /// Returns the environment of that name.
    pub fn environment(&self, name: &str) -> Option<&Located<Environment>> {
        let found = self.environments.0.iter().find(|(key, _)| key.value == name);
        found.map(|(_, environment)| environment)
    }
}
