//! One organisation, and what it costs to check and to plan.

use std::fmt;
use std::path::PathBuf;

use super::measure::{Cost, cost};
use super::statistics::Spread;
use super::{COMMANDS, baseline};
use crate::{Failure, ROLECALL};

const MEBIBYTE: f64 = (1 << 20) as f64;

/// An organisation and its figures.
pub(crate) struct Subject {
    folder: PathBuf,
    users: usize,
    files: usize,
    bytes: u64,
    /// What each command cost in each round.
    commands: [Vec<Pair>; COMMANDS.len()],
}

/// What the yardstick cost, and a command right after it.
struct Pair {
    yardstick: Cost,
    command: Cost,
}

impl Subject {
    /// Looks at a project of so many people.
    ///
    /// # Errors
    ///
    /// A file or a folder can't be read.
    pub(crate) fn new(folder: PathBuf, users: usize) -> Result<Self, Failure> {
        let manifests = baseline::manifests(&folder)?;
        let mut bytes = 0;
        for manifest in &manifests {
            bytes += manifest.metadata()?.len();
        }
        Ok(Self { folder, users, files: manifests.len(), bytes, commands: Default::default() })
    }

    pub(crate) fn users(&self) -> usize {
        self.users
    }

    /// Measures everything, the yardstick before each command. Each pair runs twice and only the
    /// second time counts: a virtual machine hands memory back that nobody used for a while, and who
    /// touches it first pays for getting it again, whoever that is.
    pub(super) fn round(&mut self) -> Result<(), Failure> {
        let folder = self.folder.to_str().ok_or("the folder's name isn't text")?;
        let this = std::env::current_exe()?;
        for ((_, arguments), pairs) in COMMANDS.iter().zip(&mut self.commands) {
            let arguments = [&["-C", folder], *arguments].concat();
            for counts in [false, true] {
                let yardstick = cost(&this, &[baseline::ARGUMENT, folder])?;
                let command = cost(ROLECALL.as_ref(), &arguments)?;
                pairs.extend(counts.then_some(Pair { yardstick, command }));
            }
        }
        Ok(())
    }

    /// Returns the CPU time of a command as a multiple of the yardstick's, round by round.
    pub(super) fn ratios(&self, command: usize) -> Spread {
        let pairs = self.commands[command].iter();
        Spread::of(pairs.map(|pair| pair.command.seconds / pair.yardstick.seconds))
    }

    /// Returns the number of people and the CPU time of a command, round by round.
    pub(super) fn points(&self, command: usize) -> impl Iterator<Item = (f64, f64)> {
        self.commands[command].iter().map(|pair| (self.users as f64, pair.command.seconds))
    }

    /// Returns the most memory of a command as a multiple of the bytes of the manifests.
    pub(super) fn memory(&self, command: usize) -> f64 {
        most(self.costs(command)) / self.bytes as f64
    }

    fn costs(&self, command: usize) -> impl Iterator<Item = Cost> {
        self.commands[command].iter().map(|pair| pair.command)
    }

    /// Returns what the yardstick cost, whichever command came after it.
    fn yardsticks(&self) -> impl Iterator<Item = Cost> {
        self.commands.iter().flatten().map(|pair| pair.yardstick)
    }

    /// Writes how large the organisation is.
    pub(super) fn title(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (users, files, megabytes) = (self.users, self.files, self.bytes as f64 / 1e6);
        writeln!(f, "- {users} people are {megabytes:.1} MB of YAML in {files} files.")
    }

    /// Writes the rows of a table.
    pub(super) fn rows(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.row(f, "the yardstick", "1", self.yardsticks().collect())?;
        for (command, (name, _)) in COMMANDS.iter().enumerate() {
            let ratios = self.ratios(command).to_string();
            self.row(f, name, &ratios, self.costs(command).collect())?;
        }
        Ok(())
    }

    fn row(
        &self,
        f: &mut fmt::Formatter<'_>,
        name: &str,
        ratios: &str,
        costs: Vec<Cost>,
    ) -> fmt::Result {
        let seconds = Spread::of(costs.iter().map(|cost| cost.seconds));
        let (users, peak) = (self.users, most(costs.into_iter()));
        let (mebibytes, times) = (peak / MEBIBYTE, peak / self.bytes as f64);
        writeln!(f, "| {users} | {name} | {seconds} | {ratios} | {mebibytes:.0} | {times:.1} |")
    }
}

/// Returns the most memory that any of these held, in bytes.
fn most(costs: impl Iterator<Item = Cost>) -> f64 {
    costs.map(|cost| cost.peak as f64).fold(0.0, f64::max)
}
