//! The service: from a request to an answer.

use std::time::Duration;

use http::{Method, Request, StatusCode};
use jiff::Timestamp;
use tokio::sync::Mutex;

use super::answer::{Answer, Fate, Problem, Reply, ok};
use super::dice::Dice;
use super::door::{Rate, recognize};
use super::faults::{Faults, Place};
use super::job::Jobs;
use super::live::{Live, Memory};
use super::{Options, api, openapi, page};
use crate::core::Fault;
use crate::platform::{JobsApi, Platform};
use crate::target::sandbox::Sandbox;

/// A sandbox that answers as the platform's API does.
#[derive(Debug)]
pub struct Service {
    pub(super) options: Options,
    pub(super) api: JobsApi,
    pub(super) platform: Platform,
    pub(super) sandbox: Sandbox,
    inside: Mutex<Inside>,
}

/// What changes from request to request, and goes with the service.
#[derive(Debug)]
pub(super) struct Inside {
    pub(super) jobs: Jobs,
    pub(super) faults: Faults,
    pub(super) memory: Memory,
    rate: Rate,
    dice: Dice,
}

/// A request that is being answered.
pub(super) struct Call<'c> {
    pub(super) service: &'c Service,
    pub(super) inside: &'c mut Inside,
    pub(super) now: Timestamp,
    pub(super) request: &'c Request<Vec<u8>>,
}

impl Service {
    /// Puts a service on a sandbox.
    pub fn new(options: Options, platform: Platform, api: JobsApi, sandbox: Sandbox) -> Self {
        let inside = Inside {
            jobs: Jobs::default(),
            faults: options.faults.clone(),
            memory: Memory::default(),
            rate: Rate::default(),
            dice: Dice::new(options.seed),
        };
        Self { options, api, platform, sandbox, inside: Mutex::new(inside) }
    }

    /// Answers a request at a time, after everything that jobs have done until then.
    pub async fn answer(&self, now: Timestamp, request: Request<Vec<u8>>) -> Answer {
        let mut inside = self.inside.lock().await;
        let mut call = Call { service: self, inside: &mut inside, now, request: &request };
        if let Err(fault) = call.work().await {
            return Answer::arriving(Problem::from(fault).response());
        }
        match api::place(&self.api, request.method(), request.uri().path()) {
            api::Found::Place(place, rest) => call.weather(place, rest).await,
            api::Found::WrongMethod(allowed) => {
                Answer::arriving(Problem::wrong_method(&allowed).response())
            }
            api::Found::Nothing => {
                let reply = call.elsewhere().await;
                Answer::arriving(reply.unwrap_or_else(Problem::response))
            }
        }
    }

    /// Lets jobs do what is due at a time, although nobody asks.
    ///
    /// # Errors
    ///
    /// Where the sandbox can't be read or written.
    pub async fn advance(&self, now: Timestamp) -> Result<(), Fault> {
        let request = Request::default();
        let mut inside = self.inside.lock().await;
        Call { service: self, inside: &mut inside, now, request: &request }.work().await
    }

    /// Returns whether people are written in jobs there. Where nobody knows of any, there are pages alone.
    pub(super) fn has_jobs(&self) -> bool {
        self.api.routes.jobs.value().is_some()
    }

    /// Orders what goes wrong from now on.
    pub async fn order(&self, faults: Faults) {
        self.inside.lock().await.faults = faults;
    }
}

impl Call<'_> {
    /// Answers a request of the API as well as the weather lets it.
    async fn weather(&mut self, place: Place, rest: &str) -> Answer {
        let struck = self.inside.faults.reach(place);
        if struck && self.falls(|faults| faults.lose_requests.0) {
            return Answer::lost();
        }
        let reply = self.admitted(place, rest, struck).await;
        let response = reply.unwrap_or_else(Problem::response);
        let fate = match struck {
            true if self.falls(|faults| faults.lose_replies.0) => Fate::Lost,
            true if self.falls(|faults| faults.cut_bodies.0) => Fate::Cut,
            _ => Fate::Arrives,
        };
        let slow = if struck { self.inside.faults.slow } else { 0 };
        Answer { response, delay: Duration::from_millis(slow), fate }
    }

    async fn admitted(&mut self, place: Place, rest: &str, struck: bool) -> Reply {
        let options = &self.service.options;
        recognize(options, self.request)?;
        self.inside.rate.admit(options.requests_per_second, self.now)?;
        if struck && self.falls(|faults| faults.too_many.0) {
            return Err(Problem::too_many());
        }
        if struck && self.falls(|faults| faults.server_error.0) {
            return Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error"));
        }
        let reply = api::answer(self, place, rest).await;
        if struck && self.falls(|faults| faults.bad_gateway.0) {
            return Err(Problem::new(StatusCode::BAD_GATEWAY, "Bad gateway"));
        }
        reply
    }

    /// Returns whether a fault strikes, and takes note if it does.
    fn falls(&mut self, chance: impl Fn(&Faults) -> f64) -> bool {
        let Inside { faults, dice, .. } = &mut *self.inside;
        let falls = faults.times != Some(0) && dice.falls(chance(faults));
        if falls {
            faults.struck();
        }
        falls
    }

    /// Answers what isn't a request of the API.
    async fn elsewhere(&mut self) -> Reply {
        match (self.request.method(), self.request.uri().path()) {
            (&Method::GET | &Method::POST, "/sandbox/faults") => api::faults(self),
            (_, openapi::PATH) if !self.service.has_jobs() => Err(Problem::not_found("Not found")),
            (&Method::GET, openapi::PATH) => Ok(ok(&openapi::openapi(self.service))),
            (_, path) if page::has(path) => page::answer(self).await,
            (_, openapi::PATH) => Err(Problem::wrong_method(&["GET"])),
            (_, "/sandbox/faults") => Err(Problem::wrong_method(&["GET", "POST"])),
            _ => Err(Problem::not_found("Not found")),
        }
    }

    /// Reads what is live, and takes note of it.
    pub(super) async fn live(&mut self) -> Result<Live, Fault> {
        let live = Live::read(&self.service.sandbox).await?;
        self.inside.memory.learn(&live, self.now);
        Ok(live)
    }
}
