//! A department.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AttributeName, Attributes, Known, Scalar, TeamPath};

/// A department: where conversations come in, and the teams that they go to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Department {
    /// The teams, which some platforms call groups.
    #[serde(skip_serializing_if = "Known::is_unknown")]
    pub groups: Known<Shares>,
    /// The attributes of which something is known.
    #[serde(skip_serializing_if = "Attributes::is_empty")]
    #[schemars(with = "BTreeMap<AttributeName, Scalar>")]
    pub attributes: Attributes,
}

/// Teams, each with its share of the conversations in per cent; `null` where it has none of its own.
pub type Shares = BTreeMap<TeamPath, Option<u8>>;

impl Department {
    /// Returns the teams that it is known to send conversations to.
    pub fn teams(&self) -> impl Iterator<Item = &TeamPath> {
        self.groups.value().into_iter().flat_map(BTreeMap::keys)
    }
}
