//! A fact, and why it may be believed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How well a fact is established.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The vendor says so in current documentation.
    Documented,
    /// An older text of the vendor says so, and nothing newer was found.
    Seed,
    /// Read in public source code of the product.
    Code,
    /// Somebody saw it in an instance of the platform.
    Observed,
    /// Concluded from other facts; nobody says so.
    Inferred,
    /// Nobody knows. Such a fact has no value, and nothing may rest on it.
    Unknown,
}

impl Standing {
    /// Returns the word as it is written in a platform file.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Documented => "documented",
            Standing::Seed => "seed",
            Standing::Code => "code",
            Standing::Observed => "observed",
            Standing::Inferred => "inferred",
            Standing::Unknown => "unknown",
        }
    }

    /// Returns whether somebody says or saw it, so that it isn't only concluded.
    pub fn is_attested(self) -> bool {
        match self {
            Standing::Documented | Standing::Seed | Standing::Code | Standing::Observed => true,
            Standing::Inferred | Standing::Unknown => false,
        }
    }
}

/// A text that facts are taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What the text is called.
    pub title: String,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its date or version, as far as it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<String>,
}

/// A value with its standing and its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact<T> {
    /// The value; absent where the standing is `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<T>,
    /// How well it is established.
    pub standing: Standing,
    /// The keys of the texts it is taken from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// What else a reader should know, such as a contradiction in the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl<T> Fact<T> {
    /// A fact of which nothing is known.
    pub fn unknown() -> Self {
        Self { is: None, standing: Standing::Unknown, sources: Vec::new(), note: None }
    }

    /// Returns the value, if it is known.
    pub fn value(&self) -> Option<&T> {
        self.is.as_ref()
    }
}

impl<T> Default for Fact<T> {
    fn default() -> Self {
        Self::unknown()
    }
}

impl Fact<bool> {
    /// Returns whether it is known to be so.
    pub fn holds(&self) -> bool {
        self.is == Some(true)
    }
}
