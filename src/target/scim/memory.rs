//! What is remembered from reading to writing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, MutexGuard, PoisonError};

use super::Scim;
use super::groups::Groups;
use super::pages::Way;
use super::resource::Resource;
use super::server::Server;
use crate::core::{Email, RoleName};

/// What is remembered.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) server: Option<Arc<Server>>,
    /// How lists are asked for.
    pub(super) way: Way,
    /// Whether everything has been read once.
    pub(super) read: bool,
    pub(super) people: BTreeMap<Email, Resource>,
    pub(super) groups: Groups,
    /// Roles as people's entries write them.
    pub(super) roles: BTreeMap<RoleName, String>,
    /// What couldn't be told of what was read.
    pub(super) remarks: Vec<String>,
}

impl Scim {
    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the ids of all that was there when it was last read.
    pub(super) fn known_ids(&self) -> BTreeSet<String> {
        let memory = self.memory();
        let groups = memory.groups.teams.values().map(|group| group.resource.id.clone());
        memory.people.values().map(|one| one.id.clone()).chain(groups).collect()
    }
}
