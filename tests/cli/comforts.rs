//! Completions, the manual, `--verbose`, colours, and plans on narrow and wide screens.

use std::process::Command;

use crate::examples::COMMANDS;
use crate::project::{Ended, Project, steps, text};
use crate::terminal::AtTerminal;

/// What begins every instruction to a terminal.
const ESCAPE: char = '\u{1b}';

#[test]
fn each_shell_gets_its_completions() {
    let project = Project::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = project.run(&["completions", shell]).ends(0).says_nothing().out;
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: {command}");
        }
        let values = ["bash", "fish", "zsh"].contains(&shell);
        assert_eq!(script.contains("smartflows"), values, "{shell} completes platforms");
    }
    project.run(&["completions", "tcsh"]).ends(64).prints_nothing().says("zsh");
}

#[test]
fn bash_completes_commands_and_flags() {
    let project = Project::empty();
    project.write("rolecall.bash", project.run(&["completions", "bash"]).ends(0).out);
    for (typed, expected) in [("pl", "plan"), ("plan --det", "--detailed-exitcode")] {
        let words: Vec<&str> = typed.split(' ').collect();
        let script = format!(
            "source rolecall.bash; COMP_WORDS=(rolecall {typed}); COMP_CWORD={}; \
            _rolecall rolecall '{}' '{}'; echo \"${{COMPREPLY[@]}}\"",
            words.len(),
            words.last().unwrap_or(&""),
            if words.len() > 1 { words[words.len() - 2] } else { "rolecall" },
        );
        let mut command = Command::new("bash");
        command.args(["--norc", "-c", &script]);
        project.prepare(&mut command);
        let ended = Ended::of(command).ends(0);
        assert_eq!(ended.out.trim(), expected, "{ended:?}");
    }
}

#[test]
fn the_manual_has_a_page_for_the_program_and_for_each_command() {
    let project = Project::empty();
    for command in COMMANDS {
        let arguments: Vec<&str> =
            ["man", command].into_iter().filter(|word| !word.is_empty()).collect();
        let page = project.run(&arguments).ends(0).says_nothing().out;
        let name = format!("rolecall {command}").trim().replace(' ', "-");
        assert!(page.contains(&format!(".TH {name} 1")), "{page}");
        assert!(page.contains("\n.SH MORE\n.nf\n"), "{page}");
        assert!(page.contains("  rolecall "), "it has the examples:\n{page}");
        let below = page.split(".nf\n").nth(1).unwrap_or_default();
        let strange = below.lines().find(|line| line.starts_with(['.', '\'']) && *line != ".fi");
        assert_eq!(strange, None, "{command}");
    }
    let page = project.run(&["man", "apply"]).ends(0).out;
    assert!(page.contains("\\fB\\-\\-approve\\fR"), "{page}");
    project.run(&["man", "aply"]).ends(64).prints_nothing().says("Did you mean `apply`?");
}

#[test]
fn verbose_says_which_files_which_phases_and_which_steps() {
    let project = Project::copy_of("acme");
    let plan = project.plan();
    let plain = project.run(&["plan"]).ends(0).out;
    let said = project.run(&["plan", "--verbose"]).ends(0);
    assert_eq!(said.out, plain, "the result is the same");
    for (path, _) in project.files().iter().filter(|(path, _)| path.starts_with("access/")) {
        assert!(said.err.contains(&format!("file=\"{path}\"")), "{path}: {}", said.err);
    }
    for phase in
        ["reading the project", "reading the manifests", "reading what is live", "planning"]
    {
        assert!(said.err.contains(&format!("{phase} took=")), "{phase}: {}", said.err);
    }
    let said = project.run(&["-v", "apply", "--yes"]).ends(0).err;
    for step in steps(&plan).into_iter().filter(|step| step["action"] == "create") {
        let done = format!("done: create {} `{}`", text(&step["kind"]), text(&step["key"]));
        assert!(said.contains(&done), "{done}: {said}");
    }
    assert!(!said.contains(ESCAPE));
}

#[test]
fn verbose_keeps_to_itself_what_files_and_the_environment_hold() {
    let project = Project::copy_of("minimal");
    project.edit(
        "rolecall.yaml",
        "environments:\n",
        "default: rehearsal\nenvironments:\n  production:\n    target: sandbox\n    token: { env: PASS }\n",
    );
    let mut command = project.command(&["apply", "--yes", "--verbose"]);
    command.env("PASS", "hush-hush");
    let ended = Ended::of(command).ends(0).says("took=");
    assert!(!ended.err.contains("hush-hush"), "{}", ended.err);
    for attribute in ["Reyes", "Mexico"] {
        assert!(!ended.err.contains(attribute), "{attribute}: {}", ended.err);
    }
}

#[test]
fn colours_can_be_had_where_there_is_no_terminal() {
    let project = Project::copy_of("minimal");
    let run = |variables: &[(&str, &str)]| {
        let mut command = project.command(&["plan"]);
        command.envs(variables.iter().copied());
        Ended::of(command).ends(0).out
    };
    assert!(run(&[("CLICOLOR_FORCE", "1")]).contains(ESCAPE));
    assert!(!run(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).contains(ESCAPE));
    assert!(!run(&[("CLICOLOR", "1")]).contains(ESCAPE));
}

/// Returns what stands on a screen of so many columns, without colours.
fn screen(project: &Project, columns: usize) -> String {
    let no_color = [("NO_COLOR", "1")];
    let (_, screen) = AtTerminal::start_wide(project, &["plan"], &no_color, columns).end();
    screen.replace("\r\n", "\n")
}

#[test]
fn a_plan_fits_on_a_narrow_screen_and_on_a_wide_one() {
    for example in ["acme", "guarded", "minimal"] {
        let project = Project::copy_of(example);
        let page = project.run(&["plan"]).out;
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for (columns, widest) in [(60, 60), (80, 80), (200, 120)] {
            let screen = screen(&project, columns);
            assert_eq!(words(&screen), words(&page), "{example} says the same at {columns}");
            for line in screen.lines().filter(|line| !line.starts_with("Digest: ")) {
                assert!(line.chars().count() <= widest, "{columns} columns:\n{line}");
                assert_eq!(line, line.trim_end(), "it isn't padded");
            }
        }
        let lines = |columns| screen(&project, columns).lines().count();
        assert!(lines(60) > lines(200), "{example}: a wide screen needs fewer lines");
    }
}

#[test]
fn what_is_wider_than_the_screen_stays_whole() {
    let project = Project::copy_of("minimal");
    let address = format!("{}@acme.example", "a".repeat(60));
    project.edit(
        "access/access.yaml",
        "users:\n",
        &format!(
            "users:\n  - {{ email: {address}, first_name: A, last_name: B, roles: [Agent] }}\n"
        ),
    );
    let screen = screen(&project, 60);
    assert!(screen.contains(&address), "{screen}");
}
