//! The portal's own list of people as what is live: what it doesn't tell is left alone.

use crate::project::{Project, steps};

const PROJECT: &str = "version: 1
platform: ccaas
environments:
  production: { target: file, live: users.csv }
guards: { min_admins: 1 }
";

const PEOPLE: &str = "users:
  - email: root@acme.example
    first_name: Robin
    last_name: Okafor
    roles: [Admin]
  - email: ana@acme.example
    first_name: Ana
    last_name: Diaz
    roles: [Agent]
";

/// A project whose list has these columns and rows after those of names and roles.
fn project(columns: &str, root: &str, ana: &str, access: &str) -> Project {
    let project = Project::empty();
    project.write("rolecall.yaml", PROJECT);
    project.write("access/people.yaml", PEOPLE);
    project.write("access/rest.yaml", access);
    let head = "Email,First name,Last name,Status,Role: Admin,Role: Agent";
    let rows = format!(
        "{head}{columns}\nroot@acme.example,Robin,Okafor,Active,1,0{root}\n\
         ana@acme.example,Ana,Diaz,Active,0,1{ana}\n"
    );
    project.write("users.csv", rows);
    project
}

#[test]
fn the_example_plans_what_the_list_tells_and_warns_about_the_rest() {
    let project = Project::copy_of("portal");
    let ended = project.run(&["plan", "--detailed-exitcode"]).ends(2);
    let ended = ended.says("`kofi.badu@acme.example` is in `Support:L2`");
    ended.prints("chat_concurrency: 3 → 4").prints("+ tomas.lindqvist@acme.example");
}

#[test]
fn a_seat_is_taken_for_what_the_manifests_say_it_is() {
    let teams = "teams:
  - name: Support
    managers: [root@acme.example]
    teams:
      - name: L1
        members: [ana@acme.example]
";
    let project = project(",Team: Support,Team: L1", ",1,0", ",0,1", teams);
    project.run(&["plan", "--detailed-exitcode"]).ends(0).says_nothing();

    project.edit("access/rest.yaml", "members: [ana@acme.example]", "members: []");
    let ended = project.run(&["plan", "--detailed-exitcode"]).ends(0).says_nothing();
    // She may be a manager of it, whose list nobody wrote.
    ended.prints("Nothing to do");
    project.edit("access/rest.yaml", "members: []", "members: []\n        managers: []");
    let ended = project.run(&["plan", "--detailed-exitcode"]).ends(0).prints("Nothing to do");
    ended.says("`ana@acme.example` is in `Support:L1`, as a member or as a manager");
}

#[test]
fn who_deletes_a_team_by_hand_is_told_who_is_in_it() {
    let project =
        project(",Team: Support,Team: Nights", ",1,0", ",0,1", "teams: [{ name: Support }]\n");
    project.run(&["plan"]).ends(0).prints("delete team `Nights` (by hand)");
    let ended = project.run(&["apply", "--yes"]).ends(6).prints("Delete the team `Nights`.");
    ended.prints("Take out first who is in it: `ana@acme.example`.");
}

#[test]
fn a_sub_team_is_found_by_its_own_name_also_when_it_moves_along() {
    let moved = "teams:
  - name: Care
    previously: [Support]
    teams: [{ name: L1, members: [ana@acme.example] }]
  - name: Sales
    teams: [{ name: L2 }]
";
    let columns = ",Team: Support,Team: L1,Team: Sales,Team: L2";
    let project = project(columns, ",0,0,0,0", ",0,1,0,0", moved);
    let plan = project.plan();
    let steps = steps(&plan);
    assert_eq!(steps.len(), 1, "{plan:#}");
    assert_eq!((&steps[0]["action"], &steps[0]["key"]), (&"rename".into(), &"Care".into()));
}

#[test]
fn a_team_that_is_named_by_its_path_is_no_other() {
    let teams = "teams:
  - name: Support
    teams: [{ name: L1, members: [ana@acme.example] }]
";
    let project = project(",Team: Support,Team: Support:L1,Team: L1", ",0,0,0", ",0,1,0", teams);
    let plan = project.plan();
    assert_eq!(steps(&plan).len(), 1, "{plan:#}");
    assert_eq!(
        (&steps(&plan)[0]["action"], &steps(&plan)[0]["key"]),
        (&"delete".into(), &"L1".into())
    );
}

#[test]
fn two_teams_of_one_name_are_both_taken_to_be_there() {
    let teams = "teams:
  - name: Support
    teams: [{ name: L1, members: [ana@acme.example], managers: [] }]
  - name: Sales
    teams: [{ name: L1, members: [], managers: [] }]
";
    let project = project(",Team: Support,Team: Sales,Team: L1", ",0,0,0", ",0,0,1", teams);
    project.run(&["plan", "--detailed-exitcode"]).ends(0).says_nothing();
}

#[test]
fn a_kind_without_columns_is_not_compared() {
    let access = "roles:
  - name: Floor Lead
    label: LEAD
    permissions: { settings.queue: edit }
team_order: [Support]
role_order: [Floor Lead]
teams:
  - name: Support
    managers: [root@acme.example]
    members: [ana@acme.example]
";
    let project = project("", "", "", access);
    let project_without_roles = |text: String| {
        let line = |line: &str| line.split(',').take(4).collect::<Vec<_>>().join(",") + "\n";
        text.lines().map(line).collect::<String>()
    };
    // Roles have columns, so one without is not there yet; teams have none.
    let plan = project.plan();
    assert_eq!(steps(&plan).len(), 1, "{plan:#}");
    assert_eq!(steps(&plan)[0]["key"], "Floor Lead");
    project.write("users.csv", project_without_roles(project.read("users.csv")));
    project.run(&["plan", "--detailed-exitcode"]).ends(0).prints("Nothing to do").says_nothing();
}

#[test]
fn an_empty_cell_leaves_a_managers_seat_uncompared() {
    let teams = "teams: [{ name: Support, managers: [ana.diaz@acme.example], members: [] }]\n";
    let project = project(",Team: Support", ",0", ",", teams);
    let former = "- email: ana.diaz@acme.example\n    previously: [ana@acme.example]";
    project.edit("access/people.yaml", "- email: ana@acme.example", former);
    let ended = project.run(&["plan"]).ends(4).says("untold").prints("rename user");
    assert!(!ended.out.contains("managers"), "{}", ended.out);
}

#[test]
fn somebody_inactive_of_whom_no_seat_is_told_is_left_alone() {
    let project = project("", "", "", "");
    project.edit("access/people.yaml", "roles: [Agent]", "roles: [Agent]\n    status: inactive");
    project.edit("users.csv", "Diaz,Active", "Diaz,Inactive");
    project.write("access/rest.yaml", "teams: []\n");
    project.run(&["plan", "--detailed-exitcode"]).ends(0).prints("Nothing to do").says_nothing();
}

#[test]
fn what_a_role_allows_is_not_compared_and_whether_it_is_there_is() {
    let roles = "roles:
  - name: Lead
    previously: [Floor Lead]
    label: LEAD
    permissions: { settings.queue: edit }
  - name: \"Manager: Data\"
    permissions: { settings.queue: edit }
role_order: [Lead]
";
    let project = project(",Role: Floor Lead,Role: Old", ",0,0", ",0,0", roles);
    let plan = project.plan();
    let told: Vec<String> =
        steps(&plan).iter().map(|step| format!("{} {}", step["action"], step["key"])).collect();
    assert_eq!(told, ["\"rename\" \"Lead\"", "\"delete\" \"Old\""], "{plan:#}");
}

#[test]
fn somebody_whose_address_changes_keeps_the_seat() {
    let access = "teams: [{ name: Support, managers: [root@acme.example], members: [ana.diaz@acme.example] }]\n";
    let project = project(",Team: Support", ",1", ",1", access);
    project.edit(
        "access/people.yaml",
        "- email: ana@acme.example",
        "- email: ana.diaz@acme.example\n    previously: [ana@acme.example]",
    );
    let plan = project.plan();
    assert_eq!(steps(&plan).len(), 1, "{plan:#}");
    assert_eq!(steps(&plan)[0]["action"], "rename");
    assert_eq!(steps(&plan)[0]["after"], serde_json::json!({}), "{plan:#}");
}

#[test]
fn an_export_of_the_list_leaves_out_who_sits_where() {
    let project = project(",Team: Support", ",1", ",1", "teams: [{ name: Support }]\n");
    let live = project.live();
    let teams = String::from_utf8(live["teams.yaml"].clone()).expect("it is UTF-8");
    let unknown = "    # Unknown, and so left alone: managers, members.\n";
    assert!(teams.ends_with(&format!("teams:\n  - name: Support\n{unknown}")), "{teams}");
    assert!(live.contains_key("users.yaml"));
}
