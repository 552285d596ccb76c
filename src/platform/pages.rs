//! The pages of a platform's portal, for what somebody does there by hand.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Fact;
use crate::core::Action;

/// Where resources of one kind are administered, in the portal's own words.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The page, and how one gets there. Its first source describes it.
    pub at: Fact<String>,
    /// What is done there one after the other, a sentence each, for each action that is described.
    #[serde(default)]
    pub actions: BTreeMap<Action, Fact<Vec<String>>>,
    /// Likewise, how people are put into a team and taken out, where that is done on this page.
    #[serde(default)]
    pub members: Option<Fact<Vec<String>>>,
}
