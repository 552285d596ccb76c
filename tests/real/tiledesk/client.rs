//! A project of the program that says what a project on the server is to be, and runs of the program in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::server::{Instance, PASSWORD, server, token};

const PROGRAM: &str = env!("CARGO_BIN_EXE_rolecall");

/// The environment variable with what proves who asks.
pub const LOGIN: &str = "SMARTFLOWS_LOGIN";

/// A project in a folder of its own.
pub struct Client {
    folder: TempDir,
    login: String,
}

/// What a run came to.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Client {
    /// A project for an instance, which says nothing yet.
    pub fn of(instance: &Instance) -> Self {
        Self::at(&format!("{}/{}", server(), instance.id))
    }

    /// A project for what is at an address.
    pub fn at(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("there is a place for temporary files");
        let client = Self { folder, login: token().to_owned() };
        client.write(
            "rolecall.yaml",
            &format!(
                "version: 1\nplatform: smartflows\nenvironments:\n  production:\n    target: smartflows\n    \
                 url: {url}\n    token: {{ env: {LOGIN} }}\n    requests_per_second: 1000\n\
                 manage: {{ roles: all, teams: all, users: listed }}\n\
                 guards: {{ max_removals: 1000, min_admins: 0 }}\n\
                 unmanaged: [{{ users_holding: Owner, reason: belongs to the tenant }}]\n"
            ),
        );
        client.write("access/access.yaml", "users: []\n");
        client
    }

    /// Says what is to be.
    pub fn says(&self, manifest: &str) -> &Self {
        self.write("access/access.yaml", manifest);
        self
    }

    pub fn with_login(mut self, login: &str) -> Self {
        login.clone_into(&mut self.login);
        self
    }

    pub fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("it is there")
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command.env(LOGIN, &self.login).env("HOME", self.folder.path());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        let Output { status, stdout, stderr } =
            self.command(arguments).output().expect("the program runs");
        let [out, err] =
            [stdout, stderr].map(|text| String::from_utf8(text).expect("it prints UTF-8"));
        let shown = out.clone() + &err;
        let secret = |word: &str| shown.contains(word.trim_start_matches("JWT "));
        assert!(!secret(PASSWORD) && !secret(token()), "what is secret is shown:\n{shown}");
        Ended { code: status.code(), out, err }
    }

    /// Returns the plan as JSON.
    pub fn plan(&self) -> Value {
        let ended = self.run(&["plan", "--format", "json"]);
        serde_json::from_str(&ended.out).unwrap_or_else(|_| panic!("a plan: {ended:?}"))
    }

    /// Applies the plan, whatever waivable guard says.
    pub fn apply(&self) -> Ended {
        let plan = self.plan();
        let mut arguments = vec!["apply", "--approve", plan["digest"].as_str().expect("a digest")];
        for refusal in plan["guards"].as_array().into_iter().flatten() {
            if refusal["waivable"] != false {
                arguments.extend(["--allow", refusal["guard"].as_str().expect("a guard")]);
            }
        }
        self.run(&arguments)
    }

    /// Applies, and makes sure that nothing is left to do.
    #[track_caller]
    pub fn applies(&self) {
        let ended = self.apply();
        assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
        self.is_at_rest();
    }

    /// Makes sure that nothing is to be done.
    #[track_caller]
    pub fn is_at_rest(&self) {
        let ended = self.run(&["plan", "--detailed-exitcode"]);
        assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    }
}

impl Ended {
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        let all = self.out.clone() + &self.err;
        let plain = all.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(text), "`{text}` isn't in\n{all}");
        self
    }
}

/// Copies a folder of the repository.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("it can be made");
    for entry in fs::read_dir(from).expect("it is there") {
        let entry = entry.expect("it can be read");
        let (path, into) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() { copy(&path, &into) } else { _ = fs::copy(&path, &into) }
    }
}
