//! A team.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AttributeName, Attributes, Email, Few, Known, Scalar};

/// A team. Its place is its key; its members are written in each person's row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Team {
    /// Who manages it.
    #[serde(skip_serializing_if = "Known::is_unknown")]
    pub managers: Known<Few<Email>>,
    /// Who is in it without anybody knowing whether as a member or as a manager. They stand neither
    /// among the managers, nor has their row the team.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub seated: Few<Email>,
    /// The attributes of which something is known, but for those that name a member.
    #[serde(skip_serializing_if = "Attributes::is_empty")]
    #[schemars(with = "BTreeMap<AttributeName, Scalar>")]
    pub attributes: Attributes,
    /// The members whom attributes name, such as a default agent; `null` where one names nobody.
    #[serde(skip_serializing_if = "Named::is_empty")]
    pub named: Named,
}

/// The member whom each attribute of a team names, if it names one. They stand apart from other values,
/// since they follow the person: through another address, and out of the team.
pub type Named = BTreeMap<AttributeName, Option<Email>>;

impl Team {
    /// Returns the values of all attributes of which something is known, by name; of one that names a
    /// member the address.
    pub fn values(&self) -> BTreeMap<&AttributeName, Scalar> {
        let address = |email: &Option<Email>| match email {
            Some(email) => Scalar::from(email.as_str()),
            None => Scalar::Null,
        };
        let plain = self.attributes.iter().map(|(name, value)| (name, value.clone()));
        plain.chain(self.named.iter().map(|(name, email)| (name, address(email)))).collect()
    }

    /// Returns the people whom attributes name.
    pub fn people_named(&self) -> impl Iterator<Item = &Email> {
        self.named.values().flatten()
    }
}
