//! A plan, its stages and its steps.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Caused, Digest, Refusal};
use crate::core::{Action, Department, Key, Origin, Role, RoleName, Team, TeamName, User};

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
    /// A department, or some of its fields.
    Department(Department),
    /// All roles, in their order.
    RoleOrder(Vec<RoleName>),
    /// All sibling teams, in their order.
    TeamOrder(Vec<TeamName>),
}

/// Who does a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// The program.
    #[default]
    Automatic,
    /// Somebody in the platform's portal, since no program can.
    Hand,
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
    /// Who does it.
    pub by: By,
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
            by: By::Automatic,
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
    /// What else the platform does when the steps are done, by name. No approval covers it: it
    /// follows from the steps.
    pub effects: Vec<Caused>,
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
