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
    assert!(hover.contains("Planning › Forecast (observed: PORTAL)"), "{hover}");
    assert!(hover.contains("Licence: Planner (observed: INVOICE)"), "{hover}");
    let (permission, _) = grant(&project, "settings.queue");
    let hover = permission["description"].as_str().expect("it is described");
    assert!(
        hover.contains("(documented: RN, URP)") && hover.contains("Licence: Manager"),
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
    project.run(&["plan"]).ends(1).says("before the platform file was changed");
}
