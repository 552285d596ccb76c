//! `export`: new manifests from what is live, and what drifted taken into those that are there.

use crate::project::{Files, Project, files_below};

/// A project that was applied and then changed in the portal: its live state is `live`.
fn drifted(access: &str, live: &str) -> Project {
    let project = Project::empty();
    let text = "version: 1\nplatform: ccaas\nenvironments: { e: { target: sandbox, live: live } }\n\
                unmanaged: [{ users: 'svc-*@acme.example', reason: others }]\n";
    project.write("rolecall.yaml", text);
    project.write("access/access.yaml", access);
    project.write("live/live.yaml", live);
    project
}

/// Somebody who administers, so that there is one.
const ROOT: &str = "
- email: root@acme.example
  first_name: Robin
  last_name: Okafor
  roles: [Admin]
";

/// Returns what `export --into` makes of a manifest; afterwards nothing is planned.
#[track_caller]
fn taken_over(access: &str, live: &str) -> String {
    let project = drifted(access, live);
    project.run(&["export", "--into"]).ends(0).prints("access/access.yaml\n").says_nothing();
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
    project.run(&["export", "--into"]).ends(0).prints("Nothing to take over");
    project.read("access/access.yaml")
}

fn manifests(mut files: Files) -> Files {
    files.retain(|path, _| path.starts_with("access/"));
    files
}

#[test]
fn what_was_changed_in_the_portal_is_taken_into_acme() {
    let project = Project::copy_of("acme");
    project.run(&["apply", "--yes"]).ends(0);
    let ours = manifests(project.files());
    // The portal: a copy of the project, applied to the same sandbox.
    let people = "access/people/krakow.yaml";
    project.edit(
        people,
        "    agent_id: KRK-0104\n    location: Krakow",
        "    agent_id: KRK-9999\n    location: Krakow",
    );
    project.edit("access/roles/floor.yaml", "      monitoring.calls.monitor: granted\n      monitoring.chats: { level: view, only: [assigned_teams] }\n      monitoring.queues: { level: view, only: [assigned_teams] }\n      reports", "      monitoring.chats: { level: view, only: [assigned_teams] }\n      monitoring.queues: { level: view, only: [assigned_teams] }\n      reports");
    project.edit("access/teams/claims.yaml", "          - bohdan.petryk@acme.example\n", "");
    project.run(&["apply", "--yes"]).ends(0);
    let theirs = manifests(project.files());
    ours.iter().for_each(|(path, bytes)| project.write(path, bytes));

    project.run(&["export", "--into"]).ends(0).says_nothing();

    assert_eq!(manifests(project.files()), theirs, "the same lines are changed, and no others");
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
}

#[test]
fn lists_between_brackets_stay_so_while_they_are_short() {
    let role = |name: &str| format!("- {{ name: {name}, label: {name}, permissions: {{}} }}\n");
    let roles = format!("roles:\n{}{}", role("A"), role("B"));
    let user = |roles: &str| {
        format!(
            "users:{ROOT}- {{ email: bo@acme.example, first_name: Bo, last_name: Lind, roles: {roles} }} # night\n"
        )
    };
    let access = format!("{roles}{}", user("[ A, B ]"));
    let now = taken_over(&access, &format!("{roles}{}", user("[B, Agent]")));
    assert_eq!(now, format!("{roles}{}", user("[ B, Agent ]")));

    let team =
        |members: &str| format!("teams:\n- name: L1\n  members: {members} # all\n  managers: []\n");
    let person = |n: usize| {
        format!(
            "{{ email: a-rather-long-name-{n}@acme.example, first_name: A, last_name: B, roles: [Agent] }}"
        )
    };
    let people: String = (0..4).map(|n| format!("- {}\n", person(n))).collect();
    let address = |n: usize| format!("a-rather-long-name-{n}@acme.example");
    let all: Vec<String> = (0..4).map(address).collect();
    let users = format!("users:{ROOT}{people}");
    let live = format!("{}{users}", team(&format!("[{}]", all.join(", "))));
    let now = taken_over(&format!("{}{users}", team(&format!("[{}]", all[1]))), &live);
    let lines: String = [1, 0, 2, 3].map(|n| format!("    - {}\n", address(n))).concat();
    assert_eq!(
        now,
        format!("teams:\n- name: L1\n  members: # all\n{lines}  managers: []\n{users}")
    );
}

#[test]
fn an_entry_with_an_end_stays_while_it_holds_and_goes_when_it_is_taken_away() {
    let user = |roles: &str| {
        format!(
            "users:{ROOT}- email: bo@acme.example\n  first_name: Bo\n  last_name: Lind\n  roles: {roles}\n"
        )
    };
    let held = "[Agent, { role: 'Manager: Data', until: 2099-12-31, reason: x }]";
    let now = taken_over(&user(held), &user("[Agent]"));
    assert_eq!(now, user("[Agent]"));
    let now = taken_over(&user(held), &user("['Manager: Data', Agent, Manager]"));
    assert_eq!(
        now,
        user("[Agent, Manager, { role: 'Manager: Data', until: 2099-12-31, reason: x }]")
    );
}

#[test]
fn what_can_not_be_changed_in_place_is_named_and_nothing_is_written() {
    let user = |roles: &str| {
        format!(
            "users:{ROOT}- email: bo@acme.example\n  first_name: Bo\n  last_name: Lind\n  roles: {roles}\n"
        )
    };
    let cy = "- { email: cy@acme.example, first_name: Cy, last_name: Ng, roles: *r }\n";
    let plain = "- { email: cy@acme.example, first_name: Cy, last_name: Ng, roles: [Agent] }\n";
    for (access, live, said) in [
        (
            user("[Agent, { role: Manager, until: 2020-12-31, reason: x }]"),
            user("[Agent, Manager]"),
            "access/access.yaml:9:18",
        ),
        (
            format!("{}{cy}", user("&r [Agent]")),
            format!("{}{plain}", user("[Manager]")),
            "by an alias",
        ),
        (user("[\n    Agent, # day\n    Manager,\n  ]"), user("[Agent]"), "comments between"),
    ] {
        let project = drifted(&access, &live);
        let ended = project.run(&["export", "--into"]).ends(7).prints_nothing();
        ended.says("by-hand").says(said);
        assert_eq!(project.read("access/access.yaml"), access);
    }
}

#[test]
fn a_rename_that_was_not_applied_is_taken_back_where_it_stands() {
    let with = |name: &str, former: &str| {
        format!(
            "roles:\n- name: {name} # for all\n  label: LEAD\n  permissions: {{}}\n{former}\
             users:{ROOT}- email: bo@acme.example # Bo\n  first_name: Bo\n  last_name: Lind\n  \
             roles: [{name}]\n"
        )
    };
    let access = with("Shift Lead", "  previously: [Lead]\n");
    assert_eq!(taken_over(&access, &with("Lead", "")), with("Lead", ""));
    let access = with("Shift Lead", "  previously: [Chief, Lead]\n");
    assert_eq!(taken_over(&access, &with("Lead", "")), with("Lead", "  previously: [Chief]\n"));
}

#[test]
fn a_comment_goes_with_the_last_of_what_stands_below_it() {
    let person = |name: &str| {
        format!("- email: {name}@acme.example\n  first_name: A\n  last_name: B\n  roles: [Agent]\n")
    };
    let users = |between: &str| {
        let [a, b, c] = ["a", "b", "c"].map(person);
        format!("users:{ROOT}{a}{between}{b}{c}")
    };
    let team = |members: &str| format!("teams:\n- name: L1\n  managers: []\n  members:\n{members}");
    let item = |name: &str| format!("  - {name}@acme.example\n");
    let (a, b, c) = (item("a"), item("b"), item("c"));
    let access = team(&format!("  # day\n{a}{b}\n  # hired\n\n  # night\n{c}")) + &users("");
    let live = team(&b) + &users("");
    let now = taken_over(&access, &live);
    assert_eq!(now, team(&format!("  # day\n{b}\n  # hired\n")) + &users(""));

    let listed = |users: String| team(&c) + &users;
    let without_b = |users: String| listed(users).replace(&person("b"), "");
    let now = taken_over(&listed(users("# lead of L1\n")), &without_b(users("")));
    assert_eq!(now, without_b(users("")));
}

#[test]
fn an_alias_is_written_out_where_it_means_something_else_now() {
    let people = |roles: [&str; 2]| {
        let [bo, cy] = roles;
        format!(
            "users:{ROOT}- {{ email: bo@acme.example, first_name: B, last_name: L, roles: {bo} }}\n- {{ email: cy@acme.example, first_name: C, last_name: N, roles: {cy} }}\n"
        )
    };
    let now = taken_over(&people(["&r [Agent]", "*r"]), &people(["[Agent]", "[Agent, Manager]"]));
    assert_eq!(now, people(["&r [Agent]", "[Agent, Manager]"]));
}

#[test]
fn a_byte_order_mark_and_line_ends_stay() {
    let user = |name: &str| {
        format!("\u{feff}users:{ROOT}- email: bo@acme.example # Bo\n  first_name: {name}\n  last_name: Lind\n  roles: [Agent]\n").replace('\n', "\r\n")
    };
    assert_eq!(taken_over(&user("Bo"), &user("Bob")), user("Bob"));
}

#[test]
fn what_is_empty_is_filled_and_what_is_emptied_stays_declared() {
    let with = |teams: &str| format!("teams:{teams}\nusers:{ROOT}");
    let listed = "\n  - name: L1\n    managers: []\n    members: []";
    assert_eq!(taken_over(&with(" []"), &with(listed)), with(listed));
    assert_eq!(taken_over(&with(listed), &with(" []")), with(" []"));
}

#[test]
fn people_whom_nobody_lists_are_added_where_that_is_asked_for() {
    let more = "- { email: bo@acme.example, first_name: Bo, last_name: Lind, roles: [Agent] }\n\
                - { email: svc-x@acme.example, first_name: X, last_name: X, roles: [Agent] }\n";
    let (access, live) = (format!("users:{ROOT}"), format!("users:{ROOT}{more}"));
    let project = drifted(&access, &live);
    project.run(&["export", "--into"]).ends(0).prints("Nothing to take over");
    project.run(&["export", "--into", "--unlisted"]).ends(0).prints("access/access.yaml");
    let added = "- email: bo@acme.example\n  first_name: Bo\n  last_name: Lind\n  roles: [Agent]\n  status: active\n";
    assert_eq!(project.read("access/access.yaml"), format!("users:{ROOT}{added}"));
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_permissions_and_nothing_else_is_left_behind() {
    use std::fs::{Permissions, metadata, set_permissions};
    use std::os::unix::fs::PermissionsExt;

    let user = |name: &str| {
        format!(
            "users:\n- email: root@acme.example\n  first_name: {name}\n  last_name: Okafor\n  roles: [Admin]\n"
        )
    };
    let project = drifted(&user("A"), &user("B"));
    let path = project.path("access/access.yaml");
    set_permissions(&path, Permissions::from_mode(0o640)).expect("it is ours");
    let before: Vec<String> = project.files().into_keys().collect();
    project.run(&["export", "--into"]).ends(0);
    assert_eq!(metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o640);
    assert_eq!(project.files().into_keys().collect::<Vec<_>>(), before);
}

#[test]
fn many_people_are_written_into_files_by_team() {
    let project = Project::copy_of("acme");
    project.run(&["apply", "--yes"]).ends(0);
    project.run(&["export", "--to", "out"]).ends(0);
    let files = files_below(&project.path("out"));
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    for name in [
        "manifest.schema.json",
        "roles.yaml",
        "teams.yaml",
        "teams/vip-desk.yaml",
        "users.yaml",
        "users/claims.yaml",
    ] {
        assert!(names.contains(&name), "{name} isn't in {names:?}");
    }
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".yaml")) {
        let text = String::from_utf8_lossy(bytes);
        let schema = text.lines().next().and_then(|line| line.split_once("$schema="));
        let schema = schema.unwrap_or_else(|| panic!("{name} names no schema")).1;
        let folder = project.path("out").join(name);
        assert!(folder.parent().is_some_and(|folder| folder.join(schema).is_file()), "{name}");
        assert!(text.matches("- email:").count() <= 200, "{name} is too long to review");
    }
}

#[test]
fn export_says_where_to() {
    let project = Project::copy_of("minimal");
    project.run(&["export"]).ends(64).says("--to <DIR>");
    project.run(&["export", "--to", "out", "--into"]).ends(64);
    project.run(&["export", "--to", "out", "--unlisted"]).ends(64);
}
