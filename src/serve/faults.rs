//! What can go wrong, to order.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// What goes wrong. The first group strikes requests, the second what a job does, the third what is
/// read; each of the later two was once in the platform's release notes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// A request gets lost on its way: nothing is done, and no answer comes.
    pub lose_requests: Chance,
    /// An answer gets lost on its way back: what was asked for is done.
    pub lose_replies: Chance,
    /// An answer breaks off in the middle.
    pub cut_bodies: Chance,
    /// A request is answered 429 and not done.
    pub too_many: Chance,
    /// A request is answered 500 and not done.
    pub server_error: Chance,
    /// A request is done and answered 502 all the same.
    pub bad_gateway: Chance,
    /// How many milliseconds each answer takes.
    pub slow: u64,
    /// The routes that the faults above strike; all where none is named.
    pub only: BTreeSet<Place>,
    /// How many more requests the faults above strike; any number without it.
    pub times: Option<u32>,

    /// A job stops before its last row, and never ends.
    pub stuck_job: bool,
    /// A job tells of success and stores nothing.
    pub store_nothing: bool,
    /// An upload is answered with success, and there is no job.
    pub upload_vanishes: bool,
    /// Numbers of people are cut off at this one.
    pub cap_concurrency: Option<i64>,
    /// People of a job get into a team that nobody put them into.
    pub wrong_team: bool,
    /// Whoever is to be deactivated stays active, and the row fails.
    pub failed_deactivation: bool,
    /// People of a job get a role that nobody gave them, and that makes them administrators.
    pub unauthorized_assignment: bool,
    /// What a row says nothing about is taken away, as far as it can be.
    pub blank_unassigns: bool,
    /// A row that puts somebody into a team fails if they are in it already.
    pub member_twice_fails: bool,
    /// A row that puts somebody into several teams fails.
    pub several_teams_fail: bool,
    /// A row that makes somebody and puts them into a team fails.
    pub new_with_team_fails: bool,

    /// The slash in the names of teams is read as an HTML entity.
    pub slash_as_entity: bool,
    /// Teams can't be put into another order by hand.
    pub no_reorder: bool,
}

/// A route of the API.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The list of people.
    Users,
    /// The example of an upload.
    Template,
    /// An upload.
    Upload,
    /// The start of a job.
    Proceed,
    /// The list of jobs.
    Jobs,
    /// One job.
    Job,
    /// What is wrong with a file.
    SchemaErrors,
    /// What is wrong with its rows.
    RowErrors,
    /// The list of teams.
    Teams,
}

/// How often something happens: from 0, never, to 1, always; `true` is always.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Chance(pub f64);

impl<'de> Deserialize<'de> for Chance {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Always(bool),
            Often(f64),
        }
        let probability = match Written::deserialize(deserializer)? {
            Written::Always(always) => f64::from(u8::from(always)),
            Written::Often(probability) => probability,
        };
        if !(0.0..=1.0).contains(&probability) {
            return Err(serde::de::Error::custom("a chance goes from 0 to 1"));
        }
        Ok(Self(probability))
    }
}

impl Place {
    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Place::Users => "users",
            Place::Template => "template",
            Place::Upload => "upload",
            Place::Proceed => "proceed",
            Place::Jobs => "jobs",
            Place::Job => "job",
            Place::SchemaErrors => "schema_errors",
            Place::RowErrors => "row_errors",
            Place::Teams => "teams",
        }
    }
}

impl Faults {
    /// Makes the faults that words name, each as `name` or `name=value`; `-` stands for `_`.
    ///
    /// # Errors
    ///
    /// A word that names no fault, or a value that doesn't fit it.
    pub fn of_words(words: &[String]) -> Result<Self, String> {
        let mut written = Map::new();
        for word in words {
            let (name, value) = word.split_once('=').unwrap_or((word, "true"));
            let name = name.replace('-', "_");
            let value = match name.as_str() {
                "only" => value.split(',').map(|place| place.trim().replace('-', "_")).collect(),
                _ => serde_json::from_str(value).unwrap_or_else(|_| value.into()),
            };
            written.insert(name, value);
        }
        serde_json::from_value(Value::Object(written)).map_err(|error| error.to_string())
    }

    /// Returns whether this request may be struck.
    pub(super) fn reach(&self, place: Place) -> bool {
        (self.only.is_empty() || self.only.contains(&place)) && self.times != Some(0)
    }

    /// Takes note that a request was struck.
    pub(super) fn struck(&mut self) {
        if let Some(times) = &mut self.times {
            *times = times.saturating_sub(1);
        }
    }
}
