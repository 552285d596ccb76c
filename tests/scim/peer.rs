//! A server in memory, as good or as bad as a test wants it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use rolecall::target::ccaas::{Lost, Request, Response, Sender};
use serde_json::{Value, json};

use crate::setting::TOKEN;

/// What is ordered to happen to a request.
pub enum Order {
    /// It is done, and the answer gets lost.
    Lose,
    /// It isn't done, and this is answered.
    Answer(u16, &'static [(&'static str, &'static str)]),
    /// Somebody else does this first.
    First(fn(&mut Store)),
}

/// What a server holds and can do.
pub struct Store {
    pub config: Value,
    /// The most entries of a page.
    pub page: usize,
    /// Whether two people can have one name.
    pub unique: bool,
    /// Whether it overlooks the parameters of a list, and understands a search.
    pub searches: bool,
    pub schemas: Option<Value>,
    pub resources: BTreeMap<(String, String), Value>,
    pub log: Vec<String>,
    orders: Vec<(String, Order)>,
    count: u64,
}

pub struct Peer(Mutex<Store>);

pub const ADDRESS: &str = "http://127.0.0.1:1/scim/v2";

impl Peer {
    /// A server that has everything there is.
    pub fn new() -> Self {
        let config = json!({
            "patch": { "supported": true }, "etag": { "supported": true },
            "filter": { "supported": true, "maxResults": 100 },
            "bulk": { "supported": true, "maxOperations": 1000, "maxPayloadSize": 1_048_576 },
        });
        Self(Mutex::new(Store {
            config,
            page: 100,
            unique: true,
            searches: false,
            schemas: Some(schemas()),
            resources: BTreeMap::new(),
            log: Vec::new(),
            orders: Vec::new(),
            count: 0,
        }))
    }

    pub fn without(self, features: &[&str]) -> Self {
        for name in features {
            self.store().config[*name] = json!({ "supported": false });
        }
        self
    }

    pub fn store(&self) -> MutexGuard<'_, Store> {
        self.0.lock().expect("nobody panicked")
    }

    /// Orders something to happen to the next request that begins so.
    pub fn order(&self, request: &str, order: Order) {
        self.store().orders.push((request.to_owned(), order));
    }

    /// How many requests have begun so.
    pub fn asked(&self, request: &str) -> usize {
        self.store().log.iter().filter(|line| line.starts_with(request)).count()
    }

    pub fn named(&self, name: &str) -> Vec<Value> {
        let store = self.store();
        let is = |one: &&Value| one["userName"] == name || one["displayName"] == name;
        store.resources.values().filter(is).cloned().collect()
    }
}

impl Store {
    pub fn add(&mut self, kind: &str, mut body: Value) -> String {
        self.count += 1;
        let id = format!("{}{:03}", &kind[..1], self.count);
        body["id"] = id.clone().into();
        self.put(kind, &id, body);
        id
    }

    pub fn put(&mut self, kind: &str, id: &str, mut body: Value) {
        self.count += 1;
        if self.has("etag") {
            body["meta"] = json!({ "version": format!("W/\"{}\"", self.count) });
        }
        self.resources.insert((kind.to_owned(), id.to_owned()), body);
    }

    pub fn change(&mut self, name: &str, change: impl FnOnce(&mut Value)) {
        let is = |(_, one): &(&(String, String), &Value)| {
            one["userName"] == name || one["displayName"] == name
        };
        let found = self.resources.iter().find(is).map(|(key, one)| (key.clone(), one.clone()));
        let ((kind, id), mut body) = found.expect("it is there");
        change(&mut body);
        self.put(&kind, &id, body);
    }

    fn has(&self, feature: &str) -> bool {
        self.config[feature]["supported"] == true
    }

    fn one(
        &mut self,
        method: &str,
        path: &str,
        version: Option<&str>,
        body: Value,
    ) -> (u16, Value) {
        let mut parts = path.trim_start_matches('/').split('/');
        let (kind, id) = (parts.next().unwrap_or_default().to_owned(), parts.next());
        let Some(id) = id.map(ToOwned::to_owned) else {
            let taken = self.unique
                && self
                    .resources
                    .values()
                    .any(|one| body["userName"].is_string() && one["userName"] == body["userName"]);
            if taken {
                return (409, json!({ "detail": "taken", "scimType": "uniqueness" }));
            }
            let id = self.add(&kind, body);
            return (201, self.resources[&(kind, id)].clone());
        };
        let key = (kind.clone(), id.clone());
        let Some(found) = self.resources.get(&key).cloned() else {
            return (404, json!({ "detail": "not there" }));
        };
        let tag = found["meta"]["version"].as_str();
        if self.has("etag") && version.is_some_and(|version| Some(version) != tag) {
            return (412, json!({ "detail": "changed" }));
        }
        match method {
            "GET" => (200, found),
            "DELETE" => {
                self.resources.remove(&key);
                (204, Value::Null)
            }
            "PUT" => {
                self.put(&kind, &id, body);
                (200, self.resources[&key].clone())
            }
            "PATCH" if self.has("patch") => {
                let mut found = found;
                for one in body["Operations"].as_array().expect("it has some") {
                    patch(&mut found, one);
                }
                self.put(&kind, &id, found);
                (204, Value::Null)
            }
            other => panic!("{other} isn't offered"),
        }
    }

    fn bulk(&mut self, body: &Value) -> (u16, Value) {
        assert!(self.has("bulk"), "bulk isn't offered");
        let operations = body["Operations"].as_array().expect("it has some");
        let most = self.config["bulk"]["maxOperations"].as_u64().expect("a number") as usize;
        assert!(operations.len() <= most, "too many operations");
        let mut done = Vec::new();
        for one in operations {
            let (method, path) = (one["method"].as_str(), one["path"].as_str());
            let (method, path) = (method.expect("a method"), path.expect("a path"));
            self.log.push(format!("bulk {method} {path}"));
            let version = one["version"].as_str();
            let (status, body) = self.one(method, path, version, one["data"].clone());
            let id = body["id"].as_str().map(|id| format!("{path}/{id}"));
            let mut said = json!({ "method": method, "status": status.to_string(),
                "location": id.unwrap_or_else(|| path.to_owned()), "response": body });
            if method == "POST" {
                said["bulkId"] = one["bulkId"].clone();
            }
            done.push(said);
        }
        (200, json!({ "Operations": done }))
    }

    fn list(&self, kind: &str, query: &BTreeMap<String, String>) -> Value {
        let named = query.get("filter").and_then(|filter| {
            let (key, value) = filter.split_once(" eq ")?;
            Some((key.to_owned(), serde_json::from_str::<Value>(value).ok()?))
        });
        let is = |one: &&Value| named.as_ref().is_none_or(|(key, value)| one[key] == *value);
        let all = self.resources.iter().filter(|((of, _), _)| of == kind).map(|(_, one)| one);
        let all: Vec<&Value> = all.filter(is).collect();
        let number = |key: &str| query.get(key).and_then(|text| text.parse::<usize>().ok());
        let first = number("startIndex").unwrap_or(1).max(1) - 1;
        let most = number("count").unwrap_or(self.page).min(self.page);
        let page: Vec<&Value> = all.iter().copied().skip(first).take(most).collect();
        json!({ "totalResults": all.len(), "startIndex": first + 1, "itemsPerPage": most,
            "Resources": page })
    }
}

fn patch(found: &mut Value, operation: &Value) {
    let path = operation["path"].as_str().expect("it has a path");
    if let Some(id) = path.strip_prefix("members[value eq \"") {
        let id = id.trim_end_matches("\"]");
        let all = found["members"].as_array_mut().expect("there are some");
        all.retain(|one| one["value"] != id);
        return;
    }
    if path == "members" {
        let new = operation["value"].as_array().expect("a list").clone();
        let mut all = found["members"].as_array().cloned().unwrap_or_default();
        all.extend(new);
        found["members"] = all.into();
        return;
    }
    let mut at = found;
    let (names, last) = match path.rsplit_once('.') {
        Some((name, last)) => (vec![name], last),
        None => (vec![], path),
    };
    for name in names {
        at = &mut at[name];
    }
    match operation["op"].as_str() {
        Some("replace") => at[last] = operation["value"].clone(),
        _ => drop(at.as_object_mut().expect("an object").remove(last)),
    }
}

pub fn schemas() -> Value {
    let names = ["userName", "name", "emails", "active", "title", "roles"];
    let part = |name: &str| json!({ "name": name, "type": "string", "mutability": "readWrite" });
    let attributes: Vec<Value> = names
        .iter()
        .map(|name| {
            let mut one = part(name);
            one["subAttributes"] = json!([part("givenName"), part("familyName"), part("value")]);
            one
        })
        .collect();
    let kind = json!({ "name": "type", "canonicalValues": ["User", "Group"] });
    json!({ "Resources": [
        { "id": "urn:ietf:params:scim:schemas:core:2.0:User", "attributes": attributes },
        { "id": "urn:ietf:params:scim:schemas:core:2.0:Group", "attributes": [
            { "name": "displayName" }, { "name": "members", "subAttributes": [kind] } ] },
    ] })
}

#[async_trait]
impl Sender for Peer {
    async fn send(&self, request: Request) -> Result<Response, Lost> {
        let mut store = self.store();
        let uri = reqwest::Url::parse(&request.uri().to_string()).expect("an address");
        let path = uri.path().strip_prefix("/scim/v2").expect("below the address").to_owned();
        let query = uri.query_pairs().into_owned().collect();
        let line = format!("{} {path}", request.method());
        store.log.push(line.clone());
        let sent = request.headers().get("authorization").and_then(|value| value.to_str().ok());
        assert_eq!(sent, Some(format!("Bearer {TOKEN}").as_str()));
        let place = store.orders.iter().position(|(start, _)| line.starts_with(start.as_str()));
        let order = place.map(|place| store.orders.remove(place).1);
        if let Some(Order::First(meddle)) = &order {
            meddle(&mut store);
        }
        if let Some(Order::Answer(status, headers)) = order {
            let mut answer = http::Response::builder().status(status);
            for (name, value) in headers {
                answer = answer.header(*name, *value);
            }
            let body = format!("{{\"detail\":\"ordered, {TOKEN}\"}}").into_bytes();
            return Ok(answer.body(body).expect("an answer"));
        }
        let version = request.headers().get("if-match").and_then(|value| value.to_str().ok());
        let body = serde_json::from_slice(request.body()).unwrap_or(Value::Null);
        let (status, body) = match (request.method().as_str(), path.as_str()) {
            ("GET", "/ServiceProviderConfig") => (200, store.config.clone()),
            ("GET", "/ResourceTypes") => (404, Value::Null),
            ("GET", "/Schemas") => match store.schemas.clone() {
                Some(schemas) => (200, schemas),
                None => (404, Value::Null),
            },
            ("POST", "/Users/.search" | "/Groups/.search") if store.searches => {
                let text = |value: &Value| value.as_str().map_or(value.to_string(), str::to_owned);
                let fields = body.as_object().expect("an object").iter();
                let query = fields.map(|(key, value)| (key.clone(), text(value))).collect();
                (200, store.list(path[1..].trim_end_matches("/.search"), &query))
            }
            ("POST", path) if path.ends_with("/.search") => (404, Value::Null),
            ("GET", "/Users" | "/Groups") if store.searches => {
                (200, store.list(&path[1..], &Default::default()))
            }
            ("GET", "/Users" | "/Groups") => (200, store.list(&path[1..], &query)),
            ("POST", "/Bulk") => store.bulk(&body),
            (method, path) => store.one(method, path, version, body),
        };
        if let Some(Order::Lose) = order {
            return Err(Lost("the connection ended".to_owned()));
        }
        let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        Ok(http::Response::builder().status(status).body(bytes).expect("an answer"))
    }
}
