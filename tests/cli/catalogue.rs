//! A platform that a project extends with a catalogue of its own.

use serde_json::{Value, json};

use crate::project::Project;

const CATALOGUE: &str = "catalogue.yaml";

/// The example, whose project extends the built-in platform.
fn example() -> Project {
    Project::copy_of("catalogue")
}

/// What can be granted of a permission, as the schema of the project's manifests has it.
fn grant(project: &Project, id: &str) -> (Value, Value) {
    let schema = project.run(&["schema"]).ends(0).says_nothing().json();
    let permission = &schema["$defs"]["Role"]["properties"]["permissions"]["properties"][id];
    let shape = permission["$ref"].as_str().unwrap_or_else(|| panic!("there is no {id}"));
    let shape = schema.pointer(&shape[1..]).expect("what it refers to is there");
    (permission.clone(), shape.clone())
}

#[test]
fn everything_works_with_what_the_catalogue_adds() {
    let project = example();
    project.run(&["check"]).ends(0).says_nothing();
    project.run(&["plan"]).ends(0).prints("+ planning.shifts: edit");
    project.run(&["apply", "--yes"]).ends(0).prints("Applied: 1 of 1 steps.");
    project.run(&["plan", "--detailed-exitcode"]).ends(0).prints("Nothing to do");
    let live = project.live();
    let roles = String::from_utf8_lossy(&live["roles.yaml"]);
    assert!(roles.contains("planning.shifts: edit"), "{roles}");
}

#[test]
fn the_schema_has_permissions_levels_scopes_and_licences_of_the_catalogue() {
    let project = example();
    let (permission, shape) = grant(&project, "planning.forecast");
    assert_eq!(shape["then"]["properties"]["level"]["enum"], json!(["view"]));
    assert_eq!(shape["then"]["properties"]["only"]["items"]["enum"], json!(["assigned_sites"]));
    let hover = permission["description"].as_str().expect("it is described");
    assert!(hover.contains("Planning › Forecast\n\nObserved: Our portal"), "{hover}");
    assert!(hover.contains("Licence: Planner.\n\nObserved: "), "{hover}");
    let (permission, _) = grant(&project, "settings.queue");
    let hover = permission["description"].as_str().expect("it is described");
    assert!(
        hover.contains("Documented: Release notes") && hover.contains("Licence: Manager"),
        "{hover}"
    );
}

#[test]
fn a_grant_that_the_catalogue_rules_out_is_refused() {
    let project = example();
    project.edit("access/access.yaml", "planning.shifts: edit", "planning.shifts: granted");
    project.run(&["check"]).ends(7).says("`granted` is not possible here");
    project.edit("access/access.yaml", "planning.shifts: granted", "planning.shift: edit");
    project.run(&["check"]).ends(7).says("Did you mean `planning.shifts`?");
}

#[test]
fn what_the_platform_only_concludes_or_does_not_know_may_be_said() {
    let project = example();
    let more = "  - id: monitoring.calls.monitor
    levels: { is: [view, edit], standing: observed, sources: [PORTAL] }
  - id: settings.queue_groups
    levels: { is: [view], standing: observed, sources: [PORTAL] }
    scopes: { is: [], standing: observed, sources: [PORTAL] }
  - id: settings.users_and_teams.edit_user
    levels: { is: [granted], standing: observed, sources: [PORTAL] }
";
    project.write(CATALOGUE, project.read(CATALOGUE) + more);
    let levels = |id| grant(&project, id).1["then"]["properties"]["level"]["enum"].clone();
    assert_eq!(levels("monitoring.calls.monitor"), json!(["view", "edit"]));
    assert_eq!(levels("settings.queue_groups"), json!(["view"]));
    assert_eq!(levels("settings.users_and_teams.edit_user"), json!(["granted"]));
}

#[test]
fn a_fact_that_is_unknown_takes_nothing_away() {
    let project = example();
    let before = grant(&project, "settings.queue").1;
    let entry = "settings.queue\n    licence:";
    let unknown = "settings.queue\n    levels: { standing: unknown }\n    licence:";
    project.edit(CATALOGUE, entry, unknown);
    assert_eq!(grant(&project, "settings.queue").1, before);
}

#[test]
fn a_permission_that_the_catalogue_says_assigns_roles_asks_for_their_list() {
    let project = example();
    let shifts = "  - id: planning.shifts\n";
    let assigns = "    assigns_roles: { is: true, standing: observed, sources: [PORTAL] }\n";
    project.edit(CATALOGUE, shifts, &format!("{shifts}{assigns}"));
    project.run(&["check"]).ends(7).says("assignable-missing");
}

#[test]
fn a_platform_file_of_ones_own_can_be_extended_as_well() {
    let project = example();
    let text = rolecall::platform::built_in("ccaas").expect("it is built in");
    project.write("ours.yaml", text.replace("\nplatform: ccaas\n", "\nplatform: ours\n"));
    project.edit("rolecall.yaml", "extends: ccaas", "extends: ./ours.yaml");
    project.run(&["check"]).ends(0).says_nothing();
    let levels =
        "settings.queue\n    levels: { is: [view], standing: observed, sources: [PORTAL] }";
    project.edit(CATALOGUE, "settings.queue", levels);
    project.run(&["check"]).ends(7).says("[catalogue.yaml:").says("[ours.yaml:");
}

#[test]
fn a_sandbox_counts_against_the_catalogue_of_today() {
    let project = example();
    project.run(&["apply", "--yes"]).ends(0);
    project.edit(CATALOGUE, "Planning › Shifts", "Planning › Shift plans");
    project.run(&["plan"]).ends(1).says("before the platform file or the catalogue was changed");
}

/// The difference between two files of a project, as JSON.
fn diff(project: &Project, old: &str, new: &str) -> Value {
    let ended = project.run(&["catalogue", "diff", old, new, "--format", "json"]);
    ended.ends(0).says_nothing().json()
}

/// What became of each permission, in their order.
fn became(diff: &Value) -> Vec<(&str, &str)> {
    let permissions = diff["permissions"].as_array().expect("there is a list");
    permissions
        .iter()
        .map(|of| (of["id"].as_str().unwrap_or(""), of["became"].as_str().unwrap_or("")))
        .collect()
}

/// Why roles aren't valid with the newer file: each role with its line.
fn invalid(diff: &Value) -> Vec<(String, u64, String)> {
    let permissions = diff["permissions"].as_array().expect("there is a list").iter();
    let roles = permissions.flat_map(|of| of["roles"].as_array().expect("there is a list"));
    let roles = roles.filter_map(|of| {
        let why = of["invalid"].as_str()?.to_owned();
        Some((of["role"].as_str()?.to_owned(), of["line"].as_u64()?, why))
    });
    roles.collect()
}

#[test]
fn a_diff_says_what_differs_and_which_roles_that_touches() {
    let project = example();
    let before = project.files();
    let diff = diff(&project, CATALOGUE, "next.yaml");
    assert_eq!(
        became(&diff),
        [
            ("planning.forecast", "removed"),
            ("planning.leave", "added"),
            ("planning.shifts", "changed"),
            ("settings.queue", "changed"),
        ]
    );
    let queue = &diff["permissions"][3];
    assert_eq!(
        queue["fields"],
        json!([{ "field": "licence", "before": "Manager", "after": null }])
    );
    let role = json!([{ "role": "Planner", "grant": { "level": "view" },
        "file": "access/access.yaml", "line": 9, "invalid": null }]);
    assert_eq!(queue["roles"], role);
    let planner = |line, why: &str| ("Planner".to_owned(), line, why.to_owned());
    assert_eq!(
        invalid(&diff),
        [planner(7, "there is no such permission"), planner(8, "it can't be granted at `edit`"),]
    );
    let counted = json!({ "added": 1, "changed": 2, "removed": 1, "roles": 1, "invalid": 1 });
    assert_eq!(diff["summary"], counted);
    assert_eq!(project.files(), before, "nothing is written");
}

#[test]
fn roles_that_are_invalid_by_the_catalogue_of_today_are_pointed_out_and_do_not_stop_the_diff() {
    let project = example();
    project.write("earlier.yaml", project.read(CATALOGUE));
    project.write(CATALOGUE, project.read("next.yaml"));
    project.run(&["check"]).ends(7).says("unknown-permission");
    let diff = diff(&project, "earlier.yaml", CATALOGUE);
    assert_eq!(invalid(&diff).len(), 2, "{diff}");
}

#[test]
fn a_diff_ends_2_if_it_is_asked_to_and_something_differs() {
    let project = example();
    let run = |new, flag: &[&str]| {
        project.run(&[&["catalogue", "diff", CATALOGUE, new], flag].concat()).says_nothing()
    };
    let detailed = ["--detailed-exitcode"];
    run("next.yaml", &[]).ends(0).prints("1 not valid then");
    run("next.yaml", &detailed).ends(2).prints("× not valid then: there is no such permission");
    run(CATALOGUE, &detailed).ends(0).prints("Nothing differs");
    let standing = project.read(CATALOGUE).replace("standing: observed", "standing: inferred");
    project.write("weaker.yaml", standing);
    run("weaker.yaml", &detailed).ends(0).prints("Nothing differs");
}

#[test]
fn a_platform_file_stands_for_itself_and_a_catalogue_for_what_it_makes_of_the_platform() {
    let project = example();
    let text = rolecall::platform::built_in("ccaas").expect("it is built in");
    project.write("whole.yaml", text);
    let difference = diff(&project, "whole.yaml", CATALOGUE);
    let expected = [
        ("planning.forecast", "added"),
        ("planning.shifts", "added"),
        ("settings.queue", "changed"),
    ];
    assert_eq!(became(&difference), expected);
    assert_eq!(invalid(&difference), []);
    project
        .write("whole.yaml", text.replace("\n  - id: settings.queue\n", "\n  - id: gone.queue\n"));
    let back = diff(&project, CATALOGUE, "whole.yaml");
    assert_eq!(invalid(&back).len(), 3, "{back}");
}

#[test]
fn each_way_in_which_a_grant_stops_being_possible_is_told() {
    let project = example();
    let fact = |field: &str, value: &str| {
        format!("    {field}: {{ is: {value}, standing: observed, sources: [URP] }}\n")
    };
    let catalogue = |of_forecast: &[String]| {
        let shifts = "  - id: planning.shifts\n";
        let scopes = "scopes:\n  assigned_sites: { standing: unknown }\n";
        format!(
            "version: 1\n{scopes}permissions:\n{shifts}  - id: planning.forecast\n{}",
            of_forecast.concat()
        )
    };
    project.write("old.yaml", catalogue(&[]));
    for (said, why) in [
        (fact("levels", "[edit]"), Some("it can't be granted at `view`")),
        (fact("scopes", "[assigned_teams]"), Some("it can't be restricted to `assigned_sites`")),
        (fact("scopes", "[]"), Some("it can't be restricted to `assigned_sites`")),
        (fact("scopes", "[assigned_sites, assigned_teams]"), None),
        (fact("assigns_roles", "true"), Some("it asks for `assignable_roles`, and there are none")),
        (fact("assigns_roles", "false"), None),
        (fact("name", "Forecast"), None),
    ] {
        project.write("new.yaml", catalogue(std::slice::from_ref(&said)));
        let diff = diff(&project, "old.yaml", "new.yaml");
        assert_eq!(became(&diff), [("planning.forecast", "changed")], "{said}");
        let told = invalid(&diff).into_iter().map(|(_, _, why)| why).next();
        assert_eq!(told.as_deref(), why, "{said}");
    }
    let list = "    label: PLANNER\n    assignable_roles: [Agent]\n";
    project.edit("access/access.yaml", "    label: PLANNER\n", list);
    project.write("old.yaml", catalogue(&[fact("assigns_roles", "true")]));
    project.write("new.yaml", catalogue(&[fact("assigns_roles", "false")]));
    let diff = diff(&project, "old.yaml", "new.yaml");
    let told = "nothing that the role grants carries its `assignable_roles`";
    assert_eq!(invalid(&diff)[0].2, told);
}

#[test]
fn an_order_of_licences_that_changes_is_a_difference() {
    let project = example();
    let planner = "  - { is: Planner, standing: observed, sources: [INVOICE] }\n";
    let agent = "  - { is: Agent, standing: documented, sources: [URP] }\n";
    let text = project.read(CATALOGUE);
    let moved = text.replace(planner, "").replace(agent, &format!("{agent}{planner}"));
    project.write("new.yaml", moved);
    let arguments = ["catalogue", "diff", CATALOGUE, "new.yaml", "--detailed-exitcode"];
    let ended = project.run(&arguments).ends(2).prints("~ changed licences");
    ended.prints("Agent → Admin, Manager, Screen Share agent, Agent, Planner");
}

#[test]
fn what_is_wrong_with_either_file_is_told_at_once() {
    let project = example();
    project.write("old.yaml", "version: 1\npermission: []\n");
    let ended = project.run(&["catalogue", "diff", "old.yaml", "gone.yaml"]).ends(7);
    let ended = ended.prints_nothing().says("[old.yaml:2:1]").says("unreadable-file");
    ended.says("2 errors");
    project.edit("access/access.yaml", "roles: [Admin]", "role: [Admin]");
    let ended = project.run(&["catalogue", "diff", CATALOGUE, "next.yaml"]).ends(7);
    ended.prints_nothing().says("[access/access.yaml:");
    Project::empty().run(&["catalogue", "diff", "a", "b"]).ends(7).says("no-project");
}
