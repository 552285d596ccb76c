//! A run at a real terminal, for which a program that comes with the machine is borrowed.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};

use crate::project::{PROGRAM, Project};

/// The end of the question that `apply` asks.
const QUESTION: &str = "Only `yes` will do it:";

/// A pseudo-terminal in the words of Python, which hands its exit code on.
const PYTHON: &str = "import os, pty, sys; \
    sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

/// A run that sits at a terminal. What it prints and what it says come together there.
pub(crate) struct AtTerminal {
    child: Child,
    seen: Vec<u8>,
}

impl AtTerminal {
    /// Starts the program at a terminal of that kind.
    pub(crate) fn start(project: &Project, arguments: &[&str], terminal: &str) -> Self {
        Self::start_with(project, arguments, &[("TERM", terminal)])
    }

    /// Starts the program at a terminal, with these variables in its environment.
    pub(crate) fn start_with(
        project: &Project,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let all: Vec<&str> = [PROGRAM].into_iter().chain(arguments.iter().copied()).collect();
        Self::spawn(project, &all, variables)
    }

    /// Starts the program at a terminal with so many columns.
    pub(crate) fn start_wide(
        project: &Project,
        arguments: &[&str],
        variables: &[(&str, &str)],
        columns: usize,
    ) -> Self {
        let script = format!("stty cols {columns} rows 24 && exec \"$@\"");
        let shell = ["sh", "-c", &script, "sh", PROGRAM];
        let all: Vec<&str> = shell.into_iter().chain(arguments.iter().copied()).collect();
        Self::spawn(project, &all, variables)
    }

    fn spawn(project: &Project, all: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = pseudo_terminal(all);
        project.prepare(&mut command);
        command.envs(variables.iter().copied()).stdin(Stdio::piped()).stdout(Stdio::piped());
        Self { child: command.spawn().expect("it can be started"), seen: Vec::new() }
    }

    /// Waits until the program asks.
    pub(crate) fn asked(self) -> Self {
        self.shows(QUESTION)
    }

    /// Waits until a text stands on the screen that wasn't there when this was last asked.
    pub(crate) fn shows(mut self, text: &str) -> Self {
        let mut byte = [0];
        while !self.seen.ends_with(text.as_bytes()) {
            let output = self.child.stdout.as_mut().expect("it is piped");
            let read = output.read(&mut byte).expect("it can be read");
            let seen = String::from_utf8_lossy(&self.seen);
            assert!(read > 0, "it ended without showing `{text}`: {seen}");
            self.seen.push(byte[0]);
        }
        self
    }

    /// Presses keys.
    pub(crate) fn types(mut self, keys: &str) -> Self {
        let keyboard = self.child.stdin.as_mut().expect("it is piped");
        keyboard
            .write_all(keys.as_bytes())
            .and_then(|()| keyboard.flush())
            .expect("somebody reads");
        self
    }

    /// Answers, and returns how the run ended and what stood on the screen.
    pub(crate) fn answer(mut self, answer: &str) -> (Option<i32>, String) {
        let mut keyboard = self.child.stdin.take().expect("it is piped");
        writeln!(keyboard, "{answer}").expect("somebody reads");
        self.end()
    }

    /// Waits for the end of the run; returns how it ended and what stood on the screen.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let mut output = self.child.stdout.take().expect("it is piped");
        output.read_to_end(&mut self.seen).expect("it can be read");
        let code = self.child.wait().expect("it ends").code();
        (code, String::from_utf8_lossy(&self.seen).into_owned())
    }
}

/// Returns a command that runs the program at a pseudo-terminal.
fn pseudo_terminal(all: &[&str]) -> Command {
    if is_there("script", &["-V"], "util-linux") {
        let quoted: Vec<String> = all.iter().map(|argument| format!("'{argument}'")).collect();
        let mut command = Command::new("script");
        command.args(["-qec", &quoted.join(" "), "/dev/null"]);
        command
    } else if is_there("python3", &["-c", "import os, pty; print(os.waitstatus_to_exitcode)"], "") {
        let mut command = Command::new("python3");
        command.args(["-c", PYTHON]).args(all);
        command
    } else {
        panic!("this test needs a terminal: `script` of util-linux, or `python3` with `pty`")
    }
}

/// Returns whether a program is on the machine and prints the word when it is asked.
fn is_there(program: &str, arguments: &[&str], word: &str) -> bool {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output();
    output.is_ok_and(|output| {
        output.status.success() && String::from_utf8_lossy(&output.stdout).contains(word)
    })
}
