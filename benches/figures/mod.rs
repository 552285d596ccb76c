//! What was measured, as people should see it, and whether it is good enough.

pub(crate) mod baseline;
pub(crate) mod measure;
mod statistics;
mod subject;

use std::fmt;

use statistics::{Spread, exponent};
pub(crate) use subject::Subject;

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
pub(crate) struct Figures(Vec<Subject>);

impl Figures {
    /// Measures everything so many times. Each round goes through all sizes, so that a busy quarter
    /// of an hour on the machine falls on all of them alike.
    ///
    /// # Errors
    ///
    /// One of the programs fails.
    pub(crate) fn measure(mut subjects: Vec<Subject>, rounds: usize) -> Result<Self, Failure> {
        for _ in 0..rounds {
            for subject in &mut subjects {
                subject.round()?;
            }
        }
        Ok(Self(subjects))
    }

    /// Returns a sentence on each target that is missed.
    pub(crate) fn missed_targets(&self) -> Vec<String> {
        let Some(largest) = self.0.last() else { return Vec::new() };
        let growth = self.growth(PLAN).map_or(0.0, |growth| growth.median);
        let judged = [
            ("CPU time is {} times that of the yardstick", largest.ratios(PLAN).median, MOST_TIME),
            ("CPU time grows with the exponent {}", growth, MOST_GROWTH),
            ("memory is {} times the manifests", largest.memory(PLAN), MOST_MEMORY),
        ];
        let missed = judged.into_iter().filter(|(_, is, most)| is > most);
        let sentence = |(what, is, most): (&str, f64, f64)| {
            let what = what.replace("{}", &format!("{is:.2}"));
            format!("A target is missed: the {what}, and {most} is the most for `plan`.")
        };
        missed.map(sentence).collect()
    }

    /// Returns the exponent with which the CPU time of a command grows, from the smallest to the
    /// largest; none where there is one size only.
    fn growth(&self, command: usize) -> Option<Spread> {
        let (first, last) = (self.0.first()?, self.0.last()?);
        let points = first.points(command).zip(last.points(command));
        let grows = first.users() < last.users();
        grows.then(|| Spread::of(points.map(|(from, to)| exponent(from, to))))
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| people | what | CPU seconds | times the yardstick | peak MiB | times the manifests |"
        )?;
        writeln!(f, "|---:|---|---:|---:|---:|---:|")?;
        self.0.iter().try_for_each(|subject| subject.rows(f))?;
        writeln!(f)?;
        self.0.iter().try_for_each(|subject| subject.title(f))?;
        for (command, (name, _)) in COMMANDS.iter().enumerate() {
            if let Some(growth) = self.growth(command) {
                writeln!(f, "- The CPU time of {name} grows with the exponent {growth}.")?;
            }
        }
        Ok(())
    }
}
