//! A project in a folder of its own, and what the program says about it.

use std::fs;
use std::path::Path;
use std::process::Command;

/// A project that goes with the test.
pub struct Project(tempfile::TempDir);

/// How the program ended, and all that it printed.
pub struct Said {
    pub code: i32,
    pub text: String,
}

impl Project {
    /// Makes a project of a platform, with a sandbox that starts from `live` and a portal of which that
    /// was last read, and with these lines in its own file.
    pub fn new(platform: &str, more: &str, access: &str, live: &str) -> Self {
        let project = Self(tempfile::tempdir().expect("a folder can be made"));
        let environments = "environments:\n  sandbox: { target: sandbox, live: live }\n  \
                            portal: { target: portal, live: live }\ndefault: sandbox\n";
        let text = format!("version: 1\nplatform: {platform}\n{environments}{more}\n");
        project.write("rolecall.yaml", &text);
        project.write("access/access.yaml", access);
        project.write("live/live.yaml", live);
        project
    }

    /// Copies an example.
    pub fn example(name: &str) -> Self {
        let project = Self(tempfile::tempdir().expect("a folder can be made"));
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
        copy(&from, project.0.path());
        project
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).expect("it is there")
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs the program with the words of a line.
    pub fn run(&self, line: &str) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command.args(line.split_whitespace()).current_dir(self.0.path()).env_clear();
        let output = command.output().expect("the program runs");
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8(text).expect("it prints UTF-8");
        Said { code: output.status.code().unwrap_or(-1), text }
    }

    /// Runs the program, which must end so, and returns what it said.
    pub fn ends(&self, code: i32, line: &str) -> String {
        let said = self.run(line);
        assert_eq!(said.code, code, "{line}: {}", said.text);
        said.text
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("it is there") {
        let entry = entry.expect("it can be read");
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name() == ".rolecall" || entry.file_name() == "attested" {
            continue;
        } else if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("it can be copied");
        }
    }
}

/// A person, with roles and what else stands there.
pub fn person(name: &str, roles: &str, more: &str) -> String {
    format!(
        "  - {{ email: {name}@x.example, first_name: {name}, last_name: X, roles: [{roles}]{more} }}\n"
    )
}
