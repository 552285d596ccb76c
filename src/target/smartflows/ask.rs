//! Requests, made from the platform's data.

use http::Method;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use crate::core::Fault;
use crate::platform::{Fact, RoleKeys};
use crate::target::http::wire::{Id, known, unclear};
use crate::target::http::{Place, Request};

/// Makes requests.
#[derive(Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) place: &'a Place,
}

impl Ask<'_> {
    /// Asks for a whole list.
    pub(super) fn list(self, path: &Fact<String>) -> Result<Request, Fault> {
        self.request(Method::GET, known(path)?, &[], None)
    }

    /// Asks for a page of the roles, from 1.
    pub(super) fn roles(self, keys: &RoleKeys, page: u64) -> Result<Request, Fault> {
        let (page, most) = (page.saturating_sub(1).to_string(), known(&keys.most)?.to_string());
        let mut query = vec![(known(&keys.page)?.as_str(), &*page), (known(&keys.size)?, &most)];
        query.extend(known(&keys.order)?.iter().map(|(key, value)| (&**key, &**value)));
        self.request(Method::GET, known(&keys.path)?, &query, None)
    }

    /// Asks for one object.
    pub(super) fn one(self, path: &Fact<String>, id: &Id) -> Result<Request, Fault> {
        self.request(Method::GET, &below(path, id)?, &[], None)
    }

    /// Makes an object.
    pub(super) fn make(self, path: &Fact<String>, body: &Value) -> Result<Request, Fault> {
        self.request(Method::POST, known(path)?, &[], Some(body))
    }

    /// Writes some keys of an object.
    pub(super) fn write(
        self,
        path: &Fact<String>,
        id: &Id,
        body: &Value,
    ) -> Result<Request, Fault> {
        self.request(Method::PUT, &below(path, id)?, &[], Some(body))
    }

    /// Changes some keys of an object whose others are at stake where it is written.
    pub(super) fn change(
        self,
        path: &Fact<String>,
        id: &Id,
        body: &Value,
    ) -> Result<Request, Fault> {
        self.request(Method::PATCH, &below(path, id)?, &[], Some(body))
    }

    /// Removes an object.
    pub(super) fn remove(
        self,
        path: &Fact<String>,
        id: &Id,
        query: &[(&str, &str)],
    ) -> Result<Request, Fault> {
        self.request(Method::DELETE, &below(path, id)?, query, None)
    }

    fn request(
        self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Request, Fault> {
        let uri = self.place.at(path, query.iter().copied());
        let mut request = http::Request::builder().method(method).uri(uri);
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        let request = request.body(body.into_bytes());
        request.map_err(|error| unclear(format!("a request can't be made: {error}")))
    }
}

/// Returns the path of one object. Ids come from the server, and are put there as they are only where that
/// can't lead anywhere else.
fn below(path: &Fact<String>, id: &Id) -> Result<String, Fault> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if id.0.is_empty() || !id.0.bytes().all(plain) {
        return Err(unclear(format!("`{id}` isn't an id")));
    }
    Ok(format!("{}/{}", known(path)?, id.0))
}
