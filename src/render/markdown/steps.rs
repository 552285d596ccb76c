//! Every step with its before and after, as a diff that is folded away.

use super::super::media::longest_run;
use super::super::text::change;
use super::super::words::rank;
use super::super::{terminal, words};
use super::Page;
use crate::plan::Step;

/// What stands above the steps of each kind: the access of people before what roles are.
const KINDS: [&str; 4] = ["People", "Teams", "Roles", "Departments"];

impl Page<'_> {
    pub(super) fn steps(&mut self) {
        let stages = &self.shown.plan.stages;
        for (of, kind) in KINDS.into_iter().enumerate() {
            let mut lines = Vec::new();
            let mut count = 0;
            for (number, stage) in stages.iter().enumerate() {
                for step in stage.steps.iter().filter(|step| rank(&step.key) == of) {
                    if count > 0 {
                        lines.push(String::new());
                    }
                    count += 1;
                    lines.extend(self.step(step, number + 1));
                }
            }
            if count > 0 {
                let summary = format!("{kind}, before and after ({})", super::steps(count));
                let text = lines.join("\n");
                let fence = "`".repeat(longest_run(&text).max(2) + 1);
                self.folded(&summary, &format!("{fence}diff\n{text}\n{fence}"));
            }
        }
    }

    fn step(&self, step: &Step, stage: usize) -> Vec<String> {
        let emails = &self.shown.setting.emails;
        let (kind, name) = words::subject(&step.key);
        let name = name.map(|name| terminal(&emails.in_text(name)).into_owned());
        let called = [kind.to_owned(), name.unwrap_or_default()].join(" ");
        let was = step.previous_key.as_ref().map(|was| {
            let was = emails.in_text(was.name()).into_owned();
            format!(", formerly {}", terminal(&was))
        });
        let was = was.unwrap_or_default();
        let mut lines =
            vec![format!("@@ {} {}{was} (stage {stage}) @@", step.action, called.trim())];
        if let Some(reason) = &step.reason {
            lines.push(format!("  {}", terminal(&emails.in_text(reason))));
        }
        let changed = change::lines(step);
        lines.extend(changed.iter().map(|line| emails.in_text(&line.in_diff()).into_owned()));
        let places = step.because.iter().take(super::NAMED).map(|at| self.shown.setting.place(*at));
        let mut places: Vec<String> = places.map(|at| format!("{}:{}", at.path, at.line)).collect();
        places.dedup();
        lines.push(format!("  {}", terminal(&places.join(" "))));
        lines
    }
}
