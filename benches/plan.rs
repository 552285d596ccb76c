//! What `check` and `plan` cost, as ratios that hold on any machine.
//!
//! `cargo bench --bench plan` writes organisations of 10,000 and of 100,000 people whose live state
//! differs in one person in a hundred, brings the live state into the sandbox, and measures each
//! program as a process of its own: CPU time, and the most memory that it ever held. The yardstick
//! is a process that does nothing but deserialize the same manifests with `yaml_serde`. It ends
//! with a failure if a target is missed.
//!
//! After `--`, other numbers of people can be given, and:
//!
//! - `--rounds N`: how often everything is measured, 5 times if not given;
//! - `--no-targets`: only measure;
//! - `--write DIR`: write the organisation of the first size into `DIR`, with the live state in the
//!   sandbox, and measure nothing. This is for profilers.
//!
//! Run as a test, without `--bench`, it goes once through a small organisation.

mod figures;
mod organisation;

use std::error::Error;
use std::fs;
use std::io::{self, Write as _};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use figures::{Figures, Subject, baseline, measure};

/// The program that is measured.
const ROLECALL: &str = env!("CARGO_BIN_EXE_rolecall");
/// What the organisations grow from.
const SEED: u64 = 1;

/// Why there are no figures.
type Failure = Box<dyn Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.split_first() {
        Some((first, rest)) if first == baseline::ARGUMENT => baseline::read(Path::new(&rest[0])),
        Some((first, rest)) if first == measure::ARGUMENT => measure::in_this_process(rest),
        _ => Options::new(arguments).and_then(|options| options.carry_out()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Where nobody can be told, there is nobody to tell.
            let _ = writeln!(io::stderr(), "{failure}");
            ExitCode::FAILURE
        }
    }
}

/// What was asked for.
struct Options {
    sizes: Vec<usize>,
    rounds: usize,
    targets: bool,
    write: Option<PathBuf>,
}

impl Options {
    fn new(arguments: Vec<String>) -> Result<Self, Failure> {
        let mut options = Self { sizes: Vec::new(), rounds: 5, targets: true, write: None };
        let mut is_bench = false;
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("`{argument}` needs a value"));
            match argument.as_str() {
                "--bench" => is_bench = true,
                "--no-targets" => options.targets = false,
                "--rounds" => options.rounds = value()?.parse::<NonZero<usize>>()?.get(),
                "--write" => options.write = Some(value()?.into()),
                size => options.sizes.push(size.parse().map_err(|_| unknown(size))?),
            }
        }
        options.complete(is_bench);
        Ok(options)
    }

    /// Fills in what wasn't given.
    fn complete(&mut self, is_bench: bool) {
        if !is_bench {
            (self.sizes, self.rounds, self.targets) = (vec![200], 1, false);
        } else if self.sizes.is_empty() {
            self.sizes = vec![10_000, 100_000];
        }
        self.sizes.sort_unstable();
    }

    fn carry_out(&self) -> Result<(), Failure> {
        if let Some(folder) = &self.write {
            return write(folder, self.sizes[0]);
        }
        let folder = tempfile::tempdir()?;
        let subject = |users: &usize| {
            let folder = folder.path().join(users.to_string());
            write(&folder, *users)?;
            Subject::new(folder, *users)
        };
        let subjects = self.sizes.iter().map(subject).collect::<Result<_, Failure>>()?;
        let figures = Figures::measure(subjects, self.rounds)?;
        writeln!(io::stdout(), "{figures}")?;
        let missed = figures.missed_targets();
        if self.targets && !missed.is_empty() { Err(missed.join("\n").into()) } else { Ok(()) }
    }
}

fn unknown(argument: &str) -> String {
    format!("`{argument}` is neither an option nor a number of people")
}

/// Writes an organisation, and what is live of it into the sandbox.
fn write(folder: &Path, users: usize) -> Result<(), Failure> {
    organisation::generate(folder, users, SEED)?;
    // The sandbox is made by the first step that is applied: here one that nothing else asks about.
    let (project, order) = (folder.join("rolecall.yaml"), folder.join("order.yaml"));
    let written = fs::read_to_string(&project)?;
    fs::write(&project, format!("{written}manifests: [live, order.yaml]\n"))?;
    fs::write(&order, format!("role_order: [{}]\n", organisation::LAST_ROLE))?;
    let output = Command::new(ROLECALL).arg("-C").arg(folder).args(["apply", "--yes"]).output()?;
    fs::write(&project, written)?;
    fs::remove_file(&order)?;
    if folder.join(organisation::SANDBOX).is_file() {
        return Ok(());
    }
    Err(format!("the sandbox wasn't made:\n{}", String::from_utf8_lossy(&output.stderr)).into())
}
