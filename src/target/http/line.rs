//! The line to the platform: paced, proved, and tried again where that is safe.

use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION};
use http::{HeaderValue, StatusCode};
use serde_json::Value;

use super::again::{Luck, TRIES, retry_after};
use super::pace::Pacer;
use super::{Place, Proof, Request, Response, Sender, Time};
use crate::core::{Fault, FaultKind};
use crate::render::terminal;

/// The longest that a server may ask to be left alone; a run that would wait longer ends instead.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

/// How many characters of a server's words are shown.
const SHOWN: usize = 300;

/// A line to a platform.
pub(in crate::target) struct Line {
    pub(in crate::target) place: Place,
    pub(in crate::target) time: Arc<dyn Time>,
    sender: Arc<dyn Sender>,
    proof: Proof,
    pacer: Pacer,
    luck: Luck,
}

/// What one try comes to.
pub(in crate::target) enum Try {
    /// It was done.
    Done(Response),
    /// It was turned away for good.
    Refused(StatusCode, Fault),
    /// Nobody knows whether it was done, or it wasn't and may be later.
    Unsure(String),
}

impl Line {
    pub(in crate::target) fn new(
        place: Place,
        proof: Proof,
        sender: Arc<dyn Sender>,
        time: Arc<dyn Time>,
        per_second: u32,
        seed: u64,
    ) -> Self {
        let (pacer, luck) = (Pacer::new(per_second), Luck::new(seed));
        Self { place, time, sender, proof, pacer, luck }
    }

    /// Asks for something, again and again where no answer comes. Only for what changes nothing.
    pub(in crate::target) async fn get(&self, request: &Request) -> Result<Response, Fault> {
        self.ask(request).await.map_err(|(_, fault)| fault)
    }

    /// Asks likewise, and returns with a fault the status, if an answer came.
    pub(in crate::target) async fn ask(
        &self,
        request: &Request,
    ) -> Result<Response, (Option<StatusCode>, Fault)> {
        let mut tries = 1;
        loop {
            match self.once(request).await {
                Try::Done(answer) => return Ok(answer),
                Try::Refused(status, fault) => return Err((Some(status), fault)),
                Try::Unsure(why) if tries >= TRIES => return Err((None, given_up(request, &why))),
                Try::Unsure(_) => self.pause(tries).await,
            }
            tries += 1;
        }
    }

    /// Tries once.
    pub(in crate::target) async fn once(&self, request: &Request) -> Try {
        self.turn().await;
        let mut request = request.clone();
        let accept = request.headers_mut().entry(ACCEPT);
        accept.or_insert(HeaderValue::from_static("application/json"));
        request.headers_mut().insert(AUTHORIZATION, self.proof.header());
        let what = route(&request);
        match self.sender.send(request).await {
            Err(lost) => {
                let why = self.shown(&lost.0);
                tracing::debug!("{what}: {why}");
                Try::Unsure(why)
            }
            Ok(answer) => {
                tracing::debug!("{what}: {}", answer.status());
                self.judge(&what, answer)
            }
        }
    }

    /// Waits before the next try.
    pub(in crate::target) async fn pause(&self, tries: u32) {
        self.time.sleep(self.luck.pause(tries)).await;
    }

    /// Returns words from outside as they can be shown: short, harmless, and without the token.
    pub(in crate::target) fn shown(&self, text: &str) -> String {
        let text = self.proof.removed_from(text);
        let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let short: String = line.chars().take(SHOWN).collect();
        let end = if short.len() < line.len() { "…" } else { "" };
        terminal(&short).into_owned() + end
    }

    /// Takes the token out of a fault that shows what was found.
    pub(in crate::target) fn hidden(&self, fault: Fault) -> Fault {
        let message = self.proof.removed_from(&fault.message);
        Fault { message, ..fault }
    }

    async fn turn(&self) {
        loop {
            let now = self.time.elapsed();
            let at = self.pacer.turn(now);
            if let Some(wait) = at.checked_sub(now).filter(|wait| !wait.is_zero()) {
                self.time.sleep(wait).await;
            }
            // Somebody else may have been told to wait meanwhile.
            if self.pacer.held() <= self.time.elapsed() {
                return;
            }
        }
    }

    fn judge(&self, what: &str, answer: Response) -> Try {
        let status = answer.status();
        if status.is_success() {
            return Try::Done(answer);
        }
        let busy = status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error();
        if !busy {
            return Try::Refused(status, self.refusal(what, &answer));
        }
        match retry_after(answer.headers(), self.time.now()) {
            Some(wait) if wait > LONGEST_WAIT => {
                let text =
                    format!("{what}: the platform asks to come back in {} s", wait.as_secs());
                return Try::Refused(status, Fault::new(FaultKind::Unreachable, text));
            }
            Some(wait) => self.pacer.hold(self.time.elapsed().saturating_add(wait)),
            None => {}
        }
        Try::Unsure(self.answered(&answer))
    }

    fn refusal(&self, what: &str, answer: &Response) -> Fault {
        if answer.status().is_redirection() {
            let text = format!("{what}: answered {}, and is never followed", answer.status());
            return Fault::new(FaultKind::Unreachable, text);
        }
        Fault::new(FaultKind::Refused, format!("{what}: {}", self.answered(answer)))
    }

    /// Returns what an answer says: its status and its message.
    fn answered(&self, answer: &Response) -> String {
        let message = self.shown(&message(answer.body()));
        let status = answer.status();
        if message.is_empty() {
            format!("answered {status}")
        } else {
            format!("answered {status}: {message}")
        }
    }
}

/// Returns the method and the path. Parameters hold people's names and are left out.
pub(in crate::target) fn route(request: &Request) -> String {
    format!("{} {}", request.method(), request.uri().path())
}

fn given_up(request: &Request, why: &str) -> Fault {
    let text = format!("{}: tried {TRIES} times, the last time: {why}", route(request));
    Fault::new(FaultKind::Unreachable, text)
}

/// Returns the message in a body: that of an object, or all of it.
fn message(body: &[u8]) -> String {
    let said = serde_json::from_slice::<Value>(body).ok().and_then(|value| {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
        ["message", "detail", "error", "errors", "msg"].iter().find_map(|key| text(key))
    });
    // More than is ever shown, and less than takes time.
    said.unwrap_or_else(|| String::from_utf8_lossy(&body[..body.len().min(4096)]).into_owned())
}
