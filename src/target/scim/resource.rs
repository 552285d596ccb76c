//! A resource as it was last read.

use std::sync::Arc;

use serde_json::Value;

use super::wire::{field, text, unclear};
use crate::core::Fault;

/// A person or a group, with everything that was read of it.
#[derive(Clone, Debug)]
pub(super) struct Resource {
    pub(super) id: String,
    /// What has to be the same when it is written, where the server keeps versions.
    pub(super) version: Option<String>,
    pub(super) body: Arc<Value>,
}

impl Resource {
    /// Takes a resource as it came.
    pub(super) fn new(body: Value, tag: Option<&str>) -> Result<Self, Fault> {
        let id = text(&body, "id")?.filter(|id| !id.is_empty());
        let id = id.ok_or_else(|| unclear("a resource has no `id`"))?.to_owned();
        let said = match field(&body, "meta") {
            Some(meta) => text(meta, "version")?,
            None => None,
        };
        let version = said.or(tag).map(ToOwned::to_owned);
        Ok(Self { id, version, body: Arc::new(body) })
    }
}
