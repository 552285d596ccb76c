//! Requests.

use http::header::{ACCEPT, CONTENT_TYPE, IF_MATCH};
use http::{HeaderValue, Method};
use serde_json::{Value, json};

use super::base::{Base, segment};
use super::edit::{Edit, left, part, whole};
use super::pages::Way;
use super::path::Path;
use super::resource::Resource;
use super::server::Server;
use super::wire::unclear;
use crate::core::Fault;
use crate::target::http::Request;

/// What is written, before it is known whether alone or with others.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Write {
    pub(super) method: Method,
    /// From the server's address on.
    pub(super) path: String,
    /// The version that it has to have still.
    pub(super) version: Option<String>,
    pub(super) body: Option<Value>,
}

/// Asks for something.
pub(super) fn get(base: &Base, path: &str, query: &[(&str, &str)]) -> Result<Request, Fault> {
    finished(Method::GET, base.at(path, query), None, None)
}

/// Asks for a page, from an entry on, the first of which is 1.
pub(super) fn page(
    base: &Base,
    endpoint: &str,
    (start, most): (u64, u64),
    filter: Option<&str>,
    way: Way,
) -> Result<Request, Fault> {
    let (first, count) = (start.to_string(), most.to_string());
    match way {
        Way::Get => {
            let mut query = vec![("startIndex", first.as_str()), ("count", &count)];
            query.extend(filter.map(|filter| ("filter", filter)));
            get(base, endpoint, &query)
        }
        Way::Search => {
            let mut body = json!({
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
                "startIndex": start,
                "count": most,
            });
            if let Some(filter) = filter {
                Path::plain("filter").put(&mut body, Some(filter.into()));
            }
            alone(base, &create(&format!("{endpoint}/.search"), &body))
        }
    }
}

/// Makes something.
pub(super) fn create(endpoint: &str, body: &Value) -> Write {
    Write {
        method: Method::POST,
        path: endpoint.to_owned(),
        version: None,
        body: Some(body.clone()),
    }
}

/// Returns the path of a resource.
pub(super) fn path_of(endpoint: &str, id: &str) -> Result<String, Fault> {
    Ok(format!("{endpoint}/{}", segment(id)?))
}

/// Changes a resource; nothing is returned where nothing is left to do.
pub(super) fn change(
    server: &Server,
    endpoint: &str,
    at: &Resource,
    edits: &[Edit],
) -> Result<Option<Write>, Fault> {
    let left = left(edits, &at.body);
    if left.is_empty() {
        return Ok(None);
    }
    let (method, body) = if server.patch {
        (Method::PATCH, part(&left))
    } else {
        (Method::PUT, whole(&left, &at.body))
    };
    let (path, version) = (path_of(endpoint, &at.id)?, at.version.clone());
    Ok(Some(Write { method, path, version, body: Some(body) }))
}

/// Deletes a resource.
pub(super) fn delete(endpoint: &str, at: &Resource) -> Result<Write, Fault> {
    let (path, version) = (path_of(endpoint, &at.id)?, at.version.clone());
    Ok(Write { method: Method::DELETE, path, version, body: None })
}

/// Returns the request of one write alone.
pub(super) fn alone(base: &Base, write: &Write) -> Result<Request, Fault> {
    let body = write.body.as_ref().map(Value::to_string);
    finished(write.method.clone(), base.at(&write.path, &[]), body, write.version.as_deref())
}

fn finished(
    method: Method,
    uri: String,
    body: Option<String>,
    version: Option<&str>,
) -> Result<Request, Fault> {
    const KIND: HeaderValue = HeaderValue::from_static("application/scim+json");
    let mut request = http::Request::builder().method(method).uri(uri).header(ACCEPT, KIND);
    if body.is_some() {
        request = request.header(CONTENT_TYPE, KIND);
    }
    if let Some(version) = version {
        request = request.header(IF_MATCH, version);
    }
    let request = request.body(body.unwrap_or_default().into_bytes());
    request.map_err(|error| unclear(format!("a request can't be made: {error}")))
}
