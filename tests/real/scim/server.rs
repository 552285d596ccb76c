//! A real server while a test needs it, and a project that speaks to it.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::Duration;

use rolecall::platform::Platform;
use rolecall::target::ccaas::{Https, MachineTime, Sender};
use rolecall::target::scim::{Base, Scim};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::setting::target_at;

const TOKEN: &str = "t0ken";

/// A server.
pub struct Server {
    child: Child,
    pub address: String,
    folder: TempDir,
    /// What stands before a path in the log.
    prefix: &'static str,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn installed(name: &str) -> PathBuf {
    let path = root().join("target/real/scim").join(name);
    assert!(path.exists(), "there is no {}: run tests/real/scim/run", path.display());
    path
}

impl Server {
    /// scim2-server, which says of itself what it always does but for this.
    pub fn scim2(but: &Value) -> Self {
        let mut config = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "patch": { "supported": true },
            "bulk": { "supported": true, "maxOperations": 1000, "maxPayloadSize": 1_048_576 },
            "filter": { "supported": true, "maxResults": 100 },
            "changePassword": { "supported": false },
            "sort": { "supported": true },
            "etag": { "supported": true },
            "authenticationSchemes": [],
        });
        for (name, value) in but.as_object().expect("an object") {
            let mut value = value.clone();
            if name == "bulk" {
                value = json!({ "supported": false, "maxOperations": 0, "maxPayloadSize": 0 });
            }
            if name == "filter" {
                value = json!({ "supported": false, "maxResults": 100 });
            }
            config[name] = value;
        }
        Self::start("/v2", |folder, port| {
            fs::write(folder.join("config.json"), config.to_string()).expect("it is written");
            // Whoever is started in the background ignores the signal by which it writes its dump.
            let mut command = Command::new("env");
            command.arg("--default-signal=INT").arg(installed("venv/bin/scim2-server"));
            command.args(["--port", port, "--bearer-token", TOKEN, "--service-provider-config"]);
            command.arg(folder.join("config.json"));
            command.arg("--dump-resources").arg(folder.join("dump.json"));
            command
        })
    }

    /// One that is made of scimmy.
    pub fn scimmy() -> Self {
        Self::start("/scim", |_, port| {
            let mut command = Command::new("node");
            command.arg(installed("scimmy.mjs")).args([port, TOKEN]);
            command
        })
    }

    fn start(prefix: &'static str, command: impl FnOnce(&Path, &str) -> Command) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let free = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = free.local_addr().expect("it has one").port();
        drop(free);
        let log = File::create(folder.path().join("log")).expect("a log");
        let mut command = command(folder.path(), &port.to_string());
        let errors = log.try_clone().expect("the same log");
        let child = command.env("PYTHONUNBUFFERED", "1").stdout(log).stderr(errors).spawn();
        let child = child.expect("it starts");
        let address = format!("http://127.0.0.1:{port}{prefix}");
        let server = Self { child, address, folder, prefix };
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return server;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("it doesn't start: {}", server.log());
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).expect("a log")
    }

    /// How many requests of this method and this beginning of a path it has logged.
    pub fn asked(&self, method: &str, path: &str) -> usize {
        let start = format!("{method} {}{path}", self.prefix);
        self.log().lines().filter(|line| line.contains(&start)).count()
    }

    pub fn target(&self, platform: Platform) -> Scim {
        let base = Base::new(&self.address, &[]).expect("it is this machine");
        let sender = Arc::new(Https::to(base.place()).expect("it can be sent"));
        target_at(&self.address, TOKEN, platform, sender, Arc::new(MachineTime::start()))
    }

    /// Asks for something as another client would, and returns the answer.
    pub fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        let base = Base::new(&self.address, &[]).expect("it is this machine");
        let sender = Https::to(base.place()).expect("it can be sent");
        let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.address))
            .header("authorization", format!("Bearer {TOKEN}"))
            .header("content-type", "application/scim+json")
            .body(bytes)
            .expect("a request");
        let send = move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(sender.send(request)).expect("an answer")
        };
        let answer = std::thread::spawn(send).join().expect("it is sent");
        assert!(answer.status().is_success(), "{method} {path}: {answer:?}");
        serde_json::from_slice(answer.body()).unwrap_or(Value::Null)
    }

    pub fn named(&self, kind: &str, name: &str) -> Value {
        let all = self.send("GET", &format!("/{kind}?count=100"), &Value::Null);
        let is = |one: &&Value| one["userName"] == name || one["displayName"] == name;
        let found = all["Resources"].as_array().and_then(|all| all.iter().find(is)).cloned();
        found.unwrap_or_else(|| panic!("there is no {name}: {all}"))
    }

    /// Ends it, and returns what it held.
    pub fn dumped(mut self) -> Value {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-INT", &id]).status().expect("it is told");
        self.child.wait().expect("it ends");
        let dump = fs::read(self.folder.path().join("dump.json"));
        let dump = dump.unwrap_or_else(|error| panic!("{error}: {}", self.log()));
        serde_json::from_slice(&dump).expect("it is JSON")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `examples/own-platform`, whose production is a server.
pub struct Project(TempDir);

impl Project {
    pub fn of(server: &Server) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let from = root().join("examples/own-platform");
        copy(&from, folder.path());
        let file = folder.path().join("rolecall.yaml");
        let text = fs::read_to_string(&file).expect("it is there");
        let pace = format!("{}\n    requests_per_second: 200", server.address);
        let text = text.replace("https://id.lighthouse.example/scim/v2", &pace);
        assert!(text.contains(&server.address), "{text}");
        fs::write(file, text).expect("it can be written");
        Self(folder)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command.arg("-C").arg(self.0.path()).args(["-e", "production"]).args(arguments);
        command.env_clear().env("LIGHTHOUSE_TOKEN", TOKEN);
        command
    }

    /// Runs it and returns what a person sees.
    pub fn run(&self, arguments: &[&str], code: i32) -> String {
        let output = self.command(arguments).output().expect("it runs");
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(!said.contains(TOKEN), "{said}");
        said
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("it is there") {
        let entry = entry.expect("it can be read");
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name() == ".rolecall" {
        } else if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("it can be copied");
        }
    }
}
