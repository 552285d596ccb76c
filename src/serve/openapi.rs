//! What the service speaks, as an OpenAPI description made from the same data.

use serde_json::{Map, Value, json};

use super::api;
use super::ask::IDS;
use super::faults::Place;
use super::service::Service;
use super::words::{further, word};
use crate::core::AttributeName;
use crate::platform::{AttributeKind, Fact, JobsApi, Paging};

/// Where the description is.
pub(super) const PATH: &str = "/openapi.json";

/// Describes every route.
pub(super) fn openapi(service: &Service) -> Value {
    let api = &service.api;
    let mut paths: Map<String, Value> = Map::new();
    for (place, route, with_id, also) in api::routes(api) {
        let id = if with_id { "/{id}" } else { "" };
        let path = paths.entry(format!("{}{id}", route.path)).or_insert_with(|| json!({}));
        path[route.method.to_lowercase()] = operation(api, place, with_id);
        if let Some(also) = also {
            let again = operation(api, place, with_id);
            let key = also.as_str().to_lowercase();
            path[key.as_str()] = again;
            path[key.as_str()]["operationId"] = json!(format!("{}_again", place.as_str()));
            let form = &mut path[key.as_str()]["requestBody"]["content"]["multipart/form-data"];
            form["schema"]["required"] = json!([word(&api.job.file), word(&api.job.id)]);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("Sandbox of {}", service.platform.title),
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The platform's documented API, as far as roles, teams and people go.",
        },
        "security": [{ "basic": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "basic": { "type": "http", "scheme": "basic" } },
            "schemas": {
                "Message": object(&["message"], json!({ "message": { "type": "string" } })),
                "User": user(service),
                "Team": team(api),
                "Job": job(api),
                "Receipt": receipt(api),
                "SchemaError": entry(api, false),
                "RowError": entry(api, true),
            },
        },
    })
}

fn operation(api: &JobsApi, place: Place, with_id: bool) -> Value {
    let pages = &api.pages;
    let list = |what: &str| json!({ "type": "array", "items": { "$ref": schema(what) } });
    let (summary, answer, parameters) = match place {
        Place::Users => ("The list of people", list("User"), users(api)),
        Place::Template => ("An example of an upload", json!({ "type": "array" }), Vec::new()),
        Place::Upload => ("Upload a file", json!({ "$ref": schema("Receipt") }), Vec::new()),
        Place::Proceed => ("Start a job", json!({ "$ref": schema("Receipt") }), Vec::new()),
        Place::Jobs => ("The list of jobs", list("Job"), paging(&pages.jobs, false)),
        Place::Job => ("One job", json!({ "$ref": schema("Job") }), Vec::new()),
        Place::SchemaErrors => ("What is wrong with a file", list("SchemaError"), Vec::new()),
        Place::RowErrors => ("What went wrong with its rows", list("RowError"), Vec::new()),
        Place::Teams => ("The list of teams", list("Team"), teams(api)),
    };
    let mut operation = json!({
        "operationId": place.as_str(),
        "summary": summary,
        "parameters": parameters,
        "responses": responses(answer),
    });
    if with_id {
        let id = json!({ "type": "integer", "minimum": 1 });
        operation["parameters"] =
            json!([{ "name": "id", "in": "path", "required": true, "schema": id }]);
    }
    if let Some(body) = body(api, place) {
        operation["requestBody"] = json!({ "required": true, "content": body });
    }
    if place == Place::Upload {
        operation["responses"]["200"]["links"] = links(api);
    }
    operation
}

fn schema(name: &str) -> String {
    format!("#/components/schemas/{name}")
}

fn object(required: &[&str], properties: Value) -> Value {
    json!({ "type": "object", "required": required, "properties": properties })
}

fn responses(answer: Value) -> Value {
    let said = |text: &str| {
        let schema = json!({ "schema": { "$ref": schema("Message") } });
        json!({ "description": text, "content": { "application/json": schema } })
    };
    json!({
        "200": { "description": "It is done", "content": { "application/json": { "schema": answer } } },
        "400": said("The request is malformed"),
        "401": said("Name or token are wrong"),
        "404": said("It isn't there"),
        "405": said("There is no such method"),
        "409": said("The job is at another point of its life"),
        "429": said("There were too many requests in a second"),
        "500": said("The sandbox can't be used"),
    })
}

fn body(api: &JobsApi, place: Place) -> Option<Value> {
    let id = json!({ "type": "integer", "minimum": IDS.start(), "maximum": IDS.end() });
    match place {
        Place::Upload => {
            let file = json!({ "type": "string", "format": "binary" });
            let parts = json!({ word(&api.job.file): file, word(&api.job.id): id });
            let mut form = object(&[word(&api.job.file)], parts);
            form["additionalProperties"] = json!(false);
            Some(json!({ "multipart/form-data": { "schema": form } }))
        }
        Place::Proceed => {
            let form = object(&[word(&api.job.id)], json!({ word(&api.job.id): id }));
            Some(json!({ "application/json": { "schema": form } }))
        }
        _ => None,
    }
}

/// Says what can be done with the job that an upload makes.
fn links(api: &JobsApi) -> Value {
    let id = format!("$response.body#/{}", word(&api.job.id));
    let with_id =
        |place: Place| json!({ "operationId": place.as_str(), "parameters": { "id": id } });
    json!({
        "proceed": {
            "operationId": Place::Proceed.as_str(),
            "requestBody": { word(&api.job.id): id },
        },
        "job": with_id(Place::Job),
        "schema_errors": with_id(Place::SchemaErrors),
        "row_errors": with_id(Place::RowErrors),
    })
}

fn parameter(name: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "schema": schema })
}

fn paging(paging: &Paging, strict: bool) -> Vec<Value> {
    let number = || json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX });
    let mut size = number();
    if let Some(most) = paging.most.value().filter(|_| strict) {
        size["maximum"] = json!(most);
    }
    vec![parameter(word(&paging.page), number()), parameter(word(&paging.size), size)]
}

fn users(api: &JobsApi) -> Vec<Value> {
    let most = api.chosen.most.value();
    let some =
        |items: &str| json!({ "type": "array", "items": { "type": items }, "maxItems": most });
    let mut all = paging(&api.pages.users, true);
    all.push(parameter(word(&api.chosen.by_email), some("string")));
    all.push(parameter(word(&api.chosen.by_id), some("integer")));
    all
}

fn teams(api: &JobsApi) -> Vec<Value> {
    let mut all = paging(&api.pages.teams, false);
    all.push(parameter(further::WITH_DELETED, json!({ "type": "boolean" })));
    all
}

fn user(service: &Service) -> Value {
    let keys = &service.api.user;
    let held = object(
        &[word(&keys.name), word(&keys.value)],
        json!({ word(&keys.name): { "type": "string" }, word(&keys.value): { "enum": [0, 1] } }),
    );
    let mut properties = Map::new();
    let mut say = |key: &Fact<String>, schema: Value| properties.insert(word(key).into(), schema);
    say(&keys.id, json!({ "type": "integer" }));
    say(&keys.email, json!({ "type": "string" }));
    say(&keys.deactivated_at, json!({ "type": ["string", "null"], "format": "date-time" }));
    for (name, key) in keys.attributes.iter().chain(&keys.read_only) {
        say(key, json!({ "type": [kind(service, name), "null"] }));
    }
    say(&keys.roles, json!({ "type": "array", "items": held }));
    say(&keys.teams, json!({ "type": "array", "items": held }));
    complete(properties)
}

fn kind(service: &Service, name: &AttributeName) -> &'static str {
    let of = service.platform.users.attributes.get(name);
    match of.and_then(|of| of.kind.value()) {
        Some(AttributeKind::Integer { .. } | AttributeKind::Boolean) => "integer",
        _ => "string",
    }
}

/// Makes the schema of something that has all these keys, and others perhaps.
fn complete(properties: Map<String, Value>) -> Value {
    let required: Vec<String> = properties.keys().cloned().collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

fn of_keys<'k>(keys: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
    complete(keys.into_iter().map(|(key, schema)| (key.to_owned(), schema)).collect())
}

fn team(api: &JobsApi) -> Value {
    let keys = &api.team;
    let number = || json!({ "type": "integer" });
    of_keys([
        (word(&keys.id), number()),
        (word(&keys.name), json!({ "type": "string" })),
        (word(&keys.parent), json!({ "type": ["integer", "null"] })),
        (word(&keys.position), number()),
        (word(&keys.deleted), json!({ "type": "boolean" })),
        (further::AGENTS, number()),
    ])
}

fn job(api: &JobsApi) -> Value {
    let keys = &api.job;
    let (number, text) =
        (|| json!({ "type": "integer", "minimum": 0 }), || json!({ "type": "string" }));
    let perhaps = || json!({ "type": ["string", "null"] });
    let log = |what: &str| json!({ "type": "array", "items": { "$ref": schema(what) } });
    of_keys([
        (word(&keys.id), number()),
        (word(&keys.file_name), text()),
        (word(&keys.status), text()),
        (word(&keys.created_at), json!({ "type": "string", "format": "date-time" })),
        (word(&keys.proceeded_at), perhaps()),
        (word(&keys.total), number()),
        (word(&keys.affected), number()),
        (word(&keys.failed), number()),
        (further::UPLOADED_BY, perhaps()),
        (further::PROCEEDED_BY, perhaps()),
        (further::UPLOADED_BY_API, perhaps()),
        (further::PROCEEDED_BY_API, perhaps()),
        (further::SCHEMA_ERRORS, log("SchemaError")),
        (further::ROW_ERRORS, log("RowError")),
    ])
}

fn receipt(api: &JobsApi) -> Value {
    let text = || json!({ "type": "string" });
    of_keys([
        (word(&api.job.id), json!({ "type": "integer" })),
        (word(&api.job.status), text()),
        (further::LINK, text()),
    ])
}

fn entry(api: &JobsApi, kinds: bool) -> Value {
    let keys = &api.job;
    let place = || json!({ "type": ["integer", "null"], "minimum": 1 });
    let words = json!({ "enum": [word(&keys.warning), word(&keys.error)] });
    let kind = kinds.then(|| (word(&keys.kind), words));
    let keys = [
        (word(&keys.message), json!({ "type": "string" })),
        (word(&keys.column), place()),
        (word(&keys.row), place()),
    ];
    of_keys(keys.into_iter().chain(kind))
}
