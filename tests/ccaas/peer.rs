//! A platform in memory that speaks the protocol, with the quirks that tests ask of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use http::{Method, StatusCode};
use rolecall::target::ccaas::{Lost, Request, Response, Sender};
use serde_json::{Value, json};
use tokio::time::Instant;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: u64,
    pub email: String,
    pub active: bool,
    pub roles: BTreeSet<String>,
    pub seats: BTreeSet<String>,
    pub fields: BTreeMap<String, Value>,
}

#[derive(Clone, Debug)]
pub struct Job {
    pub id: u64,
    pub file: String,
    pub rows: Vec<Value>,
    pub done: usize,
    pub failed: usize,
    pub started: usize,
    pub errors: Vec<Value>,
}

/// What a platform has been known to do.
#[derive(Clone, Debug, Default)]
pub struct Quirks {
    /// Says that it was done, and does nothing.
    pub lies: bool,
    /// Stops after so many rows.
    pub stuck_after: Option<usize>,
    /// Nobody is deactivated.
    pub keeps_active: bool,
    /// Gives nobody more than this many chats.
    pub caps_chats: Option<u64>,
    /// Puts whoever joins a team into this one too.
    pub also_into: Option<String>,
    /// Fails where somebody is in the team already.
    pub refuses_members: bool,
    /// Gives roles though it says that it doesn't.
    pub assigns_unasked: Option<String>,
    /// Shows a slash as an entity in the list of people.
    pub slash_as_entity: bool,
    /// Answers to an upload as if it had made a job, and makes none.
    pub forgets_uploads: bool,
    /// Leaves out who was chosen, and lists everybody.
    pub ignores_choice: bool,
    /// Takes no addresses longer than this.
    pub longest_address: Option<usize>,
    /// Tells nobody's id.
    pub no_ids: bool,
    /// Gives no totals.
    pub no_totals: bool,
}

pub struct World {
    pub people: Vec<Person>,
    pub teams: Vec<Value>,
    pub roles: Vec<String>,
    pub jobs: Vec<Job>,
    pub quirks: Quirks,
    /// How many of a hundred requests are lost on the way there, and likewise on the way back.
    pub lost: (u64, u64),
    pub luck: u64,
    /// All requests: when, which, and what they held.
    pub seen: Vec<(Duration, Method, String, Vec<u8>)>,
    /// Rows done at each look at a job.
    pub speed: usize,
    pub latency: Duration,
    /// Answers that are given instead, the first first.
    pub instead: Vec<(String, Response)>,
    /// Everybody stands somewhere else on each page.
    pub page_moves: bool,
    start: Instant,
}

pub struct Peer(Mutex<World>);

pub fn answer(status: u16, body: &str) -> Response {
    let mut response = Response::new(body.as_bytes().to_vec());
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    response
}

impl Peer {
    /// A platform with the first administrator, and these many agents in a team.
    pub fn with(agents: usize) -> Arc<Self> {
        let team = |id: u64, name: &str, parent: Option<u64>, position: u64| {
            json!({"id": id, "name": name, "parent_id": parent, "position": position,
                "deleted": false, "agents_count": 3, "assignees": []})
        };
        let mut gone = team(9, "Gone", None, 9);
        gone["deleted"] = true.into();
        let teams = vec![
            team(1, "Support", None, 2),
            team(2, "Sales", None, 1),
            team(3, "L1", Some(1), 1),
            team(4, "Night", Some(1), 2),
            team(5, "Night", Some(2), 1),
            team(6, "24/7", None, 3),
            gone,
        ];
        let mut people = vec![person(1, "root@acme.example", "Admin", "")];
        people.extend((0..agents).map(|number| {
            let team = if number % 2 == 0 { "Support" } else { "Sales" };
            person(10 + number as u64, &address(number), "Agent", team)
        }));
        let world = World {
            people,
            teams,
            roles: ["Admin", "Manager", "Agent", "Floor Lead", "Auditor"].map(String::from).into(),
            jobs: Vec::new(),
            quirks: Quirks::default(),
            lost: (0, 0),
            luck: 1,
            seen: Vec::new(),
            speed: 100,
            latency: Duration::from_millis(20),
            instead: Vec::new(),
            page_moves: false,
            start: Instant::now(),
        };
        Arc::new(Self(Mutex::new(world)))
    }

    pub fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().expect("nobody panicked")
    }

    pub fn set(&self, quirks: Quirks) {
        self.world().quirks = quirks;
    }

    pub fn person(&self, email: &str) -> Person {
        let world = self.world();
        world.people.iter().find(|person| person.email == email).expect("they are there").clone()
    }

    /// Returns how many requests went to a path that ends so.
    pub fn count(&self, end: &str) -> usize {
        self.world().seen.iter().filter(|(_, _, path, _)| path.ends_with(end)).count()
    }

    /// Returns the rows of all jobs that were started.
    pub fn started(&self) -> Vec<Job> {
        self.world().jobs.iter().filter(|job| job.started > 0).cloned().collect()
    }
}

pub fn address(number: usize) -> String {
    format!("user{number}@acme.example")
}

fn person(id: u64, email: &str, role: &str, team: &str) -> Person {
    let fields = [
        ("first_name", json!("Ana")),
        ("last_name", json!("Diaz")),
        ("alias", Value::Null),
        ("agent_number", Value::Null),
        ("location", Value::Null),
        ("max_chat_limit", json!(2)),
        ("max_chat_limit_enabled", json!(0)),
    ];
    Person {
        id,
        email: email.to_owned(),
        active: true,
        roles: [role.to_owned()].into(),
        seats: [team].into_iter().filter(|team| !team.is_empty()).map(String::from).collect(),
        fields: fields.map(|(key, value)| (key.to_owned(), value)).into(),
    }
}

#[async_trait]
impl Sender for Peer {
    async fn send(&self, request: Request) -> Result<Response, Lost> {
        let latency = self.world().latency;
        tokio::time::sleep(latency / 2).await;
        let answer = {
            let mut world = self.world();
            let at = world.start.elapsed();
            let path = request.uri().path().to_owned();
            let seen = (at, request.method().clone(), path, request.body().clone());
            world.seen.push(seen);
            let (there, back) = world.lost;
            if world.chance() < there {
                Err(Lost("lost on the way there".into()))
            } else {
                let answer = world.answer(&request);
                match world.chance() {
                    luck if luck < back => Err(Lost("lost on the way back".into())),
                    luck if luck < back + there / 3 => Ok(crate::peer::answer(503, "busy")),
                    _ => Ok(answer),
                }
            }
        };
        tokio::time::sleep(latency / 2).await;
        answer
    }
}

impl World {
    fn chance(&mut self) -> u64 {
        self.luck = self.luck.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.luck >> 33) % 100
    }

    fn answer(&mut self, request: &Request) -> Response {
        let path = request.uri().path().to_owned();
        assert!(request.headers()["authorization"].is_sensitive(), "it is never shown");
        if let Some(at) = self.instead.iter().position(|(end, _)| path.ends_with(end)) {
            return self.instead.remove(at).1;
        }
        let length = request.uri().path_and_query().map_or(0, |whole| whole.as_str().len());
        if self.quirks.longest_address.is_some_and(|longest| length > longest) {
            return answer(414, "too long");
        }
        let get = request.method() == Method::GET;
        let bulk = path.strip_prefix("/apps/api/v1/bulk/users/");
        match (path.as_str(), bulk) {
            ("/apps/api/v1/users", _) if get => self.users(request),
            ("/manager/api/v1/teams", _) if get => self.page(request, &self.teams.clone(), "per"),
            (_, Some("template")) if get => self.template(),
            (_, Some("jobs")) if get => {
                let jobs: Vec<Value> = self.jobs.iter().rev().map(Job::shown).collect();
                self.page(request, &jobs, "per_page")
            }
            (_, Some("upload")) => self.upload(request),
            (_, Some("proceed")) => self.proceed(request),
            (_, Some(rest)) if get => self.of_job(rest),
            _ => answer(404, r#"{"message":"no such path"}"#),
        }
    }

    fn users(&mut self, request: &Request) -> Response {
        let query = query(request);
        let chosen = |key: &str| -> Vec<&String> {
            query.iter().filter(|(name, _)| name == key).map(|(_, value)| value).collect()
        };
        let (ids, emails) = (chosen("id[]"), chosen("email[]"));
        if !ids.is_empty() && !emails.is_empty() || ids.len() > 1000 || emails.len() > 1000 {
            return answer(422, r#"{"message":"one kind of id, 1000 at most"}"#);
        }
        if self.page_moves {
            // Whoever was first is last now, so everybody stands one place further up.
            self.people.rotate_left(1);
        }
        let any = ids.is_empty() && emails.is_empty() || self.quirks.ignores_choice;
        let meant = |person: &&Person| {
            any || ids.contains(&&person.id.to_string()) || emails.contains(&&person.email)
        };
        let meant: Vec<&Person> = self.people.iter().filter(meant).collect();
        if any {
            return self.page_of(request, &meant, "per_page", |one| self.shown(one));
        }
        let shown: Vec<Value> = meant.into_iter().map(|one| self.shown(one)).collect();
        answer(200, &Value::from(shown).to_string())
    }

    fn shown(&self, person: &Person) -> Value {
        let slash = |name: &str| match self.quirks.slash_as_entity {
            true => name.replace('/', "&#x2F;"),
            false => name.to_owned(),
        };
        let has = |all: &BTreeSet<String>, names: &[String]| -> Value {
            let entry =
                |name: &String| json!({"name": slash(name), "value": u8::from(all.contains(name))});
            names.iter().map(entry).collect()
        };
        let teams: Vec<String> = self.team_names();
        let mut shown = json!({
            "id": person.id,
            "email": person.email,
            "deactivated_at": (!person.active).then_some("2026-05-04T09:00:00.000Z"),
            "roles": has(&person.roles, &self.roles),
            "teams": has(&person.seats, &teams),
            "something_new": [1, 2, 3],
        });
        for (key, value) in &person.fields {
            shown[key] = value.clone();
        }
        if self.quirks.no_ids {
            shown.as_object_mut().expect("it is one").remove("id");
        }
        shown
    }

    fn team_names(&self) -> Vec<String> {
        let there = self.teams.iter().filter(|team| team["deleted"] == false);
        let mut names: Vec<String> =
            there.map(|team| team["name"].as_str().expect("a name").to_owned()).collect();
        names.sort();
        names.dedup();
        names
    }

    fn page(&self, request: &Request, all: &[Value], size: &str) -> Response {
        self.page_of(request, all, size, Value::clone)
    }

    fn page_of<T>(
        &self,
        request: &Request,
        all: &[T],
        size: &str,
        show: impl Fn(&T) -> Value,
    ) -> Response {
        let query = query(request);
        let number = |key: &str, default: usize| {
            let said = query.iter().find(|(name, _)| name == key);
            said.map_or(default, |(_, value)| value.parse().expect("a number"))
        };
        let (page, size) = (number("page", 1), number(size, 20));
        let entries: Vec<Value> = all.iter().skip((page - 1) * size).take(size).map(show).collect();
        let mut response = answer(200, &serde_json::to_string(&entries).expect("JSON"));
        let headers = response.headers_mut();
        if !self.quirks.no_totals {
            headers.insert("Total", all.len().into());
        }
        headers.insert("Per-Page", size.into());
        let link = "<http://evil.example/apps/api/v1/bulk/users_jobs?page=2>; rel=\"next\"";
        headers.insert("Link", link.parse().expect("a header"));
        response
    }

    fn template(&self) -> Response {
        let entry = |name: &String| json!({"name": name, "value": 0});
        let roles: Value = self.roles.iter().map(entry).collect();
        let teams: Value = self.team_names().iter().map(entry).collect();
        answer(
            200,
            &format!(
                r#"[{{"email":"user1@yourcompany.co","new_email":"","agent_number":"A-001",
                "first_name":"John","last_name":"aa","status":"Active","location":"Mexico",
                "max_chat_limit":2,"max_chat_limit_enabled":0,"roles":{roles},"teams":{teams}}}]"#
            ),
        )
    }

    fn upload(&mut self, request: &Request) -> Response {
        let (file, content) = part(request);
        let rows: Vec<Value> = serde_json::from_slice(&content).expect("rows");
        let id = 100 + self.jobs.len() as u64;
        if !self.quirks.forgets_uploads {
            let (done, failed, started, errors) = (0, 0, 0, Vec::new());
            self.jobs.push(Job { id, file, rows, done, failed, started, errors });
        }
        let link = "http://ujet.co/apps/api/v1/bulk/users_jobs/12345";
        answer(200, &json!({"id": id, "status": "created", "link": link}).to_string())
    }

    fn proceed(&mut self, request: &Request) -> Response {
        let body: Value = serde_json::from_slice(request.body()).expect("JSON");
        let Some(job) = self.jobs.iter_mut().find(|job| body["id"] == job.id) else {
            return answer(404, r#"{"message":"no such job"}"#);
        };
        if job.started > 0 {
            return answer(422, r#"{"message":"it was started"}"#);
        }
        if !job.scheme_errors().is_empty() {
            return answer(422, r#"{"message":"the scheme isn't valid"}"#);
        }
        job.started += 1;
        answer(200, &json!({"id": job.id, "status": "valid_scheme"}).to_string())
    }

    fn of_job(&mut self, rest: &str) -> Response {
        let number = rest.rsplit('/').next().and_then(|number| number.parse().ok());
        let Some(at) = self.jobs.iter().position(|job| Some(job.id) == number) else {
            return answer(404, r#"{"message":"no such job"}"#);
        };
        if rest.starts_with("errors/scheme/") {
            return answer(200, &Value::from(self.jobs[at].scheme_errors()).to_string());
        }
        if rest.starts_with("errors/update/") {
            return answer(200, &Value::from(self.jobs[at].errors.clone()).to_string());
        }
        self.work(at);
        answer(200, &self.jobs[at].shown().to_string())
    }

    /// Does some rows of a job.
    fn work(&mut self, at: usize) {
        let mut job = self.jobs[at].clone();
        for _ in 0..self.speed {
            let stuck = self.quirks.stuck_after.is_some_and(|most| job.done >= most);
            if job.started == 0 || stuck || job.done >= job.rows.len() {
                break;
            }
            let row = job.rows[job.done].clone();
            job.done += 1;
            if self.quirks.lies {
                continue;
            }
            if let Err((column, message)) = self.write(&row) {
                job.failed += 1;
                job.errors.push(json!({"message": message, "column": column, "row": job.done,
                    "error_type": "error"}));
            }
        }
        self.jobs[at] = job;
    }

    /// Writes a row, whole or not at all.
    fn write(&mut self, row: &Value) -> Result<(), (usize, String)> {
        let email = row["email"].as_str().expect("an address");
        let at = self.people.iter().position(|person| person.email.eq_ignore_ascii_case(email));
        let mut person = at.map_or_else(|| person(0, email, "", ""), |at| self.people[at].clone());
        if at.is_none() {
            person.roles.clear();
        }
        for (key, value) in row.as_object().expect("a row") {
            let value = if value == "Null" { &Value::Null } else { value };
            match key.as_str() {
                "email" => {}
                "new_email" => person.email = value.as_str().expect("an address").to_owned(),
                "status" if value == "Inactive" && self.quirks.keeps_active => {}
                "status" => person.active = value == "Active",
                "roles" => self.entries(value, &self.roles, &mut person.roles, 10)?,
                "teams" => {
                    let full = |entry: &Value| {
                        entry["value"] == 1
                            && person.seats.contains(entry["name"].as_str().unwrap())
                    };
                    if self.quirks.refuses_members && value.as_array().unwrap().iter().any(full) {
                        return Err((15, "is a member already".into()));
                    }
                    self.entries(value, &self.team_names(), &mut person.seats, 15)?;
                    person.seats.extend(self.quirks.also_into.clone());
                }
                "max_chat_limit" => {
                    let most = self.quirks.caps_chats.unwrap_or(u64::MAX);
                    person.fields.insert(key.clone(), value.as_u64().map(|n| n.min(most)).into());
                }
                "location" if value == "Nowhere" => {
                    let text = "Location must match the existing location in the CCAI Platform";
                    return Err((8, text.into()));
                }
                _ => _ = person.fields.insert(key.clone(), value.clone()),
            }
        }
        person.roles.extend(self.quirks.assigns_unasked.clone());
        if !person.active {
            person.seats.clear();
        }
        match at {
            Some(at) => self.people[at] = person,
            None => {
                person.id = 1000 + self.people.len() as u64;
                self.people.push(person);
            }
        }
        Ok(())
    }

    fn entries(
        &self,
        list: &Value,
        known: &[String],
        held: &mut BTreeSet<String>,
        column: usize,
    ) -> Result<(), (usize, String)> {
        for entry in list.as_array().expect("a list") {
            let name = entry["name"].as_str().expect("a name");
            if !known.iter().any(|other| other == name) {
                return Err((column, format!("{name} must exist in the CCAI Platform")));
            }
            match entry["value"].as_u64() {
                Some(1) => _ = held.insert(name.to_owned()),
                _ => _ = held.remove(name),
            }
        }
        Ok(())
    }
}

impl Job {
    fn shown(&self) -> Value {
        let status = match (self.started, self.done) {
            (0, _) => "created",
            (_, done) if done < self.rows.len() => "in_progress",
            _ => "word_that_nobody_documents",
        };
        json!({
            "id": self.id,
            "created_at": "2026-05-04T09:00:00.000Z",
            "process_requested_at": (self.started > 0).then_some("2026-05-04T09:00:01.000Z"),
            "filename": self.file,
            "total_rows": self.rows.len(),
            "affected_rows": self.done - self.failed,
            "failed_rows": self.failed,
            "status": status,
            "uploaded_user_name": null,
            "scheme_errors": [],
            "update_errors": [],
        })
    }

    /// A name that isn't text, or is empty, is no name.
    fn scheme_errors(&self) -> Vec<Value> {
        let wrong = |(at, row): (usize, &Value)| {
            (row["first_name"] == " ")
                .then(|| json!({"message": "Non-empty string", "column": 4, "row": at + 1}))
        };
        self.rows.iter().enumerate().filter_map(wrong).collect()
    }
}

fn query(request: &Request) -> Vec<(String, String)> {
    let uri = request.uri().to_string();
    let url = reqwest::Url::parse(&uri).expect("an address");
    url.query_pairs().into_owned().collect()
}

/// Returns the name and the content of the file in an upload.
fn part(request: &Request) -> (String, Vec<u8>) {
    let kind = request.headers()["content-type"].to_str().expect("text");
    let boundary = multer::parse_boundary(kind).expect("a boundary");
    let text = String::from_utf8(request.body().clone()).expect("text");
    let start = format!("--{boundary}\r\n");
    let part = text.strip_prefix(&start).expect("it starts so");
    let part = part.strip_suffix(&format!("\r\n--{boundary}--\r\n")).expect("it ends so");
    let (head, content) = part.split_once("\r\n\r\n").expect("a head");
    let name = head.split("filename=\"").nth(1).and_then(|rest| rest.split('"').next());
    (name.expect("a name").to_owned(), content.as_bytes().to_vec())
}
