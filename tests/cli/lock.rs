//! One run at a time in an environment.

use crate::project::Project;
use crate::terminal::AtTerminal;

#[test]
fn of_two_at_once_the_second_is_told_who_is_at_work_and_since_when() {
    let project = Project::copy_of("minimal");
    let first = AtTerminal::start(&project, &["apply"], "dumb").asked();

    let second = project.run(&["apply", "--yes"]).ends(1).prints_nothing();
    let second = second.says("locked").says("another run is at work: tester, process ");
    let since = second.err.split("since ").nth(1).and_then(|rest| rest.lines().next());
    let since: Option<jiff::Timestamp> = since.and_then(|since| since.parse().ok());
    assert!(since.is_some_and(|since| since <= jiff::Timestamp::now()), "{}", second.err);
    project.run(&["plan", "--detailed-exitcode"]).ends(2);

    let (code, screen) = first.answer("yes");
    assert_eq!(code, Some(0), "{screen}");
    project.run(&["apply", "--yes"]).ends(0).prints("Nothing to do");
}

#[test]
fn the_lock_of_one_environment_does_not_hold_up_another() {
    let project = Project::copy_of("minimal");
    let text = project.read("rolecall.yaml");
    project.write("rolecall.yaml", format!("{text}  other: {{ target: sandbox, live: live }}\n"));
    let first = AtTerminal::start(&project, &["-e", "rehearsal", "apply"], "dumb").asked();
    project.run(&["-e", "other", "apply", "--yes"]).ends(0);
    assert_eq!(first.answer("no").0, Some(0));
}

#[test]
fn a_lock_that_a_dead_run_left_behind_does_not_block() {
    let project = Project::copy_of("minimal");
    let dead = r#"{"who":"somebody","pid":1,"since":"2020-01-01T00:00:00Z"}"#;
    project.write(".rolecall/lock/rehearsal.lock", dead);
    project.run(&["apply", "--yes"]).ends(0).prints("Applied: 5 of 5 steps.");
}

#[test]
fn what_a_dead_run_left_of_a_database_does_not_block() {
    let project = Project::copy_of("minimal");
    project.write(".rolecall/.rehearsal.db.1.unfinished", "half of a database");
    project.run(&["plan", "--detailed-exitcode"]).ends(2);
    project.run(&["apply", "--yes"]).ends(0);
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
}
