//! Bulk jobs: a file, what it asks for, and what became of it.

mod columns;
mod entry;
mod row;
mod sheet;
mod steps;
mod work;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub(super) use columns::Columns;
pub(super) use entry::Entry;
pub(super) use sheet::{Sheet, read};

use super::Options;
use super::words::word;
use crate::platform::JobKeys;

/// All jobs, by id.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    all: BTreeMap<u64, Job>,
    last: u64,
}

impl Jobs {
    pub(super) fn add(&mut self, job: impl FnOnce(u64) -> Job) -> u64 {
        let id = self.skip();
        self.all.insert(id, job(id));
        id
    }

    /// Uses up an id.
    pub(super) fn skip(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    pub(super) fn get(&self, id: u64) -> Option<&Job> {
        self.all.get(&id)
    }

    pub(super) fn get_mut(&mut self, id: u64) -> Option<&mut Job> {
        self.all.get_mut(&id)
    }

    pub(super) fn newest_first(&self) -> impl Iterator<Item = &Job> {
        self.all.values().rev()
    }
}

/// A job.
#[derive(Debug)]
pub(super) struct Job {
    id: u64,
    file_name: String,
    created_at: Timestamp,
    proceeded_at: Option<Timestamp>,
    sheet: Sheet,
    /// How many rows it has been through.
    done: usize,
    affected: usize,
    failed: usize,
    log: Vec<Entry>,
    /// Whether time has passed for it since it was started.
    begun: bool,
}

impl Job {
    pub(super) fn new(id: u64, file_name: String, created_at: Timestamp, sheet: Sheet) -> Self {
        Self {
            id,
            file_name,
            created_at,
            proceeded_at: None,
            sheet,
            done: 0,
            affected: 0,
            failed: 0,
            log: Vec::new(),
            begun: false,
        }
    }

    /// Takes another file instead, if the job wasn't started.
    pub(super) fn replace(&mut self, file_name: String, sheet: Sheet) -> Result<(), String> {
        if self.proceeded_at.is_some() {
            return Err(format!("The job {} was started already", self.id));
        }
        (self.file_name, self.sheet) = (file_name, sheet);
        Ok(())
    }

    /// Starts the job, if it wasn't started and there is nothing wrong with its file.
    pub(super) fn proceed(&mut self, now: Timestamp) -> Result<(), String> {
        if self.proceeded_at.is_some() {
            return Err(format!("The job {} was started already", self.id));
        }
        if !self.sheet.wrong.is_empty() {
            return Err(format!("The file of the job {} has errors", self.id));
        }
        self.proceeded_at = Some(now);
        Ok(())
    }

    /// Returns the word for what it is at.
    pub(super) fn status(&self, words: &JobKeys, options: &Options) -> String {
        match self.proceeded_at {
            None => word(&words.created).to_owned(),
            Some(_) if self.begun && self.done == self.total() => options.done.clone(),
            Some(_) if self.begun => word(&words.in_progress).to_owned(),
            Some(_) => word(&words.valid).to_owned(),
        }
    }

    pub(super) fn id(&self) -> u64 {
        self.id
    }

    pub(super) fn file_name(&self) -> &str {
        &self.file_name
    }

    pub(super) fn created_at(&self) -> Timestamp {
        self.created_at
    }

    pub(super) fn proceeded_at(&self) -> Option<Timestamp> {
        self.proceeded_at
    }

    pub(super) fn total(&self) -> usize {
        self.sheet.rows.len()
    }

    pub(super) fn affected(&self) -> usize {
        self.affected
    }

    pub(super) fn failed(&self) -> usize {
        self.failed
    }

    pub(super) fn schema_errors(&self) -> &[Entry] {
        &self.sheet.wrong
    }

    pub(super) fn row_errors(&self) -> &[Entry] {
        &self.log
    }
}
