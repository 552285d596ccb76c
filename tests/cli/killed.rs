//! Runs that are killed. Whatever happened, the next run carries on from what is there.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::process::{Child, Command, Stdio};
use std::thread;

use rolecall::apply::{Event, Line, read};

use crate::project::{Ended, Files, JOURNAL, PROGRAM, Project, text};

/// How far into its file a journal begins where it is to be the first file that gets too large.
const HOLE: u64 = 8 << 20;

/// The unit in which a shell limits the size of files.
const BLOCK: u64 = 512;

/// What is live once the plan was applied without an accident.
fn end_of(project: &Project) -> Files {
    project.run(&["apply", "--yes"]).ends(0);
    project.live()
}

/// After whatever happened, the next run comes to the end that an uncut run comes to.
fn recovers(project: &Project, end: &Files, what: &str) {
    let planned = project.run(&["plan"]);
    assert_eq!(planned.code, Some(0), "{what}: {planned:?}");
    let applied = project.run(&["apply", "--yes"]);
    assert_eq!(applied.code, Some(0), "{what}: {applied:?}");
    let planned = project.run(&["plan", "--detailed-exitcode"]);
    assert_eq!(planned.code, Some(0), "{what}: {planned:?}");
    assert_eq!(project.live(), *end, "{what}");
}

/// Runs `apply`, and kills it as soon as the journal has so many lines, unless it ends before.
fn kill_after_lines(project: &Project, lines: usize) {
    let mut command = project.command(&["apply", "--yes"]);
    let mut child = command.stdout(Stdio::null()).spawn().expect("it can be started");
    while is_running(&mut child) && journal_lines(project) < lines {
        thread::yield_now();
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it is gone");
}

fn is_running(child: &mut Child) -> bool {
    child.try_wait().expect("it can be asked").is_none()
}

fn journal_lines(project: &Project) -> usize {
    let bytes = fs::read(project.path(JOURNAL)).unwrap_or_default();
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// Runs `apply` so that the operating system kills it at the write that makes a file larger than so
/// many blocks.
fn apply_within(project: &Project, blocks: u64, arguments: &[&str]) -> Ended {
    let mut command = Command::new("sh");
    let script = "ulimit -c 0; ulimit -f \"$1\"; shift; exec \"$@\"";
    command.args(["-c", script, "sh", &blocks.to_string(), PROGRAM, "apply"]).args(arguments);
    project.prepare(&mut command);
    Ended::of(command)
}

/// Runs `apply` and has it killed at the write that adds so many bytes to the journal, which begins
/// behind a hole, so that no other file is as large.
fn kill_at_byte(project: &Project, bytes: u64, arguments: &[&str]) -> Ended {
    let path = project.path(JOURNAL);
    fs::create_dir_all(path.parent().expect("it is in the project")).expect("it can be made");
    let journal = File::options().create(true).append(true).open(path).expect("it can be made");
    let size = journal.metadata().expect("it is there").len().max(HOLE);
    journal.set_len(size).expect("it can be made larger");
    apply_within(project, (size + bytes) / BLOCK, arguments)
}

/// Returns how many bytes an uncut run writes to the journal.
fn journal_size(project: &Project) -> u64 {
    fs::metadata(project.path(JOURNAL)).expect("there is a journal").len()
}

#[test]
fn killed_at_any_byte_of_the_journal_the_next_run_ends_well() {
    let uncut = Project::copy_of("acme");
    let end = end_of(&uncut);
    let blocks = journal_size(&uncut) / BLOCK;
    assert!(blocks > 40, "there is enough to cut");

    for cut in (0..blocks).step_by(7) {
        let project = Project::copy_of("acme");
        let killed = kill_at_byte(&project, cut * BLOCK, &["--yes"]);
        assert_eq!(killed.code, None, "killed at block {cut}: {killed:?}");
        recovers(&project, &end, &format!("killed at block {cut}"));
    }
}

#[test]
fn killed_while_it_makes_its_files_the_next_run_ends_well() {
    let end = end_of(&Project::copy_of("acme"));
    for blocks in [1, 8, 100, 150, 300, 450] {
        let project = Project::copy_of("acme");
        let killed = apply_within(&project, blocks, &["--yes"]);
        assert_eq!(killed.code, None, "killed at block {blocks}: {killed:?}");
        recovers(&project, &end, &format!("killed at block {blocks}"));
    }
}

#[test]
fn killed_by_somebody_at_any_line_of_the_journal_the_next_run_ends_well() {
    let end = end_of(&Project::copy_of("acme"));
    for lines in [0, 1, 2, 40, 76, 90, 104, 110, 121] {
        let project = Project::copy_of("acme");
        kill_after_lines(&project, lines);
        recovers(&project, &end, &format!("killed after {lines} lines"));
    }
}

#[test]
fn killed_by_somebody_again_and_again_a_large_plan_comes_to_its_end() {
    let end = end_of(&large());
    let project = large();
    for lines in [1, 200, 400, 600, 800] {
        kill_after_lines(&project, lines);
    }
    recovers(&project, &end, "killed five times");
}

#[test]
fn killed_again_and_again_a_large_plan_comes_to_its_end() {
    let uncut = large();
    let end = end_of(&uncut);
    let project = large();
    let half = journal_size(&uncut) / 2;
    assert_eq!(kill_at_byte(&project, half, &["--yes"]).code, None);
    assert_ne!(project.live(), end);
    let others = [1, 2, 4, 8].map(|part| kill_at_byte(&project, half / part, &["--yes"]).code);
    assert!(others.contains(&None), "one of them was cut short as well");
    recovers(&project, &end, "killed again and again");
}

#[test]
fn a_plan_that_was_cut_short_stays_approved_by_its_digest_and_by_its_file() {
    let uncut = Project::copy_of("acme");
    let end = end_of(&uncut);
    let half = journal_size(&uncut) * 7 / 10;
    for by_file in [true, false] {
        let project = Project::copy_of("acme");
        project.run(&["plan", "--out", "plan.json"]).ends(0);
        let digest = project.digest();
        let approval = if by_file { ["--plan", "plan.json"] } else { ["--approve", &digest] };

        assert_eq!(kill_at_byte(&project, half, &approval).code, None);
        assert_ne!(project.digest(), digest, "some of it was done");
        assert_ne!(project.live(), end, "some of it wasn't");

        let arguments: Vec<&str> = ["apply"].into_iter().chain(approval).collect();
        project.run(&arguments).ends(0).prints("Applied:");
        assert_eq!(project.live(), end);
    }
}

#[test]
fn a_plan_that_was_cut_short_and_then_moved_is_stale() {
    let uncut = Project::copy_of("acme");
    uncut.run(&["apply", "--yes"]).ends(0);
    let half = journal_size(&uncut) * 7 / 10;
    let project = Project::copy_of("acme");
    let digest = project.digest();
    assert_eq!(kill_at_byte(&project, half, &["--yes"]).code, None);
    project.edit("access/roles/floor.yaml", "label: FLOOR LEAD", "label: FLOOR");

    let live = project.live();
    project.run(&["apply", "--approve", &digest]).ends(5).says("Floor Lead");
    assert_eq!(project.live(), live);
}

#[test]
fn after_a_kill_the_journal_keeps_what_it_had_and_the_next_run_starts_on_a_line_of_its_own() {
    let uncut = Project::copy_of("minimal");
    uncut.run(&["apply", "--yes"]).ends(0);
    let project = Project::copy_of("minimal");
    kill_at_byte(&project, 2 * BLOCK, &["--yes"]);
    let before = fs::read(project.path(JOURNAL)).expect("there is a journal");
    assert_eq!(before.len() as u64, HOLE + 2 * BLOCK, "it was cut in the middle of a line");

    project.run(&["apply", "--yes"]).ends(0);
    let after = fs::read(project.path(JOURNAL)).expect("there is a journal");
    assert!(after.starts_with(&before));
    let lines = read(&project.path(JOURNAL)).expect("it can be read");
    let torn = lines.iter().position(|line| matches!(line, Line::Torn { .. }));
    let next = torn.and_then(|torn| lines.get(torn + 1));
    let starts = |line: &Line| match line {
        Line::Entry(entry) => matches!(entry.event, Event::RunStarted { .. }),
        _ => false,
    };
    assert!(next.is_some_and(starts), "{next:?}");
}

/// A project with some hundreds of steps in several stages: a tree of teams five deep, and people
/// who hold a new role and sit in the lowest teams.
fn large() -> Project {
    let project = Project::copy_of("minimal");
    let mut teams = "teams:\n".to_owned();
    let mut users = "users:\n".to_owned();
    let live = project.read("live/live.yaml");
    let (_, administrators) = live.split_once("users:\n").expect("it lists people");
    users.push_str(administrators);
    for branch in 0..10 {
        let mut indent = "  ".to_owned();
        for depth in 0..5 {
            let _ = writeln!(teams, "{indent}- name: T{branch}-{depth}");
            indent.push_str("  ");
            let next = if depth < 4 { "teams:" } else { "members:" };
            let _ = writeln!(teams, "{indent}{next}");
            indent.push_str("  ");
        }
        for seat in 0..30 {
            let email = format!("p{branch}.{seat}@acme.example");
            let _ = writeln!(teams, "{indent}- {email}");
            let _ = writeln!(
                users,
                "  - {{ email: {email}, first_name: P, last_name: Q, roles: [Agent, Desk] }}"
            );
        }
    }
    let role = "roles:\n  - name: Desk\n    label: DESK\n    color: \"#0B57D0\"\n    \
        permissions:\n      monitoring.calls.monitor: granted\n";
    project.write("access/access.yaml", format!("{role}{teams}{users}"));
    let settings = "version: 1\nmanage: { roles: listed }\nguards: { max_removals: 50 }\n";
    project.edit("rolecall.yaml", "version: 1\n", settings);
    let steps = project.plan()["stages"].as_array().map_or(0, Vec::len);
    assert!(steps > 2, "there are several stages");
    project
}

#[test]
fn the_digest_of_a_large_plan_does_not_depend_on_the_run() {
    let (one, other) = (large().plan(), large().plan());
    assert_eq!(text(&one["digest"]), text(&other["digest"]));
    assert_eq!(one, other);
}
