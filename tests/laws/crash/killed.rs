//! A process that is killed, by SIGKILL, before a step is done or after it.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};

use proptest::strategy::Strategy;
use proptest::test_runner::TestCaseError;
use rolecall::apply::{FileJournal, Line, read};
use rolecall::plan::step_id;
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;

use super::unlucky::{Accident, Unlucky};
use super::{Planned, done, run};
use crate::case::{Case, Project, cases};
use crate::generated::each;
use crate::hard::conflicts::{USUAL, conflicts};
use crate::run::wait;
use crate::world::{WIDE, World};

/// Names the folder in which the child finds what to do.
const FOLDER: &str = "ROLECALL_KILLED_IN";

/// The test that is the child.
const CHILD: &str = "crash::killed::the_process_that_is_killed";

/// What the child is told, besides the files: when it is killed, and what the project says.
fn told(at: usize, accident: Accident, project: &Project) -> String {
    format!("{at} {accident:?} {} {}\n", project.max_removals, project.min_admins) + &project.text()
}

fn files_of(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder.join("access")).expect("the manifests are there") {
        let path = entry.expect("it can be listed").path();
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        files.push((name.replace('~', "/"), fs::read_to_string(&path).expect("it can be read")));
    }
    files.sort();
    files
}

#[test]
#[ignore = "the process that the other tests start and kill"]
fn the_process_that_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let text = fs::read_to_string(folder.join("told")).expect("it is told");
    let (first, project) = text.split_once('\n').expect("it has two parts");
    let words: Vec<&str> = first.split(' ').collect();
    let accident =
        if words[1] == "KilledBefore" { Accident::KilledBefore } else { Accident::KilledAfter };
    let number = |at: usize| words[at].parse::<usize>().expect("it is a number");
    let limits = Project { max_removals: number(2), min_admins: number(3), ..Project::default() };
    let desired = WIDE.mean(project, &files_of(folder)).expect("it is valid");
    let sandbox = Sandbox::open(&folder.join("live.db"), &WIDE.platform).expect("it is there");
    let live = wait(sandbox.read()).expect("it can be read");
    let plan = WIDE.plan(&desired, &live, &limits.limits()).expect("it can be planned");
    let mut journal = FileJournal::open(&folder.join("journal.jsonl")).expect("it can be written");
    let target = Unlucky::new(sandbox, accident, number(0));
    run(&plan, &target, &mut journal).expect("it can be written");
}

/// Kills a run before and after every step of its plan.
fn survives(planned: &Planned<'_>, folder: &Path) -> Result<(), TestCaseError> {
    let access = folder.join("access");
    fs::create_dir_all(&access).expect("a folder can be made");
    for (path, text) in &planned.case.files {
        fs::write(access.join(path.replace('/', "~")), text).expect("a file can be written");
    }
    let fresh = folder.join("fresh.db");
    drop(Sandbox::create(&fresh, &planned.world.platform, &planned.case.live));
    for at in 0..planned.plan.steps().count() {
        for accident in [Accident::KilledBefore, Accident::KilledAfter] {
            let lost = |what: TestCaseError| {
                TestCaseError::fail(format!("{accident:?} at step {at}: {what}"))
            };
            one(planned, folder, at, accident).map_err(lost)?;
        }
    }
    Ok(())
}

fn one(
    planned: &Planned<'_>,
    folder: &Path,
    at: usize,
    accident: Accident,
) -> Result<(), TestCaseError> {
    let (database, journal) = (folder.join("live.db"), folder.join("journal.jsonl"));
    for name in ["live.db", "live.db-wal", "live.db-shm", "journal.jsonl"] {
        let _ = fs::remove_file(folder.join(name));
    }
    fs::copy(folder.join("fresh.db"), &database).expect("a file can be copied");
    fs::write(folder.join("told"), told(at, accident, &planned.case.project)).expect("likewise");
    let mut child = Command::new(std::env::current_exe().expect("this program has a path"));
    child.args([CHILD, "--exact", "--ignored", "--quiet"]).env(FOLDER, folder);
    let ended = child.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("it starts");
    super::ensure(ended.signal() == Some(9), || format!("it wasn't killed: {ended}"))?;

    let lines = read(&journal).expect("it can be read");
    let entries = lines.iter().filter_map(|line| match line {
        Line::Entry(entry) => Some(entry.as_ref()),
        Line::Torn { .. } | Line::Unreadable { .. } => None,
    });
    let mut was_done: BTreeSet<String> = done(entries);
    super::ensure(was_done.len() == at, || format!("{} steps were done", was_done.len()))?;
    if accident == Accident::KilledAfter {
        was_done.extend(planned.plan.steps().nth(at).map(step_id));
    }
    let sandbox = Sandbox::open(&database, &planned.world.platform).expect("it opens");
    let mut journal = FileJournal::open(&journal).expect("it can be written");
    planned.carry_on(&sandbox, &mut journal, &was_done)
}

/// Kills runs of the plans of so many cases.
fn all(world: &'static World, cases: impl Strategy<Value = Case>, so_many: u32) {
    let plans = Cell::new(0);
    let all = each(cases, so_many, |case| match Planned::of(world, case) {
        Some(planned) => {
            plans.set(plans.get() + 1);
            let folder = tempfile::tempdir().expect("a folder can be made");
            survives(&planned, folder.path())
        }
        None => Ok(()),
    });
    eprintln!("{} plans whose runs were killed", plans.get());
    assert!(plans.get() > all * 2 / 3, "too few plans have steps");
}

#[test]
fn killed_where_people_teams_and_roles_change() {
    all(&WIDE, cases(&WIDE), 140);
}

#[test]
fn killed_where_roles_and_people_change_at_once() {
    all(&WIDE, conflicts(&WIDE, USUAL), 110);
}
