//! Nothing is applied that nobody approved.

use crate::project::{DATABASE, Ended, JOURNAL, Project};
use crate::terminal::AtTerminal;

/// Runs with `CI` in the environment, as a runner of a forge has it.
fn in_ci(project: &Project, arguments: &[&str]) -> Ended {
    let mut command = project.command(arguments);
    command.env("CI", "true");
    Ended::of(command)
}

/// The minimal example with a second environment.
fn with_two_environments() -> Project {
    let project = Project::copy_of("minimal");
    let text = project.read("rolecall.yaml");
    let second = "  production:\n    target: sandbox\n    live: live\n";
    project.write("rolecall.yaml", format!("{text}{second}"));
    project
}

fn nothing_was_done(project: &Project) {
    assert!(!project.path(JOURNAL).exists(), "a run began");
    assert!(!project.path(DATABASE).exists(), "a database was made");
}

#[test]
fn without_approval_and_without_a_terminal_apply_refuses() {
    let project = Project::copy_of("minimal");
    let ended = project.run(&["apply"]).ends(64).prints_nothing().says("approval-needed");
    ended.says("--approve DIGEST").says("--plan FILE").says("--yes");
    nothing_was_done(&project);
}

#[test]
fn without_approval_apply_refuses_in_ci_even_at_a_terminal() {
    let project = Project::copy_of("minimal");
    in_ci(&project, &["apply"]).ends(64).prints_nothing().says("approval-needed");
    let (code, screen) = AtTerminal::start_with(&project, &["apply"], &[("CI", "true")]).end();
    assert_eq!(code, Some(64), "{screen}");
    nothing_was_done(&project);
}

#[test]
fn with_approval_apply_works_in_ci() {
    let project = Project::copy_of("minimal");
    let digest = project.digest();
    in_ci(&project, &["apply", "--approve", &digest]).ends(0);
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
}

#[test]
fn with_several_environments_apply_in_ci_wants_one_named() {
    let project = with_two_environments();
    project.edit("rolecall.yaml", "environments:", "default: rehearsal\nenvironments:");
    let ended = in_ci(&project, &["apply", "--yes"]).ends(64).prints_nothing();
    ended.says("environment-needed").says("rehearsal").says("production").says("-e");
    nothing_was_done(&project);

    in_ci(&project, &["-e", "rehearsal", "apply", "--yes"]).ends(0);
}

#[test]
fn outside_ci_the_default_environment_is_meant() {
    let project = with_two_environments();
    project.edit("rolecall.yaml", "environments:", "default: rehearsal\nenvironments:");
    project.run(&["apply", "--yes"]).ends(0);
    project.run(&["-e", "rehearsal", "plan", "--detailed-exitcode"]).ends(0);
    project.run(&["-e", "production", "plan", "--detailed-exitcode"]).ends(2);
}

#[test]
fn without_a_default_the_environments_are_named() {
    let project = with_two_environments();
    for command in [&["plan"][..], &["apply", "--yes"], &["export", "--to", "out"]] {
        let ended = project.run(command).ends(64).prints_nothing().says("environment-needed");
        ended.says("rehearsal").says("production");
    }
    nothing_was_done(&project);
}

#[test]
fn an_unknown_environment_is_refused_with_the_nearest_name() {
    let project = with_two_environments();
    let ended = project.run(&["-e", "rehersal", "plan"]).ends(64).prints_nothing();
    ended.says("no environment is called `rehersal`").says("Did you mean `rehearsal`?");
}

#[test]
fn the_environment_variable_names_the_environment() {
    let project = with_two_environments();
    let mut command = project.command(&["plan", "--format", "json"]);
    command.env("ROLECALL_ENVIRONMENT", "production");
    assert_eq!(Ended::of(command).ends(0).json()["environment"], "production");
}

#[test]
fn at_a_terminal_only_yes_will_do_it() {
    for answer in ["no", "", "y", "YES please"] {
        let project = Project::copy_of("minimal");
        let (code, screen) = AtTerminal::start(&project, &["apply"], "dumb").asked().answer(answer);
        assert_eq!(code, Some(0), "{screen}");
        assert!(screen.contains("Nothing was applied."), "{screen}");
        nothing_was_done(&project);
    }
}

#[test]
fn at_a_terminal_the_plan_is_shown_and_yes_applies_it() {
    let project = Project::copy_of("minimal");
    let run = AtTerminal::start(&project, &["apply"], "dumb").asked();
    let (code, screen) = run.answer("yes");
    assert_eq!(code, Some(0), "{screen}");
    let (plan, rest) = screen.split_once("Apply this plan to `rehearsal`?").expect("it asks");
    assert!(plan.contains("~ rename team `Helpdesk` to `Support`"), "{screen}");
    assert!(rest.contains("Applied: 5 of 5 steps."), "{screen}");
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
}

#[test]
fn at_a_terminal_a_refused_plan_is_not_asked_about() {
    let project = Project::copy_of("guarded");
    let (code, screen) = AtTerminal::start(&project, &["apply"], "dumb").end();
    assert_eq!(code, Some(4), "{screen}");
    nothing_was_done(&project);
}
