//! Files that ask for all memory, all time or all the stack get a located answer, within bounds.
//!
//! They are made when the test runs. The bound on time is of the processor's seconds and generous,
//! so that neither a slow machine nor a busy one makes a difference; what grows with the square of
//! an input, or isn't finished ever, is beyond any generosity.

use std::fs::File;
use std::path::Path;
use std::process::Command;

use crate::project::{Ended, PROGRAM, Project};

/// The most memory, in KiB: a gibibyte.
const MEMORY: u32 = 1 << 20;

/// The most seconds of the processor. The program takes less than one where it is optimized.
const SECONDS: u32 = if cfg!(debug_assertions) { 60 } else { 10 };

/// A hundred megabytes.
const LARGE: usize = 100 << 20;

/// A project with one manifest.
fn project(manifest: impl AsRef<[u8]>) -> Project {
    let project = Project::empty();
    project.write(
        "rolecall.yaml",
        "version: 1\nplatform: ccaas\nenvironments:\n  rehearsal: { target: sandbox }\n",
    );
    project.write("access/access.yaml", manifest);
    project
}

/// Runs a command of the program within the bounds.
fn bounded(project: &Project, arguments: &[&str]) -> Ended {
    let mut command = Command::new("sh");
    let script = "ulimit -c 0; ulimit -v \"$1\"; ulimit -t \"$2\"; shift 2; exec \"$@\"";
    command.args(["-c", script, "sh", &MEMORY.to_string(), &SECONDS.to_string(), PROGRAM]);
    command.args(arguments);
    project.prepare(&mut command);
    Ended::of(command)
}

/// The manifest is refused with one diagnostic of this code, at this place, and nothing is written:
/// by every command, of a large manifest by one, since all of them read it in the same way.
#[track_caller]
fn refused(manifest: impl AsRef<[u8]>, word: &str, place: &str) {
    let commands = [&["check"][..], &["plan"], &["apply", "--yes"]];
    let commands = &commands[..if manifest.as_ref().len() < 1 << 20 { 3 } else { 1 }];
    let project = project(manifest);
    let place = format!("─[access/access.yaml:{place}]");
    for arguments in commands {
        let ended = bounded(&project, arguments).ends(7).prints_nothing();
        let ended = ended.says(&format!("{word}\n")).says(&place).says("1 error.");
        assert!(ended.err.len() < 3_000, "{}", ended.err);
    }
    let files: Vec<_> = project.files().into_keys().collect();
    let lock = |path: &String| path.as_str() == ".rolecall/lock/rehearsal.lock";
    let written: Vec<_> = files.iter().filter(|path| !lock(path)).collect();
    assert_eq!(written, ["access/access.yaml", "rolecall.yaml"]);
}

#[test]
fn a_billion_laughs() {
    let mut text = String::from("x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n");
    for level in 1..30 {
        let below = vec![format!("*x{}", level - 1); 10].join(", ");
        text += &format!("x{level}: &x{level} [{below}]\n");
    }
    refused(text, "too-many-aliases", "6:45");
}

#[test]
fn ten_thousand_levels() {
    // Within brackets the parser reads ahead, and has a bound of its own.
    refused("[".repeat(10_000), "too-deep", "1:256");
    refused("{a: ".repeat(10_000), "too-deep", "1:1021");
    refused("- ".repeat(10_000), "too-deep", "1:129");
    refused("? ".repeat(10_000), "too-deep", "1:129");
    refused("[? ".repeat(10_000), "too-deep", "1:766");
    let steps = |line: &str| -> String {
        (0..10_000).map(|depth| format!("{}{line}\n", " ".repeat(depth))).collect()
    };
    refused(steps("a:"), "too-deep", "65:65");
    refused(steps("?"), "too-deep", "65:65");
}

#[test]
fn a_hundred_megabytes_of_one_text() {
    let text = "a".repeat(LARGE);
    refused(format!("teams:\n  - name: {text}\n"), "too-long", "2:11");
    refused(format!("teams:\n  - name: \"{text}\"\n"), "too-long", "2:11");
    refused(format!("teams:\n  - name: \"{text}\n"), "yaml-syntax", "3:1");
}

#[test]
fn a_hundred_megabytes_of_lines_of_one_text() {
    let lines = "      a b c\n".repeat(LARGE / 12);
    refused(format!("teams:\n  - name: |\n{lines}"), "too-long", "3:7");
}

#[test]
fn a_hundred_megabytes_of_nothing() {
    refused(vec![0; LARGE], "control-character", "1:1");
    refused(format!("# {}\n", "a".repeat(LARGE)), "empty-value", "1:1");
}

#[test]
fn a_hundred_thousand_names_of_tags() {
    let names: String =
        (0..100_000).map(|number| format!("%TAG !t{number}! tag:acme.example,2026:\n")).collect();
    refused(format!("{names}---\nteams: []\n"), "tag", "1:1");
    let again = "%TAG !t! tag:acme.example,2026:\n".repeat(100_000);
    refused(format!("{again}---\nteams: []\n"), "yaml-syntax", "2:1");
}

#[test]
fn a_million_values_where_one_is_wanted() {
    refused("-\n".repeat(1_000_000), "wrong-type", "1:1");
}

#[test]
fn more_than_a_file_may_have() {
    let project = project("teams: []\n");
    let file = File::create(project.path("access/large.yaml")).expect("it can be made");
    file.set_len((256 << 20) + 1).expect("it takes no room");
    bounded(&project, &["check"]).ends(7).says("too-large\n").says("[access/large.yaml:1:1]");
}

#[test]
fn fifty_problems_are_shown_errors_first_and_the_rest_is_counted() {
    let ended = |number: usize| {
        format!("  - {{ user: p{number}@acme.example, until: 2020-01-31, reason: season }}\n")
    };
    let person = |number: usize| {
        format!(
            "- {{ email: p{number}@acme.example, first_name: P, last_name: P, roles: [Agent] }}\n"
        )
    };
    let seats: String = (0..60).map(ended).collect();
    let people: String = (0..60).map(person).collect();
    let project = project(format!("teams:\n- name: A\n  members:\n{seats}users:\n{people}"));
    let warned = project.run(&["check"]).ends(0).says("… and 10 more.").says("60 warnings.");
    assert_eq!(warned.err.matches("An entry has expired").count(), 50);
    project.write("access/z.yaml", "role_order: [Agnet]\n");
    let both = project.run(&["check"]).ends(7).says("… and 11 more.").says("1 error, 60 warnings.");
    assert_eq!(both.err.matches("An entry has expired").count(), 49);
    assert!(both.err.starts_with("unknown-role\n"), "{}", both.err);
}

/// Whoever may read anything, as root, reads this as well; for all others it is refused.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;

    let project = project("teams: []\n");
    let path = project.path("access/access.yaml");
    set_permissions(&path, Permissions::from_mode(0o000)).expect("it is ours");
    let reads_anyway = File::open(&path).is_ok();
    let ended = bounded(&project, &["check"]);
    if reads_anyway {
        ended.ends(0);
    } else {
        ended.ends(7).says("unreadable-file\n").says("[access/access.yaml:1:1]");
    }
}

/// A folder is a folder, whatever its name ends in.
#[test]
fn a_folder_that_is_called_like_a_file() {
    let project = project("teams: []\n");
    project.write("access/more.yaml/teams.yaml", "teams: [{ name: Support }]\n");
    project.run(&["check"]).ends(0).prints("1 team ").prints("2 files");
    assert!(Path::new(&project.path("access/more.yaml")).is_dir());
}
