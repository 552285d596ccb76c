//! What a case needs and can't be committed: it is made in the copy that the program works on.

use std::any::Any;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use rolecall::apply::{Holder, Lock};
use rolecall::core::State;
use rolecall::document::Sources;
use rolecall::platform::{built_in, read_platform};
use rolecall::target::sandbox::Sandbox;
use rusqlite::Connection;

/// What has to stay as it is until the program is done.
type Held = Option<Box<dyn Any>>;

/// Makes what a case needs in its project.
type Make = fn(&Path) -> Held;

/// What is made, by case.
const MADE: &[(&str, Make)] = &[
    ("locked/another-run", another_run),
    ("no-manifests/hidden-or-ignored", ignored_file),
    ("not-as-written/a-team", platform_that_forgets),
    ("outside-project/link", link_to_a_file_outside),
    ("outside-project/linked-folder", link_to_a_folder_outside),
    ("platform-unreachable/not-a-database", text_for_a_database),
    ("refused-by-platform/a-team", platform_that_refuses),
    ("too-large/one-file", huge_file),
    ("too-long/any-text", long_text),
    ("too-many-aliases/thousand-and-one", many_aliases),
    ("unreadable-file/dangling-link", dangling_link),
    ("unreadable-file/circle-of-links", circle_of_links),
    ("unreadable-file/pipe", pipe),
];

/// Makes what the case needs; what it returns is to be kept until the program is done.
pub(crate) fn prepare(case: &str, project: &Path) -> Held {
    MADE.iter().find(|(name, _)| *name == case).and_then(|(_, make)| make(project))
}

/// Returns whether files are made for the case.
pub(crate) fn makes(case: &str) -> bool {
    MADE.iter().any(|(name, _)| *name == case)
}

/// Returns whether the case needs symbolic links, which not every system lets everybody make.
pub(crate) fn needs_links(case: &str) -> bool {
    case.starts_with("outside-project/link") || case.starts_with("unreadable-file/")
}

fn write(path: &Path, text: &str) -> Held {
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
    fs::write(path, text).expect("it can be written");
    None
}

#[cfg(unix)]
fn link(to: &str, at: &Path) -> Held {
    fs::create_dir_all(at.parent().expect("it is in a folder")).expect("it can be made");
    std::os::unix::fs::symlink(to, at).expect("the link can be made");
    None
}

#[cfg(not(unix))]
fn link(_: &str, _: &Path) -> Held {
    None
}

fn link_to_a_file_outside(project: &Path) -> Held {
    write(&project.join("../shared.yaml"), "teams: []\n");
    link("../../shared.yaml", &project.join("access/shared.yaml"))
}

fn link_to_a_folder_outside(project: &Path) -> Held {
    write(&project.join("../shared/teams.yaml"), "teams: []\n");
    link("../../shared", &project.join("access/shared"))
}

fn dangling_link(project: &Path) -> Held {
    link("nowhere.yaml", &project.join("access/shared.yaml"))
}

fn circle_of_links(project: &Path) -> Held {
    link("../access", &project.join("access/again"))
}

fn ignored_file(project: &Path) -> Held {
    write(&project.join("access/draft.yaml"), "teams: []\n");
    write(&project.join(".gitignore"), "draft.yaml\n")
}

/// A file that says it has a byte more than is allowed, and takes no room.
fn huge_file(project: &Path) -> Held {
    let file = File::create(project.join("access/huge.yaml")).expect("it can be made");
    file.set_len((256 << 20) + 1).expect("it can be that long");
    None
}

/// A text that is a byte longer than any may be.
fn long_text(project: &Path) -> Held {
    let text = format!("teams:\n  - name: \"{}\"\n", "a".repeat((64 << 10) + 1));
    write(&project.join("access/teams.yaml"), &text)
}

/// A pipe into which nobody writes: reading it would take for ever.
fn pipe(project: &Path) -> Held {
    let made = Command::new("mkfifo").arg(project.join("access/teams.yaml")).status();
    assert!(made.expect("there is a program that makes pipes").success());
    None
}

fn many_aliases(project: &Path) -> Held {
    let aliases = "    - *ana\n".repeat(1_001);
    let text = format!(
        "users: []\nteams:\n- name: Support\n  members:\n    - &ana ana@acme.example\n{aliases}"
    );
    write(&project.join("access/teams.yaml"), &text)
}

fn another_run(project: &Path) -> Held {
    let holder = Holder { who: "lea@desk".into(), pid: 4711, since: "2026-01-31T09:00:00Z".into() };
    let path = project.join(".rolecall/lock/rehearsal.lock");
    let lock = Lock::take(&path, &holder).expect("nobody else holds it");
    Some(Box::new(lock))
}

fn text_for_a_database(project: &Path) -> Held {
    write(&project.join(".rolecall/rehearsal.db"), "This is no database, and never was one.\n")
}

/// A sandbox with a rule of its own.
fn sandbox(project: &Path, rule: &str) -> Held {
    let mut sources = Sources::default();
    let text = built_in("ccaas").expect("it is built in");
    let file = sources.add("ccaas", text);
    let platform = read_platform(&sources, file).0.expect("it is valid");
    let path = project.join(".rolecall/rehearsal.db");
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
    Sandbox::create(&path, &platform, &State::default()).expect("it can be made");
    Connection::open(&path).and_then(|database| database.execute_batch(rule)).expect("a rule");
    None
}

fn platform_that_refuses(project: &Path) -> Held {
    let rule = "CREATE TRIGGER maintenance BEFORE INSERT ON team WHEN new.name = 'Support'
        BEGIN SELECT RAISE(ABORT, 'this name is reserved by the vendor'); END;";
    sandbox(project, rule)
}

fn platform_that_forgets(project: &Path) -> Held {
    let rule = "CREATE TRIGGER forgetful AFTER INSERT ON seat WHEN new.kind = 'manager'
        BEGIN DELETE FROM seat WHERE kind = 'manager'; END;";
    sandbox(project, rule)
}
