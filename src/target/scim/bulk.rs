//! Several writes in one request (RFC 7644, 3.7), each with an outcome of its own.

use std::ops::Range;

use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::Scim;
use super::ask::{self, Write};
use super::base::id_in;
use super::job::{Before, Job};
use super::resource::Resource;
use super::server::{Bulk, Server};
use super::wire::{field, list, object, text};
use crate::core::{Fault, FaultKind};
use crate::target::http::line::Try;

/// What became of a job.
pub(super) type Outcome = Result<Option<Resource>, Fault>;

/// What a bulk answer says of one operation.
enum Said {
    /// It was done.
    Done(Option<Resource>),
    /// It was refused for good.
    Refused(Fault),
    /// It wasn't done, and can be tried alone.
    Again,
    /// Nobody knows.
    Unsure,
}

/// What the envelope of a request takes, in bytes.
const ENVELOPE: usize = 256;

impl Scim {
    /// Does jobs that don't depend on each other: together where the server takes that.
    pub(super) async fn all(&self, server: &Server, jobs: &[Job]) -> Vec<Outcome> {
        let mut outcomes: Vec<Option<Outcome>> = vec![None; jobs.len()];
        if let Some(bulk) = server.bulk.filter(|_| jobs.len() > 1 && (server.patch || server.etag))
        {
            let (places, writes) = self.writes(server, jobs, &mut outcomes);
            for range in parts(&writes, bulk) {
                let (places, writes) = (&places[range.clone()], &writes[range]);
                self.together(server, jobs, places, writes, &mut outcomes).await;
            }
        }
        let mut all = Vec::new();
        for (job, outcome) in jobs.iter().zip(outcomes) {
            all.push(match outcome {
                Some(outcome) => outcome,
                None => self.alone(server, job, Before::Nothing).await,
            });
        }
        all
    }

    /// Returns the writes that can go together, and whose they are. What needs to be read first goes
    /// alone.
    fn writes(
        &self,
        server: &Server,
        jobs: &[Job],
        outcomes: &mut [Option<Outcome>],
    ) -> (Vec<usize>, Vec<Write>) {
        let mut found = (Vec::new(), Vec::new());
        for (place, (job, outcome)) in jobs.iter().zip(outcomes).enumerate() {
            if self.is_stale(server, job) {
                continue;
            }
            match job.write(server) {
                Ok(Some(write)) => {
                    found.0.push(place);
                    found.1.push(write);
                }
                Ok(None) => *outcome = Some(Ok(self.at(job))),
                Err(fault) => *outcome = Some(Err(fault)),
            }
        }
        found
    }

    /// Sends one request with several writes.
    async fn together(
        &self,
        server: &Server,
        jobs: &[Job],
        places: &[usize],
        writes: &[Write],
        outcomes: &mut [Option<Outcome>],
    ) {
        if writes.len() < 2 {
            return;
        }
        let write = ask::create("/Bulk", &body(writes));
        let said = match ask::alone(&self.base, &write) {
            Ok(request) => self.line.once(&request).await,
            Err(_) => return,
        };
        let said: Vec<Said> = match said {
            // Nothing was done: a body too large, or a server that doesn't do what it offers.
            Try::Refused(..) => return,
            Try::Unsure(_) => writes.iter().map(|_| Said::Unsure).collect(),
            Try::Done(answer) => match object(answer.body()) {
                Ok(answer) => self.read(server, jobs, places, writes, &answer),
                Err(_) => writes.iter().map(|_| Said::Unsure).collect(),
            },
        };
        for (place, said) in places.iter().copied().zip(said) {
            let (Some(job), Some(outcome)) = (jobs.get(place), outcomes.get_mut(place)) else {
                continue;
            };
            *outcome = Some(match said {
                Said::Done(resource) => Ok(resource),
                Said::Refused(fault) => Err(fault),
                Said::Again => self.alone(server, job, self.reread(job)).await,
                Said::Unsure => self.alone(server, job, Before::Unsure).await,
            });
        }
    }

    /// A change that somebody was quicker than starts with reading; what is made anew doesn't.
    fn reread(&self, job: &Job) -> Before {
        match job {
            Job::Create { .. } => Before::Nothing,
            _ => Before::Unsure,
        }
    }

    /// Reads what became of each operation. Those that can't be told apart are unsure.
    fn read(
        &self,
        server: &Server,
        jobs: &[Job],
        places: &[usize],
        writes: &[Write],
        answer: &Value,
    ) -> Vec<Said> {
        let told = list(answer, "Operations").unwrap_or_default();
        let in_turn = told.len() == writes.len()
            && told.iter().zip(writes).all(|(told, write)| is_method(told, &write.method));
        let find = |number: usize| {
            let id = bulk_id(number);
            let named = |one: &&&Value| text(one, "bulkId").ok().flatten() == Some(&*id);
            let one = told.iter().find(named).or(told.get(number).filter(|_| in_turn));
            one.copied()
        };
        let said = |(number, place): (usize, &usize)| match (find(number), jobs.get(*place)) {
            (Some(told), Some(job)) => self.said(server, job, told),
            _ => Said::Unsure,
        };
        places.iter().enumerate().map(said).collect()
    }

    fn said(&self, server: &Server, job: &Job, told: &Value) -> Said {
        let Some(status) = status(told) else { return Said::Unsure };
        if status.is_success() {
            let tag = text(told, "version").ok().flatten();
            let id = text(told, "location").ok().flatten().and_then(id_in);
            let body = field(told, "response").cloned();
            return match job.done(body, id, tag) {
                Ok(resource) => Said::Done(resource.map(|one| self.versioned(server, one))),
                Err(_) => Said::Unsure,
            };
        }
        match status {
            StatusCode::PRECONDITION_FAILED | StatusCode::TOO_MANY_REQUESTS => Said::Again,
            StatusCode::NOT_FOUND if matches!(job, Job::Delete { .. }) => Said::Done(None),
            status if status.is_server_error() => Said::Unsure,
            status => {
                let detail = field(told, "response").and_then(|one| text(one, "detail").ok()?);
                let detail = self.line.shown(detail.unwrap_or_default());
                let text = format!("answered {status}: {detail}");
                let text = text.trim_end_matches([':', ' ']);
                Said::Refused(Fault::new(FaultKind::Refused, text))
            }
        }
    }
}

fn is_method(told: &Value, method: &Method) -> bool {
    let said = text(told, "method").ok().flatten();
    said.is_some_and(|said| said.eq_ignore_ascii_case(method.as_str()))
}

/// Returns the status of an operation: text by RFC 7644, a number or an object on some servers.
fn status(told: &Value) -> Option<StatusCode> {
    let said = match field(told, "status")? {
        Value::Object(fields) => fields.get("code")?.clone(),
        other => other.clone(),
    };
    let text = said.as_str().map_or_else(|| said.to_string(), ToOwned::to_owned);
    StatusCode::from_bytes(text.trim().as_bytes()).ok()
}

fn bulk_id(number: usize) -> String {
    format!("w{}", number + 1)
}

fn body(writes: &[Write]) -> Value {
    let operations: Vec<Value> =
        writes.iter().enumerate().map(|(number, write)| operation(number, write)).collect();
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": operations,
    })
}

fn operation(number: usize, write: &Write) -> Value {
    let mut fields = Map::new();
    fields.insert("method".to_owned(), write.method.as_str().into());
    fields.insert("path".to_owned(), write.path.as_str().into());
    fields.insert("bulkId".to_owned(), bulk_id(number).into());
    if let Some(version) = &write.version {
        fields.insert("version".to_owned(), version.as_str().into());
    }
    if let Some(body) = &write.body {
        fields.insert("data".to_owned(), body.clone());
    }
    fields.into()
}

/// Divides writes into requests that the server takes.
fn parts(writes: &[Write], bulk: Bulk) -> Vec<Range<usize>> {
    let (mut parts, mut first, mut bytes) = (Vec::new(), 0, ENVELOPE);
    for (number, write) in writes.iter().enumerate() {
        let size = operation(writes.len(), write).to_string().len() + 1;
        let full = number - first >= bulk.operations || bytes + size > bulk.bytes;
        if full && number > first {
            parts.push(first..number);
            (first, bytes) = (number, ENVELOPE);
        }
        bytes += size;
    }
    if first < writes.len() {
        parts.push(first..writes.len());
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_keep_within_what_the_server_takes() {
        let write = ask::create("/Users", &json!({ "userName": "x".repeat(100) }));
        let writes = vec![write; 10];
        let by_number = parts(&writes, Bulk { operations: 4, bytes: 1 << 20 });
        assert_eq!(by_number, [0..4, 4..8, 8..10]);
        let bytes = 900;
        for range in parts(&writes, Bulk { operations: 1000, bytes }) {
            let size = body(&writes[range]).to_string().len();
            assert!(size <= bytes, "{size}");
        }
    }
}
