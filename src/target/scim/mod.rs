//! A platform that speaks SCIM 2.0 (RFC 7643, RFC 7644): people, groups and who is in them, and the
//! roles that people hold where the server has them. What a role allows, who manages a team and the
//! order of teams aren't in SCIM: [`Target::means`] says so.
//!
//! What the server tells of itself decides how it is spoken to (`server`): whether a part of a
//! resource can be changed or all of it is sent, whether versions are compared, whether several
//! writes go in one request. A filter only saves time.
//!
//! # How something is written
//!
//! 1. Who leaves a team, then people and teams themselves, then who joins one (`batch`).
//! 2. Writes of one turn go in one bulk request where the server takes that (`bulk`).
//! 3. After a lost answer, or where somebody else was quicker, the resource is read again. What
//!    stands isn't written again, and what somebody else has changed isn't written over (`job`).
//! 4. Of success nothing is believed: who asked reads back.

mod ask;
mod base;
mod batch;
mod bulk;
mod edit;
mod groups;
mod job;
mod memory;
mod pages;
mod path;
mod person;
mod read;
mod resource;
mod server;
mod todo;
mod wire;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;

pub use base::Base;

use self::memory::Memory;
use self::path::Path;
use self::person::Words;
use self::server::Server;
use super::Target;
use crate::core::{AttributeName, Fault, Key, State};
use crate::plan::{Means, Step};
use crate::platform::{Platform, ScimNames, Way};
use crate::target::http::line::Line;
use crate::target::http::{Proof, Sender, Time};

/// How a server is spoken to.
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

/// A server that speaks SCIM.
pub struct Scim {
    base: Base,
    platform: Platform,
    /// Where attributes are kept.
    paths: BTreeMap<AttributeName, Path>,
    line: Line,
    memory: Mutex<Memory>,
}

impl Scim {
    /// Makes a target of an address, which sends nothing yet. A path that can't be read is as if
    /// nobody had said where the attribute is kept.
    pub fn new(
        platform: Platform,
        names: &ScimNames,
        base: Base,
        proof: Proof,
        sender: Arc<dyn Sender>,
        time: Arc<dyn Time>,
        setting: &Setting,
    ) -> Self {
        let paths = names.of(&platform).into_iter();
        let paths = paths.filter_map(|(name, path)| Some((name, Path::new(&path)?))).collect();
        let place = base.place().clone();
        let Setting { requests_per_second, seed } = *setting;
        let line = Line::new(place, proof, sender, time, requests_per_second, seed);
        Self { base, platform, paths, line, memory: Mutex::default() }
    }

    fn words<'w>(&'w self, server: &'w Server) -> Words<'w> {
        Words { server, platform: &self.platform, paths: &self.paths }
    }
}

#[async_trait]
impl Target for Scim {
    fn means(&self) -> Means {
        let server = self.memory().server.clone();
        let if_there = |there: bool| if there { Way::Automatic } else { Way::ByHand };
        let is_kept = |path: &Path| {
            server
                .as_ref()
                .is_none_or(|server| server.of_person(path).is_some_and(|told| told.is_writable()))
        };
        let kept = |name: &&AttributeName| self.paths.get(*name).is_some_and(is_kept);
        let attributes = self.platform.users.attributes.keys();
        Means {
            roles: Way::ByHand,
            teams: if_there(server.as_ref().is_none_or(|server| server.groups.is_some())),
            managers: Way::ByHand,
            team_order: Way::ByHand,
            users: Way::Automatic,
            held_roles: if_there(is_kept(&Path::plain("roles"))),
            departments: Way::ByHand,
            attributes: attributes.filter(|name| !kept(name)).cloned().collect(),
            people_come_and_go: Way::Automatic,
            teams_by_path: true,
            reads: true,
        }
    }

    fn remarks(&self) -> Vec<String> {
        self.memory().remarks.clone()
    }

    async fn read(&self) -> Result<State, Fault> {
        self.everything().await.map_err(|fault| self.line.hidden(fault))
    }

    async fn read_back(&self, keys: &[Key]) -> Result<State, Fault> {
        self.some(keys).await.map_err(|fault| self.line.hidden(fault))
    }

    async fn perform(&self, steps: &[&Step]) -> Vec<Result<(), Fault>> {
        let results = self.steps(steps).await;
        let results = results.unwrap_or_else(|fault| vec![Err(fault); steps.len()]);
        let hidden = |result: Result<(), Fault>| result.map_err(|fault| self.line.hidden(fault));
        results.into_iter().map(hidden).collect()
    }
}
