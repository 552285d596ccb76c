//! Jobs and their error logs.

use serde_json::{Map, Value};

use super::people::headers;
use super::upload::{conflict, no_job, receipt};
use crate::serve::answer::{Problem, Reply, ok};
use crate::serve::ask::{IDS, Query};
use crate::serve::job::{Entry, Job};
use crate::serve::service::Call;
use crate::serve::words::{further, time, word};

/// How many jobs a page has if nobody says.
const USUAL: usize = 20;

/// Starts a job.
pub(super) fn proceed(call: &mut Call<'_>) -> Reply {
    let keys = &call.service.api.job;
    let asked: Value = serde_json::from_slice(call.request.body())
        .map_err(|error| Problem::bad(format!("The body is malformed: {error}")))?;
    let id = asked.get(word(&keys.id)).and_then(whole);
    let id = id.ok_or_else(|| Problem::bad(format!("{} must be a number", word(&keys.id))))?;
    let (now, service) = (call.now, call.service);
    let job = find(call, &id.to_string())?;
    let id = job.id();
    job.proceed(now).map_err(conflict)?;
    let status = job.status(&service.api.job, &service.options);
    Ok(receipt(call, id, &status))
}

/// Lists the jobs, the newest first.
pub(super) fn list(call: &mut Call<'_>) -> Reply {
    let paging = &call.service.api.pages.jobs;
    let page = Query::of(call.request).page(paging, USUAL, false)?;
    let all: Vec<&Job> = call.inside.jobs.newest_first().collect();
    let entries = page.of(&all).iter().map(|job| view(call, job)).collect();
    let mut response = ok(&Value::Array(entries));
    headers(call, &mut response, page, all.len(), paging);
    Ok(response)
}

/// Shows one job.
pub(super) fn one(call: &mut Call<'_>, id: &str) -> Reply {
    find(call, id)?;
    let job = number(id).and_then(|id| call.inside.jobs.get(id));
    let job = job.ok_or_else(|| no_job(id))?;
    Ok(ok(&view(call, job)))
}

/// Shows what is wrong with a job's file.
pub(super) fn schema_errors(call: &mut Call<'_>, id: &str) -> Reply {
    let (keys, job) = (&call.service.api.job, find(call, id)?);
    let entries = job.schema_errors().iter().map(|entry| entry.view(keys, false)).collect();
    Ok(ok(&Value::Array(entries)))
}

/// Shows what went wrong with its rows.
pub(super) fn row_errors(call: &mut Call<'_>, id: &str) -> Reply {
    let (keys, job) = (&call.service.api.job, find(call, id)?);
    let entries = job.row_errors().iter().map(|entry| entry.view(keys, true)).collect();
    Ok(ok(&Value::Array(entries)))
}

/// Returns an id, however JSON writes a whole number.
fn whole(id: &Value) -> Option<u64> {
    let number = id.as_f64().filter(|number| number.fract() == 0.0 && *number >= 0.0)?;
    // What is too large becomes the greatest there is, which is no id.
    Some(number as u64).filter(|id| IDS.contains(id))
}

fn number(id: &str) -> Option<u64> {
    id.parse().ok()
}

fn find<'c>(call: &'c mut Call<'_>, id: &str) -> Result<&'c mut Job, Problem> {
    let job = number(id).and_then(|id| call.inside.jobs.get_mut(id));
    job.ok_or_else(|| no_job(id))
}

fn view(call: &Call<'_>, job: &Job) -> Value {
    let keys = &call.service.api.job;
    let proceeded = job.proceeded_at();
    let user = Some(further::API_USER);
    let mut entry = Map::new();
    let mut say = |key: &str, value: Value| entry.insert(key.to_owned(), value);
    say(word(&keys.id), job.id().into());
    say(word(&keys.created_at), time(job.created_at()).into());
    say(word(&keys.proceeded_at), proceeded.map(time).into());
    say(word(&keys.file_name), job.file_name().into());
    say(word(&keys.total), job.total().into());
    say(word(&keys.affected), job.affected().into());
    say(word(&keys.failed), job.failed().into());
    say(word(&keys.status), job.status(keys, &call.service.options).into());
    say(further::UPLOADED_BY, Value::Null);
    say(further::PROCEEDED_BY, Value::Null);
    say(further::UPLOADED_BY_API, user.into());
    say(further::PROCEEDED_BY_API, user.filter(|_| proceeded.is_some()).into());
    let log =
        |entries: &[Entry], kinds| entries.iter().map(|entry| entry.view(keys, kinds)).collect();
    say(further::SCHEMA_ERRORS, log(job.schema_errors(), false));
    say(further::ROW_ERRORS, log(job.row_errors(), true));
    Value::Object(entry)
}
