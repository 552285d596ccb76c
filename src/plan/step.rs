//! A plan, its stages and its steps.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Digest, Refusal};
use crate::core::{Key, Origin, Role, RoleName, Team, TeamName, User};

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

/// A resource, or the part of one that a step is about: what is unknown in it isn't touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Resource {
    /// A role, or some of its fields.
    Role(Role),
    /// A team, or some of its fields.
    Team(Team),
    /// A person's row, or some of its fields.
    User(User),
    /// All roles, in their order.
    RoleOrder(Vec<RoleName>),
    /// All sibling teams, in their order.
    TeamOrder(Vec<TeamName>),
}

/// One thing to do to one resource, as one write.
///
/// `before` and `after` hold the fields that change and no others; where a resource is created
/// `before` is absent, where it is deleted `after` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub action: Action,
    /// What it is done to, by the name that it has afterwards.
    pub key: Key,
    /// The name that it had before, where that is another one.
    pub previous_key: Option<Key>,
    /// What stands there before, of what changes.
    pub before: Option<Resource>,
    /// What stands there afterwards.
    pub after: Option<Resource>,
    /// The places that ask for it.
    pub because: Vec<Origin>,
    /// Why, where the places don't say it by themselves.
    pub reason: Option<String>,
    /// The steps that must have been done, by their place in the plan (all stages counted through).
    pub needs: Vec<usize>,
}

impl Step {
    /// Makes a step about a resource that doesn't do anything yet.
    pub fn about(key: Key) -> Self {
        Self {
            action: Action::Update,
            key,
            previous_key: None,
            before: None,
            after: None,
            because: Vec::new(),
            reason: None,
            needs: Vec::new(),
        }
    }

    /// Returns the name that the resource has while the step is being done.
    pub fn current_key(&self) -> &Key {
        self.previous_key.as_ref().unwrap_or(&self.key)
    }
}

/// Steps that don't depend on each other: they may go in one batch, or side by side. Between two
/// stages is a barrier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// The steps, by key.
    pub steps: Vec<Step>,
}

/// Everything that has to be done, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The platform's short name.
    pub platform: String,
    /// The environment's name.
    pub environment: String,
    /// What an approval is given for.
    pub digest: Digest,
    /// The stages, the first to be done first.
    pub stages: Vec<Stage>,
    /// What is live, isn't listed and is left alone, because the project manages only what it lists.
    pub unmanaged: Vec<Key>,
    /// People with administrative access whom nothing lists: they count as drift.
    pub drift: Vec<Key>,
    /// What guards object to.
    pub refusals: Vec<Refusal>,
}

impl Plan {
    /// Returns all steps in order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.stages.iter().flat_map(|stage| &stage.steps)
    }

    /// Returns whether nothing has to be done.
    pub fn is_empty(&self) -> bool {
        self.stages.is_empty()
    }
}
