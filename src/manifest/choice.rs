//! Which platform a project is for: as it is, or with a catalogue.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::Project;
use crate::core::NodeId;
use crate::document::{Located, Short};

/// Which platform it is.
#[derive(Debug, JsonSchema)]
#[schemars(with = "Short<'static, Extended>")]
pub enum PlatformChoice {
    /// A built-in one by its name, or a file by its path.
    Named(String),
    /// One of them, and a catalogue.
    Extended(Extended),
}

/// A platform with what a catalogue adds to it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extended {
    /// The platform: the name of a built-in one, or the path of a platform file (`./ours.yaml`).
    pub extends: Located<String>,
    /// The catalogue: a file of the project that adds permissions, levels, scopes and licences.
    pub file: Located<String>,
}

impl<'de> Deserialize<'de> for PlatformChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Short::<'de, Extended>::deserialize(deserializer)? {
            Short::Short(name) => Self::Named(name.into_owned()),
            Short::Full(extended) => Self::Extended(*extended),
        })
    }
}

impl Project {
    /// Returns the name or path of the platform, and where it stands.
    pub fn platform(&self) -> (&str, NodeId) {
        match &self.platform.value {
            PlatformChoice::Named(name) => (name, self.platform.at),
            PlatformChoice::Extended(extended) => (&extended.extends, extended.extends.at),
        }
    }

    /// Returns the path of the catalogue that extends the platform, if there is one.
    pub fn catalogue(&self) -> Option<&Located<String>> {
        match &self.platform.value {
            PlatformChoice::Named(_) => None,
            PlatformChoice::Extended(extended) => Some(&extended.file),
        }
    }
}
