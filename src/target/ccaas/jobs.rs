//! Bulk jobs: found, made, started, watched.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use super::Ccaas;
use super::file_name::is_ours;
use super::job::{Complaint, Job, complaint, job, number};
use super::{Request, Response};
use crate::core::{Fault, FaultKind};
use crate::render::terminal;
use crate::target::http::again::TRIES;
use crate::target::http::line::{Try, route};
use crate::target::http::wire::{in_answer, json, list, unclear};

/// Jobs that were made longer ago than a day are over, whatever they say of themselves: some have
/// been stuck for ever.
const RECENT: Duration = Duration::from_secs(24 * 3600);

/// A job of ours that was started longer ago and doesn't get on is left behind.
const LEFT_BEHIND: Duration = Duration::from_secs(3600);

/// How long a job may stand still whose word for what it is at isn't known.
const SETTLED: Duration = Duration::from_secs(30);

/// The first pause between two looks at a job, and the longest.
const LOOKS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(15));

/// More pages of jobs than are made in a day.
const MOST_PAGES: u64 = 50;

/// How a job was left when nobody looked any more.
pub(super) enum Watched {
    /// All its rows are accounted for.
    Over,
    /// It stood still for longer than anybody waits.
    Still(Job),
    /// Nothing was heard of it any more.
    Lost(Fault),
}

impl Ccaas {
    /// Waits for jobs that an earlier run started, since what is live would move while it is read.
    pub(super) async fn wait_for_ours(&self) -> Result<(), Fault> {
        let ours = |job: &Job| is_ours(&job.file) && job.is_started && !job.is_over(&self.api);
        for job in self.recent_jobs().await?.into_iter().filter(ours) {
            tracing::info!("waiting for the job {} of an earlier run", job.id);
            match self.watch(job.id).await {
                Watched::Still(job) if job.goes_on(&self.api) => self.stuck(&job)?,
                Watched::Over | Watched::Still(_) => {}
                Watched::Lost(fault) => return Err(fault),
            }
        }
        Ok(())
    }

    fn stuck(&self, job: &Job) -> Result<(), Fault> {
        let text = still(job) + ": what it still writes isn't in what is live";
        if self.is_left_behind(job) {
            self.memory().remarks.push(text);
            return Ok(());
        }
        Err(Fault::new(FaultKind::OutcomeUnknown, text))
    }

    /// Returns whether a job that isn't over was started too long ago to be waited for.
    pub(super) fn is_left_behind(&self, job: &Job) -> bool {
        job.started.is_some_and(|started| self.is_older(started, LEFT_BEHIND))
    }

    fn is_older(&self, time: Timestamp, than: Duration) -> bool {
        Duration::try_from(self.line.time.now().duration_since(time)).is_ok_and(|age| age > than)
    }

    /// Returns the jobs of the last day, the newest first.
    pub(super) async fn recent_jobs(&self) -> Result<Vec<Job>, Fault> {
        self.jobs(|job| job.created.is_some_and(|created| self.is_older(created, RECENT))).await
    }

    /// Returns the jobs down to the first that is none of those meant, the newest first.
    async fn jobs(&self, is_past: impl Fn(&Job) -> bool) -> Result<Vec<Job>, Fault> {
        let mut jobs: Vec<Job> = Vec::new();
        for page in 1..=MOST_PAGES {
            let request = self.ask().page(&self.api.routes.jobs, &self.api.pages.jobs, page)?;
            let (what, answer) = (route(&request), self.line.get(&request).await?);
            let before = jobs.len();
            for value in list(&what, answer.body())? {
                let job = job(&value, &self.api).map_err(in_answer(&what))?;
                if is_past(&job) {
                    return Ok(jobs);
                }
                if jobs.iter().all(|other| other.id != job.id) {
                    jobs.push(job);
                }
            }
            let total = answer.headers().get(self.api.pages.total.value().map_or("", |key| key));
            let total = total.and_then(|total| total.to_str().ok()?.parse::<usize>().ok());
            if jobs.len() == before || total.is_some_and(|total| jobs.len() >= total) {
                break;
            }
        }
        Ok(jobs)
    }

    /// Uploads a file and returns the job. Where no answer comes, the list of jobs tells whether it
    /// exists; only where it doesn't is the upload repeated.
    pub(super) async fn upload(
        &self,
        name: &str,
        content: &[u8],
        newest: Option<u64>,
    ) -> Result<u64, Fault> {
        let request = self.ask().upload(name, content)?;
        let mut why = String::new();
        for tries in 1..=TRIES {
            why = match self.line.once(&request).await {
                Try::Refused(_, fault) => return Err(fault),
                Try::Unsure(why) => why,
                Try::Done(answer) => match self.made(&request, &answer) {
                    Ok(job) => return Ok(job),
                    Err(fault) => fault.message,
                },
            };
            self.line.pause(tries).await;
            let newer = self.jobs(|job| newest.is_some_and(|newest| job.id <= newest)).await?;
            if let Some(job) = newer.iter().find(|job| job.file == name) {
                return Ok(job.id);
            }
        }
        let what = route(&request);
        let text = format!("{what}: tried {TRIES} times, and no job is there; at last: {why}");
        Err(unclear(text))
    }

    fn made(&self, request: &Request, answer: &Response) -> Result<u64, Fault> {
        let what = route(request);
        let found = json(&what, answer.body())?;
        number(&found, &self.api.job.id).map_err(in_answer(&what))
    }

    /// Starts a job, unless it was.
    pub(super) async fn start(&self, job: u64) -> Result<(), Fault> {
        let request = self.ask().proceed(job)?;
        let mut why = String::new();
        for tries in 1..=TRIES {
            let refused = match self.line.once(&request).await {
                Try::Done(_) => return Ok(()),
                Try::Refused(_, fault) => Some(fault),
                Try::Unsure(said) => {
                    why = said;
                    self.line.pause(tries).await;
                    None
                }
            };
            let is_started = self.look(job).await.map(|job| job.is_started);
            match (is_started, refused) {
                (Ok(true), _) => return Ok(()),
                (Ok(false), Some(fault)) => return Err(fault),
                (Ok(false), None) => {}
                (Err(fault), _) => return Err(unknown(&fault.message)),
            }
        }
        Err(unknown(&format!("{}: tried {TRIES} times; at last: {why}", route(&request))))
    }

    pub(super) async fn look(&self, number: u64) -> Result<Job, Fault> {
        let request = self.ask().job(number)?;
        let (what, answer) = (route(&request), self.line.get(&request).await?);
        job(&json(&what, answer.body())?, &self.api).map_err(in_answer(&what))
    }

    /// Looks at a job until it is over, or has stood still for too long.
    pub(super) async fn watch(&self, number: u64) -> Watched {
        let (mut pause, longest) = LOOKS;
        let (mut last, mut since) = (None, self.line.time.elapsed());
        loop {
            let job = match self.look(number).await {
                Ok(job) => job,
                Err(fault) => return Watched::Lost(fault),
            };
            if job.is_over(&self.api) {
                return Watched::Over;
            }
            let now = self.line.time.elapsed();
            if last.as_ref() != Some(&job) {
                since = now;
            }
            let patience = if job.goes_on(&self.api) { self.setting.deadline } else { SETTLED };
            if now.saturating_sub(since) >= patience {
                return Watched::Still(job);
            }
            last = Some(job);
            self.line.time.sleep(pause).await;
            pause = pause.mul_f64(1.5).min(longest);
        }
    }

    /// Returns what is wrong with a file.
    pub(super) async fn schema_errors(&self, job: u64) -> Result<Vec<Complaint>, Fault> {
        self.complaints(&self.ask().schema_errors(job)?).await
    }

    /// Returns what went wrong with its rows.
    pub(super) async fn row_errors(&self, job: u64) -> Result<Vec<Complaint>, Fault> {
        self.complaints(&self.ask().row_errors(job)?).await
    }

    async fn complaints(&self, request: &Request) -> Result<Vec<Complaint>, Fault> {
        let (what, answer) = (route(request), self.line.get(request).await?);
        let read = |value: &Value| complaint(value, &self.api).map_err(in_answer(&what));
        list(&what, answer.body())?.iter().map(read).collect()
    }
}

/// Says how a job stands still.
pub(super) fn still(job: &Job) -> String {
    let Job { id, status, total, affected, failed, .. } = job;
    let status = terminal(status);
    format!(
        "the job {id} stands still: `{status}`, {affected} of {total} rows done, {failed} failed"
    )
}

/// Makes a fault of something that may have been done, or still be.
pub(super) fn unknown(text: &str) -> Fault {
    Fault::new(FaultKind::OutcomeUnknown, text)
}
