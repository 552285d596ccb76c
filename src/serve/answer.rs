//! Answers, and what becomes of them on their way.

use std::time::Duration;

use http::header::{ALLOW, CONTENT_TYPE, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

use crate::core::{Fault, FaultKind};

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// What is answered.
    pub response: Response<Vec<u8>>,
    /// How long it takes until it is.
    pub delay: Duration,
    /// What becomes of it on its way.
    pub fate: Fate,
}

/// What becomes of an answer on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives.
    Arrives,
    /// It doesn't: the connection ends without a word.
    Lost,
    /// Its head arrives, which promises the whole, and half of its body.
    Cut,
}

impl Answer {
    pub(super) fn arriving(response: Response<Vec<u8>>) -> Self {
        Self { response, delay: Duration::ZERO, fate: Fate::Arrives }
    }

    pub(super) fn lost() -> Self {
        Self { fate: Fate::Lost, ..Self::arriving(Response::default()) }
    }

    /// Returns as much of the body as arrives.
    pub fn arrived(&self) -> &[u8] {
        let body = self.response.body();
        match self.fate {
            Fate::Arrives => body,
            Fate::Cut => body.get(..body.len() / 2).unwrap_or_default(),
            Fate::Lost => &[],
        }
    }
}

/// What a request comes to.
pub(super) type Reply = Result<Response<Vec<u8>>, Problem>;

/// Why a request isn't done.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) message: String,
    header: Option<(HeaderName, String)>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), header: None }
    }

    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    pub(super) fn stranger() -> Self {
        let header = (WWW_AUTHENTICATE, "Basic realm=\"sandbox\", charset=\"UTF-8\"".to_owned());
        let problem = Self::new(StatusCode::UNAUTHORIZED, "HTTP Basic: Access denied.");
        Self { header: Some(header), ..problem }
    }

    pub(super) fn too_many() -> Self {
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded");
        Self { header: Some((RETRY_AFTER, "1".to_owned())), ..problem }
    }

    pub(super) fn wrong_method(allowed: &[&str]) -> Self {
        let problem = Self::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed");
        Self { header: Some((ALLOW, allowed.join(", "))), ..problem }
    }

    pub(super) fn response(self) -> Response<Vec<u8>> {
        let mut response = body(self.status, &json!({ "message": self.message }));
        if let Some((name, value)) = self.header {
            put(&mut response, name, &value);
        }
        response
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let status = match fault.kind {
            FaultKind::Refused => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, fault.message)
    }
}

/// Makes an answer of JSON.
pub(super) fn ok(value: &Value) -> Response<Vec<u8>> {
    body(StatusCode::OK, value)
}

fn body(status: StatusCode, value: &Value) -> Response<Vec<u8>> {
    let mut response = Response::new(value.to_string().into_bytes());
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

/// Adds a header; one that can't be written is left out.
pub(super) fn put(response: &mut Response<Vec<u8>>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
