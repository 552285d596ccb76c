//! A bulk job, as the platform tells of one.

use jiff::Timestamp;
use serde_json::Value;

use crate::core::Fault;
use crate::platform::{Fact, JobsApi};
use crate::target::http::wire::{count, missing, strange, text, unclear, value};

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Job {
    /// Later ones have greater numbers.
    pub(super) id: u64,
    pub(super) file: String,
    /// The word for what it is at; not all words are known.
    pub(super) status: String,
    pub(super) created: Option<Timestamp>,
    pub(super) started: Option<Timestamp>,
    pub(super) is_started: bool,
    pub(super) total: u64,
    pub(super) affected: u64,
    pub(super) failed: u64,
}

/// Reads one job.
pub(super) fn job(found: &Value, api: &JobsApi) -> Result<Job, Fault> {
    let keys = &api.job;
    let started = text(found, &keys.proceeded_at)?.filter(|text| !text.is_empty());
    let or_none = |key| Ok::<_, Fault>(count(found, key)?.unwrap_or(0));
    Ok(Job {
        id: number(found, &keys.id)?,
        file: text(found, &keys.file_name)?.unwrap_or_default().to_owned(),
        status: text(found, &keys.status)?.unwrap_or_default().to_owned(),
        created: text(found, &keys.created_at)?.and_then(|text| text.parse().ok()),
        started: started.and_then(|text| text.parse().ok()),
        is_started: started.is_some(),
        total: or_none(&keys.total)?,
        affected: or_none(&keys.affected)?,
        failed: or_none(&keys.failed)?,
    })
}

/// Returns the number of a job.
pub(super) fn number(found: &Value, key: &Fact<String>) -> Result<u64, Fault> {
    let number = value(found, key)?.ok_or_else(|| missing(key, "a job"))?;
    let said = number.as_u64().or_else(|| number.as_str()?.parse().ok());
    said.ok_or_else(|| strange(key, number, "isn't the number of a job"))
}

impl Job {
    /// Returns whether all its rows are accounted for. The words for a job that is done aren't
    /// documented, so the counts decide; a word that gets known does as well.
    pub(super) fn is_over(&self, api: &JobsApi) -> bool {
        let all = self.total > 0 && self.affected.saturating_add(self.failed) >= self.total;
        all || api.job.done.value().is_some_and(|word| *word == self.status)
    }

    /// Returns whether its word is one for a job that still has something to do.
    pub(super) fn goes_on(&self, api: &JobsApi) -> bool {
        let keys = &api.job;
        [&keys.created, &keys.valid, &keys.in_progress]
            .iter()
            .any(|word| word.value().is_some_and(|word| *word == self.status))
    }
}

/// An entry of an error log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    pub(super) message: String,
    /// The row of the upload, from 1; nothing where none is meant.
    pub(super) row: Option<u64>,
    /// The column, from 1.
    pub(super) column: Option<u64>,
    /// Whether the row was written all the same.
    pub(super) is_warning: bool,
}

/// Reads an entry of an error log.
pub(super) fn complaint(found: &Value, api: &JobsApi) -> Result<Complaint, Fault> {
    let keys = &api.job;
    if !found.is_object() {
        return Err(unclear("an entry of the error log isn't one"));
    }
    let kind = text(found, &keys.kind)?;
    Ok(Complaint {
        message: text(found, &keys.message)?.unwrap_or("no reason was given").to_owned(),
        row: count(found, &keys.row)?,
        column: count(found, &keys.column)?,
        // What isn't known to be harmless isn't taken for it.
        is_warning: kind.is_some() && kind == keys.warning.value().map(String::as_str),
    })
}
