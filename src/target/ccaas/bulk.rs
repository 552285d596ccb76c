//! A batch of steps, as one bulk job.

use serde_json::Value;

use super::Ccaas;
use super::file_name::file_name;
use super::job::{Complaint, Job};
use super::jobs::{Watched, still, unknown};
use super::names::Names;
use super::read::People;
use super::row::{Rows, stands};
use crate::core::{Fault, FaultKind};
use crate::plan::Step;
use crate::target::Batch;

/// How often rows are taken out of a file and the others uploaded again.
const ROUNDS: usize = 5;

/// A step and the row that does it.
pub(super) struct Entry<'s> {
    /// Its place in the batch.
    place: usize,
    step: &'s Step,
    row: Value,
}

/// What a job came to.
enum Outcome {
    /// It is over, and complains about these rows.
    Over(Vec<Complaint>),
    /// Nothing was done: something is wrong with the file.
    Malformed(Vec<Complaint>),
    /// It may have done something, and still do.
    Unknown(String),
}

type Results = Vec<Result<(), Fault>>;

impl Ccaas {
    /// Does a batch of steps.
    pub(super) async fn batch(&self, batch: &Batch, steps: &[&Step]) -> Result<Results, Fault> {
        let names = self.names().await?;
        let people = self.people_of(steps, &names).await?;
        let mut results: Results = vec![Ok(()); steps.len()];
        let mut entries = self.entries(steps, &names, &people, &mut results);
        self.remember_seats(&entries.iter().map(|entry| entry.step).collect::<Vec<_>>(), &people);
        for _ in 0..ROUNDS {
            if entries.is_empty() {
                break;
            }
            match self.job(batch, &entries).await {
                Ok(Outcome::Over(complaints)) => {
                    self.settle(&entries, &complaints, &names, &mut results).await;
                    return Ok(results);
                }
                Ok(Outcome::Malformed(complaints)) => {
                    entries = self.without(entries, &complaints, &names, &mut results);
                }
                Ok(Outcome::Unknown(why)) => {
                    self.look_what_stands(&entries, &unknown(&why), &names, &mut results).await;
                    return Ok(results);
                }
                Err(fault) => {
                    fail(&entries, &fault, &mut results);
                    return Ok(results);
                }
            }
        }
        let text = "the platform found something wrong with the file again and again";
        fail(&entries, &Fault::new(FaultKind::Refused, text), &mut results);
        Ok(results)
    }

    /// Returns the rows of those steps that need one and can be done.
    fn entries<'s>(
        &self,
        steps: &[&'s Step],
        names: &Names,
        people: &People,
        results: &mut Results,
    ) -> Vec<Entry<'s>> {
        let spared = self.setting.first_administrator.as_ref();
        let rows = Rows { api: &self.api, platform: &self.platform, names, spared };
        let mut entries = Vec::new();
        for (place, (step, result)) in steps.iter().copied().zip(results).enumerate() {
            match rows.row(step, people.get(step.current_key().name())) {
                // Only whose row it is: there is nothing to change.
                Ok(row) if row.as_object().is_some_and(|row| row.len() < 2) => {}
                Ok(row) => entries.push(Entry { place, step, row }),
                Err(fault) => *result = Err(fault),
            }
        }
        entries
    }

    /// Carries out one job: one that is there already, or a new one.
    async fn job(&self, batch: &Batch, entries: &[Entry<'_>]) -> Result<Outcome, Fault> {
        let rows: Vec<&Value> = entries.iter().map(|entry| &entry.row).collect();
        let content = serde_json::to_vec(&rows).unwrap_or_default();
        let name = file_name(batch, entries.iter().map(|entry| entry.step), &content);
        let recent = self.recent_jobs().await?;
        let goes_on = |job: &&Job| !job.is_over(&self.api) && !self.is_left_behind(job);
        let open = recent.iter().filter(|job| job.file == name).find(goes_on);
        let (id, is_started) = match open {
            Some(job) => (job.id, job.is_started),
            None => {
                let newest = recent.iter().map(|job| job.id).max();
                (self.upload(&name, &content, newest).await?, false)
            }
        };
        tracing::debug!("the job {id} is {name}");
        if !is_started {
            let complaints = self.schema_errors(id).await?;
            if !complaints.is_empty() {
                return Ok(Outcome::Malformed(complaints));
            }
            if let Err(fault) = self.start(id).await {
                return self.not_started(id, fault).await;
            }
        }
        Ok(match self.watch(id).await {
            Watched::Over => Outcome::Over(self.row_errors(id).await.unwrap_or_default()),
            Watched::Still(job) => match self.schema_errors(id).await {
                Ok(complaints) if !complaints.is_empty() => Outcome::Malformed(complaints),
                _ => Outcome::Unknown(still(&job)),
            },
            Watched::Lost(fault) => Outcome::Unknown(fault.message),
        })
    }

    /// Returns what it means that a job couldn't be started.
    async fn not_started(&self, id: u64, fault: Fault) -> Result<Outcome, Fault> {
        if fault.kind == FaultKind::OutcomeUnknown {
            return Ok(Outcome::Unknown(fault.message));
        }
        match self.schema_errors(id).await {
            Ok(complaints) if !complaints.is_empty() => Ok(Outcome::Malformed(complaints)),
            _ => Err(fault),
        }
    }

    /// Takes out the rows that something is wrong with. Where no row is named it may be any.
    fn without<'s>(
        &self,
        entries: Vec<Entry<'s>>,
        complaints: &[Complaint],
        names: &Names,
        results: &mut Results,
    ) -> Vec<Entry<'s>> {
        let mut kept = Vec::new();
        let all = complaints.iter().find(|one| is_about_all(one, entries.len()));
        for (number, entry) in (1..).zip(entries) {
            let own = complaints.iter().find(|one| one.row == Some(number));
            match own.or(all) {
                Some(complaint) => {
                    fail(&[entry], &self.refusal(complaint, names), results);
                }
                None => kept.push(entry),
            }
        }
        kept
    }

    /// Takes over what a job that is over says of its rows. What it says nothing of is left to be
    /// read back, warnings included.
    async fn settle(
        &self,
        entries: &[Entry<'_>],
        complaints: &[Complaint],
        names: &Names,
        results: &mut Results,
    ) {
        let errors: Vec<&Complaint> = complaints.iter().filter(|one| !one.is_warning).collect();
        if let Some(complaint) = errors.iter().find(|one| is_about_all(one, entries.len())) {
            self.look_what_stands(entries, &self.refusal(complaint, names), names, results).await;
        }
        for (number, entry) in (1..).zip(entries) {
            if let Some(complaint) = errors.iter().find(|one| one.row == Some(number)) {
                fail(std::slice::from_ref(entry), &self.refusal(complaint, names), results);
            }
        }
    }

    /// Fails the steps of which nothing is to be seen.
    async fn look_what_stands(
        &self,
        entries: &[Entry<'_>],
        fault: &Fault,
        names: &Names,
        results: &mut Results,
    ) {
        let steps: Vec<&Step> = entries.iter().map(|entry| entry.step).collect();
        let keys: Vec<_> = steps.iter().map(|step| step.key.clone()).collect();
        let found = self.people_now(&keys, names).await.unwrap_or_default();
        for entry in entries {
            if !stands(entry.step, found.get(entry.step.key.name())) {
                fail(std::slice::from_ref(entry), fault, results);
            }
        }
    }

    fn refusal(&self, complaint: &Complaint, names: &Names) -> Fault {
        let message = self.line.shown(&complaint.message);
        let column = complaint.column.and_then(|column| {
            let place = usize::try_from(column.checked_sub(1)?).ok()?;
            Some((column, names.columns.get(place)))
        });
        let text = match column {
            Some((_, Some(name))) => format!("`{}`: {message}", self.line.shown(name)),
            Some((column, None)) => format!("column {column}: {message}"),
            None => message,
        };
        Fault::new(FaultKind::Refused, text)
    }
}

fn is_about_all(complaint: &Complaint, rows: usize) -> bool {
    complaint.row.is_none_or(|row| row == 0 || row > rows as u64)
}

fn fail(entries: &[Entry<'_>], fault: &Fault, results: &mut Results) {
    for entry in entries {
        if let Some(result) = results.get_mut(entry.place) {
            *result = Err(fault.clone());
        }
    }
}
