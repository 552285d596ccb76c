//! The examples of platforms that no program reaches: the rehearsal, the portal, and the pages.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use super::project::Project;

/// The examples, each with who attests there.
const EXAMPLES: [(&str, &str); 3] = [
    ("aimychat", "nora.lind@lumen.example"),
    ("amity", "anong.p@baan.example"),
    ("reach", "marta.paz@volcan.example"),
];

#[test]
fn a_rehearsal_is_checked_planned_and_applied_and_then_there_is_nothing_to_do() {
    for (name, _) in EXAMPLES {
        let project = Project::example(name);
        assert!(project.ends(0, "check").starts_with("Valid:"), "{name}");
        project.ends(2, "plan --detailed-exitcode");
        let done = project.ends(0, "apply --yes");
        assert!(done.contains("Applied:"), "{name}: {done}");
        let after = project.ends(0, "plan --detailed-exitcode");
        assert!(after.contains("Nothing to do"), "{name}: {after}");
    }
}

#[test]
fn a_portal_is_worked_through_by_hand_and_attested_and_then_there_is_nothing_to_do() {
    for (name, who) in EXAMPLES {
        let project = Project::example(name);
        let plan = project.ends(0, "plan -e production --format json");
        let plan: serde_json::Value =
            serde_json::from_str(&plan[..plan.rfind("\n}").expect("it ends") + 2]).expect("JSON");
        let summary = &plan["summary"];
        let count = |name: &str| summary[name].as_u64().expect("a number");
        let all = count("create") + count("update") + count("delete");
        assert_eq!(count("by_hand"), all, "{name}: {summary}");
        let page = project.ends(6, "apply -e production --yes");
        assert_eq!(page.matches("- [ ] **").count() as u64, all, "{name}: {page}");
        assert!(page.contains(&format!("Applied in part: 0 of {all} steps")), "{name}: {page}");
        project.ends(2, "plan -e production --detailed-exitcode");
        project.ends(0, &format!("attest -e production --all --by {who}"));
        let after = project.ends(0, "plan -e production --detailed-exitcode");
        assert!(after.contains("Nothing to do"), "{name}: {after}");
    }
}

/// The sandbox on a port, which stops with the test.
struct Served(Child, String);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve(project: &Project) -> Served {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rolecall"))
        .args(["serve", "--listen", "127.0.0.1:0", "--token-env", "TOKEN", "--subdomain", "acme"])
        .current_dir(project.path())
        .env("TOKEN", "s3cret")
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut line = String::new();
    let out = child.stdout.take().expect("it is piped");
    BufReader::new(out).read_line(&mut line).expect("it says where it listens");
    let address = line.trim().strip_prefix("http://").expect("an address").to_owned();
    Served(child, address)
}

fn get(served: &Served, path: &str) -> String {
    let mut stream = TcpStream::connect(&served.1).expect("it listens");
    let who = "Authorization: Basic YWNtZTpzM2NyZXQ=\r\nConnection: close";
    let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{who}\r\n\r\n", served.1);
    stream.write_all(request.as_bytes()).expect("it takes a request");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("it answers");
    text
}

#[test]
fn a_platform_that_no_program_reaches_is_served_as_pages() {
    for (name, who) in EXAMPLES {
        let project = Project::example(name);
        let served = serve(&project);
        let page = get(&served, "/");
        assert!(page.starts_with("HTTP/1.1 200") && page.contains(who), "{name}: {page}");
        let api = get(&served, "/apps/api/v1/users");
        assert!(api.starts_with("HTTP/1.1 404"), "{name}: {api}");
    }
}
