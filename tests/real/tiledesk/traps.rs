//! What the server lets happen, and what is not to come of it.

use serde_json::json;

use super::client::Client;
use super::server::{Instance, address, id};

fn users(rows: &[(&str, &str)]) -> String {
    let row = |(name, role): &(&str, &str)| {
        format!(
            "- {{ email: {name}@acme.example, first_name: {name}, last_name: Example, roles: [{role}] }}\n"
        )
    };
    format!("users:\n{}", rows.iter().map(row).collect::<String>())
}

fn role(name: &str, permission: &str) -> String {
    format!("- {{ name: {name}, permissions: {{ {permission}: granted }} }}\n")
}

fn group(name: &str, people: &[&str]) -> String {
    let people: Vec<String> = people.iter().map(|name| address(name)).collect();
    format!("- {{ name: {name}, members: [{}] }}\n", people.join(", "))
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn members_are_replaced_whole_so_nobody_who_was_there_is_lost() {
    let instance = Instance::new();
    for name in ["ana", "bo", "cleo"] {
        instance.add_person(name, "agent");
    }
    let id = instance.add_group("Support", &["ana", "bo"]);
    // One who is in the bin, and one of whom nobody knows anything.
    let members: Vec<String> = ["ana", "bo"].map(|name| instance.account(name)).into();
    let members = [members, vec!["somebody-else".to_owned()]].concat();
    let bo = super::server::id(&instance.person("bo"));
    instance.ask("DELETE", &format!("/project_users/{bo}?soft=true"), None).ok();
    instance.ask("PUT", &format!("/groups/{id}"), Some(json!({ "members": members }))).ok();
    let client = Client::of(&instance);
    client.says(
        &("teams:\n".to_owned()
            + &group("Support", &["ana", "cleo"])
            + &users(&[("ana", "Agent"), ("cleo", "Agent")])),
    );
    client.applies();
    let groups = instance.groups();
    let members: Vec<&str> = groups[0].1.iter().map(String::as_str).collect();
    assert_eq!(members, ["ana", "bo", "cleo", "somebody-else"]);
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn more_roles_than_a_page_holds_are_all_read() {
    let instance = Instance::new();
    let mut text = "roles:\n".to_owned();
    for number in 0..83 {
        instance.add_role(&format!("R{number}"), &["request_read_my"]);
        text += &role(&format!("R{number}"), "request_read_my");
    }
    let client = Client::of(&instance);
    client.says(&text).is_at_rest();
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn two_roles_of_one_name_are_never_guessed_at() {
    let instance = Instance::new();
    instance.add_role("Twin", &["request_read_all"]);
    instance.add_role("Twin", &["request_read_my"]);
    let client = Client::of(&instance);
    client.says(&("roles:\n".to_owned() + &role("Twin", "request_read_group")));
    client.run(&["plan"]).says("2 custom roles are called `Twin`");
    client.apply().ends(1).says("2 roles are called `Twin`");
    client.says("teams: []\n");
    client.apply().ends(1).says("2 roles are called `Twin`");
    assert_eq!(instance.roles().len(), 2, "neither was touched");
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn two_groups_of_one_name_are_never_guessed_at() {
    let instance = Instance::new();
    instance.add_person("ana", "agent");
    instance.add_person("bo", "agent");
    instance.add_group("Twin", &["ana"]);
    instance.add_group("Twin", &[]);
    let client = Client::of(&instance);
    client.says(
        &("teams:\n".to_owned()
            + &group("Twin", &["bo"])
            + &users(&[("ana", "Agent"), ("bo", "Agent")])),
    );
    client.run(&["plan"]).says("2 groups are called `Twin`");
    client.apply().ends(1).says("2 groups are called `Twin`");
    assert_eq!(instance.groups(), [("Twin".into(), vec![]), ("Twin".into(), vec!["ana".into()])]);
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn a_role_is_renamed_with_all_who_hold_it_and_who_are_invited_with_it() {
    let instance = Instance::new();
    instance.add_role("Old", &["request_read_my", "something_newer"]);
    for name in ["ana", "bo", "cleo"] {
        instance.add_person(name, "Old");
    }
    instance.set("bo", json!({ "status": "disabled" }));
    let body = json!({ "email": "nobody@acme.example", "role": "Old" });
    instance.ask("POST", "/project_users/invite", Some(body)).ok();
    let client = Client::of(&instance);
    let roles =
        "roles:\n- name: New\n  previously: [Old]\n  permissions: { request_read_my: granted }\n";
    client.says(&(roles.to_owned() + &users(&[("ana", "New")])));
    client.applies();
    let who = ["ana", "bo", "cleo"].map(|name| instance.role_of(name));
    assert_eq!(who, ["New", "New", "New"]);
    assert_eq!(instance.list("/pendinginvitations")[0]["role"], "New");
    assert_eq!(
        instance.roles(),
        [("New".into(), vec!["request_read_my".into(), "something_newer".into()])]
    );
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn a_role_that_somebody_holds_stays() {
    let instance = Instance::new();
    instance.add_role("Held", &["request_read_my"]);
    instance.add_role("Promised", &["request_read_my"]);
    instance.add_person("ana", "Held");
    instance.set("ana", json!({ "status": "disabled" }));
    let body = json!({ "email": "nobody@acme.example", "role": "Promised" });
    instance.ask("POST", "/project_users/invite", Some(body)).ok();
    let client = Client::of(&instance);
    client.apply().ends(4).says("in-use");
    client.says(&("roles:\n".to_owned() + &role("Held", "request_read_my")));
    client.apply().ends(1).says("it is still held by nobody@acme.example");
    assert_eq!(instance.roles().len(), 2);
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn what_the_platform_file_does_not_name_stays_in_a_role() {
    let instance = Instance::new();
    instance.add_role("Night", &["something_newer", "request_read_my"]);
    let client = Client::of(&instance);
    client.says(&("roles:\n".to_owned() + &role("Night", "request_read_all")));
    client.run(&["plan"]).says("`something_newer`");
    client.applies();
    let kept = vec!["request_read_all".into(), "something_newer".into()];
    assert_eq!(instance.roles(), [("Night".into(), kept)]);
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn a_name_that_means_another_role_to_the_server_is_refused() {
    let instance = Instance::new();
    instance.add_role("supervisor", &["request_read_all"]);
    instance.add_role("Administrator", &["request_read_my"]);
    instance.add_person("ana", "Administrator");
    instance.add_person("bo", "guest");
    let client = Client::of(&instance);
    let plan = client.run(&["plan"]);
    plan.says("a custom role is called `supervisor`, which means another one")
        .says("a custom role is called `Administrator`, which means another one")
        .says("which role `ana@acme.example` holds can't be told by its name")
        .says("`bo@acme.example` holds the role `guest`, which isn't there");
    client.says(&("roles:\n".to_owned() + &role("guest", "request_read_my")));
    client.apply().ends(1).says("the server has a meaning of its own for `guest`");
    assert_eq!(instance.roles().len(), 2);
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn a_group_that_a_department_uses_stays_wherever_it_is_named() {
    let instance = Instance::new();
    let group = instance.add_group("Support", &[]);
    let listed = json!({ "groups": [{ "group_id": group, "percentage": 100 }] });
    let made = instance.add_department("Desk", listed.clone());
    let client = Client::of(&instance);
    let project =
        client.read("rolecall.yaml").replace("users: listed", "users: listed, departments: listed");
    client.write("rolecall.yaml", &project);
    client.run(&["plan"]).says("in-use");
    client.apply().ends(4);
    // Of two that have one name nothing is told, and the server looks at neither.
    instance.add_department("Desk", listed);
    client.apply().ends(1).says("these departments still use it: `Desk`, `Desk`");
    assert_eq!(instance.groups().len(), 1);
    assert_eq!(id(&instance.department("Desk")), made);
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn nobody_is_invited_or_removed() {
    let instance = Instance::new();
    instance.add_person("ana", "agent");
    instance.add_person("bo", "agent");
    let bo = id(&instance.person("bo"));
    instance.ask("DELETE", &format!("/project_users/{bo}"), None).ok();
    assert_eq!(instance.person("bo")["status"], "disabled");
    let client = Client::of(&instance);
    let project = client.read("rolecall.yaml");
    client.write("rolecall.yaml", &project.replace("users: listed", "users: all"));
    client.run(&["plan"]).ends(7).says("managed-too-far");
    client.write("rolecall.yaml", &project);
    client.says(&users(&[("bo", "Agent"), ("cleo", "Agent")]));
    let ended = client.apply().ends(6).says("UCXP › User Management");
    assert!(ended.out.contains("cleo@acme.example"));
    let all = instance.list("/project_users");
    assert_eq!(all.len(), 3, "nobody was invited, nobody removed");
    assert_eq!(instance.person("ana")["status"], "active");
    assert!(instance.list("/pendinginvitations").is_empty());
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn somebody_who_was_disabled_and_invited_again_is_there_once() {
    let instance = Instance::new();
    instance.add_person("ana", "agent");
    instance.set("ana", json!({ "status": "disabled" }));
    instance.add_role("Night", &["request_read_my"]);
    let second = instance.add_person("ana", "agent");
    let client = Client::of(&instance);
    let text =
        "roles:\n".to_owned() + &role("Night", "request_read_my") + &users(&[("ana", "Night")]);
    client.says(&text);
    client.run(&["plan"]).says("`ana@acme.example` stands among the members more than once");
    client.applies();
    let written = instance.ask("GET", &format!("/project_users/{second}"), None).ok();
    assert_eq!(written["role"], "Night", "the entry that counts");
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn a_role_that_is_not_there_is_remarked_on_and_can_be_left() {
    let instance = Instance::new();
    instance.add_person("ana", "Gone");
    instance.set("ana", json!({ "permissions": ["x"] }));
    let client = Client::of(&instance);
    client.says(&users(&[("ana", "Agent")]));
    client.run(&["plan"]).says("`ana@acme.example` holds the role `Gone`, which isn't there");
    client.applies();
    assert_eq!(instance.role_of("ana"), "agent");
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn a_login_is_a_token_or_an_address_with_a_password_and_is_never_shown() {
    let instance = Instance::new();
    let login = format!("{}:{}", super::server::OWNER, super::server::PASSWORD);
    Client::of(&instance).with_login(&login).says("teams: []\n").is_at_rest();
    let wrong = format!("{}:wr0ng-and-secret", super::server::OWNER);
    let client = Client::of(&instance).with_login(&wrong);
    let ended = client.run(&["plan", "--verbose"]).ends(1).says("401");
    assert!(!(ended.out + &ended.err).contains("wr0ng"));
    let client = Client::of(&instance).with_login("neither");
    client.run(&["plan"]).ends(7).says("an address, a colon and a password");
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn what_somebody_changed_since_the_plan_is_not_overwritten() {
    let instance = Instance::new();
    instance.add_role("Night", &["request_read_my"]);
    instance.add_person("ana", "agent");
    let client = Client::of(&instance);
    let text =
        "roles:\n".to_owned() + &role("Night", "request_read_my") + &users(&[("ana", "Night")]);
    client.says(&text);
    let plan = client.plan();
    instance.set("ana", json!({ "role": "admin" }));
    let digest = plan["digest"].as_str().expect("a digest");
    client.run(&["apply", "--approve", digest]).ends(5);
    assert_eq!(instance.role_of("ana"), "admin");
}
