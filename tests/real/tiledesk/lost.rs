//! Requests and answers that get lost, and runs that are killed at every write.

use std::collections::BTreeSet;
use std::process::{Child, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

use super::between::{Change, Fate, Rules, between};
use super::client::Client;
use super::server::Instance;

/// What is live at first, in which all kinds of writes have something to do.
fn instance() -> Instance {
    let instance = Instance::new();
    instance.add_role("Old", &["request_read_my"]);
    instance.add_role("Gone", &["request_read_my"]);
    instance.add_role("Night", &["request_read_my"]);
    for (name, role) in [("ana", "Old"), ("bo", "Old"), ("cleo", "Gone"), ("dan", "agent")] {
        instance.add_person(name, role);
    }
    let former = instance.add_group("Former", &["ana", "bo"]);
    let dropped = instance.add_group("Dropped", &["cleo"]);
    instance.add_department("Front", json!({ "id_group": former, "id_bot": "a-bot" }));
    instance.add_department("Back", json!({ "id_group": dropped }));
    instance
}

/// What it is to be.
const MANIFEST: &str = "\
roles:
- name: New
  previously: [Old]
  permissions: { request_read_my: granted, inbox_read: granted }
- name: Night
  permissions: { request_read_all: granted }
- name: Added
  permissions: { request_read_group: granted }
teams:
- name: Support
  previously: [Former]
  members: [ana@acme.example, cleo@acme.example]
- name: Sales
  members: [bo@acme.example]
departments:
- name: Desk
  previously: [Front]
  groups:
  - { group: Support, percentage: 70 }
  - { group: Sales, percentage: 30 }
- name: Fresh
  description: For what is new
  groups: [Sales]
users:
- { email: ana@acme.example, first_name: ana, last_name: Example, roles: [New] }
- { email: bo@acme.example, first_name: bo, last_name: Example, roles: [New], chat_limit: 4 }
- { email: cleo@acme.example, first_name: cleo, last_name: Example, roles: [Agent] }
- { email: dan@acme.example, first_name: dan, last_name: Example, roles: [Added] }
";

fn is_as_written(instance: &Instance) {
    let roles: Vec<String> = instance.roles().into_iter().map(|(name, _)| name).collect();
    assert_eq!(roles, ["Added", "New", "Night"]);
    let groups = instance.groups();
    let support = ("Support".into(), vec!["ana".into(), "cleo".into()]);
    assert_eq!(groups, [("Sales".into(), vec!["bo".into()]), support]);
    let departments = instance.departments();
    let shares = vec![("Sales".into(), 30), ("Support".into(), 70)];
    let desk = ("Desk".into(), String::new(), shares);
    assert_eq!(departments, [desk, ("Fresh".into(), "Sales".into(), vec![])]);
    assert_eq!(instance.department("Desk")["id_bot"], "a-bot");
    let held = ["ana", "bo", "cleo", "dan"].map(|name| instance.role_of(name));
    assert_eq!(held, ["New", "New", "agent", "Added"]);
}

/// Applies through something that lets each change come to grief the first time.
fn survives(fate: Fate) -> usize {
    let instance = instance();
    let seen: Mutex<BTreeSet<(String, String)>> = Mutex::default();
    let all = Arc::new(Mutex::new(0));
    let count = Arc::clone(&all);
    let fate = move |change: &Change| {
        *count.lock().expect("no thread fails") = change.number;
        let first = (change.method.clone(), change.path.clone());
        if seen.lock().expect("no thread fails").insert(first) { fate } else { Fate::Passes }
    };
    let url = between(&instance, Rules { fate: Box::new(fate), after: Box::new(|_| {}) });
    let client = Client::at(&url);
    client.says(MANIFEST).applies();
    is_as_written(&instance);
    *all.lock().expect("no thread fails")
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn a_lost_answer_makes_nothing_twice() {
    assert!(survives(Fate::LosesItsAnswer) >= 12);
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn a_lost_request_is_made_again() {
    assert!(survives(Fate::IsLost) >= 20);
}

/// Kills the program at one of its writes, runs it again, and returns whether it came to that write.
fn is_carried_on(at: usize, gets_through: bool) -> bool {
    let instance = instance();
    let victim: Arc<Mutex<Option<Child>>> = Arc::default();
    let (tell, killed) = channel();
    let held = Arc::clone(&victim);
    let kill = move |change: &Change| {
        if change.number == at
            && let Some(child) = held.lock().expect("no thread fails").as_mut()
        {
            child.kill().expect("it can be killed");
            // Nobody listens once the test has failed.
            let _ = tell.send(());
        }
    };
    let kill = Arc::new(Mutex::new(kill));
    let (before, after) = (Arc::clone(&kill), kill);
    let fate = move |change: &Change| {
        if change.number == at && !gets_through {
            before.lock().expect("no thread fails")(change);
            return Fate::IsLost;
        }
        Fate::Passes
    };
    let after = move |change: &Change| after.lock().expect("no thread fails")(change);
    let client =
        Client::at(&between(&instance, Rules { fate: Box::new(fate), after: Box::new(after) }));
    client.says(MANIFEST);
    let mut command = client.command(&["apply", "--yes"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    *victim.lock().expect("no thread fails") = Some(command.spawn().expect("it starts"));
    let was = killed.recv_timeout(Duration::from_secs(60)).is_ok();
    let child = victim.lock().expect("no thread fails").take();
    child.expect("it was started").wait().expect("it ends");
    let client = Client::of(&instance);
    client.says(MANIFEST).applies();
    is_as_written(&instance);
    was
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn a_run_that_is_killed_at_any_write_is_carried_on() {
    let threads: Vec<_> = [1, 3, 4, 6, 7, 10]
        .into_iter()
        .map(|at| std::thread::spawn(move || (at, is_carried_on(at, at % 2 == 0))))
        .collect();
    for thread in threads {
        let (at, was) = thread.join().expect("the run is carried on");
        assert!(was, "it came to write {at}");
    }
}
