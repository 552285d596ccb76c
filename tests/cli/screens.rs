//! What stands on the screen, whole: to be looked at with the eyes of somebody who uses it.

use insta::assert_snapshot;

use crate::examples::COMMANDS;
use crate::project::Project;

/// A day on which the plans of the examples are always looked at.
const DAY: [&str; 3] = ["plan", "--as-of", "2026-06-01"];

/// No line is too long for a window, and none ends in blanks.
#[track_caller]
fn fits(screen: &str) {
    for line in screen.lines() {
        assert!(line.chars().count() <= 100, "this line is too long:\n{line}");
        assert_eq!(line, line.trim_end(), "this line ends in blanks");
    }
}

#[test]
fn the_plan_of_minimal() {
    assert_snapshot!(Project::copy_of("minimal").run(&DAY).ends(0).out);
}

#[test]
fn the_plan_of_guarded() {
    assert_snapshot!(Project::copy_of("guarded").run(&DAY).ends(4).out);
}

#[test]
fn the_plan_of_acme() {
    assert_snapshot!(Project::copy_of("acme").run(&DAY).ends(0).out);
}

#[test]
fn an_empty_plan() {
    let project = Project::copy_of("minimal");
    project.run(&["apply", "--yes"]).ends(0);
    assert_snapshot!(project.run(&["plan"]).ends(0).out);
}

#[test]
fn a_stale_approval() {
    let project = Project::copy_of("minimal");
    let digest = project.digest();
    project.edit("access/access.yaml", "label: FLOOR LEAD", "label: FLOOR");
    project.edit("access/access.yaml", "location: Mexico", "location: Lima");
    assert_snapshot!(project.run(&["apply", "--approve", &digest]).ends(5).err);
}

#[test]
fn the_explanation_of_a_code() {
    assert_snapshot!(Project::empty().run(&["explain", "assignable-missing"]).ends(0).out);
}

#[test]
fn the_explanation_of_a_guard() {
    assert_snapshot!(Project::empty().run(&["explain", "max-removals"]).ends(0).out);
}

#[test]
fn the_help_of_the_program() {
    let screen = Project::empty().run(&["--help"]).ends(0).out;
    fits(&screen);
    assert_snapshot!(screen);
}

#[test]
fn the_help_of_each_command() {
    let project = Project::empty();
    for command in COMMANDS.into_iter().filter(|command| !command.is_empty()) {
        let screen = project.run(&[command, "--help"]).ends(0).out;
        fits(&screen);
        assert_eq!(screen, project.run(&[command, "-h"]).ends(0).out, "{command}");
        assert_snapshot!(format!("help_of_{command}"), screen);
    }
    let screen = project.run(&["catalogue", "diff", "--help"]).ends(0).out;
    fits(&screen);
    assert_snapshot!("help_of_catalogue_diff", screen);
}

#[test]
fn a_catalogue_that_changed() {
    let project = Project::copy_of("catalogue");
    let screen = project.run(&["catalogue", "diff", "catalogue.yaml", "next.yaml"]).ends(0).out;
    fits(&screen);
    assert_snapshot!(screen);
}
