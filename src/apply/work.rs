//! A run of the loop while it goes on: what it has done so far and what it writes down.

use std::io;
use std::ops::Range;
use std::sync::atomic::Ordering;

use super::check::check;
use super::entry::json;
use super::{Entry, Event, Progress, Report, Run, What};
use crate::core::{Fault, FaultKind};
use crate::plan::{By, Digest, Plan, Step, step_id};
use crate::target::{Batch, Target};

/// A run while it goes on.
pub(super) struct Work<'w, 'r> {
    digest: Digest,
    steps: Vec<&'w Step>,
    ids: Vec<String>,
    done: Vec<bool>,
    report: Report,
    target: &'w dyn Target,
    run: &'w mut Run<'r>,
}

impl<'w, 'r> Work<'w, 'r> {
    pub(super) fn on(plan: &'w Plan, target: &'w dyn Target, run: &'w mut Run<'r>) -> Self {
        let steps: Vec<&Step> = plan.steps().collect();
        let ids = steps.iter().map(|step| step_id(step)).collect();
        let done = vec![false; steps.len()];
        let digest = plan.digest.clone();
        Self { digest, steps, ids, done, report: Report::default(), target, run }
    }

    pub(super) fn start(&mut self, plan: &Plan) -> io::Result<()> {
        self.journal(vec![Event::RunStarted {
            environment: plan.environment.clone(),
            platform: plan.platform.clone(),
            digest: plan.digest.to_string(),
            steps: self.steps.len(),
            approved: self.run.approved.clone(),
            waived: self.run.waived.clone(),
        }])
    }

    pub(super) fn end(mut self) -> io::Result<Report> {
        self.journal(vec![Event::RunEnded {
            outcome: self.report.outcome(),
            done: self.report.done.len(),
            failed: self.report.failed.len(),
            skipped: self.report.skipped.len(),
            by_hand: self.report.by_hand.len(),
        }])?;
        Ok(self.report)
    }

    pub(super) async fn stage(&mut self, stage: usize, places: Range<usize>) -> io::Result<()> {
        if places.is_empty() || self.must_stop() {
            return Ok(());
        }
        let ready = self.skip(places)?;
        let ready = self.leave(ready)?;
        for (number, places) in (1..).zip(ready.chunks(self.run.batch.max(1))) {
            if self.must_stop() {
                return Ok(());
            }
            self.begin(places)?;
            let batch = Batch { digest: self.digest.clone(), stage, number };
            let results = self.perform(&batch, places).await;
            self.settle(places, results)?;
        }
        Ok(())
    }

    /// Asked only while there is something left to do. Once it has said yes it keeps to it.
    fn must_stop(&mut self) -> bool {
        self.report.stopped |= self.run.stop.load(Ordering::Relaxed);
        self.report.stopped
    }

    /// Skips the steps that need one that was not done, and returns the others.
    fn skip(&mut self, places: Range<usize>) -> io::Result<Vec<usize>> {
        let (mut ready, mut skipped) = (Vec::new(), Vec::new());
        for place in places {
            let needs = self.steps[place].needs.iter().copied();
            let missing: Vec<usize> = needs.filter(|need| !self.is_done(*need)).collect();
            if missing.is_empty() { ready.push(place) } else { skipped.push((place, missing)) }
        }
        let event = |(place, missing): &(usize, Vec<usize>)| Event::StepSkipped {
            step: self.ids[*place].clone(),
            needs: missing.iter().filter_map(|need| self.ids.get(*need)).cloned().collect(),
        };
        self.journal(skipped.iter().map(event).collect())?;
        for (place, missing) in &skipped {
            self.observe(*place, What::Skipped(missing));
        }
        self.report.skipped.extend(skipped);
        Ok(ready)
    }

    /// Leaves the steps that are done by hand, and returns the others.
    fn leave(&mut self, ready: Vec<usize>) -> io::Result<Vec<usize>> {
        let by_hand = |place: &usize| self.steps[*place].by == By::Hand;
        let (left, ready): (Vec<usize>, Vec<usize>) = ready.into_iter().partition(by_hand);
        let event = |place: &usize| Event::StepByHand { step: self.ids[*place].clone() };
        self.journal(left.iter().map(event).collect())?;
        left.iter().for_each(|place| self.observe(*place, What::ByHand));
        self.report.by_hand.extend(left);
        Ok(ready)
    }

    fn is_done(&self, place: usize) -> bool {
        self.done.get(place).copied().unwrap_or(false)
    }

    fn begin(&mut self, batch: &[usize]) -> io::Result<()> {
        self.journal(batch.iter().map(|place| self.begun(*place)).collect())?;
        for place in batch {
            self.observe(*place, What::Begun);
        }
        Ok(())
    }

    fn begun(&self, place: usize) -> Event {
        let step = self.steps[place];
        Event::StepBegun {
            step: self.ids[place].clone(),
            action: step.action,
            key: step.key.clone(),
            previous_key: step.previous_key.clone(),
            before: step.before.as_ref().map(json),
            after: step.after.as_ref().map(json),
        }
    }

    /// Has the target do the steps, and doesn't trust its word for it.
    async fn perform(&self, batch: &Batch, places: &[usize]) -> Vec<Result<(), Fault>> {
        let steps: Vec<&Step> = places.iter().map(|place| self.steps[*place]).collect();
        let mut results = self.target.perform_batch(batch, &steps).await;
        if results.len() != steps.len() {
            // Nobody can tell which answer belongs to which step.
            let fault = miscounted(results.len(), steps.len());
            return vec![Err(fault); steps.len()];
        }
        check(self.target, &steps, &mut results).await;
        results
    }

    fn settle(&mut self, batch: &[usize], results: Vec<Result<(), Fault>>) -> io::Result<()> {
        let event = |(place, result): (&usize, &Result<(), Fault>)| {
            let step = self.ids[*place].clone();
            match result {
                Ok(()) => Event::StepDone { step },
                Err(fault) => Event::StepFailed { step, fault: fault.clone() },
            }
        };
        self.journal(batch.iter().zip(&results).map(event).collect())?;
        for (place, result) in batch.iter().zip(results) {
            self.count(*place, result);
        }
        Ok(())
    }

    fn count(&mut self, place: usize, result: Result<(), Fault>) {
        match result {
            Ok(()) => {
                self.observe(place, What::Done);
                self.done[place] = true;
                self.report.done.push(place);
            }
            Err(fault) => {
                self.observe(place, What::Failed(&fault));
                self.report.failed.push((place, fault));
            }
        }
    }

    fn observe(&mut self, index: usize, what: What<'_>) {
        let (step, total) = (self.steps[index], self.steps.len());
        (self.run.observe)(Progress { index, total, step, what });
    }

    fn journal(&mut self, events: Vec<Event>) -> io::Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        let (run, at) = (&self.run.id, self.run.clock.now());
        let entry = |event| Entry { run: run.clone(), at: at.clone(), event };
        let entries: Vec<Entry> = events.into_iter().map(entry).collect();
        self.run.journal.append(&entries)
    }
}

fn miscounted(answers: usize, steps: usize) -> Fault {
    let text = format!("asked to do {steps} steps, the target gave {answers} answers");
    Fault::new(FaultKind::Unreachable, text)
}
