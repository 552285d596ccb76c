//! What a role is granted of one permission.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Few, ScopeName};

/// How far a permission goes. Which levels a permission has is the platform's data.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// To look at the page.
    View,
    /// To look at the page and to change what it shows.
    Edit,
    /// The permission has no levels: one has it or not.
    Granted,
}

impl Level {
    /// All levels, the lowest first.
    pub const ALL: [Level; 3] = [Level::View, Level::Edit, Level::Granted];

    /// Returns the level as it is written in a manifest.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::View => "view",
            Level::Edit => "edit",
            Level::Granted => "granted",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A level, and the scopes that restrict it. Without a scope it reaches everywhere; with several,
/// all of them restrict.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Grant {
    /// How far it goes.
    pub level: Level,
    /// What it is restricted to.
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    pub only: Few<ScopeName>,
}

impl Grant {
    /// Makes a grant that reaches everywhere.
    pub const fn everywhere(level: Level) -> Self {
        Self { level, only: Few::new() }
    }

    /// Returns the widest grant that both cover.
    pub fn meet(&self, other: &Grant) -> Grant {
        let only = self.only.iter().chain(&other.only).cloned().collect();
        Grant { level: self.level.min(other.level), only }
    }

    /// Returns whether whoever has this grant can do all that `other` allows.
    pub fn covers(&self, other: &Grant) -> bool {
        self.level >= other.level && self.only.is_subset(&other.only)
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.level)?;
        let mut separator = ", only ";
        for scope in &self.only {
            write!(f, "{separator}{scope}")?;
            separator = " and ";
        }
        Ok(())
    }
}
