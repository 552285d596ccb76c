//! Uploads.

use axum::body::Body;
use http::Method;
use http::header::{CONTENT_TYPE, LINK};
use multer::Multipart;
use serde_json::{Map, Value};

use crate::serve::answer::{Problem, Reply, ok, put};
use crate::serve::ask::{IDS, address};
use crate::serve::job::{Columns, Job, read};
use crate::serve::service::Call;
use crate::serve::words::{further, word};

/// A file as it was uploaded.
pub(in crate::serve) struct Uploaded {
    pub(in crate::serve) name: String,
    pub(in crate::serve) bytes: Vec<u8>,
}

/// Makes a job of a file, or gives a job that wasn't started another file.
pub(super) async fn upload(call: &mut Call<'_>) -> Reply {
    let (file, id) = parts(call).await?;
    let live = call.live().await?;
    let columns = Columns::of(&call.service.platform, &live);
    let sheet = read(&file, &columns, &call.service.platform, &call.service.api);
    let (now, jobs) = (call.now, &mut call.inside.jobs);
    let id = match id {
        None if call.inside.faults.upload_vanishes => jobs.skip(),
        None => jobs.add(|id| Job::new(id, file.name, now, sheet)),
        Some(id) => {
            let job = jobs.get_mut(id).ok_or_else(|| no_job(&id.to_string()))?;
            job.replace(file.name, sheet).map_err(conflict)?;
            id
        }
    };
    let status = word(&call.service.api.job.created).to_owned();
    Ok(receipt(call, id, &status))
}

/// Says what became of a job: its id, what it is at, and the address that the platform prints.
pub(super) fn receipt(call: &Call<'_>, id: u64, status: &str) -> http::Response<Vec<u8>> {
    let api = &call.service.api;
    // The platform's own samples write the list of jobs with an underscore here, and only here.
    let jobs = api.routes.jobs.value().map_or("", |route| route.path.as_str());
    let path =
        jobs.strip_suffix("users/jobs").map_or(jobs.into(), |all| format!("{all}users_jobs"));
    let link = address(call.request, &format!("{path}/{id}"), None);
    let mut body = Map::new();
    body.insert(word(&api.job.id).into(), id.into());
    body.insert(word(&api.job.status).into(), status.into());
    body.insert(further::LINK.into(), link.as_str().into());
    let mut response = ok(&Value::Object(body));
    put(&mut response, LINK, &link);
    response
}

pub(super) fn no_job(id: &str) -> Problem {
    Problem::not_found(format!("Couldn't find the job {id}"))
}

pub(super) fn conflict(message: String) -> Problem {
    Problem::new(http::StatusCode::CONFLICT, message)
}

/// Returns the file of a form, and the job that it is for.
async fn parts(call: &Call<'_>) -> Result<(Uploaded, Option<u64>), Problem> {
    let keys = &call.service.api.job;
    let (file, id) = form(call, word(&keys.file), word(&keys.id)).await?;
    let file = file.ok_or_else(|| Problem::bad(format!("{} is missing", word(&keys.file))))?;
    let number = id.map(|id| id.trim().parse::<u64>()).transpose();
    let wrong = || Problem::bad(format!("{} must be a number", word(&keys.id)));
    let number =
        number.ok().filter(|id| id.is_none_or(|id| IDS.contains(&id))).ok_or_else(wrong)?;
    if *call.request.method() != Method::PUT {
        return Ok((file, None));
    }
    Ok((file, Some(number.ok_or_else(wrong)?)))
}

/// Reads two parts of a form.
async fn form(
    call: &Call<'_>,
    file: &str,
    id: &str,
) -> Result<(Option<Uploaded>, Option<String>), Problem> {
    let unreadable = |error: multer::Error| Problem::bad(format!("The form is malformed: {error}"));
    let kind = call.request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let boundary = multer::parse_boundary(kind.unwrap_or_default()).map_err(unreadable)?;
    let body = Body::from(call.request.body().clone()).into_data_stream();
    let mut form = Multipart::new(body, boundary);
    let (mut uploaded, mut number) = (None, None);
    while let Some(part) = form.next_field().await.map_err(unreadable)? {
        let (name, file_name) =
            (part.name().map(str::to_owned), part.file_name().map(str::to_owned));
        if name.as_deref() == Some(file) {
            let bytes = part.bytes().await.map_err(unreadable)?.to_vec();
            let name = file_name.unwrap_or_else(|| "upload.json".to_owned());
            uploaded = Some(Uploaded { name, bytes });
        } else if name.as_deref() == Some(id) {
            number = Some(part.text().await.map_err(unreadable)?);
        } else {
            return Err(Problem::bad(format!("The form has {file} and {id}, and nothing else")));
        }
    }
    Ok((uploaded, number))
}
