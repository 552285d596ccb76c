//! What is written is brought about, and stays; what is live is exported, and means itself.

use serde_json::json;

use super::client::Client;
use super::server::Instance;

/// An instance with a little of everything.
fn instance() -> Instance {
    let instance = Instance::new();
    instance.add_role("Night", &["request_read_group", "inbox_read"]);
    instance.add_role("Old", &["request_read_my"]);
    for (name, role) in [("ana", "agent"), ("bo", "Night"), ("cleo", "admin"), ("dan", "Old")] {
        instance.add_person(name, role);
    }
    instance.add_group("Support", &["ana", "bo"]);
    instance.add_group("Gone", &["ana"]);
    instance.set(
        "bo",
        json!({ "max_assigned_chat": 3, "tags": [{ "tag": "vip", "color": "#ff0000" }] }),
    );
    instance
}

fn person(name: &str, role: &str, more: &str) -> String {
    format!(
        "- email: {name}@acme.example\n  first_name: {name}\n  last_name: Example\n  roles: [{role}]\n{more}"
    )
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn roles_people_and_groups_become_what_is_written() {
    let instance = instance();
    let client = Client::of(&instance);
    let users = [
        person("ana", "Day", "  chat_limit: 5\n"),
        person("bo", "Agent", "  chat_limit: -1\n  tags: vip, night\n"),
        person("cleo", "Administrator", ""),
        person("dan", "Night", ""),
    ];
    client.says(&format!(
        "roles:\n- name: Night\n  permissions: {{ request_read_group: granted, teammates_read: granted }}\n\
         - name: Day\n  permissions: {{ request_read_my: granted }}\n\
         teams:\n- name: Support\n  members: [bo@acme.example, cleo@acme.example]\n- name: Sales\n  members: [ana@acme.example]\n\
         users:\n{}",
        users.concat()
    ));
    client.applies();
    let roles = instance.roles();
    let names: Vec<&str> = roles.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Day", "Night"]);
    assert_eq!(roles[0].1, ["request_read_my"]);
    let who = ["ana", "bo", "cleo", "dan"].map(|name| instance.role_of(name));
    assert_eq!(who, ["Day", "agent", "admin", "Night"]);
    let groups = instance.groups();
    assert_eq!(groups[0], ("Sales".into(), vec!["ana".into()]));
    assert_eq!(groups[1], ("Support".into(), vec!["bo".into(), "cleo".into()]));
    assert_eq!(groups.len(), 2);
    assert_eq!(instance.person("ana")["max_assigned_chat"], 5);
    let bo = instance.person("bo");
    assert_eq!(bo["max_assigned_chat"], -1);
    let tags = bo["tags"].as_array().expect("tags");
    assert_eq!((&tags[0]["tag"], &tags[0]["color"]), (&json!("vip"), &json!("#ff0000")));
    assert_eq!((&tags[1]["tag"], tags.len()), (&json!("night"), 2));
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn what_is_live_is_exported_and_means_itself() {
    let instance = instance();
    let client = Client::of(&instance);
    std::fs::remove_file(client.path("access/access.yaml")).expect("it is there");
    client.run(&["export", "--to", "access"]).ends(0);
    client.run(&["check"]).ends(0);
    client.is_at_rest();
}
