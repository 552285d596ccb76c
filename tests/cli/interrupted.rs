//! Ctrl-C while a plan is carried out, and what is shown meanwhile. The run is held up by somebody
//! else's transaction in its database.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread;
use std::time::Duration;

use rolecall::apply::{Entry, Event};
use rusqlite::Connection;

use crate::project::{DATABASE, Ended, Project, begun};
use crate::terminal::AtTerminal;

/// What is said at the first Ctrl-C.
const STOPPING: &str = "Stopping as soon as";

/// A project whose database is there, with a plan of two stages: a role, then who holds it.
fn two_stages() -> Project {
    let project = Project::copy_of("minimal");
    project.run(&["apply", "--yes"]).ends(0);
    let desk = "roles:
  - { name: Desk, label: DESK, color: \"#0B57D0\", permissions: { settings.queue: view } }
users:
  - { email: kim@acme.example, first_name: Kim, last_name: Sato, roles: [Desk] }
";
    project.write("access/desk.yaml", desk);
    assert_eq!(project.plan()["stages"].as_array().map(Vec::len), Some(2));
    project
}

/// Holds up whoever wants to write to the project's database.
fn hold(project: &Project) -> Connection {
    let database = Connection::open(project.path(DATABASE)).expect("it is there");
    database.execute_batch("BEGIN IMMEDIATE").expect("nobody else writes");
    database
}

/// A run of `apply` that has begun its first stage and can't go on with it.
struct HeldUp {
    child: Child,
    said: BufReader<ChildStderr>,
}

impl HeldUp {
    fn start(project: &Project) -> Self {
        let before = begun(&project.journal()).len();
        let mut command = project.command(&["apply", "--yes"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it can be started");
        let said = BufReader::new(child.stderr.take().expect("it is piped"));
        while begun(&entries(project)).len() == before {
            assert_eq!(child.try_wait().expect("it can be asked"), None, "it should be held up");
            thread::yield_now();
        }
        Self { child, said }
    }

    fn interrupt(&self) {
        let mut kill = Command::new("kill");
        let status = kill.args(["-INT", &self.child.id().to_string()]).status();
        assert!(status.expect("there is `kill`").success());
    }

    /// Waits until the program has said that it is going to stop.
    fn is_stopping(&mut self) {
        let mut line = String::new();
        while !line.contains(STOPPING) {
            line.clear();
            let read = self.said.read_line(&mut line).expect("it can be read");
            assert!(read > 0, "it ended without a word");
        }
    }

    fn end(mut self) -> Ended {
        let mut err = String::new();
        self.said.read_to_string(&mut err).expect("it can be read");
        let output = self.child.wait_with_output().expect("it ends");
        let out = String::from_utf8(output.stdout).expect("it is UTF-8");
        Ended { code: output.status.code(), out, err }
    }
}

/// Returns the lines of the journal that are whole: somebody is writing it.
fn entries(project: &Project) -> Vec<Entry> {
    let text = project.read(crate::project::JOURNAL);
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

#[test]
fn at_ctrl_c_what_was_begun_is_ended_and_the_next_step_is_named() {
    let project = two_stages();
    let database = hold(&project);
    let mut run = HeldUp::start(&project);
    run.interrupt();
    run.is_stopping();
    drop(database);

    let ended = run.end().ends(6).says("Stopped, before user `kim@acme.example`.");
    ended.prints("Run again to carry on.");
    let journal = project.journal();
    let last = journal.last().map(|entry| &entry.event);
    assert!(matches!(last, Some(Event::RunEnded { .. })), "{last:?}");
    let kim = |entry: &&Entry| match &entry.event {
        Event::StepBegun { key, .. } => key.name() == "kim@acme.example",
        _ => false,
    };
    assert_eq!(journal.iter().filter(kim).count(), 0, "it wasn't begun");

    project.run(&["apply", "--yes"]).ends(0).prints("Applied:");
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
}

#[test]
fn at_the_second_ctrl_c_it_ends_at_once_and_the_next_run_carries_on() {
    let project = two_stages();
    let database = hold(&project);
    let mut run = HeldUp::start(&project);
    run.interrupt();
    run.is_stopping();
    run.interrupt();
    run.end().ends(6).prints("Plan for");
    drop(database);

    project.run(&["apply", "--yes"]).ends(0).prints("Applied: 2 of 2 steps.");
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
}

#[test]
fn who_waits_at_a_terminal_sees_how_far_it_is() {
    let project = two_stages();
    let database = hold(&project);
    let terminal = [("TERM", "xterm-256color")];
    let run = AtTerminal::start_with(&project, &["apply", "--yes"], &terminal);
    let run = run.shows("applying").shows("0 of 2");
    drop(database);
    let (code, screen) = run.end();
    assert_eq!(code, Some(0), "{screen}");
    let left = screen.rsplit("\u{1b}[2K").next().unwrap_or_default();
    assert!(left.contains("Applied: 2 of 2 steps."), "{screen:?}");
    assert!(!left.contains("applying"), "the bar is gone: {screen:?}");
}

#[test]
fn nothing_moves_where_there_is_no_terminal() {
    let project = two_stages();
    let database = hold(&project);
    let run = HeldUp::start(&project);
    // Long enough for a bar; should this be slow, it only takes longer.
    thread::sleep(Duration::from_millis(1500));
    drop(database);
    run.end().ends(0).says_nothing();
}
