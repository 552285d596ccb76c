//! What an editor shows to somebody who writes a manifest, by the language server that editors use.
//! It needs Node.js: `tests/editor/run` installs it and runs these tests.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

mod server;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;
use server::Server;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_rolecall");

/// The file that is being written.
const FILE: &str = "access/new.yaml";

/// The first line of manifests, as `init` writes it.
const SCHEMA: &str = "# yaml-language-server: $schema=../schemas/ccaas.schema.json\n";

/// A project as `init` makes it, and the server in it.
fn editor() -> (TempDir, Server) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let ended = rolecall(folder.path(), &["init", "--platform", "ccaas"]);
    assert!(ended.0, "{}", ended.1);
    let started = fs::read_to_string(folder.path().join("access/access.yaml"));
    assert!(started.expect("init wrote it").starts_with(SCHEMA));
    let path = folder.path().canonicalize().expect("it is there");
    (folder, Server::start(&path))
}

/// Runs the program; returns whether it was content, and what it printed.
fn rolecall(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(PROGRAM);
    let output = command.args(arguments).current_dir(folder).env_clear().output();
    let output = output.expect("the program runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).expect("it prints UTF-8"))
}

/// Takes the cursor `|` out of a text; returns the text below the schema's line, and where the
/// cursor was, both counted from zero.
fn cursor(text: &str) -> (String, usize, usize) {
    let (before, after) = text.split_once('|').expect("there is a cursor");
    let before = format!("{SCHEMA}{before}");
    let line = before.matches('\n').count();
    let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
    (before + after, line, column)
}

/// Returns what the editor offers where the cursor stands.
fn offered(text: &str) -> Vec<String> {
    let (_folder, mut server) = editor();
    let (text, line, column) = cursor(text);
    server.open(FILE, &text);
    server.completions(FILE, line, column)
}

/// Returns the places that the server marks, from one, in order.
fn marked(problems: &[Json]) -> Vec<(u64, u64)> {
    let number = |json: &Json| json.as_u64().expect("it is a number") + 1;
    let place = |problem: &Json| {
        let start = &problem["range"]["start"];
        (number(&start["line"]), number(&start["character"]))
    };
    let mut places: Vec<_> = problems.iter().map(place).collect();
    places.sort_unstable();
    places
}

/// Returns the places in the file that `check` points at, from one, in order.
fn pointed_at(text: &str) -> Vec<(u64, u64)> {
    let start = format!("─[{FILE}:");
    let frames = text.split(start.as_str()).skip(1);
    let place = |frame: &str| {
        let (line, column) = frame.split_once(']')?.0.split_once(':')?;
        Some((line.parse().ok()?, column.parse().ok()?))
    };
    let mut places: Vec<_> = frames.map(|frame| place(frame).expect("it is a place")).collect();
    places.sort_unstable();
    places
}

#[test]
#[ignore = "needs Node.js: tests/editor/run"]
fn it_completes_the_names_of_permissions() {
    let text = "roles:\n  - name: Floor Lead\n    permissions:\n      dash|\n";
    let offered = offered(text);
    for name in ["dashboards.calls", "settings.users_and_teams.edit_user"] {
        assert!(offered.iter().any(|one| one == name), "{name} isn't among {offered:?}");
    }
    let platform = fs::read_to_string(root().join("platforms/ccaas.yaml")).expect("it is there");
    let known = platform.lines().filter_map(|line| line.strip_prefix("  - id: "));
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    assert!(known.len() > 50, "only {known:?}");
    assert_eq!(offered, known, "it offers the platform's permissions and nothing else");
}

#[test]
#[ignore = "needs Node.js: tests/editor/run"]
fn it_completes_the_levels_and_scopes_of_the_permission_at_hand() {
    let role = "roles:\n  - name: Floor Lead\n    permissions:\n      ";
    assert_eq!(offered(&format!("{role}dashboards.calls: |\n")), ["view"]);
    assert_eq!(offered(&format!("{role}settings.queue: |\n")), ["view", "edit"]);
    let level = format!("{role}dashboards.calls: {{ level: v| }}\n");
    assert_eq!(offered(&level), ["view"]);
    let scope = format!("{role}dashboards.calls: {{ level: view, only: [a|] }}\n");
    assert_eq!(offered(&scope), ["assigned_queues", "assigned_teams"]);
}

#[test]
#[ignore = "needs Node.js: tests/editor/run"]
fn it_completes_the_keys_of_a_person_as_the_platform_has_them() {
    let offered = offered("users:\n  - email: ana@acme.example\n    |\n");
    for name in ["agent_id", "chat_concurrency", "location", "roles", "status"] {
        assert!(offered.iter().any(|one| one == name), "{name} isn't among {offered:?}");
    }
    assert!(!offered.iter().any(|one| one == "permissions"), "{offered:?}");
}

#[test]
#[ignore = "needs Node.js: tests/editor/run"]
fn it_shows_what_a_field_is_for_and_who_says_so() {
    let (_folder, mut server) = editor();
    let mut hover = |text: &str, version: u64| {
        let (text, line, column) = cursor(text);
        match version {
            1 => server.open(FILE, &text),
            _ => server.change(FILE, version, &text),
        }
        server.hover(FILE, line, column)
    };
    let role = "roles:\n  - name: Floor Lead\n    permissions:\n      ";

    let documented = hover(&format!("{role}settings.users_and_teams.edit|_user: granted\n"), 1);
    let named = "Settings – Users & Teams – Edit User";
    let source = "Documented: [User roles and permissions](<https://docs.cloud.google.com/";
    assert!(documented.contains(named) && documented.contains(source), "{documented}");
    assert!(documented.contains("Allowed Values:\n\n* `granted`"), "{documented}");

    let inferred = hover(&format!("{role}monitoring.calls.mon|itor: granted\n"), 2);
    assert!(inferred.contains("Inferred: [Real-time dashboards"), "{inferred}");

    let limit = hover("roles:\n  - na|me: Floor Lead\n", 3);
    assert!(limit.contains("The role's name. At most 20 characters."), "{limit}");
    assert!(limit.contains("[User roles and permissions](<https://"), "{limit}");

    let attribute = hover("users:\n  - email: ana@acme.example\n    agent_|id: x\n", 4);
    assert!(attribute.contains("The person's id in an external system."), "{attribute}");
    assert!(attribute.contains("Documented: [Add and edit users](<https://"), "{attribute}");
}

/// A manifest with something wrong in every other line.
const WRONG: &str = "\
roles:
  - name: A name that is far too long
    label: FLOOR LEAD
    colour: \"#0B57D0\"
    permissions:
      dashboards.calls: edit
      dashboards.cals: view
      monitoring.calls: { level: granted }
      settings.queue: { level: view, only: [nowhere] }
      reports: [view]
    assignable_roles: Agent
users:
  - email: ana
    first_name: Ana
    last_name: Diaz
    roles: [Agent]
    chat_concurrency: 0
    status: gone
teams:
  - name: Support:L1
    members: [{ user: ana@acme.example, unti: 2026-12-31 }]
";

#[test]
#[ignore = "needs Node.js: tests/editor/run"]
fn it_marks_the_places_that_check_points_at() {
    let (folder, mut server) = editor();
    let text = format!("{SCHEMA}{WRONG}");
    server.open(FILE, &text);
    let problems = server.problems(FILE, true);
    fs::write(folder.path().join(FILE), &text).expect("it can be written");
    let (valid, printed) = rolecall(folder.path(), &["check"]);
    assert!(!valid);
    assert_eq!(problems.len(), 13, "{problems:#?}");
    assert_eq!(marked(&problems), pointed_at(&printed), "{problems:#?}\n{printed}");
    let says = |line: u64, word: &str| {
        let here = problems.iter().filter(|one| one["range"]["start"]["line"] == line - 1);
        let texts: Vec<_> = here.filter_map(|one| one["message"].as_str()).collect();
        assert!(texts.iter().any(|text| text.contains(word)), "line {line}: {texts:?}");
    };
    says(3, "maximum length of 20");
    says(5, "colour");
    says(7, "\"view\"");
    says(8, "dashboards.cals");
}

#[test]
#[ignore = "needs Node.js: tests/editor/run"]
fn a_mark_goes_when_the_mistake_does() {
    let (_folder, mut server) = editor();
    let role = |name: &str| format!("{SCHEMA}roles:\n  - name: {name}\n");
    server.open(FILE, &role("A name that is far too long"));
    assert_eq!(marked(&server.problems(FILE, true)), [(3, 11)]);
    server.change(FILE, 2, &role("A name"));
    assert!(server.problems(FILE, false).is_empty());
}

#[test]
#[ignore = "needs Node.js: tests/editor/run"]
fn it_checks_the_project_file_as_well() {
    let (folder, mut server) = editor();
    let project = fs::read_to_string(folder.path().join("rolecall.yaml")).expect("init wrote it");
    let lines = project.lines().count() as u64;
    server.open("rolecall.yaml", &format!("{project}guard: {{ max_removals: 10 }}\n"));
    assert_eq!(marked(&server.problems("rolecall.yaml", true)), [(lines + 1, 1)]);
    server.change("rolecall.yaml", 2, &project);
    assert!(server.problems("rolecall.yaml", false).is_empty());
}

#[test]
#[ignore = "needs Node.js: tests/editor/run"]
fn every_file_of_the_examples_is_without_marks() {
    let mut server = Server::start(&root());
    let examples = ["acme", "minimal", "guarded", "portal"];
    let files = examples.iter().flat_map(|name| yaml_below(&root().join("examples").join(name)));
    let files: Vec<(String, String)> = files.map(|path| named(&path)).collect();
    assert!(files.len() > 30, "only {} files were found", files.len());
    // With one line too many each is marked, so that being without marks says something.
    for (path, text) in &files {
        server.open(path, &format!("{text}\nnobody_knows_this: 1\n"));
    }
    for (path, text) in &files {
        assert_eq!(server.problems(path, true).len(), 1, "{path}");
        server.change(path, 2, text);
    }
    for (path, _) in &files {
        assert!(server.problems(path, false).is_empty(), "{path}");
    }
}

/// Returns the path of a file from the root, and its text.
fn named(path: &Path) -> (String, String) {
    let text = fs::read_to_string(path).expect("it can be read");
    let path = path.strip_prefix(root()).expect("it is below");
    (path.display().to_string(), text)
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn yaml_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("it is there");
    let entries = entries.map(|entry| entry.expect("it can be read").path());
    let below = |path: PathBuf| match path {
        path if path.is_dir() => yaml_below(&path),
        path if path.extension().is_some_and(|end| end == "yaml") => vec![path],
        _ => Vec::new(),
    };
    entries.flat_map(below).collect()
}
