//! SIGKILL in every phase of a bulk job: the next run carries on with the same job, and nobody's row is
//! written twice.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::by_hand::{client, plan, run};
use crate::project::{Project, steps};
use crate::serve::{BASIC, Serving};

/// When the process is killed: at the first request to this path after another one was seen; before the
/// request gets through, or after it did and before its answer comes back.
#[derive(Clone, Copy, Debug)]
struct Accident {
    after: &'static str,
    at: &'static str,
    gets_through: bool,
}

const fn accident(after: &'static str, at: &'static str, gets_through: bool) -> Accident {
    Accident { after, at, gets_through }
}

const ACCIDENTS: [Accident; 10] = [
    accident("", "/bulk/users/upload", false),
    accident("", "/bulk/users/upload", true),
    accident("/upload", "/errors/scheme/", false),
    accident("/upload", "/bulk/users/proceed", false),
    accident("/upload", "/bulk/users/proceed", true),
    accident("/proceed", "/bulk/users/jobs/", false),
    accident("/proceed", "/bulk/users/jobs/", true),
    accident("/proceed", "/errors/update/", false),
    accident("/proceed", "/api/v1/users", false),
    accident("/proceed", "/api/v1/users", true),
];

/// Something between a client and a server that lets everything through until it kills the client.
struct Between {
    host: String,
    victim: Arc<Mutex<Option<Child>>>,
    killed: Receiver<()>,
}

impl Between {
    fn start(server: &str, accident: Accident) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let host = listener.local_addr().expect("it has an address").to_string();
        let victim: Arc<Mutex<Option<Child>>> = Arc::default();
        let (server, held) = (server.to_owned(), Arc::clone(&victim));
        let seen = Arc::new(Mutex::new(accident.after.is_empty()));
        let (tell, killed) = channel();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (server, held, seen) = (server.clone(), Arc::clone(&held), Arc::clone(&seen));
                let tell = tell.clone();
                thread::spawn(move || {
                    if serve(stream, &server, accident, &seen) {
                        kill(&held);
                        // Nobody listens once the test has failed.
                        let _ = tell.send(());
                    }
                });
            }
        });
        Self { host, victim, killed }
    }
}

/// Passes the requests of one connection on, one after the other. Returns whether the time has come.
fn serve(mut stream: TcpStream, server: &str, accident: Accident, seen: &Mutex<bool>) -> bool {
    while let Some(request) = message(&mut stream) {
        let head = String::from_utf8_lossy(&request[..request.len().min(300)]).into_owned();
        let path = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
        let is_due = *seen.lock().expect("no thread fails") && path.contains(accident.at);
        if !accident.after.is_empty() && path.contains(accident.after) {
            *seen.lock().expect("no thread fails") = true;
        }
        if is_due && !accident.gets_through {
            return true;
        }
        let mut onward = TcpStream::connect(server).expect("the server listens");
        onward.write_all(&request).expect("it reads");
        let Some(answer) = message(&mut onward) else { return false };
        if is_due {
            return true;
        }
        if stream.write_all(&answer).is_err() {
            return false;
        }
    }
    false
}

fn kill(victim: &Mutex<Option<Child>>) {
    if let Some(child) = victim.lock().expect("no thread fails").as_mut() {
        child.kill().expect("it can be killed");
    }
}

/// Reads one message: its head, and as much as that says.
fn message(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let (mut read, mut byte) = (Vec::new(), [0]);
    while !read.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        read.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&read).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.map_or(0, |text| text.trim().parse().expect("a number"));
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    read.extend(body);
    Some(read)
}

/// Returns the jobs that there were, the newest first.
fn jobs(serving: &Serving) -> Vec<Value> {
    let answer = serving.ask("GET", "/apps/api/v1/bulk/users/jobs?per_page=100", BASIC, "");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    serde_json::from_str(body).expect("it is a list")
}

fn is_carried_on(accident: Accident) {
    let platform = Project::copy_of("acme");
    let serving = Serving::of(&platform, &["--no-rate-limit"]);
    let between = Between::start(&serving.host, accident);
    let project = client("acme", &serving);
    let direct = project.read("rolecall.yaml");
    project.write("rolecall.yaml", direct.replace(&serving.host, &between.host));
    let mut command = project.command(&["apply", "--yes"]);
    command.env("SANDBOX_TOKEN", "s3cret").stdout(Stdio::null()).stderr(Stdio::null());
    // It is held before it can be waited for: the first request comes later than this.
    *between.victim.lock().expect("no thread fails") = Some(command.spawn().expect("it starts"));
    let killed = between.killed.recv_timeout(Duration::from_secs(120));
    assert!(killed.is_ok(), "{accident:?}: it wasn't killed");
    let victim = between.victim.lock().expect("no thread fails").take();
    let ended = victim.expect("it was started").wait().expect("it ends");
    assert_eq!(ended.code(), None, "{accident:?}: {ended}");
    project.write("rolecall.yaml", direct);
    run(&project, &["apply", "--yes"]).ends(6);
    let left = plan(&project);
    let automatic: Vec<&Value> = steps(&left)
        .into_iter()
        .filter(|step| step["by"] == "automatic" && waits_for_nobody(&left, step))
        .collect();
    assert!(automatic.is_empty(), "{accident:?}: {automatic:#?}");
    let jobs = jobs(&serving);
    let started = jobs.iter().filter(|job| !job["process_requested_at"].is_null());
    let mut names: Vec<&str> = started.filter_map(|job| job["filename"].as_str()).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all, "{accident:?}: one file was started twice: {jobs:#?}");
    assert_eq!(all, 1, "{accident:?}: a row was written by two jobs: {jobs:#?}");
    serving.stop().ends(0);
}

/// Returns whether a step stands in the first stage, so that nothing has to be done before it.
fn waits_for_nobody(plan: &Value, step: &Value) -> bool {
    plan["stages"][0]["steps"].as_array().is_some_and(|all| all.contains(step))
}

#[test]
fn a_run_that_is_killed_in_any_phase_of_a_job_is_carried_on_with_the_same_job() {
    let threads = ACCIDENTS.map(|accident| thread::spawn(move || is_carried_on(accident)));
    for (accident, thread) in ACCIDENTS.iter().zip(threads) {
        assert!(thread.join().is_ok(), "{accident:?}");
    }
}
