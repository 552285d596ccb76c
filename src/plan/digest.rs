//! What an approval is given for.

use std::fmt;
use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Resource, Step};
use crate::core::Key;

/// The SHA-256 of a plan: of the environment, the platform, and each step's keys, before and
/// after, whatever their order. Nothing else counts, so a plan keeps its digest when a comment or
/// a line number changes.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// Takes the digest as somebody wrote it.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_lowercase())
    }

    /// Returns the 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What of a step is approved.
#[derive(Serialize)]
struct Approved<'s> {
    key: &'s Key,
    previous_key: Option<&'s Key>,
    before: Option<&'s Resource>,
    after: Option<&'s Resource>,
}

/// Returns the digest of the steps.
pub fn digest<'s>(
    environment: &str,
    platform: &str,
    steps: impl Iterator<Item = &'s Step>,
) -> Digest {
    let mut lines: Vec<String> = steps.map(line).collect();
    lines.sort_unstable();
    lines.push(format!("{environment}\n{platform}"));
    Digest(hex(lines.join("\n").as_bytes()))
}

/// Returns a short name for the step that stays the same from run to run: the first twelve digits
/// of the digest of what it does.
pub fn step_id(step: &Step) -> String {
    hex(line(step).as_bytes())[..12].to_owned()
}

fn line(step: &Step) -> String {
    let Step {
        action: _,
        key,
        previous_key,
        before,
        after,
        because: _,
        reason: _,
        needs: _,
        by: _,
    } = step;
    let approved = Approved {
        key,
        previous_key: previous_key.as_ref(),
        before: before.as_ref(),
        after: after.as_ref(),
    };
    // Maps and sets are ordered and no key is anything but text, so this can't fail.
    serde_json::to_string(&approved).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
