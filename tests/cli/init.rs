//! `init` writes a project that works as it is.

use rolecall::platform::BUILT_IN;

use crate::project::{Project, steps};
use crate::terminal::AtTerminal;

#[test]
fn a_starting_project_checks_clean_and_plans_on_every_platform() {
    for (platform, _) in BUILT_IN {
        let project = Project::empty();
        let wrote = project.run(&["init", "--platform", platform]).ends(0).says_nothing();
        wrote.prints("rolecall.yaml").prints("rolecall plan");
        project.run(&["check"]).ends(0).says_nothing().prints("Valid:");
        project.run(&["plan", "--detailed-exitcode"]).ends(2).prints("create team `Support`");
        project.run(&["apply", "--yes"]).ends(0);
        project.run(&["plan", "--detailed-exitcode"]).ends(0).prints("Nothing to do");
    }
    assert_eq!(BUILT_IN.len(), 5);
}

#[test]
fn a_project_can_start_in_a_folder_that_is_not_there_yet() {
    let project = Project::empty();
    project.run(&["-C", "deep/inside", "init"]).ends(0);
    project.run(&["-C", "deep/inside", "check"]).ends(0);
}

#[test]
fn init_refuses_to_overwrite_and_writes_nothing_else_either() {
    let project = Project::empty();
    project.run(&["init"]).ends(0);
    project.write("access/access.yaml", "# mine\n");
    let before = project.files();
    let ended = project.run(&["init"]).ends(64).prints_nothing();
    ended.says("rolecall.yaml`, ").says("are there already, and nothing was written");
    assert_eq!(project.files(), before);

    let project = Project::empty();
    project.write("live/live.yaml", "# mine\n");
    project.run(&["init"]).ends(64).says("live/live.yaml` is there already");
    assert_eq!(project.files().len(), 1);
}

#[test]
fn init_for_an_unknown_platform_names_the_nearest_one() {
    let project = Project::empty();
    let ended = project.run(&["init", "--platform", "smartflow"]).ends(64).prints_nothing();
    ended.says("a similar value exists: 'smartflows'");
    assert!(project.files().is_empty());
}

#[test]
fn what_init_writes_keeps_the_working_folder_out_of_git() {
    let project = Project::empty();
    project.run(&["init"]).ends(0);
    assert_eq!(project.read(".gitignore"), ".rolecall/\n");
}

/// A list of everybody, in which one person has no role and another a role of the customer's.
const LIST: &str = "\u{feff}Email,New email,First name,Last name,Alias,Status,Role: Admin,\
    Role: Manager: Data,Role: Floor Lead,Team: Support,Team: L1\r\n\
    root@acme.example,,Robin,Okafor,,Active,1,0,0,0,0\r\n\
    ana@acme.example,,Ana,\"Diaz, née Soto\",Annie,Active,0,0,1,1,1\r\n\
    bo@acme.example,,Bo,Lind,,Inactive,0,0,0,0,0\r\n";

#[test]
fn a_project_that_starts_from_the_list_agrees_with_it() {
    let project = Project::empty();
    project.write("users.csv", LIST);
    let ended = project.run(&["init", "--from", "users.csv"]).ends(0).prints("access/users.yaml");
    ended.says("left-out").says("`bo@acme.example` is left out: this person holds no role");
    project.run(&["check"]).ends(0).says_nothing().prints("0 roles, 2 teams and 2 people");
    let ended = project.run(&["plan", "--detailed-exitcode"]).ends(0).says_nothing();
    ended.prints("Nothing to do in `production`");
    // A list that is in the folder stays where it is.
    assert!(project.read("rolecall.yaml").contains("live: users.csv"));
    assert!(!project.path("live").exists());
    project.run(&["apply", "--yes"]).ends(0).prints("Nothing to do");

    project.write("users.csv", LIST.replace("Annie", "Anita"));
    project.run(&["plan", "--detailed-exitcode"]).ends(2).prints("alias: Anita → Annie");
}

#[test]
fn a_list_from_elsewhere_is_copied_into_the_project() {
    let project = Project::empty();
    project.write("downloads/users.csv", LIST);
    project.write("contact/keep", "");
    let from = ["-C", "contact", "init", "--from", "../downloads/users.csv"];
    project.run(&from).ends(0).prints("live/users.csv");
    assert_eq!(project.read("contact/live/users.csv"), LIST.trim_start_matches('\u{feff}'));
    project.run(&["-C", "contact", "plan", "--detailed-exitcode"]).ends(0);
}

#[test]
fn a_list_to_import_is_what_is_meant() {
    let project = Project::empty();
    let list = "Email,Agent ID,First Name,Last Name,Location,Roles,Permissions\n\
        ana@acme.example,7,Ana,Diaz,Mexico,admin:agent,\nbo@acme.example,,Bo,Lind,,manager_team,\n";
    project.write("people.csv", list);
    project.run(&["init", "--from", "people.csv", "--no-workflow"]).ends(0).says_nothing();
    assert!(!project.path(".github").exists());
    project.run(&["check"]).ends(0).says_nothing();
    assert_eq!(steps(&project.plan()).len(), 2);
    project.run(&["apply", "--yes"]).ends(0);
    project.run(&["plan", "--detailed-exitcode"]).ends(0).prints("Nothing to do");
}

#[test]
fn a_list_that_says_too_little_of_everybody_starts_nothing() {
    let project = Project::empty();
    project.write("users.csv", "Email,First name,Last name\na@x,Ana,Diaz\n");
    let ended = project.run(&["init", "--from", "users.csv"]).ends(7).prints_nothing();
    ended.says("nobody in this list can be declared").says("users.csv:1:1");
    project.run(&["init", "--from", "nowhere.csv"]).ends(7).says("nowhere.csv");
    assert_eq!(project.files().len(), 1);
}

#[test]
fn an_editor_finds_the_schemas_in_the_project_itself() {
    let project = Project::empty();
    project.run(&["init", "--timezone", "America/Mexico_City"]).ends(0);
    assert!(project.read("rolecall.yaml").contains("timezone: America/Mexico_City"));
    let mut named = 0;
    for (path, text) in project.files() {
        let text = String::from_utf8(text).expect("it is text");
        let Some(line) = text.strip_prefix("# yaml-language-server: $schema=") else { continue };
        let schema = line.lines().next().expect("it has a line");
        let folder = std::path::Path::new(&path).parent().expect("it is in the project");
        let schema = project.path("").join(folder).join(schema);
        let schema = std::fs::read_to_string(schema).expect("the schema is there");
        let schema: serde_json::Value = serde_json::from_str(&schema).expect("it is JSON");
        let instance: serde_json::Value = serde_yaml::from_str(&text).expect("it is YAML");
        assert!(jsonschema::is_valid(&schema, &instance), "{path}");
        named += 1;
    }
    assert_eq!(named, 3);
    let ended = project.run(&["-C", "other", "init", "--timezone", "Mars/Olympus"]).ends(64);
    ended.says("no time zone is called `Mars/Olympus`");
    assert!(!project.path("other").exists());
}

#[test]
fn the_workflow_runs_commands_that_there_are_and_may_do_nothing_else() {
    let project = Project::empty();
    project.run(&["init"]).ends(0);
    let text = project.read(".github/workflows/rolecall.yml");
    let workflow: serde_json::Value = serde_yaml::from_str(&text).expect("it is YAML");
    assert_eq!(workflow["permissions"], serde_json::json!({ "contents": "read" }));
    let jobs = workflow["jobs"].as_object().expect("it has jobs");
    assert_eq!(jobs.keys().collect::<Vec<_>>(), ["apply", "plan"]);
    let mut ran = 0;
    for step in jobs.values().flat_map(|job| job["steps"].as_array().expect("it has steps")) {
        let command = step["run"].as_str().and_then(|run| run.strip_prefix("rolecall "));
        if let Some(command) = command {
            let mut run = project.command(&command.split(' ').collect::<Vec<_>>());
            let ended = crate::project::Ended::of({
                run.env("CI", "true");
                run
            });
            ended.ends(0);
            ran += 1;
        }
    }
    assert_eq!(ran, 3);

    let project = Project::empty();
    project.write("users.csv", LIST);
    project.run(&["init", "--from", "users.csv"]).ends(0);
    let text = project.read(".github/workflows/rolecall.yml");
    assert!(!text.contains("apply") && !text.contains("push"), "a list is never written:\n{text}");
}

#[test]
fn somebody_at_a_terminal_is_asked() {
    let project = Project::empty();
    let terminal = AtTerminal::start(&project, &["init"], "xterm");
    // The first of the platforms is offered, and the one above it taken.
    let terminal = terminal.shows("Platform").types("\u{1b}[A\r");
    let terminal = terminal.shows("none)").types("\r");
    let terminal = terminal.shows("day ends").types("Mars\r");
    let terminal = terminal.shows("IANA").types("\u{8}\u{8}\u{8}\u{8}Asia/Tokyo\r");
    let terminal = terminal.shows("workflow").types("n");
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    let text = project.read("rolecall.yaml");
    assert!(text.contains("platform: amity\ntimezone: Asia/Tokyo"), "{text}\n{screen}");
    assert!(!project.path(".github").exists());
}

#[test]
fn nobody_is_asked_in_ci_or_where_a_flag_says_something() {
    for (arguments, ci) in [(&["init"][..], "true"), (&["init", "--no-workflow"], "")] {
        let project = Project::empty();
        let variables = [("TERM", "xterm"), ("CI", ci)];
        let (code, screen) = AtTerminal::start_with(&project, arguments, &variables).end();
        assert_eq!(code, Some(0), "{screen}");
        assert!(project.read("rolecall.yaml").contains("platform: ccaas"));
    }
}
