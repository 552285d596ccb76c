//! A project in a temporary folder, and runs of the program in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rolecall::apply::{Entry, Event, Line, read};
use serde_json::Value;
use tempfile::TempDir;

/// The program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_rolecall");

/// The journal of the examples' only environment.
pub(crate) const JOURNAL: &str = ".rolecall/journal/rehearsal.jsonl";

/// The database of the examples' only environment.
pub(crate) const DATABASE: &str = ".rolecall/rehearsal.db";

/// Files by their paths in a folder.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A project of its own, which goes with the test, and an empty home beside it.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().expect("there is a place for temporary files");
        fs::create_dir(folder.path().join("home")).expect("it can be made");
        fs::create_dir(folder.path().join("project")).expect("it can be made");
        Self { folder }
    }

    /// A copy of one of the examples.
    pub(crate) fn copy_of(example: &str) -> Self {
        let project = Self::empty();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example);
        for (path, bytes) in files_below(&from) {
            if !path.starts_with(".rolecall/") {
                project.write(&path, bytes);
            }
        }
        project
    }

    /// Returns the path of something in the project.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join("project").join(inside)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it is in the project")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Replaces a text that stands in the file once.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "{from:?} in {path}");
        self.write(path, text.replace(from, to));
    }

    /// Returns all files of the project, hidden ones included.
    pub(crate) fn files(&self) -> Files {
        files_below(&self.path(""))
    }

    /// Returns what is live, as `export` writes it.
    pub(crate) fn live(&self) -> Files {
        let into = tempfile::tempdir().expect("there is a place for temporary files");
        let folder = into.path().to_str().expect("it is UTF-8");
        self.run(&["export", "--to", folder]).ends(0);
        files_below(into.path())
    }

    /// Returns the plan as JSON, however its run ended.
    pub(crate) fn plan(&self) -> Value {
        self.run(&["plan", "--format", "json"]).json()
    }

    pub(crate) fn digest(&self) -> String {
        text(&self.plan()["digest"])
    }

    /// Returns what the journal holds; a line that isn't whole fails the test.
    pub(crate) fn journal(&self) -> Vec<Entry> {
        let whole = |line| match line {
            Line::Entry(entry) => *entry,
            other => panic!("a line of the journal isn't whole: {other:?}"),
        };
        let lines = read(&self.path(JOURNAL)).expect("there is a journal");
        lines.into_iter().map(whole).collect()
    }

    /// Returns the program, about to be run in the project: no terminal, and of the environment
    /// nothing but where to find other programs.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments);
        self.prepare(&mut command);
        command
    }

    /// Has a command run in the project, in a clean environment.
    pub(crate) fn prepare(&self, command: &mut Command) {
        command.current_dir(self.path("")).stdin(Stdio::null()).env_clear();
        command.env("HOME", self.folder.path().join("home")).env("USER", "tester");
        for name in ["PATH", "TMPDIR", "SYSTEMROOT"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(self.command(arguments))
    }
}

/// A run of the program that is over.
#[derive(Debug)]
pub(crate) struct Ended {
    /// None where it was killed.
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// Runs the command. Whatever it is asked to do, the program doesn't panic.
    #[track_caller]
    pub(crate) fn of(mut command: Command) -> Self {
        let ended = Self::from(command.output().expect("it can be started"));
        assert!(!ended.err.contains("panicked"), "{}", ended.err);
        ended
    }

    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        let Self { code: found, out, err } = &self;
        assert_eq!(*found, Some(code), "it printed\n{out}\nand said\n{err}");
        self
    }

    /// The text stands on standard output.
    #[track_caller]
    pub(crate) fn prints(self, text: &str) -> Self {
        assert!(self.out.contains(text), "`{text}` isn't in what it printed:\n{}", self.out);
        self
    }

    /// The text stands on standard error.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "`{text}` isn't in what it said:\n{}", self.err);
        self
    }

    /// There is no result, so that nobody takes a message for one.
    #[track_caller]
    pub(crate) fn prints_nothing(self) -> Self {
        assert_eq!(self.out, "", "it said\n{}", self.err);
        self
    }

    #[track_caller]
    pub(crate) fn says_nothing(self) -> Self {
        assert_eq!(self.err, "", "it printed\n{}", self.out);
        self
    }

    /// Returns standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("it is UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// Returns the steps of a plan's JSON, in order.
pub(crate) fn steps(plan: &Value) -> Vec<&Value> {
    let stages = plan["stages"].as_array().expect("a plan has stages");
    stages.iter().flat_map(|stage| stage["steps"].as_array().expect("a stage has steps")).collect()
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// Returns the ids of the steps that the journal says were begun.
pub(crate) fn begun(entries: &[Entry]) -> Vec<&String> {
    entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::StepBegun { step, .. } => Some(step),
            _ => None,
        })
        .collect()
}

pub(crate) fn files_below(folder: &Path) -> Files {
    let mut files = Files::new();
    add_files(folder, "", &mut files);
    files
}

fn add_files(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("it can be read") {
        let entry = entry.expect("it can be read");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            add_files(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).expect("it can be read"));
        }
    }
}
