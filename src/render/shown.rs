//! A plan, and all that is shown with it.

use super::Emails;
use super::words::{Said, by_weight, texts};
use crate::core::{Diagnostic, Origin};
use crate::document::{Place, Sources};
use crate::plan::{Against, Cause, Plan, Refusal, Review};
use crate::snapshot::AsOf;

/// Where what is shown comes from, and what it is shown as.
#[derive(Clone, Debug)]
pub struct Setting<'s> {
    /// The files that were read.
    pub sources: &'s Sources,
    /// The project's folder, from that of the repository: empty, or with a slash at its end.
    pub folder: &'s str,
    /// How addresses of people are shown.
    pub emails: Emails,
}

impl Setting<'_> {
    /// Returns the project's file, from the repository's folder.
    pub(super) fn project_file(&self) -> String {
        format!("{}rolecall.yaml", self.folder)
    }

    /// Returns where a value stands, from the repository's folder.
    pub(super) fn place(&self, origin: Origin) -> Place {
        let place = self.sources.place(origin);
        Place { path: format!("{}{}", self.folder, place.path), ..place }
    }
}

/// A plan, and all that is shown with it.
#[derive(Clone, Debug)]
pub struct Shown<'p> {
    /// The plan.
    pub plan: &'p Plan,
    /// What there is to know of it besides.
    pub review: &'p Review,
    /// How it differs from that of the base, where there is one.
    pub against: Option<&'p Against>,
    /// When what is live was read, where that wasn't for this plan.
    pub as_of: Option<&'p AsOf>,
    /// What was warned about.
    pub warnings: &'p [Diagnostic],
    /// Where it comes from.
    pub setting: Setting<'p>,
}

impl Shown<'_> {
    /// Shows addresses of people in short.
    pub fn with_short_emails(mut self) -> Self {
        let said = self.warnings.iter().flat_map(said);
        let texts: Vec<String> = texts(self.plan).into_iter().chain(said).collect();
        self.setting.emails = Emails::short(texts.iter().map(String::as_str));
        self
    }

    /// Returns the steps, the heaviest first; what the change doesn't cause comes last.
    pub(super) fn steps(&self) -> Vec<Said<'_>> {
        let mut steps = by_weight(self.plan, self.review);
        steps.sort_by_key(|said| self.is_drift(said.place));
        steps
    }

    /// Returns whether the step at a place in the plan would be done without the change as well.
    pub(super) fn is_drift(&self, place: usize) -> bool {
        self.against.is_some_and(|against| against.cause(place) == Cause::Drift)
    }

    /// Returns the place of what a guard objects to: of the first step that is about one of the names.
    pub(super) fn place_of(&self, refusal: &Refusal) -> Option<Origin> {
        let is_about = |name: &&str| {
            let whole = |other: &String| other == name || other.starts_with(&format!("{name}: "));
            let to = |other: &String| other.ends_with(&format!(" to {name}"));
            refusal.names.iter().any(|other| whole(other) || to(other))
        };
        let mut steps = self.plan.steps();
        let step = steps.find(|step| Some(step.key.name()).filter(is_about).is_some());
        step.and_then(|step| step.because.first()).copied()
    }
}

/// Returns every text of a diagnostic.
pub(super) fn said(diagnostic: &Diagnostic) -> Vec<String> {
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.related);
    labels.map(|label| label.text.clone()).chain([diagnostic.help.clone()]).collect()
}
