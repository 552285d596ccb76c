//! Plans that are made from a snapshot of what was live.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use rolecall::render::json;
use rolecall::snapshot::Snapshot;
use serde_json::Value;

use crate::by_hand::{client, run};
use crate::project::{Ended, Project, steps, text};
use crate::serve::Serving;

const FILE: &str = "snapshot.json";

/// The example, with a snapshot of what is live.
fn kept() -> Project {
    let project = Project::copy_of("minimal");
    project.run(&["export", "--snapshot", FILE]).ends(0).prints("snapshot.json: ");
    project
}

fn from_snapshot(project: &Project) -> Value {
    project.run(&["plan", "--snapshot", FILE, "--format", "json"]).json()
}

/// Changes what a snapshot says, and makes it whole again.
fn remade(project: &Project, change: impl FnOnce(&mut Snapshot)) {
    let mut snapshot = Snapshot::from_json(&project.read(FILE)).expect("it is one");
    change(&mut snapshot);
    project.write(FILE, json(&snapshot).expect("it has a form"));
}

fn aged(project: &Project, hours: i64) {
    remade(project, |one| one.read_at = Timestamp::now() - SignedDuration::from_hours(hours));
}

#[track_caller]
fn refused(project: &Project, code: &str, why: &str) -> Ended {
    let ended = project.run(&["plan", "--snapshot", FILE]).ends(7).prints_nothing();
    ended.says(&format!("{code}\n")).says(why).says("rolecall.yaml:")
}

#[test]
fn the_plan_from_a_snapshot_has_the_digest_of_the_plan_from_what_is_live() {
    for example in ["minimal", "acme", "guarded", "portal"] {
        let project = Project::copy_of(example);
        project.run(&["export", "--snapshot", FILE]).ends(0);
        let (live, mut kept) = (project.plan(), from_snapshot(&project));
        assert!(!steps(&live).is_empty(), "{example}");
        assert!(kept["snapshot"]["as_of"].as_str().expect("it is said").starts_with("as of 20"));
        assert!(live.get("snapshot").is_none());
        kept.as_object_mut().expect("it is a mapping").remove("snapshot");
        assert_eq!(kept, live, "{example}: only the time differs");
    }
}

#[test]
fn a_platform_is_planned_from_a_snapshot_without_token_or_address() {
    let platform = Project::copy_of("acme");
    let serving = Serving::of(&platform, &[]);
    let project = client("acme", &serving);
    run(&project, &["export", "--snapshot", FILE]).ends(0);
    let digest = text(&run(&project, &["plan", "--format", "json"]).json()["digest"]);
    serving.stop().ends(0);
    assert!(!project.read(FILE).contains("s3cret"));
    // Neither is there a token any more, nor anybody who answers.
    let ended = project.run(&["plan", "--snapshot", FILE, "--format", "json"]);
    assert_eq!(text(&ended.json()["digest"]), digest);
    project.run(&["plan"]).ends(7).says("missing-token\n");
}

#[test]
fn what_is_approved_from_a_snapshot_is_applied_as_long_as_nothing_moved() {
    let project = kept();
    let digest = text(&from_snapshot(&project)["digest"]);
    project.run(&["apply", "--approve", &digest]).ends(0).prints("Applied: 5 of 5 steps.");

    let project = kept();
    let digest = text(&from_snapshot(&project)["digest"]);
    project.edit("access/access.yaml", "label: FLOOR LEAD", "label: MOVED");
    project.run(&["apply", "--yes"]).ends(0);
    project.edit("access/access.yaml", "label: MOVED", "label: FLOOR LEAD");
    assert_eq!(text(&from_snapshot(&project)["digest"]), digest, "the snapshot doesn't know");
    project.run(&["apply", "--approve", &digest]).ends(5).says("Floor Lead");
}

#[test]
fn apply_takes_no_snapshot() {
    let project = kept();
    project.run(&["apply", "--yes", "--snapshot", FILE]).ends(64).prints_nothing();
    // A plan that was made from one is made anew.
    project.run(&["plan", "--snapshot", FILE, "--out", "plan.json"]).ends(0);
    project.run(&["apply", "--yes"]).ends(0);
    project.run(&["apply", "--plan", "plan.json"]).ends(0).prints("Nothing to do");
}

#[test]
fn its_age_is_said_in_every_format() {
    let project = kept();
    aged(&project, 9);
    for format in ["text", "markdown", "github", "sarif", "json"] {
        let ended = project.run(&["plan", "--snapshot", FILE, "--format", format]).ends(0);
        let said = ended.out.contains(" UTC, 9 hours ago");
        assert!(said && ended.out.contains("as of 20"), "{format}: {}", ended.out);
    }
    // Also where there is nothing else to say.
    project.run(&["apply", "--yes"]).ends(0);
    project.run(&["export", "--snapshot", FILE]).ends(0);
    for format in ["text", "markdown", "github", "sarif", "json"] {
        let ended = project.run(&["plan", "--snapshot", FILE, "--format", format]).ends(0);
        assert!(ended.out.contains("less than an hour ago"), "{format}: {}", ended.out);
    }
}

#[test]
fn one_that_is_too_old_is_refused_at_the_line_that_says_how_old_it_may_be() {
    let project = kept();
    aged(&project, 36);
    project.run(&["plan", "--snapshot", FILE]).ends(0);
    aged(&project, 37);
    refused(&project, "snapshot-too-old", "it is 37 hours old, and 36 are allowed");
    let file = project.read("rolecall.yaml");
    let kept = |line: &&str| !line.starts_with("guards:");
    let file: String = file.lines().filter(kept).map(|line| format!("{line}\n")).collect();
    project.write("rolecall.yaml", format!("{file}guards: {{ max_snapshot_hours: 40 }}\n"));
    project.run(&["plan", "--snapshot", FILE]).ends(0);
    project.write("rolecall.yaml", format!("{file}guards: {{ max_snapshot_hours: 8 }}\n"));
    let line = format!("rolecall.yaml:{}:", file.lines().count() + 1);
    refused(&project, "snapshot-too-old", "it is 37 hours old, and 8 are allowed").says(&line);
    // In a pull request it is said where everybody looks.
    let ended = project.run(&["plan", "--snapshot", FILE, "--format", "github"]).ends(7);
    assert!(ended.out.starts_with("::error file=rolecall.yaml,"), "{}", ended.out);
}

#[test]
fn one_from_the_future_is_refused_but_clocks_may_differ_a_little() {
    let project = kept();
    aged(&project, -1);
    refused(&project, "snapshot-not-usable", "it is from the future");
    remade(&project, |one| one.read_at = Timestamp::now() + SignedDuration::from_mins(3));
    project.run(&["plan", "--snapshot", FILE]).ends(0).prints("less than an hour ago");
}

#[test]
fn one_of_something_else_is_refused() {
    let project = kept();
    remade(&project, |one| one.environment = "production".to_owned());
    refused(&project, "snapshot-not-usable", "it is of the environment `production`");
    let project = kept();
    remade(&project, |one| one.platform = "amity".to_owned());
    refused(&project, "snapshot-not-usable", "it is of the platform `amity`");
}

#[test]
fn one_that_is_not_as_it_was_written_is_refused() {
    let whole = kept().read(FILE);
    let project = kept();
    let cases = [
        (whole.replacen("FLOOR", "FLOOD", 1), "changed"),
        (whole.replacen("\"Agent\"", "\"Admin\"", 1), "changed"),
        (
            whole.replacen("\"environment\": \"rehearsal\"", "\"environment\": \"other\"", 1),
            "changed",
        ),
        (whole.replacen("\"platform\"", "\"extra\": 1, \"platform\"", 1), "changed"),
        (whole[..whole.len() / 2].to_owned(), "it is no snapshot"),
        ("{}".to_owned(), "it is no snapshot"),
        (String::new(), "it is no snapshot"),
        ("roles: []\n".to_owned(), "it is no snapshot"),
        (whole.replacen("\"format_version\": 1", "\"format_version\": 2", 1), "version 2"),
    ];
    for (text, why) in cases {
        if text != whole {
            project.write(FILE, text);
            refused(&project, "snapshot-not-usable", why);
        }
    }
    project.run(&["plan", "--snapshot", "nowhere.json"]).ends(7).says("nowhere.json");
}

#[test]
fn what_is_written_validates_for_another_reader() {
    let schema = Project::empty().run(&["schema", "snapshot"]).ends(0).json();
    let validator = jsonschema::draft202012::new(&schema).expect("it is a schema");
    for example in ["minimal", "acme", "portal"] {
        let project = Project::copy_of(example);
        project.run(&["export", "--snapshot", FILE]).ends(0);
        let value: Value = serde_json::from_str(&project.read(FILE)).expect("it is JSON");
        let errors: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{example}: {errors:#?}");
    }
}

#[test]
fn the_same_state_is_the_same_file_but_for_the_time() {
    let project = kept();
    let remake = |project: &Project| remade(project, |one| one.read_at = Timestamp::UNIX_EPOCH);
    remake(&project);
    let first = project.read(FILE);
    project.run(&["export", "--snapshot", FILE]).ends(0);
    remake(&project);
    assert_eq!(project.read(FILE), first);
    let left: Vec<PathBuf> = std::fs::read_dir(project.path(""))
        .expect("it is a folder")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == Path::new("new")))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
