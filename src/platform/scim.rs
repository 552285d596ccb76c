//! Where a platform that speaks SCIM keeps what manifests have names for.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fact, Platform, Source};
use crate::core::AttributeName;

/// What a platform file says of SCIM, where that isn't what is taken of every platform.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scim {
    /// Where attributes are kept: a path as RFC 7644 writes it, `nickName`, `name.givenName`, or one
    /// of an extension with its URN before it, `urn:example:2.0:User:desk`.
    #[serde(default)]
    pub attributes: BTreeMap<AttributeName, Fact<String>>,
}

/// Where every platform keeps them that says nothing else.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScimNames {
    /// The version of this format: 1.
    pub version: u32,
    /// The texts that facts are taken from, by a short key.
    pub sources: BTreeMap<String, Source>,
    /// Where attributes are kept.
    pub attributes: BTreeMap<AttributeName, Fact<String>>,
}

impl ScimNames {
    /// Returns where each attribute of a platform is kept, as far as that is known.
    pub fn of(&self, platform: &Platform) -> BTreeMap<AttributeName, String> {
        let own = platform.scim.as_ref().map(|scim| &scim.attributes);
        let known = |name: &AttributeName| match own.and_then(|own| own.get(name)) {
            Some(own) => own.value().cloned(),
            None => self.attributes.get(name).and_then(Fact::value).cloned(),
        };
        let names = platform.users.attributes.keys();
        names.filter_map(|name| Some((name.clone(), known(name)?))).collect()
    }
}
