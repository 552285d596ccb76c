//! Writing something so that it is known afterwards whether it was done.

use serde_json::Value;

use super::{Smartflows, refused};
use crate::core::{Fault, FaultKind};
use crate::platform::Fact;
use crate::target::http::line::{Try, route};
use crate::target::http::wire::{Id, json};
use crate::target::http::{Request, Response};

/// How often something is asked for whose answer gets lost.
const TRIES: u32 = 5;

/// What is found where an answer was lost.
pub(super) enum Found {
    /// What was to be brought about.
    After,
    /// What stood there before.
    Before,
    /// Something else: what.
    Else(String),
}

impl Smartflows {
    /// Asks for something to be done. Where the answer is lost, `look` says whether it was; only if it
    /// wasn't it is asked for again. Nothing is returned where it was done and the answer is lost.
    pub(super) async fn surely<L, F>(
        &self,
        request: &Request,
        look: L,
    ) -> Result<Option<Response>, Fault>
    where
        L: Fn() -> F,
        F: Future<Output = Result<Found, Fault>>,
    {
        let mut said = String::new();
        for tries in 1..=TRIES {
            match self.line.once(request).await {
                Try::Done(answer) => return Ok(Some(answer)),
                Try::Refused(_, fault) => return Err(fault),
                Try::Unsure(why) => said = why,
            }
            self.line.pause(tries).await;
            match look().await? {
                Found::After => return Ok(None),
                Found::Before => {}
                Found::Else(what) => return Err(moved(&what)),
            }
        }
        let text = format!("{}: asked {TRIES} times, the last time: {said}", route(request));
        Err(Fault::new(FaultKind::OutcomeUnknown, text))
    }

    /// Looks whether an object is gone.
    pub(super) async fn gone(&self, path: &Fact<String>, id: &Id) -> Result<Found, Fault> {
        Ok(if self.one(path, id).await?.is_none() { Found::After } else { Found::Before })
    }

    /// Reads what the server says that it wrote.
    ///
    /// It makes an object of an id that it doesn't know, which belongs to no project and which nobody sees.
    /// Where the object was removed right before, that one is removed again.
    pub(super) async fn written(
        &self,
        path: &Fact<String>,
        project: &Fact<String>,
        id: &Id,
        request: &Request,
        answer: &Response,
    ) -> Result<Value, Fault> {
        let found = json(&route(request), answer.body())?;
        if self.is_ours(&found, project) {
            return Ok(found);
        }
        let ghost = self.ask().remove(path, id, &[("force", "true"), ("hard", "true")])?;
        self.surely(&ghost, || self.gone(path, id)).await?;
        Err(moved("it was removed meanwhile"))
    }
}

/// Turns a step away since what is there isn't what the plan saw.
pub(super) fn moved(what: &str) -> Fault {
    refused(format!("it has changed since it was planned: {what}"))
}
