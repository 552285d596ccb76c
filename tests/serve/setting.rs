//! A service on a small instance, with a clock of its own.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{Method, Request};
use jiff::{SignedDuration, Timestamp};
use rolecall::core::{
    Few, Grant, Known, Level, Role, Scalar, State, Status, Team, TeamName, TeamPath, User,
};
use rolecall::platform::{JobsApi, Platform, read_api, read_built_in};
use rolecall::serve::{Answer, Faults, Options, Service};
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

pub const BASE: &str = "/apps/api/v1/bulk/users";
pub const USERS: &str = "/apps/api/v1/users";
pub const TEAMS: &str = "/manager/api/v1/teams";

/// A service, what is behind it, and the time that it is.
pub struct Setting {
    pub service: Service,
    pub sandbox: Sandbox,
    pub now: Timestamp,
    runtime: Runtime,
}

/// An answer that was read.
#[derive(Debug)]
pub struct Told {
    pub status: u16,
    pub body: Value,
    pub answer: Answer,
}

impl Told {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.answer.response.headers().get(name).map(|value| value.to_str().expect("it is text"))
    }

    /// Returns a field of each entry.
    pub fn each(&self, key: &str) -> Vec<Value> {
        self.body.as_array().expect("a list").iter().map(|entry| entry[key].clone()).collect()
    }
}

pub fn platform() -> Platform {
    read_built_in("ccaas").expect("it is built in").expect("it is well written")
}

pub fn names<T: Ord + for<'t> From<&'t str>>(names: &[&str]) -> Few<T> {
    names.iter().map(|name| T::from(name)).collect()
}

pub fn person(first: &str, roles: &[&str], teams: &[&str]) -> User {
    let attributes = [("first_name", Scalar::from(first)), ("last_name", Scalar::from("Diaz"))];
    User {
        status: Known::Known(Status::Active),
        roles: Known::Known(names(roles)),
        teams: Known::Known(names(teams)),
        attributes: attributes.into_iter().map(|(name, value)| (name.into(), value)).collect(),
    }
}

/// Root administers; Lea manages Support; Ana is in Support and Bo in Sales, Ida is inactive.
pub fn live() -> State {
    let mut live = State::default();
    let grants = [("function.agent.all".into(), Grant::everywhere(Level::Granted))];
    let lead = Role { permissions: Known::Known(grants.into()), ..Role::default() };
    live.roles.insert("Floor Lead".into(), lead);
    let managed =
        |emails: &[&str]| Team { managers: Known::Known(names(emails)), ..Team::default() };
    for (path, managers) in
        [("Support", vec!["lea@acme.example"]), ("Support:L1", vec![]), ("Sales", vec![])]
    {
        live.teams.insert(path.into(), managed(&managers));
    }
    let order = |names: &[&str]| names.iter().map(|name| TeamName::new(name)).collect::<Vec<_>>();
    live.team_order.insert(None, order(&["Support", "Sales"]));
    live.team_order.insert(Some(TeamPath::new("Support")), order(&["L1"]));
    let ida = User { status: Known::Known(Status::Inactive), ..person("Ida", &["Agent"], &[]) };
    for (email, user) in [
        ("root@acme.example", person("Root", &["Admin"], &[])),
        ("lea@acme.example", person("Lea", &["Manager", "Agent"], &[])),
        ("ana@acme.example", person("Ana", &["Agent"], &["Support"])),
        ("bo@acme.example", person("Bo", &["Floor Lead"], &["Sales"])),
        ("ida@acme.example", ida),
    ] {
        live.users.insert(email.into(), user.into());
    }
    live
}

/// Returns `people` who are agents and in no team.
pub fn crowd(people: usize) -> State {
    let mut live = live();
    for number in 0..people {
        let email = format!("agent{number:05}@acme.example");
        live.users.insert(email.as_str().into(), person("Agent", &["Agent"], &[]).into());
    }
    live
}

impl Setting {
    pub fn new() -> Self {
        Self::with(&live(), |_| {})
    }

    pub fn with(live: &State, change: impl FnOnce(&mut Options)) -> Self {
        let platform = platform();
        let sandbox = Sandbox::in_memory(&platform, live).expect("what is live breaks no rule");
        let mut options = Options::new("acme", "s3cret".to_owned().into());
        options.first_administrator = Some("root@acme.example".into());
        change(&mut options);
        let api = read_api("ccaas")
            .expect("it is built in")
            .expect("it is well written")
            .jobs()
            .expect("it writes in jobs");
        let service = Service::new(options, platform, api, sandbox.clone());
        let runtime = Builder::new_current_thread().build().expect("it starts");
        let now = "2022-01-07T06:40:34Z".parse().expect("it is a time");
        Self { service, sandbox, now, runtime }
    }

    /// A platform that people aren't written in jobs on, with what is live there.
    pub fn of(name: &str, live: &State) -> Self {
        let platform = read_built_in(name).expect("it is built in").expect("it is well written");
        let sandbox = Sandbox::in_memory(&platform, live).expect("what is live breaks no rule");
        let options = Options::new("acme", "s3cret".to_owned().into());
        let service = Service::new(options, platform, JobsApi::unknown(name), sandbox.clone());
        let runtime = Builder::new_current_thread().build().expect("it starts");
        let now = "2022-01-07T06:40:34Z".parse().expect("it is a time");
        Self { service, sandbox, now, runtime }
    }

    pub fn with_faults(faults: Faults) -> Self {
        Self::with(&live(), |options| options.faults = faults)
    }

    /// Lets time pass.
    pub fn pass(&mut self, milliseconds: i64) {
        self.now += SignedDuration::from_millis(milliseconds);
    }

    /// Asks as somebody who knows the token.
    pub fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Told {
        let basic = format!("Basic {}", STANDARD.encode("acme:s3cret"));
        let method: Method = method.parse().expect("it is a method");
        let request = Request::builder().method(method).uri(path).header("host", "acme.localhost");
        let request = request.header("authorization", basic).header("content-type", kind);
        self.send(request.body(body.to_vec()).expect("it is a request"))
    }

    pub fn send(&self, request: Request<Vec<u8>>) -> Told {
        let answer = self.runtime.block_on(self.service.answer(self.now, request));
        let status = answer.response.status().as_u16();
        let body = serde_json::from_slice(answer.response.body()).unwrap_or(Value::Null);
        Told { status, body, answer }
    }

    pub fn get(&self, path: &str) -> Told {
        self.ask("GET", path, "", b"")
    }

    pub fn post(&self, path: &str, body: &Value) -> Told {
        self.ask("POST", path, "application/json", body.to_string().as_bytes())
    }

    /// Uploads a file; with an id it is another one for that job.
    pub fn upload(&self, name: &str, file: &str, id: Option<u64>) -> Told {
        let mut form = String::new();
        if let Some(id) = id {
            form += "--x\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n";
            form += &format!("{id}\r\n");
        }
        form += "--x\r\nContent-Disposition: form-data; name=\"file\"; ";
        form += &format!("filename=\"{name}\"\r\n\r\n{file}\r\n--x--\r\n");
        let method = if id.is_some() { "PUT" } else { "POST" };
        let kind = "multipart/form-data; boundary=x";
        self.ask(method, &format!("{BASE}/upload"), kind, form.as_bytes())
    }

    /// Uploads people and starts the job; returns its id.
    pub fn job(&self, people: &Value) -> u64 {
        self.job_of("people.json", &people.to_string())
    }

    pub fn job_of(&self, name: &str, file: &str) -> u64 {
        let told = self.upload(name, file, None);
        assert_eq!(told.status, 200, "{told:?}");
        let id = told.body["id"].as_u64().expect("it has an id");
        let told = self.post(&format!("{BASE}/proceed"), &serde_json::json!({ "id": id }));
        assert_eq!((told.status, &told.body["status"]), (200, &"valid_scheme".into()), "{told:?}");
        id
    }

    pub fn status(&self, id: u64) -> Value {
        self.get(&format!("{BASE}/jobs/{id}")).body
    }

    /// Returns what went wrong with the rows of a job: message, column, row.
    pub fn log(&self, id: u64) -> Vec<(String, Value, Value)> {
        let log = self.get(&format!("{BASE}/errors/update/{id}"));
        let said = |entry: &Value| {
            assert_eq!(entry["error_type"], "error");
            let message = entry["message"].as_str().expect("it is text").to_owned();
            (message, entry["column"].clone(), entry["row"].clone())
        };
        log.body.as_array().expect("a list").iter().map(said).collect()
    }

    /// Returns what is live behind the service.
    pub fn state(&self) -> State {
        self.runtime.block_on(self.sandbox.read()).expect("it can be read")
    }

    pub fn user(&self, email: &str) -> User {
        self.state().users.get(email).map(|user| (**user).clone()).expect("they are there")
    }

    /// Returns the names in a list of somebody's row that have the value 1.
    pub fn listed(&self, email: &str, list: &str) -> Vec<String> {
        let told = self.get(&format!("{USERS}?email[]={email}"));
        let entries = told.body[0][list].as_array().expect("a list").clone();
        let held = entries.into_iter().filter(|entry| entry["value"] == 1);
        held.map(|entry| entry["name"].as_str().expect("a name").to_owned()).collect()
    }
}
