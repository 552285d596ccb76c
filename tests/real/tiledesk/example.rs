//! The example of the repository, in earnest: what its `live/` holds is put onto the server, and its
//! `production` becomes what its manifests say.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, copy};
use super::server::{Instance, id, server, sign_up};

/// Reads one of its manifests.
fn manifest(client: &Client, path: &str) -> Value {
    serde_yaml::from_str(&client.read(path)).expect("it is YAML")
}

fn entries<'v>(manifest: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    manifest[key].as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// Puts a state onto the server, by the server's own ways.
fn fill(instance: &Instance, live: &Value) {
    for role in entries(live, "roles") {
        let permissions = role["permissions"].as_object().expect("permissions");
        let permissions: Vec<&str> = permissions.keys().map(String::as_str).collect();
        instance.add_role(text(&role["name"]), &permissions);
    }
    for user in entries(live, "users") {
        let email = text(&user["email"]);
        sign_up(email, text(&user["first_name"]), text(&user["last_name"]));
        let role = match text(&user["roles"][0]) {
            "Administrator" => "admin",
            "Agent" => "agent",
            custom => custom,
        };
        let made = instance.invite(email, role);
        let tags = user["tags"].as_str().into_iter().flat_map(|tags| tags.split(", "));
        let tags: Vec<Value> = tags.map(|tag| json!({ "tag": tag })).collect();
        let mut body = json!({ "tags": tags });
        if let Some(limit) = user["chat_limit"].as_i64() {
            body["max_assigned_chat"] = limit.into();
        }
        instance.ask("PUT", &format!("/project_users/{made}"), Some(body)).ok();
    }
    let people = instance.list("/project_users");
    for team in entries(live, "teams") {
        let account = |email: &Value| {
            let found = people.iter().find(|found| found["id_user"]["email"] == *email);
            id(&found.expect("somebody who was let in")["id_user"])
        };
        let members: Vec<String> = entries(team, "members").map(account).collect();
        let body = json!({ "name": team["name"], "members": members });
        instance.ask("POST", "/groups", Some(body)).ok();
    }
    let groups = instance.list("/groups");
    for department in entries(live, "departments") {
        let one = &department["groups"][0];
        let group = groups.iter().find(|group| group["name"] == *one).map(id);
        let status = i64::from(department["visibility"] != "hidden");
        let mut body = department.clone();
        let fields = body.as_object_mut().expect("fields");
        fields.retain(|key, _| !["groups", "visibility"].contains(&key.as_str()));
        fields
            .extend([("id_group".to_owned(), group.into()), ("status".to_owned(), status.into())]);
        let default = instance.department("Default Department");
        match default["name"] == department["name"] {
            true => instance.ask("PATCH", &format!("/departments/{}", id(&default)), Some(body)),
            false => instance.ask("POST", "/departments", Some(body)),
        }
        .ok();
    }
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn the_example_becomes_what_it_says_and_its_export_means_the_same() {
    let instance = Instance::new();
    let client = Client::of(&instance);
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/smartflows");
    fs::remove_dir_all(client.path("access")).expect("it is there");
    copy(&from, &client.path(""));
    let project = client.read("rolecall.yaml");
    let address = project.lines().find_map(|line| line.trim().strip_prefix("url: "));
    let here = format!("{}/{}", server(), instance.id);
    let project = project.replace(address.expect("it has one"), &here);
    client.write("rolecall.yaml", &project.replace("default: rehearsal", "default: production"));
    fill(&instance, &manifest(&client, "live/live.yaml"));

    // What is planned for the platform is what the rehearsal shows.
    let rehearsal = client.run(&["-e", "rehearsal", "plan", "--format", "json"]).ends(0);
    let rehearsal: Value = serde_json::from_str(&rehearsal.out).expect("a plan");
    let plan = client.plan();
    let ids = |plan: &Value| {
        let steps = entries(plan, "stages").flat_map(|stage| entries(stage, "steps"));
        steps.map(|step| step["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&plan), ids(&rehearsal));
    client.run(&["apply", "--yes"]).ends(0);
    client.is_at_rest();

    fs::remove_dir_all(client.path("access")).expect("it is there");
    client.run(&["export", "--to", "access"]).ends(0);
    client.is_at_rest();
}
