//! One case: its folder, the run on a copy of it, and what is expected.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use similar::TextDiff;

use super::prepare;

/// Files of a case that aren't part of its project.
const NOT_THE_PROJECT: &[&str] = &["expected.txt", "command"];

/// A case, known by code and name, as `unknown-role/live`; the example of a code by the code alone.
pub(crate) struct Case {
    pub(crate) name: String,
    folder: PathBuf,
}

/// A place that a diagnostic names.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Returns the folder with an example of each code.
pub(crate) fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/broken")
}

/// Returns the folder of all other cases.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

/// Returns the names of the folders in a folder, in order.
pub(crate) fn folders(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("it can be read"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().expect("its name is UTF-8"))
        .collect();
    names.sort();
    names
}

/// Returns all cases that can run on this system.
pub(crate) fn all() -> Vec<Case> {
    let example = |code: String| Case { folder: examples().join(&code), name: code };
    let mut cases: Vec<Case> = folders(&examples()).into_iter().map(example).collect();
    for code in folders(&root()) {
        for name in folders(&root().join(&code)) {
            let name = format!("{code}/{name}");
            let folder = root().join(&name);
            cases.push(Case { name, folder });
        }
    }
    assert!(cases.len() > 100, "the cases are found");
    cases.retain(|case| cfg!(unix) || !prepare::needs_links(&case.name));
    cases
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}

impl Case {
    /// The word of the code that it is about.
    pub(crate) fn word(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }

    /// Returns whether what is wrong stands in a file.
    pub(crate) fn has_a_place(&self) -> bool {
        !super::NOWHERE.contains(&self.word())
            && !super::ON_THE_COMMAND_LINE.contains(&self.name.as_str())
    }

    /// Returns whether it shows what a platform did, which is no mistake in a file.
    pub(crate) fn is_about_a_run(&self) -> bool {
        matches!(self.word(), "refused-by-platform" | "not-as-written")
    }

    pub(crate) fn expected(&self) -> String {
        fs::read_to_string(self.folder.join("expected.txt")).unwrap_or_default()
    }

    /// Returns the exit code that is expected.
    pub(crate) fn exit(&self) -> i32 {
        let expected = self.expected();
        let last = expected.lines().last().unwrap_or_default();
        let code = last.strip_prefix("[exit ").and_then(|rest| rest.strip_suffix(']'));
        code.and_then(|code| code.parse().ok()).expect("the last line is the exit code")
    }

    /// Returns the places that are expected to be named.
    pub(crate) fn places(&self) -> Vec<Place> {
        let expected = self.expected();
        let heads = expected.lines().filter_map(|line| line.trim_start().strip_prefix("╭─["));
        heads.map(place).collect()
    }

    /// Returns the text of a file of the project or of a built-in platform, or nothing where the
    /// case has none.
    pub(crate) fn text_of(&self, path: &str) -> Option<String> {
        let name = path.strip_prefix("<built-in platform ").and_then(|path| path.strip_suffix('>'));
        if let Some(name) = name {
            return rolecall::platform::built_in(name).map(ToOwned::to_owned);
        }
        let bytes = fs::read(self.folder.join(path)).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Returns the arguments that the program is run with, as they are written.
    pub(crate) fn command_line(&self) -> String {
        let written = fs::read_to_string(self.folder.join("command"));
        written.map_or_else(|_| "check".to_owned(), |line| line.trim().to_owned())
    }

    fn arguments(&self) -> Vec<String> {
        self.command_line().split_whitespace().map(ToOwned::to_owned).collect()
    }

    /// Returns the words at the heads of what a person sees.
    pub(crate) fn heads(&self) -> Vec<String> {
        let expected = self.expected();
        let heads = expected.lines().filter(|line| rolecall::core::code(line).is_some());
        heads.map(ToOwned::to_owned).collect()
    }

    /// Runs the case and returns what is wrong with it.
    pub(crate) fn run(&self) -> Vec<String> {
        let world = tempfile::tempdir().expect("there is room for a folder");
        let project = world.path().join("project");
        copy(&self.folder, &project);
        let _held = prepare::prepare(&self.name, &project);
        let before = contents(&project);
        let output = self.command(&project).output().expect("the program runs");
        let mut wrong = Vec::new();
        let code = output.status.code();
        if matches!(code, Some(7 | 64)) && before != contents(&project) {
            wrong.push(format!("{self}: something was written"));
        }
        wrong.extend(self.compare(&seen(&output)));
        wrong
    }

    /// The program in a folder, with nothing of the environment that could change what it says.
    fn command(&self, project: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command.args(self.arguments()).current_dir(project).stdin(Stdio::null());
        command.env_clear().env("HOME", project).env("TZ", "UTC");
        // Without these no program starts on Windows.
        for name in ["SystemRoot", "TEMP", "TMP"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
    }

    fn compare(&self, seen: &str) -> Option<String> {
        if std::env::var_os("BLESS").is_some() {
            fs::write(self.folder.join("expected.txt"), seen).expect("it can be written");
            return None;
        }
        let expected = self.expected();
        (expected != seen).then(|| {
            let diff = TextDiff::from_lines(&expected, seen);
            let (name, diff) = (&self.name, diff.unified_diff());
            format!("{name}: people see something else (BLESS=1 accepts it)\n{diff}")
        })
    }
}

/// Reads `path:line:column]`.
fn place(head: &str) -> Place {
    let head = head.strip_suffix(']').expect("a place ends with a bracket");
    let mut parts = head.rsplitn(3, ':');
    let mut number = || parts.next().and_then(|part| part.parse().ok()).expect("a number");
    let (column, line) = (number(), number());
    let path = parts.next().expect("a path").to_owned();
    Place { path, line, column }
}

/// Returns what a person sees.
fn seen(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it is UTF-8");
    let code = output.status.code().map_or("none".to_owned(), |code| code.to_string());
    format!("{}{}[exit {code}]\n", text(&output.stderr), text(&output.stdout))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        let name = path.file_name().expect("it has a name");
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else if !NOT_THE_PROJECT.iter().any(|other| *other == name) {
            fs::copy(&path, to.join(name)).expect("it can be copied");
        }
    }
}

/// Returns the files and links below a folder, with the sizes and what is in them. An empty lock is
/// nothing: `apply` takes it before it looks at anything.
fn contents(folder: &Path) -> BTreeMap<PathBuf, (u64, Vec<u8>)> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            let kind = fs::symlink_metadata(&path).expect("it is there");
            if kind.is_dir() {
                open.push(path);
                continue;
            }
            if kind.len() == 0 && path.extension().is_some_and(|end| end == "lock") {
                continue;
            }
            // What is too large to be read is too large to be compared.
            let small = kind.is_file() && kind.len() < 1 << 20;
            let bytes = if small { fs::read(&path).expect("it can be read") } else { Vec::new() };
            found.insert(path, (kind.len(), bytes));
        }
    }
    found
}
