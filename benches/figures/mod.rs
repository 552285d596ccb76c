//! What was measured, as people should see it, and whether it is good enough.

pub mod baseline;
pub mod measure;
mod statistics;

use std::fmt;
use std::path::Path;

use measure::{Cost, cost};
use statistics::{Spread, exponent};

use crate::Failure;

/// What is measured beside the yardstick: what it is called, and its arguments.
const COMMANDS: [(&str, &[&str]); 3] =
    [("plan", &["plan"]), ("plan, as JSON", &["plan", "--format", "json"]), ("check", &["check"])];
/// Which of these the targets are about.
const PLAN: usize = 0;

/// The most CPU time of `plan`, as a multiple of the yardstick's, for the largest organisation.
const MOST_TIME: f64 = 2.0;
/// The greatest exponent with which the CPU time of `plan` may grow.
const MOST_GROWTH: f64 = 1.1;
/// The most memory of `plan`, as a multiple of the bytes of the manifests.
const MOST_MEMORY: f64 = 16.0;

/// All figures, from the smallest organisation to the largest.
pub struct Figures {
    subjects: Vec<Subject>,
}

/// The figures of one organisation.
pub struct Subject {
    users: usize,
    files: usize,
    bytes: u64,
    /// What the yardstick cost in each round.
    baseline: Vec<Cost>,
    /// What each command cost in each round.
    commands: [Vec<Cost>; COMMANDS.len()],
}

impl Subject {
    /// Measures everything so many times, the yardstick before each command, after a warm-up.
    ///
    /// # Errors
    ///
    /// One of the programs fails.
    pub fn measure(
        program: &Path,
        folder: &Path,
        users: usize,
        rounds: usize,
    ) -> Result<Self, Failure> {
        let manifests = baseline::manifests(folder)?;
        let bytes = manifests.iter().map(|path| path.metadata().map_or(0, |data| data.len())).sum();
        let mut subject = Self {
            users,
            files: manifests.len(),
            bytes,
            baseline: Vec::new(),
            commands: Default::default(),
        };
        subject.round(program, folder)?;
        subject.baseline.clear();
        subject.commands.iter_mut().for_each(Vec::clear);
        for _ in 0..rounds {
            subject.round(program, folder)?;
        }
        Ok(subject)
    }

    fn round(&mut self, program: &Path, folder: &Path) -> Result<(), Failure> {
        let folder = folder.to_str().ok_or("the folder's name isn't text")?;
        self.baseline.push(cost(&std::env::current_exe()?, &[baseline::ARGUMENT, folder])?);
        for ((_, arguments), costs) in COMMANDS.iter().zip(&mut self.commands) {
            costs.push(cost(program, &[&["-C", folder], *arguments].concat())?);
        }
        Ok(())
    }

    /// Returns the CPU time of a command as a multiple of the yardstick's, round by round.
    fn ratios(&self, command: usize) -> Spread {
        let pairs = self.commands[command].iter().zip(&self.baseline);
        Spread::of(pairs.map(|(cost, baseline)| cost.seconds / baseline.seconds))
    }

    fn seconds(&self, command: usize) -> Spread {
        seconds(&self.commands[command])
    }

    /// Returns the most memory of a command as a multiple of the bytes of the manifests.
    fn memory(&self, command: usize) -> f64 {
        peak(&self.commands[command]) as f64 / self.bytes as f64
    }
}

fn seconds(costs: &[Cost]) -> Spread {
    Spread::of(costs.iter().map(|cost| cost.seconds))
}

fn peak(costs: &[Cost]) -> u64 {
    costs.iter().map(|cost| cost.peak).max().unwrap_or_default()
}

impl Figures {
    pub fn new(subjects: Vec<Subject>) -> Self {
        Self { subjects }
    }

    /// Returns a sentence on each target that is missed.
    pub fn missed_targets(&self) -> Vec<String> {
        let Some(largest) = self.subjects.last() else { return Vec::new() };
        let judged = [
            ("CPU time, as a multiple of the yardstick's,", largest.ratios(PLAN).median, MOST_TIME),
            ("growth, as an exponent,", self.growth(PLAN).unwrap_or_default(), MOST_GROWTH),
            ("memory, as a multiple of the manifests,", largest.memory(PLAN), MOST_MEMORY),
        ];
        let missed = judged.into_iter().filter(|(_, is, most)| is > most);
        missed
            .map(|(what, is, most)| {
                format!(
                    "`plan` misses a target: its {what} is {is:.2}, and {most} is the most allowed."
                )
            })
            .collect()
    }

    /// Returns the exponent with which the CPU time of a command grows.
    fn growth(&self, command: usize) -> Option<f64> {
        let (first, last) = (self.subjects.first()?, self.subjects.last()?);
        let point = |subject: &Subject| (subject.users as f64, subject.seconds(command).median);
        (first.users < last.users).then(|| exponent(point(first), point(last)))
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| people | what | CPU seconds | times the yardstick | peak MiB | times the manifests |"
        )?;
        writeln!(f, "|---:|---|---:|---:|---:|---:|")?;
        self.subjects.iter().try_for_each(|subject| subject.rows(f))?;
        for (command, (name, _)) in COMMANDS.iter().enumerate() {
            if let Some(growth) = self.growth(command) {
                write!(f, "\nThe CPU time of `{name}` grows with the exponent {growth:.2}.")?;
            }
        }
        Ok(())
    }
}

impl Subject {
    fn rows(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { users, files, bytes, baseline, commands } = self;
        let (bytes, files) =
            (*bytes as f64, format!("{files} files, {:.1} MB", *bytes as f64 / 1e6));
        let row = |f: &mut fmt::Formatter<'_>, name: &str, costs: &[Cost], ratio: String| {
            let (seconds, peak) = (seconds(costs), peak(costs) as f64);
            let (mebibytes, times) = (peak / f64::from(1 << 20), peak / bytes);
            writeln!(f, "| {users} | {name} | {seconds} | {ratio} | {mebibytes:.0} | {times:.1} |")
        };
        row(f, &format!("yardstick ({files})"), baseline, "1".into())?;
        for (command, (name, _)) in COMMANDS.iter().enumerate() {
            row(f, &format!("`{name}`"), &commands[command], self.ratios(command).to_string())?;
        }
        Ok(())
    }
}
