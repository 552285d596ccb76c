//! Departments: what is written is brought about and stays, and what the server lets happen doesn't come of it.

use serde_json::{Value, json};

use super::client::Client;
use super::server::{Desk, Instance, id};

/// A project that lists nobody, with these groups and departments.
fn says(client: &Client, groups: &[&str], departments: &str) {
    let groups: Vec<String> = groups.iter().map(|name| format!("- name: {name}\n")).collect();
    let (groups, none) = (groups.concat(), " []\n".to_owned());
    let list = |text: &str| if text.is_empty() { none.clone() } else { format!("\n{text}") };
    client.says(&format!("teams:{}departments:{}", list(&groups), list(departments)));
}

/// What a plan does, each step as its action and its key.
fn told(plan: &Value) -> Vec<String> {
    let stages = plan["stages"].as_array().expect("stages").iter();
    let steps = stages.flat_map(|stage| stage["steps"].as_array().expect("steps"));
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned).unwrap_or_default();
    steps.map(|step| format!("{} {}", text(&step["action"]), text(&step["key"]))).collect()
}

fn one(name: &str, group: &str) -> Desk {
    (name.into(), group.into(), vec![])
}

fn shared(name: &str, groups: &[(&str, i64)]) -> Desk {
    let groups = groups.iter().map(|(name, share)| ((*name).into(), *share)).collect();
    (name.into(), String::new(), groups)
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn departments_become_what_is_written() {
    let instance = Instance::new();
    let client = Client::of(&instance);
    let first = "- { name: Sales, groups: [{ group: North, percentage: 40 }, { group: South, percentage: 60 }] }\n\
                 - { name: Help, groups: [North], description: What went wrong, routing: assigned, visibility: hidden }\n\
                 - { name: Nobody }\n\
                 - { name: Default Department, groups: [South], routing: assigned }\n";
    says(&client, &["North", "South"], first);
    client.applies();
    let sales = shared("Sales", &[("North", 40), ("South", 60)]);
    assert_eq!(instance.departments(), [one("Help", "North"), one("Nobody", ""), sales]);
    let help = instance.department("Help");
    let told = [&help["description"], &help["routing"], &help["status"]];
    assert_eq!(told, [&json!("What went wrong"), &json!("assigned"), &json!(0)]);
    let default = instance.department("Default Department");
    assert_eq!((&default["routing"], &default["default"]), (&json!("assigned"), &json!(true)));

    // From one form of its groups to the other and to none, with another name, and gone.
    let second = "- { name: Sales, groups: [South] }\n\
                  - { name: Assist, previously: [Help], groups: [{ group: South, percentage: 100 }], description: null, visibility: visible }\n\
                  - { name: Default Department, groups: [], routing: pooled }\n";
    says(&client, &["North", "South"], second);
    client.applies();
    let assist = shared("Assist", &[("South", 100)]);
    assert_eq!(instance.departments(), [assist, one("Sales", "South")]);
    let assist = instance.department("Assist");
    assert_eq!(id(&assist), id(&help), "it is the same one");
    let told = [&assist["description"], &assist["routing"], &assist["status"]];
    assert_eq!(told, [&json!(""), &json!("assigned"), &json!(1)]);
    assert_eq!(instance.department("Default Department")["id_group"], Value::Null);
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn departments_are_exported_and_mean_themselves() {
    let instance = Instance::new();
    let [north, south] = ["North", "South"].map(|name| instance.add_group(name, &[]));
    let shares = json!([
        { "group_id": north, "percentage": 30 }, { "group_id": south, "percentage": 70 }
    ]);
    instance.add_department("Sales", json!({ "groups": shares, "routing": "assigned" }));
    instance.add_department("Help", json!({ "id_group": north, "description": "What went wrong" }));
    // Some write both, where there is one group.
    let both = json!({ "id_group": north, "groups": [{ "group_id": north, "percentage": 100 }] });
    instance.add_department("Both", both);
    instance.add_department("Nobody", json!({ "status": 0 }));
    let client = Client::of(&instance);
    std::fs::remove_file(client.path("access/access.yaml")).expect("it is there");
    client.run(&["export", "--to", "access"]).ends(0);
    client.run(&["check"]).ends(0);
    client.is_at_rest();
    let text = client.read("access/departments.yaml");
    for part in
        ["{ group: South, percentage: 70 }", "description: What went wrong", "visibility: hidden"]
    {
        assert!(text.contains(part), "{part} isn't in\n{text}");
    }
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn a_bot_of_a_department_stays() {
    let instance = Instance::new();
    let group = instance.add_group("North", &[]);
    let more = json!({ "id_group": group, "id_bot": "a-bot", "bot_only": true });
    instance.add_department("Sales", more);
    let client = Client::of(&instance);
    let bot = || {
        let sales = instance.department("Sales");
        (sales["id_bot"].clone(), sales["bot_only"].clone())
    };
    for (at, groups) in
        ["[{ group: North, percentage: 100 }]", "[North]", "[]"].into_iter().enumerate()
    {
        let sales = format!("- {{ name: Sales, groups: {groups}, description: change {at} }}\n");
        says(&client, &["North"], &sales);
        client.applies();
        assert_eq!(bot(), (json!("a-bot"), json!(true)), "{groups}");
    }
    assert_eq!(instance.department("Sales")["id_group"], Value::Null);
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn a_group_that_a_department_uses_is_let_go_first() {
    let instance = Instance::new();
    let [old, former] = ["Old", "Former"].map(|name| instance.add_group(name, &[]));
    instance.add_department("Sales", json!({ "id_group": old }));
    let shares = json!([
        { "group_id": old, "percentage": 50 }, { "group_id": former, "percentage": 50 }
    ]);
    instance.add_department("Help", json!({ "groups": shares }));
    let client = Client::of(&instance);
    client.says(
        "teams:\n- name: New\n- { name: Renamed, previously: [Former] }\ndepartments:\n\
         - { name: Sales, groups: [New] }\n\
         - { name: Help, groups: [{ group: New, percentage: 20 }, { group: Renamed, percentage: 80 }] }\n",
    );
    let steps = told(&client.plan());
    let at = |step: &str| steps.iter().position(|other| other == step).expect(step);
    assert!(at("create New") < at("update Sales") && at("update Sales") < at("delete Old"));
    assert!(at("update Help") < at("delete Old"), "{steps:?}");
    client.applies();
    let help = shared("Help", &[("New", 20), ("Renamed", 80)]);
    assert_eq!(instance.departments(), [help, one("Sales", "New")]);
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn two_departments_of_one_name_are_never_guessed_at() {
    let instance = Instance::new();
    instance.add_department("Twin", json!({ "description": "one" }));
    instance.add_department("Twin", json!({ "description": "other" }));
    let client = Client::of(&instance);
    says(&client, &[], "- { name: Twin, description: both }\n");
    client.run(&["plan"]).says("2 departments are called `Twin`");
    client.apply().ends(1).says("2 departments are called `Twin`");
    says(&client, &[], "");
    client.is_at_rest();
    assert_eq!(instance.departments().len(), 2, "neither was touched");
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn the_default_department_is_known_by_its_mark_and_stays() {
    let instance = Instance::new();
    let default = id(&instance.department("Default Department"));
    let body = json!({ "name": "Reception" });
    instance.ask("PATCH", &format!("/departments/{default}"), Some(body)).ok();
    let client = Client::of(&instance);
    says(&client, &[], "");
    client.run(&["plan"]).says("the default department is called `Reception`");
    client.is_at_rest();
    says(&client, &[], "- { name: Default Department, routing: assigned }\n");
    client.applies();
    let found = instance.department("Reception");
    assert_eq!((id(&found), &found["routing"]), (default, &json!("assigned")));
    // One that only has its name.
    instance.add_department("Default Department", json!({}));
    client.run(&["plan"]).says("2 departments are called `Default Department`");
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn groups_that_cannot_be_told_are_remarked_on_and_can_be_set() {
    let instance = Instance::new();
    let [north, south] = ["North", "South"].map(|name| instance.add_group(name, &[]));
    let one = |group: &str, share: Value| json!({ "group_id": group, "percentage": share });
    let gone = "64b6f3a1c0ffee0123456789";
    instance.add_department("Gone", json!({ "id_group": gone }));
    instance.add_department(
        "Parts",
        json!({ "groups": [one(&north, json!(33.3)), one(&south, json!(66.7))] }),
    );
    instance
        .add_department("Apart", json!({ "id_group": north, "groups": [one(&south, json!(100))] }));
    let odd = instance.add_department("Odd", json!({ "routing": "by the moon" }));
    let client = Client::of(&instance);
    says(
        &client,
        &["North", "South"],
        "- { name: Gone, groups: [North] }\n- { name: Parts, groups: [South] }\n\
         - { name: Apart, groups: [North] }\n- { name: Odd, routing: pooled }\n",
    );
    let plan = client.run(&["plan"]);
    let plan = ["Gone", "Parts", "Apart"].into_iter().fold(plan, |plan, name| {
        plan.says(&format!("what groups the department `{name}` has can't be told"))
    });
    plan.says("`routing` of the department `Odd` is `\"by the moon\"`");
    client.applies();
    let all = instance.departments();
    let expected = [("Apart", "North"), ("Gone", "North"), ("Odd", ""), ("Parts", "South")];
    assert_eq!(all, expected.map(|(name, group)| self::one(name, group)));
    assert_eq!(id(&instance.department("Odd")), odd);
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn a_department_that_somebody_changed_since_the_plan_is_not_overwritten() {
    let instance = Instance::new();
    let [north, south] = ["North", "South"].map(|name| instance.add_group(name, &[]));
    let made = instance.add_department("Sales", json!({ "id_group": north }));
    let client = Client::of(&instance);
    says(&client, &["North", "South"], "- { name: Sales, groups: [] }\n");
    let plan = client.plan();
    let body = json!({ "id_group": south });
    instance.ask("PATCH", &format!("/departments/{made}"), Some(body)).ok();
    let digest = plan["digest"].as_str().expect("a digest");
    client.run(&["apply", "--approve", digest, "--allow", "emptied"]).ends(5);
    assert_eq!(instance.departments(), [one("Sales", "South")]);
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn of_several_groups_each_needs_a_percentage() {
    let instance = Instance::new();
    let [north, south] = ["North", "South"].map(|name| instance.add_group(name, &[]));
    let body = |groups: Value| json!({ "name": "Sales", "groups": groups });
    let listed = json!([{ "group_id": north }, { "group_id": south }]);
    let answer = instance.ask("POST", "/departments", Some(body(listed)));
    assert_eq!(answer.status, 500, "the server takes none either");
    let client = Client::of(&instance);
    says(&client, &["North", "South"], "- { name: Sales, groups: [North, South] }\n");
    client.run(&["plan"]).ends(7).says("each of several groups needs a percentage");
}

#[test]
#[ignore = "needs Tiledesk: tests/real/run"]
fn a_department_that_no_list_has_is_not_there() {
    let instance = Instance::new();
    let group = instance.add_group("North", &[]);
    instance.add_department("Hidden", json!({ "status": -1, "id_group": group }));
    let client = Client::of(&instance);
    says(&client, &["North"], "");
    client.is_at_rest();
    says(&client, &["North"], "- { name: Sales, visibility: hidden_in_dashboard }\n");
    client.run(&["plan"]).ends(7).says("unknown-value");
    // The server itself keeps its group.
    says(&client, &[], "");
    client.apply().ends(1).says("Unable to delete a group associated with a department");
}
