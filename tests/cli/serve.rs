//! `serve`: a real socket, from the address to Ctrl-C.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::project::{Ended, Project};

/// `acme:s3cret`.
pub(crate) const BASIC: &str = "Authorization: Basic YWNtZTpzM2NyZXQ=";
const USERS: &str = "/apps/api/v1/users";

/// A server that listens.
pub(crate) struct Serving {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
    /// The address, without `http://`.
    pub(crate) host: String,
    printed: String,
}

impl Serving {
    /// Starts a command that serves, and waits until it listens.
    pub(crate) fn start(mut command: Command) -> Self {
        command.env("SANDBOX_TOKEN", "s3cret").stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it can be started");
        let mut out = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut printed = String::new();
        out.read_line(&mut printed).expect("it prints its address");
        let host = printed.trim().strip_prefix("http://").unwrap_or_default().to_owned();
        Self { child, out, host, printed }
    }

    pub(crate) fn of(project: &Project, flags: &[&str]) -> Self {
        let flags = [&["serve", "--token-env", "SANDBOX_TOKEN", "--listen", "127.0.0.1:0"], flags];
        Self::start(project.command(&flags.concat()))
    }

    /// Sends a request and returns all that comes back.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).expect("it listens");
        let length = body.len();
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{headers}", self.host);
        let request =
            format!("{head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        // A connection that is reset has told what it had to tell.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8(answer).expect("it is UTF-8")
    }

    fn order(&self, faults: &str) {
        let answer = self.ask("POST", "/sandbox/faults", BASIC, faults);
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    /// Interrupts it and returns how it ended.
    pub(crate) fn stop(mut self) -> Ended {
        let mut kill = Command::new("kill");
        kill.args(["-INT", &self.child.id().to_string()]);
        assert!(kill.status().expect("there is kill").success());
        let (mut out, mut err) = (self.printed, String::new());
        self.out.read_to_string(&mut out).expect("it is text");
        let mut said = self.child.stderr.take().expect("it is piped");
        said.read_to_string(&mut err).expect("it is text");
        Ended { code: self.child.wait().expect("it ends").code(), out, err }
    }
}

#[test]
fn it_answers_until_it_is_interrupted_and_keeps_what_was_written() {
    let project = Project::copy_of("acme");
    let serving = Serving::of(&project, &[]);
    assert!(serving.ask("GET", USERS, "X: y", "").starts_with("HTTP/1.1 401"));
    let answer = serving.ask("GET", &format!("{USERS}?per_page=1000"), BASIC, "");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let people: Value = serde_json::from_str(body).expect("it is JSON");
    assert!(people.as_array().is_some_and(|people| people.len() > 300));
    let person = "[{\"email\":\"new@acme.example\",\"first_name\":\"Nu\",\"last_name\":\"Roe\",\
        \"roles\":[{\"name\":\"Agent\",\"value\":1}]}]";
    let form = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n\r\n\
         {person}\r\n--x--\r\n"
    );
    let base = "/apps/api/v1/bulk/users";
    let kind = format!("{BASIC}\r\nContent-Type: multipart/form-data; boundary=x");
    let uploaded = serving.ask("POST", &format!("{base}/upload"), &kind, &form);
    assert!(uploaded.contains("\"status\":\"created\""), "{uploaded}");
    let started = serving.ask("POST", &format!("{base}/proceed"), BASIC, "{\"id\":1}");
    assert!(started.contains("\"status\":\"valid_scheme\""), "{started}");
    let job = serving.ask("GET", &format!("{base}/jobs/1"), BASIC, "");
    assert!(job.contains("\"affected_rows\":1"), "{job}");
    serving.stop().ends(0).says("Stopped.");
    let serving = Serving::of(&project, &[]);
    let answer = serving.ask("GET", &format!("{USERS}?email[]=new@acme.example"), BASIC, "");
    assert!(answer.contains("\"first_name\":\"Nu\""), "{answer}");
    serving.stop().ends(0);
}

#[test]
fn answers_get_lost_and_break_off_on_the_wire_too() {
    let project = Project::copy_of("minimal");
    let serving = Serving::of(&project, &["--fault", "lose-replies"]);
    assert_eq!(serving.ask("GET", USERS, BASIC, ""), "");
    serving.order("{\"lose_requests\":true}");
    assert_eq!(serving.ask("GET", USERS, BASIC, ""), "");
    serving.order("{\"cut_bodies\":true}");
    let answer = serving.ask("GET", USERS, BASIC, "");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a part of a body");
    let head = head.to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.expect("it says how long it is").parse().expect("a number");
    assert!(!body.is_empty() && body.len() < length, "{} of {length}", body.len());
    serving.order("{}");
    let answer = serving.ask("GET", USERS, BASIC, "");
    assert!(answer.ends_with(']'), "{answer}");
    serving.stop().ends(0);
}

/// The README's request and its answer.
#[test]
fn the_readme_shows_what_it_answers() {
    let page = include_str!("../../README.md");
    let (_, below) = page.split_once("'http://127.0.0.1:8080").expect("there is a request");
    let (path, below) = below.split_once('\'').expect("it ends");
    let (_, below) = below.split_once("```json\n").expect("there is an answer");
    let (printed, _) = below.split_once("```").expect("it ends");
    let project = Project::copy_of("minimal");
    let serving = Serving::of(&project, &[]);
    let answer = serving.ask("GET", path, BASIC, "");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    let json = |text: &str| serde_json::from_str::<Value>(text).expect("it is JSON");
    assert_eq!(json(printed), json(body), "{body}");
    serving.stop().ends(0);
}

#[test]
fn what_it_cannot_start_with_is_said() {
    let project = Project::copy_of("minimal");
    let serve =
        |flags: &[&str]| project.run(&[&["serve", "--listen", "127.0.0.1:0"], flags].concat());
    serve(&[]).ends(64).prints_nothing();
    serve(&["--token-env", "NOT_THERE"]).ends(64).says("missing-token");
    serve(&["--token-file", "not-there"]).ends(64).says("missing-token");
    project.write("token.txt", "\n");
    serve(&["--token-file", "token.txt"]).ends(64).says("missing-token");
    project.write("token.txt", "s3cret\n");
    let wrong = |fault: &str| serve(&["--token-file", "token.txt", "--fault", fault]).ends(64);
    wrong("lose-everything").says("unknown field");
    wrong("lose-replies=2").says("a chance goes from 0 to 1");
    wrong("only=nowhere").says("unknown variant");
    let portal = Project::copy_of("portal");
    portal.write("token.txt", "s3cret\n");
    portal.run(&["serve", "--token-file", "token.txt"]).ends(7).says("unsupported-target");
}
