//! What can be done to a resource.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is done to a resource.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is made.
    Create,
    /// Some of it is changed.
    Update,
    /// It gets another name and stays the same; some of it may change as well.
    Rename,
    /// A team gets another parent, and perhaps another name; its sub-teams go with it.
    Move,
    /// A person can no longer sign in, and leaves all teams where the platform has it so.
    Deactivate,
    /// A person can sign in again.
    Reactivate,
    /// It goes.
    Delete,
    /// Its entries get another order.
    Reorder,
}

impl Action {
    /// Returns the sign that stands before such a step when it is printed.
    pub fn glyph(self) -> char {
        match self {
            Action::Create | Action::Reactivate => '+',
            Action::Update | Action::Rename | Action::Move | Action::Reorder => '~',
            Action::Delete | Action::Deactivate => '-',
        }
    }

    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Create => "create",
            Action::Update => "update",
            Action::Rename => "rename",
            Action::Move => "move",
            Action::Deactivate => "deactivate",
            Action::Reactivate => "reactivate",
            Action::Delete => "delete",
            Action::Reorder => "reorder",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
