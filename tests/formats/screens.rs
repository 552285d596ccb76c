//! What each format is of a contact centre's plan, whole.

use insta::assert_snapshot;
use serde_json::Value;

use crate::project::Project;
use crate::{markdown, runner, sarif};

/// A day on which the plans of the examples are always looked at.
fn plan(format: &str) -> [&str; 5] {
    ["plan", "--as-of", "2026-06-01", "--format", format]
}

#[test]
fn the_markdown_of_acme() {
    let page = Project::copy_of("acme").run(&plan("markdown")).ends(0).says_nothing().out;
    markdown::holds_nothing_but_ours(&page);
    assert_snapshot!(page);
}

#[test]
fn the_markdown_of_guarded_begins_with_what_is_refused() {
    let page = Project::copy_of("guarded").run(&plan("markdown")).ends(4).out;
    markdown::holds_nothing_but_ours(&page);
    assert_snapshot!(page);
}

#[test]
fn the_annotations_of_acme() {
    let printed = Project::copy_of("acme").run(&plan("github")).ends(0).says_nothing().out;
    let commands = runner::commands(&printed);
    for level in ["error", "warning", "notice"] {
        assert!(commands.iter().filter(|command| command.name == level).count() <= 10);
    }
    assert_snapshot!(printed);
}

#[test]
fn the_annotations_of_guarded() {
    assert_snapshot!(Project::copy_of("guarded").run(&plan("github")).ends(4).out);
}

#[test]
fn the_sarif_of_acme() {
    let log = Project::copy_of("acme").run(&plan("sarif")).ends(0).json();
    sarif::is_valid(&log);
    let runs = &log["runs"][0];
    let results = runs["results"].as_array().expect("there are results");
    let plan = Project::copy_of("acme").run(&plan("json")).ends(0).json();
    assert_eq!(results.len(), crate::project::steps(&plan).len(), "one for each step");
    assert_snapshot!(format!("{:#}", Value::from(results[..3].to_vec())));
}

#[test]
fn the_sarif_of_guarded_is_valid() {
    sarif::is_valid(&Project::copy_of("guarded").run(&plan("sarif")).ends(4).json());
}

/// A project with a mistake and a warning, in lines with characters of several units and bytes.
fn mistaken() -> Project {
    let project = Project::copy_of("minimal");
    let people = "users:\n  - {email: \u{430}na@acme.example, first_name: \"😀 é\", last_name: D, roles: [Agnet]}\n";
    project.write("access/more.yaml", people);
    project
}

#[test]
fn problems_have_a_form_for_each_reader() {
    let project = mistaken();
    let check = |format: &str| project.run(&["check", "--format", format]).ends(7);
    let github = check("github").says_nothing();
    assert!(runner::commands(&github.out).iter().all(|command| command.is_annotation()));
    assert_snapshot!("problems_as_annotations", github.out);
    let log = check("sarif").json();
    sarif::is_valid(&log);
    let regions: Vec<&Value> = log["runs"][0]["results"]
        .as_array()
        .expect("there are results")
        .iter()
        .map(|result| &result["locations"][0]["physicalLocation"]["region"])
        .collect();
    let line = project.read("access/more.yaml").lines().nth(1).expect("it is there").to_owned();
    let units: Vec<u16> = line.encode_utf16().collect();
    let part = |region: &Value| {
        let column = |name: &str| region[name].as_u64().expect("it is a number") as usize - 1;
        String::from_utf16_lossy(&units[column("startColumn")..column("endColumn")])
    };
    let parts: Vec<String> = regions.into_iter().map(part).collect();
    assert!(parts.contains(&"Agnet".to_owned()), "{parts:?}");
    let problems = check("json").says("unknown-role\n").json();
    assert_eq!(problems["valid"], false);
    assert_snapshot!("problems_as_json", format!("{problems:#}"));
}

#[test]
fn a_plan_that_cannot_be_made_reports_why_in_its_format() {
    let project = mistaken();
    let github = project.run(&["plan", "--format", "github"]).ends(7);
    github.prints("::error file=access/more.yaml,line=2,");
    let log = project.run(&["plan", "--format", "sarif"]).ends(7).json();
    sarif::is_valid(&log);
    project.run(&["plan", "--format", "markdown"]).ends(7).prints_nothing().says("unknown-role\n");
}

#[test]
fn a_valid_project_has_no_problems_in_any_format() {
    let project = Project::copy_of("minimal");
    project.run(&["check", "--format", "github"]).ends(0).prints("Valid: ");
    let problems = project.run(&["check", "--format", "json"]).ends(0).json();
    assert_eq!(problems["valid"], true);
    sarif::is_valid(&project.run(&["check", "--format", "sarif"]).ends(0).json());
}

#[test]
fn addresses_are_short_where_that_is_asked_for() {
    let project = Project::copy_of("minimal");
    for format in ["markdown", "github", "sarif"] {
        let printed = project.run(&["plan", "--format", format, "--short-emails"]).ends(0).out;
        assert!(!printed.contains("reyes@acme.example"), "{format}:\n{printed}");
        assert!(printed.contains("a…@acme.example"), "{format}:\n{printed}");
    }
}

#[test]
fn one_plan_is_written_in_several_formats_at_once() {
    let project = Project::copy_of("minimal");
    let flags = ["plan", "--also", "markdown=plan.md", "--also", "sarif=plan.sarif"];
    project.run(&flags).ends(0).prints("Stage 1 of 2");
    assert_eq!(project.read("plan.md"), project.run(&["plan", "--format", "markdown"]).out);
    sarif::is_valid(&serde_json::from_str(&project.read("plan.sarif")).expect("it is JSON"));
    for wrong in ["markdown", "pdf=plan.pdf"] {
        project.run(&["plan", "--also", wrong]).ends(64).prints_nothing();
    }
}

#[test]
fn paths_begin_where_the_repository_does() {
    let project = Project::empty();
    for (path, bytes) in Project::copy_of("minimal").files() {
        project.write(&format!("a/b/{path}"), bytes);
    }
    std::fs::create_dir(project.path(".git")).expect("it can be made");
    let inside = ["-C", "a/b", "plan", "--format", "github"];
    project.run(&inside).ends(0).prints("::warning file=a/b/access/access.yaml,line=");
}
