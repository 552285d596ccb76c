//! The routes of the API.

mod jobs;
mod people;
mod sample;
mod teams;
mod upload;

use http::Method;

pub(super) use upload::Uploaded;

use super::answer::{Problem, Reply, ok};
use super::door::recognize;
use super::faults::Place;
use super::service::Call;
use crate::platform::{JobsApi, Route};

/// What a method and a path stand for.
pub(super) enum Found<'r> {
    /// A route, and what follows its path.
    Place(Place, &'r str),
    /// The path alone, which has these methods.
    WrongMethod(Vec<&'static str>),
    /// Nothing of the API.
    Nothing,
}

/// Returns every route; whether an id follows its path; and whether it is known by another method
/// as well, which the data doesn't name.
pub(super) fn routes(api: &JobsApi) -> impl Iterator<Item = (Place, &Route, bool, Option<Method>)> {
    let routes = &api.routes;
    let all = [
        (Place::Users, &routes.users, false, None),
        (Place::Template, &routes.template, false, None),
        (Place::Upload, &routes.upload, false, Some(Method::PUT)),
        (Place::Proceed, &routes.proceed, false, None),
        (Place::Jobs, &routes.jobs, false, None),
        (Place::Job, &routes.job, true, None),
        (Place::SchemaErrors, &routes.schema_errors, true, None),
        (Place::RowErrors, &routes.row_errors, true, None),
        (Place::Teams, &routes.teams, false, None),
    ];
    all.into_iter().filter_map(|(place, fact, id, also)| Some((place, fact.value()?, id, also)))
}

/// Returns what a method and a path stand for.
pub(super) fn place<'r>(api: &JobsApi, method: &Method, path: &'r str) -> Found<'r> {
    let mut allowed = Vec::new();
    for (place, route, with_id, also) in routes(api) {
        let rest = match path.strip_prefix(route.path.as_str()) {
            Some("") if !with_id => "",
            Some(rest) if with_id => match rest.strip_prefix('/') {
                Some(id) if !id.is_empty() && !id.contains('/') => id,
                _ => continue,
            },
            _ => continue,
        };
        let own = route.method.parse::<Method>().ok();
        if [&own, &also].into_iter().flatten().any(|known| known == method) {
            return Found::Place(place, rest);
        }
        let names = [Method::GET, Method::POST, Method::PUT];
        let known = [own, also].into_iter().flatten();
        allowed
            .extend(known.filter_map(|known| names.iter().find(|name| **name == known).map(name)));
    }
    if allowed.is_empty() { Found::Nothing } else { Found::WrongMethod(allowed) }
}

/// Returns a method's name, which outlives it.
fn name(method: &Method) -> &'static str {
    match *method {
        Method::POST => "POST",
        Method::PUT => "PUT",
        _ => "GET",
    }
}

/// Answers a request of the API.
pub(super) async fn answer(call: &mut Call<'_>, place: Place, rest: &str) -> Reply {
    match place {
        Place::Users => people::list(call).await,
        Place::Template => sample::sample(call).await,
        Place::Upload => upload::upload(call).await,
        Place::Proceed => jobs::proceed(call),
        Place::Jobs => jobs::list(call),
        Place::Job => jobs::one(call, rest),
        Place::SchemaErrors => jobs::schema_errors(call, rest),
        Place::RowErrors => jobs::row_errors(call, rest),
        Place::Teams => teams::list(call).await,
    }
}

/// Tells what goes wrong, or orders it.
pub(super) fn faults(call: &mut Call<'_>) -> Reply {
    if !call.service.options.faults_by_request {
        return Err(Problem::not_found("Not found"));
    }
    recognize(&call.service.options, call.request)?;
    if call.request.method() == Method::POST {
        let faults = serde_json::from_slice(call.request.body());
        call.inside.faults = faults.map_err(|error| Problem::bad(error.to_string()))?;
    }
    let faults = serde_json::to_value(&call.inside.faults);
    faults.map(|faults| ok(&faults)).map_err(|error| Problem::bad(error.to_string()))
}
