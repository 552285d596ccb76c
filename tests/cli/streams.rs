//! Exit codes and streams: standard output carries the result, standard error the rest.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use rolecall::core::CODES;
use rolecall::plan::GUARDS;

use crate::examples::COMMANDS;
use crate::project::{Ended, Project};
use crate::terminal::AtTerminal;

/// What begins every instruction to a terminal.
const ESCAPE: char = '\u{1b}';

#[test]
fn a_wrong_command_line_ends_64_and_prints_no_result() {
    let project = Project::copy_of("minimal");
    for arguments in [
        &[][..],
        &["plam"],
        &["plan", "--unknown"],
        &["plan", "--format", "xml"],
        &["plan", "extra"],
        &["apply", "--yes", "--approve", "x"],
        &["apply", "--plan", "x", "--approve", "x"],
        &["export"],
        &["explain"],
        &["schema", "people"],
        &["catalogue"],
        &["catalogue", "diff", "one.yaml"],
    ] {
        let ended = project.run(arguments).ends(64).prints_nothing();
        assert!(!ended.err.is_empty(), "{arguments:?} is explained");
    }
}

#[test]
fn help_and_version_are_results() {
    let project = Project::empty();
    for command in COMMANDS.into_iter().filter(|command| !command.is_empty()) {
        project.run(&[command, "--help"]).ends(0).says_nothing().prints("Usage: rolecall");
        project.run(&["help", command]).ends(0).says_nothing().prints("Usage: rolecall");
    }
    project.run(&["--help"]).ends(0).says_nothing().prints("Usage: rolecall");
    let version = format!("rolecall {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(project.run(&["--version"]).ends(0).says_nothing().out, version);
}

#[test]
fn what_is_wrong_with_manifests_is_said_and_not_printed() {
    let project = Project::copy_of("minimal");
    project.edit("access/access.yaml", "members: [ana.reyes", "members: [nobody");
    for command in [&["check"][..], &["plan"], &["apply", "--yes"]] {
        let ended = project.run(command).ends(7).prints_nothing().says("unknown-user");
        ended.says("access/access.yaml:17");
    }
    project.write("rolecall.yaml", "version: 1\n");
    project.run(&["check"]).ends(7).prints_nothing().says("missing-key");
}

#[test]
fn warnings_stand_beside_the_result_and_do_not_change_how_it_ends() {
    let project = Project::copy_of("minimal");
    let unused = "unmanaged:\n  - users: \"svc-*@acme.example\"\n    reason: nobody yet\n";
    let text = project.read("rolecall.yaml");
    project.write("rolecall.yaml", format!("{text}{unused}"));
    project.run(&["plan", "--detailed-exitcode"]).ends(2).prints("Digest: ");
    project.edit("access/access.yaml", "until: 2099-12-31", "until: 2020-12-31");
    let ended = project.run(&["plan", "--format", "json"]).ends(0).says("expired");
    ended.json();
}

#[test]
fn a_folder_that_is_not_there_is_no_project() {
    let project = Project::empty();
    for command in [&["check"][..], &["plan"], &["apply", "--yes"], &["export", "--to", "x"]] {
        let arguments: Vec<&str> = ["-C", "nowhere"].iter().chain(command).copied().collect();
        let ended = project.run(&arguments).ends(7).prints_nothing();
        ended.says("no-project").says("nowhere").says("rolecall init");
    }
    assert!(project.files().is_empty());
}

#[test]
fn the_folder_can_be_named_before_and_after_the_command() {
    let project = Project::empty();
    project.run(&["-C", "inside", "init"]).ends(0);
    let before = project.run(&["-C", "inside", "plan"]).ends(0).out;
    assert_eq!(project.run(&["plan", "-C", "inside"]).ends(0).out, before);
}

#[test]
fn nothing_but_a_terminal_gets_colours() {
    let project = Project::copy_of("guarded");
    let plain = project.run(&["plan"]);
    assert!(!plain.out.contains(ESCAPE) && !plain.err.contains(ESCAPE));
    project.write("access/broken.yaml", "users: 7\n");
    let plain = project.run(&["plan"]).ends(7);
    assert!(!plain.err.contains(ESCAPE), "{}", plain.err);
    let plain = project.run(&["--help"]);
    assert!(!plain.out.contains(ESCAPE), "{}", plain.out);
}

#[test]
fn a_terminal_gets_colours_unless_no_color_is_set() {
    let project = Project::copy_of("guarded");
    let terminal = ("TERM", "xterm-256color");
    let (code, coloured) = AtTerminal::start_with(&project, &["plan"], &[terminal]).end();
    assert_eq!(code, Some(4));
    assert!(coloured.contains(ESCAPE), "{coloured}");

    let no_color = [terminal, ("NO_COLOR", "1")];
    let (_, plain) = AtTerminal::start_with(&project, &["plan"], &no_color).end();
    assert!(!plain.contains(ESCAPE), "{plain}");
    assert_eq!(plain.replace("\r\n", "\n"), project.run(&["plan"]).out);
}

#[test]
fn names_can_not_speak_to_the_terminal() {
    let project = Project::copy_of("minimal");
    project.edit("access/access.yaml", "name: Support", "name: \"Sup\\u001b[31mport\"");
    let ended = project.run(&["check"]).ends(7).says("control-character");
    assert!(!ended.err.contains(ESCAPE), "{}", ended.err);
}

#[test]
fn a_reader_that_stops_reading_is_nobodys_mistake() {
    let project = Project::copy_of("acme");
    for arguments in [&["plan"][..], &["plan", "--format", "json"], &["schema"], &["--help"]] {
        let mut command = project.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it can be started");
        let mut reader = BufReader::with_capacity(16, child.stdout.take().expect("it is piped"));
        reader.read_line(&mut String::new()).expect("it prints a line");
        drop(reader);
        let ended = Ended::from(child.wait_with_output().expect("it ends"));
        ended.ends(0).says_nothing();
    }
}

#[test]
fn every_code_and_every_guard_is_explained() {
    let project = Project::empty();
    let codes = CODES.iter().map(|code| code.word);
    for word in codes.chain(GUARDS.iter().map(|guard| guard.word)) {
        let ended = project.run(&["explain", word]).ends(0).says_nothing();
        assert!(ended.out.starts_with(&format!("{word}: ")), "{}", ended.out);
        assert!(ended.out.lines().count() > 2, "{}", ended.out);
        assert!(ended.out.lines().all(|line| line.chars().count() <= 100), "{}", ended.out);
    }
}

#[test]
fn an_unknown_word_is_refused_with_the_nearest_one() {
    let project = Project::empty();
    for (wrong, near) in [("unknown-rol", "unknown-role"), ("max-removal", "max-removals")] {
        let ended = project.run(&["explain", wrong]).ends(64).prints_nothing();
        ended.says(&format!("Did you mean `{near}`?"));
    }
    project.run(&["explain", "zzzzzzzzzzzz"]).ends(64).prints_nothing().says("nothing is called");
}
