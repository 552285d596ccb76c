//! One write, however often it has to be tried: after a lost answer, or where somebody else was
//! quicker, the resource is read again before anything is repeated.

use std::sync::Arc;

use http::StatusCode;
use http::header::{ETAG, LOCATION};
use serde_json::Value;

use super::Scim;
use super::ask::{self, Write};
use super::base::id_in;
use super::edit::{Edit, left, made, touched};
use super::groups::{members, name};
use super::person::address;
use super::resource::Resource;
use super::server::Server;
use super::wire::{object, refused, text, unclear};
use crate::core::{Fault, FaultKind};
use crate::render::terminal;
use crate::target::http::Response;
use crate::target::http::again::TRIES;
use crate::target::http::line::Try;

/// What kind of resource is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Person,
    Group,
}

/// What is to be done to one resource.
#[derive(Clone, Debug)]
pub(super) enum Job {
    /// It is made. Groups are told from others of the same name by the ids that were there before.
    Create { sort: Sort, body: Value },
    /// Some of it changes.
    Change { sort: Sort, at: Resource, edits: Vec<Edit> },
    /// A group goes, in which nobody is left but these groups.
    Delete { at: Resource, groups: Vec<String> },
}

/// What is known of a write that is about to be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// It hasn't been tried.
    Nothing,
    /// It was, and may have been done.
    Unsure,
}

impl Job {
    /// Returns the request, if anything is left to do.
    pub(super) fn write(&self, server: &Server) -> Result<Option<Write>, Fault> {
        let endpoint = server.endpoint(self.sort())?;
        match self {
            Job::Create { body, .. } => Ok(Some(ask::create(endpoint, body))),
            Job::Change { at, edits, .. } => ask::change(server, endpoint, at, edits),
            Job::Delete { at, .. } => ask::delete(endpoint, at).map(Some),
        }
    }

    pub(super) fn sort(&self) -> Sort {
        match self {
            Job::Create { sort, .. } | Job::Change { sort, .. } => *sort,
            Job::Delete { .. } => Sort::Group,
        }
    }

    /// Returns the resource as it is once this is done, with what the answer says of it.
    pub(super) fn done(
        &self,
        told: Option<Value>,
        id: Option<String>,
        tag: Option<&str>,
    ) -> Result<Option<Resource>, Fault> {
        if let Some(body) = told.filter(|body| text(body, "id").ok().flatten().is_some()) {
            return Resource::new(body, tag).map(Some);
        }
        let version = tag.map(ToOwned::to_owned);
        match self {
            Job::Delete { .. } => Ok(None),
            Job::Change { at, edits, .. } => {
                let body = Arc::new(made(&left(edits, &at.body), &at.body));
                Ok(Some(Resource { id: at.id.clone(), version, body }))
            }
            Job::Create { body, .. } => {
                let id = id.ok_or_else(|| unclear("the answer to POST names no resource"))?;
                Ok(Some(Resource { id, version, body: Arc::new(body.clone()) }))
            }
        }
    }
}

impl Server {
    pub(super) fn endpoint(&self, sort: Sort) -> Result<&str, Fault> {
        match sort {
            Sort::Person => Ok(&self.users),
            Sort::Group => {
                self.groups.as_deref().ok_or_else(|| refused("this server has no groups"))
            }
        }
    }
}

impl Scim {
    /// Does one job.
    pub(super) async fn alone(
        &self,
        server: &Server,
        job: &Job,
        before: Before,
    ) -> Result<Option<Resource>, Fault> {
        let mut job = job.clone();
        let seen = match &job {
            Job::Change { at, .. } => Arc::clone(&at.body),
            _ => Arc::default(),
        };
        let mut unsure = before == Before::Unsure;
        let mut why = "the answer to a bulk request was lost".to_owned();
        if (unsure || self.is_stale(server, &job))
            && let Some(done) = self.look_again(server, &mut job, &seen, unsure).await?
        {
            return Ok(done);
        }
        for tries in 1..=TRIES {
            let Some(write) = job.write(server)? else { return Ok(self.at(&job)) };
            let mut taken = None;
            match self.line.once(&ask::alone(&self.base, &write)?).await {
                Try::Done(answer) => return self.finished(&job, &answer),
                Try::Refused(StatusCode::PRECONDITION_FAILED, fault) => why = fault.message,
                Try::Refused(StatusCode::NOT_FOUND, _) if matches!(job, Job::Delete { .. }) => {
                    return Ok(None);
                }
                Try::Refused(StatusCode::CONFLICT, fault) if unsure => taken = Some(fault),
                Try::Refused(_, fault) => return Err(fault),
                Try::Unsure(lost) => {
                    (why, unsure) = (lost, true);
                    self.line.pause(tries).await;
                }
            }
            if let Some(done) = self.look_again(server, &mut job, &seen, unsure).await? {
                return Ok(done);
            }
            if let Some(fault) = taken {
                return Err(fault);
            }
        }
        let text = format!("tried {TRIES} times, the last time: {why}");
        Err(Fault::new(FaultKind::OutcomeUnknown, text))
    }

    /// Returns whether a resource has to be read before it is written: a PUT would undo what somebody
    /// else did meanwhile, where no version is compared.
    pub(super) fn is_stale(&self, server: &Server, job: &Job) -> bool {
        match job {
            Job::Change { at, .. } if server.etag => at.version.is_none(),
            Job::Change { .. } => !server.patch,
            Job::Create { .. } => false,
            Job::Delete { at, .. } => !server.etag || at.version.is_none(),
        }
    }

    pub(super) fn at(&self, job: &Job) -> Option<Resource> {
        match job {
            Job::Change { at, .. } => Some(at.clone()),
            _ => None,
        }
    }

    /// Reads again what a job is about. Returns the end of it, where it is done already.
    async fn look_again(
        &self,
        server: &Server,
        job: &mut Job,
        seen: &Value,
        unsure: bool,
    ) -> Result<Option<Option<Resource>>, Fault> {
        let endpoint = server.endpoint(job.sort())?;
        match job {
            Job::Create { sort, body } => {
                if !unsure {
                    return Ok(None);
                }
                Ok(self.look_for(server, *sort, body).await?.map(Some))
            }
            Job::Change { at, edits, .. } => {
                let Some(found) = self.fetch(server, endpoint, &at.id).await? else {
                    return Err(refused("it isn't there any more"));
                };
                if let Some(what) = touched(edits, seen, &found.body) {
                    return Err(refused(format!(
                        "somebody has changed `{what}` meanwhile; look at a new plan"
                    )));
                }
                *at = found;
                Ok(None)
            }
            Job::Delete { at, groups } => {
                let Some(found) = self.fetch(server, endpoint, &at.id).await? else {
                    return Ok(Some(None));
                };
                if members(&found.body)?.iter().any(|id| !groups.contains(id)) {
                    return Err(refused("somebody is in it; look at a new plan"));
                }
                *at = found;
                Ok(None)
            }
        }
    }

    /// Reads one resource; nothing is returned where there is none.
    pub(super) async fn fetch(
        &self,
        server: &Server,
        endpoint: &str,
        id: &str,
    ) -> Result<Option<Resource>, Fault> {
        let request = ask::get(&self.base, &ask::path_of(endpoint, id)?, &[])?;
        match self.line.ask(&request).await {
            Ok(answer) => {
                let found = Resource::new(object(answer.body())?, tag(&answer))?;
                if found.id != id {
                    let shown = [id, &found.id].map(|id| terminal(id).into_owned());
                    let [id, found] = shown;
                    return Err(unclear(format!("asked for {id}, the server told of {found}")));
                }
                Ok(Some(self.versioned(server, found)))
            }
            Err((Some(StatusCode::NOT_FOUND), _)) => Ok(None),
            Err((_, fault)) => Err(fault),
        }
    }

    /// Returns what a lost POST has made, if it has: the one by that name that wasn't there before.
    async fn look_for(
        &self,
        server: &Server,
        sort: Sort,
        body: &Value,
    ) -> Result<Option<Resource>, Fault> {
        let (key, of): (&str, fn(&Value) -> Option<String>) = match sort {
            Sort::Person => {
                ("userName", |body| address(body).ok().flatten().map(|email| email.to_string()))
            }
            Sort::Group => ("displayName", |body| name(body).ok().flatten().map(ToOwned::to_owned)),
        };
        let wanted = of(body);
        let named = text(body, key)?.unwrap_or_default().to_owned();
        let all = self.called(server, sort, key, &named).await?;
        let known = self.known_ids();
        let is_new = |one: &Resource| of(&one.body) == wanted && !known.contains(&one.id);
        let mut found = all.into_iter().filter(is_new);
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => {
                let named = terminal(&named).into_owned();
                Err(refused(format!("there are several new resources called `{named}`")))
            }
            (one, _) => Ok(one),
        }
    }

    fn finished(&self, job: &Job, answer: &Response) -> Result<Option<Resource>, Fault> {
        let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok());
        let told = if answer.body().is_empty() { None } else { object(answer.body()).ok() };
        let id = header(LOCATION).and_then(id_in);
        job.done(told, id, tag(answer))
    }

    /// Takes the version off a resource of a server that keeps none: what it tells of one is
    /// something else, such as a hash of the answer.
    pub(super) fn versioned(&self, server: &Server, resource: Resource) -> Resource {
        if server.etag { resource } else { Resource { version: None, ..resource } }
    }
}

fn tag(answer: &Response) -> Option<&str> {
    answer.headers().get(ETAG).and_then(|value| value.to_str().ok())
}
