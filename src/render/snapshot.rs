//! The snapshot that a plan was made from, as programs read it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::snapshot::AsOf;

/// The snapshot that a plan was made from.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SnapshotDocument<'p> {
    /// When what is live was read, in RFC 3339 and UTC.
    pub read_at: String,
    /// How many whole hours before the plan that was.
    pub hours: i64,
    /// Both in words.
    pub as_of: String,
    /// The digest of the snapshot.
    pub digest: &'p str,
}

impl<'p> SnapshotDocument<'p> {
    /// Makes the document.
    pub fn of(as_of: &'p AsOf) -> Self {
        Self {
            read_at: as_of.read_at.to_string(),
            hours: as_of.minutes / 60,
            as_of: as_of.to_string(),
            digest: &as_of.digest,
        }
    }
}
