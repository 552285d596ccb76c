//! The file of a snapshot.

use jiff::Timestamp;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::Seen;
use super::fit::Unfit;
use super::state::StateDocument;
use crate::core::State;
use crate::plan::{Means, Told};

/// The version of the format that this program writes and reads.
pub(super) const VERSION: u32 = 1;

/// What was live in an environment when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The environment's name.
    pub environment: String,
    /// The platform's short name.
    pub platform: String,
    /// When reading began, to the second.
    pub read_at: Timestamp,
    /// What was read.
    pub seen: Seen,
}

/// A snapshot of what was live in an environment, as `rolecall export --snapshot` writes it and
/// `rolecall plan --snapshot` reads it.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "A snapshot")]
struct Document {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    format_version: u32,
    /// The environment's name.
    environment: String,
    /// The platform's short name.
    platform: String,
    /// When reading began, in RFC 3339 and UTC.
    #[schemars(with = "String")]
    read_at: Timestamp,
    /// The SHA-256 of everything else, in 64 hexadecimal digits. It tells damage, not who wrote it.
    digest: String,
    /// Which kinds were told, where not everything was; people always are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    told: Option<Told>,
    /// What a program can write there, and what somebody has to do by hand.
    means: Means,
    /// What couldn't be told, a sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<String>,
    /// What was live. A field that is left out wasn't told: it is neither compared nor planned.
    state: StateDocument,
}

/// What there is in a snapshot of any version.
#[derive(Deserialize)]
struct Any {
    format_version: u64,
}

impl Snapshot {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// It isn't a snapshot of this version, or it isn't as it was written.
    pub fn from_json(text: &str) -> Result<Self, Unfit> {
        let any: Any = serde_json::from_str(text).map_err(|_| Unfit::NotOne)?;
        if any.format_version != u64::from(VERSION) {
            return Err(Unfit::Version(any.format_version));
        }
        let document: Document = serde_json::from_str(text).map_err(|_| Unfit::Damaged)?;
        let said = document.digest.clone();
        let Document { environment, platform, read_at, told, means, remarks, state, .. } = document;
        let seen = Seen { state: State::from(state), told, means, remarks };
        let snapshot = Self { environment, platform, read_at, seen };
        if snapshot.digest() == said { Ok(snapshot) } else { Err(Unfit::Damaged) }
    }

    /// Returns the digest of what it says: 64 hexadecimal digits.
    pub fn digest(&self) -> String {
        self.document().digest
    }

    fn document(&self) -> Document {
        let Self { environment, platform, read_at, seen } = self.clone();
        let Seen { state, told, means, remarks } = seen;
        let mut document = Document {
            format_version: VERSION,
            environment,
            platform,
            read_at,
            digest: String::new(),
            told,
            means,
            remarks,
            state: StateDocument::from(state),
        };
        // Maps and sets are ordered and no key is anything but text, so this can't fail.
        let text = serde_json::to_string(&document).unwrap_or_default();
        let bytes = Sha256::digest(text.as_bytes());
        document.digest = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        document
    }
}

/// As the file has it, in an order that depends on nothing else.
impl Serialize for Snapshot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document().serialize(serializer)
    }
}

/// Returns the schema of the file.
pub fn snapshot_schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Document>().to_value()
}
