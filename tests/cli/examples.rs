//! Every example in the help is run.

use std::fs;
use std::process::Command;

use crate::project::{Ended, PROGRAM, Project};
use crate::serve::Serving;
use crate::terminal::AtTerminal;

/// The commands, and the empty word for the program itself.
pub(crate) const COMMANDS: [&str; 13] = [
    "",
    "init",
    "check",
    "plan",
    "apply",
    "attest",
    "export",
    "serve",
    "fmt",
    "schema",
    "explain",
    "completions",
    "man",
];

/// Returns the examples in the help of a command. What stands behind two blanks is a remark.
pub(crate) fn examples(command: &str) -> Vec<String> {
    let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|a| !a.is_empty()).collect();
    let help = Project::empty().run(&arguments).ends(0).out;
    let (_, below) = help.split_once("\nExamples:\n").expect("it has examples");
    let lines = below.lines().map_while(|line| line.strip_prefix("  "));
    lines.map(|line| line.split("  ").next().unwrap_or_default().to_owned()).collect()
}

/// Returns a project in which the example makes sense: nothing yet where one is to be started.
fn setting(example: &str) -> Project {
    if example.contains(" init") {
        let project = Project::empty();
        project.write(
            "users.csv",
            "Email,First name,Last name,Role: Agent\nana@x.example,Ana,Diaz,1\n",
        );
        return project;
    }
    let project = Project::copy_of("acme");
    project.run(&["plan", "--out", "plan.json"]).ends(0);
    project.run(&["export", "--snapshot", "snapshot.json"]).ends(0);
    project.write("token.txt", "s3cret\n");
    let elsewhere = Project::copy_of("minimal");
    for (path, bytes) in elsewhere.files() {
        project.write(&format!("contact-centre/{path}"), bytes);
    }
    project
}

/// Runs an example as somebody types it.
fn run(project: &Project, example: &str) -> Ended {
    Ended::of(typed(project, example))
}

fn typed(project: &Project, example: &str) -> Command {
    let bin = project.path("bin");
    fs::create_dir_all(&bin).expect("it can be made");
    // A link, since a program that was just copied may still be open for writing somewhere.
    let called = bin.join("rolecall");
    if !called.exists() {
        std::os::unix::fs::symlink(PROGRAM, called).expect("it can be linked");
    }
    let mut command = Command::new("sh");
    let typed = example.replace("DIGEST", &digest(project, example));
    // The shell gives way to the last command, so that a signal reaches it.
    let exec = if example.contains(" serve ") { "exec " } else { "" };
    command.args(["-c", &format!("PATH=\"$PWD/bin:$PATH\"; {exec}{typed}")]);
    project.prepare(&mut command);
    command
}

fn digest(project: &Project, example: &str) -> String {
    if example.contains("DIGEST") { project.digest() } else { String::new() }
}

#[test]
fn every_command_teaches_by_two_examples_or_more() {
    for command in COMMANDS {
        let examples = examples(command);
        assert!(examples.len() >= 2, "{command}: {examples:?}");
        for example in examples {
            let words: Vec<&str> = example.split_whitespace().collect();
            assert_eq!(words[0], "rolecall", "{example}");
            assert!(words.contains(&command) || command.is_empty(), "{command}: {example}");
        }
    }
}

#[test]
fn every_example_in_the_help_does_what_it_shows() {
    // Those of `attest` need a platform that can't do everything: `by_hand.rs` runs them.
    let commands = COMMANDS.into_iter().filter(|command| *command != "attest");
    for example in commands.flat_map(examples) {
        let project = setting(&example);
        if example == "rolecall apply" {
            let asked = AtTerminal::start(&project, &["apply"], "dumb").asked();
            assert_eq!(asked.answer("yes").0, Some(0), "{example}");
            continue;
        }
        if example.contains(" serve ") {
            let serving = Serving::start(typed(&project, &example));
            assert!(serving.host.starts_with("127.0.0.1:"), "{example}");
            serving.stop().ends(0);
            continue;
        }
        let expected = if example.contains("--detailed-exitcode") { 2 } else { 0 };
        let ended = run(&project, &example);
        assert_eq!(ended.code, Some(expected), "{example}: {ended:?}");
        if let Some((_, file)) = example.split_once(" > ") {
            assert!(!project.read(file).is_empty(), "{example}");
        } else if !example.starts_with("rolecall fmt") {
            // What has its layout already is not named.
            assert!(!ended.out.is_empty(), "{example}");
        }
    }
}
