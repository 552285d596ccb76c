//! The platform itself, over HTTP: it reads people and the tree of teams, and writes people's rows
//! in bulk jobs. What the API can't do is said by [`Target::means`], and never tried.
//!
//! Requests are values that are made from the platform's data (`ask`), and answers are read by
//! functions (`wire`, `person`, `tree`, `names`, `job`). What sends them is behind [`Sender`], and
//! what waits behind [`Time`], so that all of it runs in a test as it does in earnest.
//!
//! # What is read
//!
//! - People with their roles, attributes and whether they can sign in, all pages of them or a fault.
//! - That roles exist, and nothing of what they allow.
//! - Teams with their places and their order. Who is in a team stands in [`crate::core::Team::seated`],
//!   since no text says whether a seat is a member's or a manager's.
//!
//! # How a batch is written
//!
//! 1. The list of jobs tells whether the batch has a job already, from a run that broke off.
//! 2. If it hasn't, its rows are uploaded. Where the answer is lost, the list tells.
//! 3. Rows that are malformed are taken out, and the others uploaded under another name.
//! 4. The job is started. Where the answer is lost, the job tells.
//! 5. It is watched until all rows are accounted for, or it stands still for too long.
//! 6. Both logs say which rows failed. Of the others nothing is believed: who asked reads back.

mod ask;
mod bulk;
mod file_name;
mod job;
mod jobs;
mod memory;
mod multipart;
mod names;
mod person;
mod read;
mod row;
mod tree;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;

use self::ask::Ask;
use self::memory::Memory;
use super::http::line::Line;
pub use super::http::{
    Barred, Https, Lost, MachineTime, Place, Proof, Request, Response, Sender, Time, Token,
};
use super::{Batch, Target};
use crate::core::{Email, Fault, Key, Role, State};
use crate::plan::{Means, Step, digest};
use crate::platform::{JobsApi, Platform, Way};

/// How a platform is spoken to.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The most requests in any second.
    pub requests_per_second: u32,
    /// Whom no bulk job may touch.
    pub first_administrator: Option<Email>,
    /// How long a job may stand still before nobody waits for it any more.
    pub deadline: Duration,
    /// Where chance starts from, by which pauses differ.
    pub seed: u64,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            requests_per_second: 5,
            first_administrator: None,
            deadline: Duration::from_secs(600),
            seed: 0,
        }
    }
}

/// The platform over HTTP.
pub struct Ccaas {
    api: JobsApi,
    platform: Platform,
    line: Arc<Line>,
    setting: Setting,
    memory: Mutex<Memory>,
}

impl Ccaas {
    /// Makes a target of a place, which sends nothing yet.
    pub fn new(
        api: JobsApi,
        platform: Platform,
        place: Place,
        proof: Proof,
        sender: Arc<dyn Sender>,
        time: Arc<dyn Time>,
        setting: Setting,
    ) -> Self {
        let Setting { requests_per_second, seed, .. } = setting;
        let line = Line::new(place, proof, sender, time, requests_per_second, seed);
        Self { api, platform, line: Arc::new(line), setting, memory: Mutex::default() }
    }

    fn ask(&self) -> Ask<'_> {
        Ask { api: &self.api, place: &self.line.place }
    }
}

#[async_trait]
impl Target for Ccaas {
    fn means(&self) -> Means {
        let writes = &self.api.writes;
        let way = |fact: &crate::platform::Fact<Way>| fact.value().copied().unwrap_or(Way::ByHand);
        let attributes = self.platform.users.attributes.keys();
        Means {
            roles: way(&writes.roles),
            teams: way(&writes.teams),
            managers: way(&writes.teams),
            team_order: way(&writes.teams),
            held_roles: way(&writes.users),
            users: way(&writes.users),
            departments: Way::ByHand,
            attributes: attributes
                .filter(|name| !self.api.user.attributes.contains_key(*name))
                .cloned()
                .collect(),
            people_come_and_go: Way::Automatic,
            teams_by_path: writes.teams_by_path.holds(),
            reads: true,
        }
    }

    fn remarks(&self) -> Vec<String> {
        self.memory().remarks.clone()
    }

    async fn read(&self) -> Result<State, Fault> {
        self.all().await.map_err(|fault| self.line.hidden(fault))
    }

    async fn read_back(&self, keys: &[Key]) -> Result<State, Fault> {
        self.these(keys).await.map_err(|fault| self.line.hidden(fault))
    }

    async fn perform(&self, steps: &[&Step]) -> Vec<Result<(), Fault>> {
        let digest = digest("", &self.platform.platform, steps.iter().copied());
        self.perform_batch(&Batch { digest, stage: 1, number: 1 }, steps).await
    }

    async fn perform_batch(&self, batch: &Batch, steps: &[&Step]) -> Vec<Result<(), Fault>> {
        let results = self.batch(batch, steps).await;
        let results = results.unwrap_or_else(|fault| vec![Err(fault); steps.len()]);
        let hidden = |result: Result<(), Fault>| result.map_err(|fault| self.line.hidden(fault));
        results.into_iter().map(hidden).collect()
    }
}

impl Ccaas {
    async fn all(&self) -> Result<State, Fault> {
        *self.memory() = Memory::default();
        self.wait_for_ours().await?;
        let names = self.names().await?;
        let people = self.read_people(&names).await?;
        self.remember_people(&people);
        self.remark_on_seats(&names, &people);
        Ok(self.state(&names, &people))
    }

    async fn these(&self, keys: &[Key]) -> Result<State, Fault> {
        let names = self.names().await?;
        let people = self.people_now(keys, &names).await?;
        let mut state = self.read_back_of(&people);
        if keys.iter().any(|key| !matches!(key, Key::User(_))) {
            self.add_what_stands(keys, &mut state).await?;
        }
        Ok(state)
    }

    /// Adds roles and teams that are asked for and are there now.
    async fn add_what_stands(&self, keys: &[Key], state: &mut State) -> Result<(), Fault> {
        let names = self.read_names().await?;
        for key in keys {
            match key {
                Key::Role(name) if names.roles.contains_key(name) => {
                    state.roles.insert(name.clone(), Role::default());
                }
                Key::Team(path) if names.teams.written.contains_key(path) => {
                    state.teams.insert(path.clone(), Default::default());
                }
                _ => {}
            }
        }
        state.team_order = names.teams.order;
        Ok(())
    }
}
