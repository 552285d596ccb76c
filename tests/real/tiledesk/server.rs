//! The server, and a project of its own on it for each test. What is there is asked of the server itself, by
//! another client than the one under test.

use std::sync::OnceLock;

use http::Request;
use rolecall::target::http::{Https, Place, Sender};
use serde_json::{Value, json};
use tokio::runtime::Builder;

/// The environment variable with the address of the server.
pub const SERVER: &str = "ROLECALL_TILEDESK";

/// Whom every project belongs to.
pub const OWNER: &str = "owner@acme.example";

pub const PASSWORD: &str = "a-Passw0rd-that-nobody-may-see";

/// People who have an account, by name.
pub const PEOPLE: [&str; 8] = ["ana", "bo", "cleo", "dan", "eve", "fay", "gus", "hal"];

pub fn address(name: &str) -> String {
    format!("{name}@acme.example")
}

pub fn server() -> String {
    let said = std::env::var(SERVER);
    said.unwrap_or_else(|_| panic!("`tests/real/run tiledesk` names the server in {SERVER}"))
}

/// A department: its name, that of its one group, and those of its list with their percentages.
pub type Desk = (String, String, Vec<(String, i64)>);

/// A project on the server.
pub struct Instance {
    pub id: String,
}

impl Instance {
    /// Makes one, in which nobody is but its owner.
    pub fn new() -> Self {
        let made = ask("POST", "/projects", Some(json!({ "name": "acme" }))).ok();
        Self { id: id(&made) }
    }

    /// Asks for something below the project, as its owner.
    pub fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        ask(method, &format!("/{}{path}", self.id), body)
    }

    pub fn list(&self, path: &str) -> Vec<Value> {
        self.ask("GET", path, None).ok().as_array().expect("a list").clone()
    }

    pub fn add_role(&self, name: &str, permissions: &[&str]) -> String {
        let body = json!({ "name": name, "permissions": permissions });
        id(&self.ask("POST", "/roles", Some(body)).ok())
    }

    /// Lets somebody in who has an account.
    pub fn add_person(&self, name: &str, role: &str) -> String {
        self.invite(&address(name), role)
    }

    /// Lets somebody in likewise, by address.
    pub fn invite(&self, email: &str, role: &str) -> String {
        let body = json!({ "email": email, "role": role, "user_available": true });
        id(&self.ask("POST", "/project_users/invite", Some(body)).ok())
    }

    pub fn add_group(&self, name: &str, people: &[&str]) -> String {
        let members: Vec<String> = people.iter().map(|name| self.account(name)).collect();
        let body = json!({ "name": name, "members": members });
        id(&self.ask("POST", "/groups", Some(body)).ok())
    }

    /// Makes a department with these keys.
    pub fn add_department(&self, name: &str, more: Value) -> String {
        let mut body = json!({ "name": name });
        let more = more.as_object().cloned().unwrap_or_default();
        body.as_object_mut().expect("it is one").extend(more);
        id(&self.ask("POST", "/departments", Some(body)).ok())
    }

    pub fn department(&self, name: &str) -> Value {
        let all = self.list("/departments/allstatus");
        let found = all.iter().find(|found| found["name"] == name);
        found.unwrap_or_else(|| panic!("{name} is no department: {all:#?}")).clone()
    }

    /// Departments by name, the default one left out, each with the name of its one group, and with those of
    /// its list and their percentages.
    pub fn departments(&self) -> Vec<Desk> {
        let groups = self.list("/groups");
        let name = |found: &Value| {
            let is = |group: &&Value| group["_id"] == *found;
            groups.iter().find(is).map_or_else(|| text(found), |group| text(&group["name"]))
        };
        let listed = |found: &Value| -> Vec<(String, i64)> {
            let all = found["groups"].as_array().into_iter().flatten();
            let one =
                |one: &Value| (name(&one["group_id"]), one["percentage"].as_i64().unwrap_or(-1));
            let mut listed: Vec<_> = all.map(one).collect();
            listed.sort();
            listed
        };
        let all = self.list("/departments/allstatus");
        let made = all.iter().filter(|found| found["default"] != true);
        let mut all: Vec<_> = made
            .map(|found| (text(&found["name"]), name(&found["id_group"]), listed(found)))
            .collect();
        all.sort();
        all
    }

    pub fn person(&self, name: &str) -> Value {
        let all = self.list("/project_users?trashed=true");
        let is = |found: &&Value| found["id_user"]["email"] == address(name).as_str();
        all.iter().find(is).unwrap_or_else(|| panic!("{name} is no member: {all:#?}")).clone()
    }

    pub fn account(&self, name: &str) -> String {
        id(&self.person(name)["id_user"])
    }

    pub fn role_of(&self, name: &str) -> String {
        self.person(name)["role"].as_str().expect("a role").to_owned()
    }

    pub fn set(&self, name: &str, body: Value) {
        let path = format!("/project_users/{}", id(&self.person(name)));
        self.ask("PUT", &path, Some(body)).ok();
    }

    /// Custom roles by name, each with its permissions, in order.
    pub fn roles(&self) -> Vec<(String, Vec<String>)> {
        let role = |role: &Value| (text(&role["name"]), texts(&role["permissions"]));
        let mut roles: Vec<_> = self.list("/roles?limit=1000").iter().map(role).collect();
        roles.sort();
        roles
    }

    /// Groups by name, each with the addresses of its members, in order.
    pub fn groups(&self) -> Vec<(String, Vec<String>)> {
        let people = self.list("/project_users?trashed=true");
        let name = |account: &String| {
            let of = people.iter().find(|found| found["id_user"]["_id"] == account.as_str());
            let email = of.map(|found| text(&found["id_user"]["email"]));
            let email = email.unwrap_or_else(|| account.clone());
            email.trim_end_matches("@acme.example").to_owned()
        };
        let group = |group: &Value| {
            let mut members: Vec<String> = texts(&group["members"]).iter().map(name).collect();
            members.sort();
            (text(&group["name"]), members)
        };
        let mut groups: Vec<_> = self.list("/groups").iter().map(group).collect();
        groups.sort();
        groups
    }
}

/// What the server answered.
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Answer {
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status < 300, "{}: {}", self.status, self.body);
        self.body
    }
}

pub fn id(found: &Value) -> String {
    found["_id"].as_str().unwrap_or_else(|| panic!("{found} has an id")).to_owned()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    let mut texts: Vec<String> = value.as_array().into_iter().flatten().map(text).collect();
    texts.sort();
    texts
}

/// Makes the accounts once for all tests. An instance may have them from an earlier run.
fn accounts() {
    static MADE: OnceLock<()> = OnceLock::new();
    MADE.get_or_init(|| {
        for name in PEOPLE.iter().chain(&["owner"]) {
            sign_up(&address(name), name, "Example");
        }
    });
}

/// Makes an account, if there is none for the address yet.
pub fn sign_up(email: &str, first: &str, last: &str) {
    let body =
        json!({ "email": email, "password": PASSWORD, "firstname": first, "lastname": last });
    send("POST", "/auth/signup", Some(body), None);
}

/// Asks the server for something, as the owner.
pub fn ask(method: &str, path: &str, body: Option<Value>) -> Answer {
    send(method, path, body, Some(token()))
}

/// Returns the owner's token: a word and what it is. A password takes the server half a second each time.
pub fn token() -> &'static str {
    static TOKEN: OnceLock<String> = OnceLock::new();
    TOKEN.get_or_init(|| {
        accounts();
        let body = json!({ "email": OWNER, "password": PASSWORD });
        text(&send("POST", "/auth/signin", Some(body), None).ok()["token"])
    })
}

fn send(method: &str, path: &str, body: Option<Value>, token: Option<&str>) -> Answer {
    let server = server();
    let place = Place::below(&format!("{server}/x"), &[], &[]).expect("it is this machine");
    let request = Request::builder()
        .method(method)
        .uri(server + path)
        .header("content-type", "application/json")
        .header("authorization", token.unwrap_or_default())
        .body(body.map(|body| body.to_string().into_bytes()).unwrap_or_default())
        .expect("a request");
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let answer =
        runtime.block_on(async { Https::to(&place).expect("it can be made").send(request).await });
    let answer = answer.unwrap_or_else(|lost| panic!("{path}: {}", lost.0));
    let body = serde_json::from_slice(answer.body()).unwrap_or(Value::Null);
    Answer { status: answer.status().as_u16(), body }
}
