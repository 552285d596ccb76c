//! SCIM against two servers that others wrote: scim2-server, and one made of scimmy. They need Python
//! and Node.js: `tests/real/scim/run` installs them and runs these tests. Each starts its own.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

#[path = "real/scim/server.rs"]
mod server;
#[allow(dead_code, reason = "it is shared with the tests in memory")]
#[path = "scim/setting.rs"]
mod setting;

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rolecall::core::FaultKind;
use rolecall::target::Target;
use serde_json::{Value, json};
use server::{Project, Server};
use setting::*;

fn both() -> [Server; 2] {
    [Server::scim2(&json!({})), Server::scimmy()]
}

fn on_the_machine<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(test)
}

/// Makes it so on a server, and makes sure that nothing is left to do.
fn make(server: &Server, text: &str) {
    on_the_machine(async { converged(&server.target(lighthouse()), &lighthouse(), text).await });
}

#[test]
#[ignore = "it needs real servers: tests/real/scim/run"]
fn a_plan_is_applied_and_nothing_is_left_and_what_is_exported_is_what_is_live() {
    for server in both() {
        let project = Project::of(&server);
        let plan = project.run(&["plan"], 0);
        assert!(plan.contains("6 to create, 0 to change, 0 to delete"), "{plan}");
        let applied = project.run(&["apply", "--yes"], 0);
        assert!(applied.contains("Applied: 6 of 6 steps."), "{applied}");
        let left = project.run(&["plan", "--detailed-exitcode"], 0);
        assert!(left.contains("Nothing to do"), "{left}");
        project.run(&["export", "--to", "exported"], 0);
        fs::remove_dir_all(project.path("access")).expect("it is there");
        fs::rename(project.path("exported"), project.path("access")).expect("it can be moved");
        project.run(&["plan", "--detailed-exitcode"], 0);
        assert!(server.asked("POST", "/Bulk") > 0, "bulk is used where it is offered");
        assert_eq!(server.asked("POST", "/Users"), 0);
        assert_eq!(server.asked("DELETE", "/Users"), 0);
    }
}

#[test]
#[ignore = "it needs real servers: tests/real/scim/run"]
fn what_a_server_holds_at_its_end_is_what_was_meant() {
    let server = Server::scim2(&json!({}));
    Project::of(&server).run(&["apply", "--yes"], 0);
    let dump = server.dumped();
    let all = dump.to_string();
    for text in ["ida.darling@lighthouse.example", "First mate", "Night Watch", "Fresnel"] {
        assert!(all.contains(text), "{text}: {all}");
    }
    let one = |key: &str, name: &str| find(&dump, key, name).expect("it is there");
    let (grace, tom) = (
        one("userName", "grace.stone@lighthouse.example"),
        one("userName", "tom.wick@lighthouse.example"),
    );
    assert_eq!((&grace["roles"][0]["value"], &grace["active"]), (&json!("Mate"), &json!(true)));
    let night = one("displayName", "Night Watch");
    let mut ids: Vec<&Value> =
        night["members"].as_array().unwrap().iter().map(|one| &one["value"]).collect();
    let mut expected = vec![&grace["id"], &tom["id"]];
    [&mut ids, &mut expected].into_iter().for_each(|ids| ids.sort_by_key(|id| id.to_string()));
    assert_eq!(ids, expected);
}

/// Finds a resource, however deep in what was dumped.
fn find<'v>(value: &'v Value, key: &str, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(fields) if fields.get(key).is_some_and(|found| found == name) => Some(value),
        Value::Object(fields) => fields.values().find_map(|below| find(below, key, name)),
        Value::Array(all) => all.iter().find_map(|below| find(below, key, name)),
        _ => None,
    }
}

/// Three people in two crews, and what becomes of them.
const FIRST: &str = "  - { name: Day, members: [tom@x.example, ann@x.example] }\n";
const LATER: &str = "  - { name: Dawn, previously: [Day], members: [ann@x.example] }\n";

fn first() -> String {
    let people = [
        person("ida", "Keeper", ""),
        person("tom", "Hand", ""),
        person("ann", "Hand, Mate", "post: Cook"),
    ];
    format!("users:\n{}teams:\n{FIRST}  - {{ name: Night }}\n", people.concat())
}

fn later() -> String {
    let people = [
        person("ida", "Keeper", ""),
        person("tom", "Hand", "status: inactive"),
        person("anna", "Mate", "previously: [ann@x.example], post: Purser"),
    ];
    let teams = LATER.replace("ann@", "anna@");
    format!("users:\n{}teams:\n{teams}", people.concat())
}

#[test]
#[ignore = "it needs real servers: tests/real/scim/run"]
fn whatever_a_server_offers_it_comes_to_the_same_and_nothing_is_lost() {
    let lacking: &[&[&str]] = &[
        &[],
        &["bulk"],
        &["bulk", "patch"],
        &["bulk", "etag"],
        &["bulk", "patch", "etag"],
        &["bulk", "patch", "etag", "filter"],
    ];
    for lacking in lacking {
        let config: serde_json::Map<String, Value> = lacking
            .iter()
            .map(|name| ((*name).to_owned(), json!({ "supported": false })))
            .collect();
        let server = Server::scim2(&config.into());
        make(&server, &first());
        // Somebody else keeps something beside it.
        let ann = server.named("Users", "ann@x.example");
        let more = json!({ "department": "Galley" });
        let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        let mut whole = ann.clone();
        whole[enterprise] = more.clone();
        whole["schemas"].as_array_mut().unwrap().push(enterprise.into());
        whole["nickName"] = "Annie".into();
        server.send("PUT", &format!("/Users/{}", ann["id"].as_str().unwrap()), &whole);
        let puts = server.asked("PUT", "/Users");
        make(&server, &later());
        let anna = server.named("Users", "anna@x.example");
        assert_eq!((&anna[enterprise], &anna["nickName"]), (&more, &json!("Annie")), "{lacking:?}");
        assert_eq!((&anna["id"], &anna["title"]), (&ann["id"], &json!("Purser")));
        assert_eq!(server.named("Users", "tom@x.example")["active"], false);
        if lacking.contains(&"patch") {
            assert_eq!(server.asked("PATCH", "/"), 0);
            assert!(server.asked("PUT", "/Users") > puts);
        }
        assert_eq!(server.asked("POST", "/Bulk") > 0, !lacking.contains(&"bulk"), "{lacking:?}");
    }
    let server = Server::scimmy();
    make(&server, &first());
    make(&server, &later());
    assert_eq!(server.named("Users", "tom@x.example")["active"], false);
}

#[test]
#[ignore = "it needs real servers: tests/real/scim/run"]
fn two_hundred_and_fifty_people_are_on_several_pages() {
    for server in both() {
        let all: String = (0..250).map(|n| person(&format!("u{n}"), "Hand", "")).collect();
        let names: Vec<String> = (0..250).map(|n| format!("u{n}@x.example")).collect();
        let text =
            format!("users:\n{all}teams:\n  - {{ name: Day, members: [{}] }}\n", names.join(", "));
        make(&server, &text);
        let before = server.asked("GET", "/Users");
        let state = on_the_machine(async { server.target(lighthouse()).read().await });
        assert_eq!(state.expect("it can be read").users.len(), 250);
        assert!(server.asked("GET", "/Users") >= before + 2, "there are two pages");
    }
}

#[test]
#[ignore = "it needs real servers: tests/real/scim/run"]
fn what_somebody_else_has_changed_meanwhile_is_not_written_over() {
    for bulk in [true, false] {
        let server = Server::scim2(&if bulk {
            json!({})
        } else {
            json!({ "bulk": { "supported": false } })
        });
        make(&server, &first());
        on_the_machine(async {
            let (target, platform) = (server.target(lighthouse()), lighthouse());
            let live = target.read().await.expect("it can be read");
            let plan = planned(&platform, &later(), &live, &target);
            let ann = server.named("Users", "ann@x.example");
            let mut changed = ann.clone();
            changed["title"] = "Captain".into();
            server.send("PUT", &format!("/Users/{}", ann["id"].as_str().unwrap()), &changed);
            let report = carried_out(&target, &plan).await;
            let [(_, fault)] = report.failed.as_slice() else { panic!("{report:?}") };
            assert_eq!(fault.kind, FaultKind::Refused);
            assert!(fault.message.contains("has changed `title` meanwhile"), "{}", fault.message);
            assert_eq!(server.named("Users", "ann@x.example")["title"], "Captain");
        });
    }
}

#[test]
#[ignore = "it needs real servers: tests/real/scim/run"]
fn killed_in_the_middle_and_run_again_it_comes_to_the_same() {
    for bulk in [true, false] {
        let off = json!({ "bulk": { "supported": false } });
        let server = Server::scim2(&if bulk { json!({}) } else { off });
        let project = Project::of(&server);
        let all: String = (0..40).map(|n| person(&format!("u{n}"), "Hand", "")).collect();
        fs::write(project.path("access/more.yaml"), format!("users:\n{all}"))
            .expect("it is written");
        let sent = |server: &Server| server.asked("POST", "/");
        for stop_after in [1, 2, 5] {
            let before = sent(&server);
            let mut command = project.command(&["apply", "--yes"]);
            let mut child =
                command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
            while sent(&server) < before + stop_after
                && child.try_wait().expect("a child").is_none()
            {
                std::thread::sleep(Duration::from_millis(2));
            }
            let _ = child.kill();
            child.wait().expect("it ends");
        }
        project.run(&["apply", "--yes"], 0);
        project.run(&["plan", "--detailed-exitcode"], 0);
        let state = on_the_machine(async { server.target(lighthouse()).read().await });
        assert_eq!(state.expect("nobody is there twice").users.len(), 44);
    }
}

/// Somebody: roles, whether active, post, and crews by number.
type Row = (Vec<&'static str>, bool, Option<u8>, Vec<u8>);

/// A small organisation.
#[derive(Clone, Debug)]
struct Org {
    people: BTreeMap<u8, Row>,
    crews: Vec<u8>,
}

fn orgs() -> impl Strategy<Value = Org> {
    let roles = prop::sample::subsequence(vec!["Keeper", "Mate", "Hand"], 1..=2);
    let row = (
        roles,
        prop::bool::weighted(0.8),
        prop::option::of(0..4u8),
        prop::collection::vec(0..4u8, 0..3),
    );
    let crews = prop::sample::subsequence((0..4u8).collect::<Vec<_>>(), 0..=4);
    (prop::collection::btree_map(0..8u8, row, 0..8), crews)
        .prop_map(|(people, crews)| Org { people, crews })
}

impl Org {
    fn text(&self) -> String {
        let (mut users, mut teams) = (String::new(), String::new());
        for (number, (roles, active, post, _)) in &self.people {
            let post = post.map(|post| format!("post: P{post}"));
            let status = if *active { "status: active" } else { "status: inactive" };
            let more: Vec<String> = post.into_iter().chain([status.to_owned()]).collect();
            users += &person(&format!("p{number}"), &roles.join(", "), &more.join(", "));
        }
        for crew in &self.crews {
            let sits = |(_, (roles, active, _, crews)): &(&u8, &Row)| {
                *active && crews.contains(crew) && roles.iter().any(|role| *role != "Keeper")
            };
            let members = self.people.iter().filter(sits);
            let members: Vec<String> = members.map(|(n, _)| format!("p{n}@x.example")).collect();
            teams += &format!("  - {{ name: Crew {crew}, members: [{}] }}\n", members.join(", "));
        }
        let part = |key: &str, all: String| {
            if all.is_empty() { format!("{key}: []\n") } else { format!("{key}:\n{all}") }
        };
        part("users", users) + &part("teams", teams)
    }
}

#[test]
#[ignore = "it needs real servers: tests/real/scim/run"]
fn small_organisations_converge_one_after_the_other() {
    let mut runner = TestRunner::deterministic();
    for server in [
        Server::scim2(&json!({})),
        Server::scim2(&json!({ "patch": { "supported": false } })),
        Server::scimmy(),
    ] {
        for _ in 0..15 {
            let org = orgs().new_tree(&mut runner).expect("a case").current();
            make(&server, &org.text());
        }
    }
}

#[test]
#[ignore = "it needs real servers: tests/real/scim/run"]
fn a_wrong_token_is_refused_and_not_shown() {
    for server in both() {
        let project = Project::of(&server);
        let mut command: Command = project.command(&["plan"]);
        command.env("LIGHTHOUSE_TOKEN", "wr0ng-but-secret");
        let output = command.output().expect("it runs");
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("401") && !said.contains("wr0ng-but-secret"), "{said}");
    }
}
