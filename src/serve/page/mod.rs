//! A page for a browser: what is live, and the portal's forms, with which somebody does by hand what
//! the API can't. Each form makes a step on the sandbox; what it refuses is shown.

mod department;
mod form;
mod html;
mod order;
mod overview;
mod person;
mod role;
mod team;

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, LOCATION, ORIGIN,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderValue, Method, Response, StatusCode};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

use form::Form;

use super::answer::{Problem, Reply, put};
use super::ask::Query;
use super::door::recognize;
use super::service::Call;
use crate::core::Fault;
use crate::plan::Step;
use crate::target::Target;

const STYLE: &str = include_str!("style.css");
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// Returns whether a path belongs to the page.
pub(super) fn has(path: &str) -> bool {
    path == "/" || path == "/style.css" || path.starts_with("/portal/")
}

/// Answers a browser.
pub(super) async fn answer(call: &mut Call<'_>) -> Reply {
    let request = call.request;
    if request.uri().path() == "/style.css" {
        return Ok(document(StatusCode::OK, "text/css; charset=utf-8", STYLE.to_owned()));
    }
    recognize(&call.service.options, request)?;
    let query = Query::of(request);
    let name = |key: &str| query.first(key).unwrap_or_default().to_owned();
    match (request.method(), request.uri().path()) {
        (&Method::GET, "/") => overview::show(call, &query).await,
        (&Method::GET, "/portal/role") => role::show(call, &name("name")).await,
        (&Method::GET, "/portal/team") => team::show(call, &name("path"), &name("below")).await,
        (&Method::GET, "/portal/user") => person::show(call, &name("email")).await,
        (&Method::GET, "/portal/department") => department::show(call, &name("name")).await,
        (&Method::GET, "/portal/order") => order::show(call, &query).await,
        (&Method::POST, path) => {
            let form = Form::of(request.body());
            let own = same_origin(call) && form.first("form") == Some(&secret(call));
            match path {
                _ if !own => {
                    Err(Problem::new(StatusCode::FORBIDDEN, "This form is from elsewhere"))
                }
                "/portal/role" => role::save(call, &form).await,
                "/portal/team" => team::save(call, &form).await,
                "/portal/user" => person::save(call, &form).await,
                "/portal/department" => department::save(call, &form).await,
                "/portal/order" => order::save(call, &form).await,
                _ => Err(Problem::not_found("Not found")),
            }
        }
        (&Method::GET, _) => Err(Problem::not_found("Not found")),
        _ => Err(Problem::wrong_method(&["GET", "POST"])),
    }
}

/// Returns whether a form comes from a page of this service, as far as the browser says where from.
fn same_origin(call: &Call<'_>) -> bool {
    let headers = call.request.headers();
    let text = |value: &HeaderValue| value.to_str().map(str::to_owned).unwrap_or_default();
    let host = headers.get(HOST).map(text).unwrap_or_default();
    headers.get(ORIGIN).map(text).is_none_or(|origin| origin == format!("http://{host}"))
}

/// Returns what a form of this service says, and nobody else knows.
fn secret(call: &Call<'_>) -> String {
    let token = call.service.options.token.expose_secret();
    let digest = Sha256::digest(format!("form {token}"));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Does steps one after the other, up to the first that is refused.
async fn perform(call: &Call<'_>, steps: &[Step]) -> Result<(), Fault> {
    for step in steps {
        call.service.sandbox.perform(&[step]).await.into_iter().collect::<Result<(), Fault>>()?;
    }
    Ok(())
}

fn document(status: StatusCode, kind: &'static str, text: String) -> Response<Vec<u8>> {
    let mut response = Response::new(text.into_bytes());
    *response.status_mut() = status;
    put(&mut response, CONTENT_TYPE, kind);
    put(&mut response, CONTENT_SECURITY_POLICY, POLICY);
    put(&mut response, X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(&mut response, CACHE_CONTROL, "no-store");
    response
}

/// Goes back to the overview, which says what was done.
fn back(part: &str, done: &str) -> Response<Vec<u8>> {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("done", done);
    let mut response = document(StatusCode::SEE_OTHER, "text/plain", String::new());
    put(&mut response, LOCATION, &format!("/?{}#{part}", query.finish()));
    response
}
