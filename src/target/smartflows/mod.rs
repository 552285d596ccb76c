//! A platform of objects over HTTP: people, custom roles, groups and departments, each with an id, each
//! written by itself. Nothing there is checked by the server, neither that a role exists that somebody is given nor
//! that an object still does that is written; so all of it is checked here, right before and right after.
//!
//! Requests are values that are made from the platform's data (`ask`), and answers are read by functions
//! (`world`). What sends them is behind [`Sender`], and what waits behind [`Time`].
//!
//! # What is read
//!
//! - Members of the project with their one role, their attributes and whether they can sign in.
//! - Custom roles, all pages of them, and groups with their members.
//! - Invitations, as remarks: nobody is there yet.
//! - Departments with their groups: the one group that each may have, or the newer list with percentages.
//! - Where two roles, groups or departments have one name, nothing is guessed: a remark says so, and
//!   neither is written.
//!
//! # How something is written
//!
//! 1. It is read. Where what the step was to bring about stands already, there is nothing to do; where
//!    what stands there isn't what the plan saw, the step is refused.
//! 2. It is written, with what changes and nothing else.
//! 3. Where the answer is lost, it is looked for before it is asked for again.
//! 4. What the server says that it wrote is compared; what came into being by a race is taken away again.
//!
//! A role is renamed by making the new one, moving all who hold the old one, and then removing that:
//! people hold roles by name, and nobody is without theirs for a moment.
//!
//! Groups name their members, and are written whole. All changes of a batch to one group are one write.

mod ask;
mod department;
mod departments;
mod groups;
mod people;
mod read;
mod roles;
mod seats;
mod state;
mod world;
mod write;

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use self::ask::Ask;
use super::Target;
use super::http::line::Line;
use super::http::{Place, Proof, Sender, Time};
use crate::core::{AttributeName, Fault, FaultKind, Key, State};
use crate::plan::{Means, Step};
use crate::platform::{Fact, ObjectsApi, Platform, Way};

/// How a platform is spoken to.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The most requests in any second.
    pub requests_per_second: u32,
    /// Where chance starts from, by which pauses differ.
    pub seed: u64,
}

impl Default for Setting {
    fn default() -> Self {
        Self { requests_per_second: 5, seed: 0 }
    }
}

/// The platform over HTTP.
pub struct Smartflows {
    api: ObjectsApi,
    platform: Platform,
    line: Arc<Line>,
    remarks: Mutex<Vec<String>>,
}

impl Smartflows {
    /// Makes a target of a place, which sends nothing yet.
    pub fn new(
        api: ObjectsApi,
        platform: Platform,
        place: Place,
        proof: Proof,
        sender: Arc<dyn Sender>,
        time: Arc<dyn Time>,
        setting: Setting,
    ) -> Self {
        let Setting { requests_per_second, seed } = setting;
        let line = Line::new(place, proof, sender, time, requests_per_second, seed);
        Self { api, platform, line: Arc::new(line), remarks: Mutex::default() }
    }

    fn ask(&self) -> Ask<'_> {
        Ask { place: &self.line.place }
    }
}

#[async_trait]
impl Target for Smartflows {
    fn means(&self) -> Means {
        let way = |fact: &Fact<Way>| fact.value().copied().unwrap_or(Way::ByHand);
        let writes = &self.api.writes;
        let written = |name: &AttributeName| {
            self.api.people.attributes.contains_key(name) || name.as_str() == TAGS
        };
        let attributes = self.platform.users.attributes.keys();
        Means {
            roles: way(&writes.roles),
            teams: way(&writes.teams),
            managers: way(&writes.teams),
            team_order: way(&writes.teams),
            held_roles: way(&writes.users),
            users: way(&writes.users),
            departments: way(&writes.departments),
            attributes: attributes.filter(|name| !written(name)).cloned().collect(),
            people_come_and_go: way(&self.api.people_come_and_go),
            teams_by_path: writes.teams_by_path.holds(),
            reads: true,
        }
    }

    fn remarks(&self) -> Vec<String> {
        self.remarks.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn read(&self) -> Result<State, Fault> {
        let world = self.all().await.map_err(|fault| self.line.hidden(fault))?;
        let remarks = world.remarks(&self.platform);
        *self.remarks.lock().unwrap_or_else(PoisonError::into_inner) = remarks;
        Ok(world.state(&self.platform))
    }

    async fn read_back(&self, keys: &[Key]) -> Result<State, Fault> {
        let world = self.world().await.map_err(|fault| self.line.hidden(fault))?;
        Ok(world.state_of(keys, &self.platform))
    }

    async fn perform(&self, steps: &[&Step]) -> Vec<Result<(), Fault>> {
        let results = match self.world().await {
            Ok(world) => self.steps(steps, &world).await,
            Err(fault) => vec![Err(fault); steps.len()],
        };
        let hidden = |result: Result<(), Fault>| result.map_err(|fault| self.line.hidden(fault));
        results.into_iter().map(hidden).collect()
    }
}

/// The attribute that is a list on the wire.
const TAGS: &str = "tags";

/// Turns a step away.
fn refused(text: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Refused, text)
}
