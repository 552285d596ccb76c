//! A plan as Markdown, for the people who review a pull request.

mod bullets;
mod steps;

use super::document::Summary;
use super::media::{code, prose};
use super::shown::Shown;
use super::words::{by_weight, heading, way_out};
use crate::core::Key;
use crate::plan::{Cause, Caused, Plan, Refusal, Weight};

/// The most characters of a comment on GitHub, in units of UTF-16.
const MOST: usize = 65_536;

/// The most names that are listed where they are only mentioned.
const NAMED: usize = 8;

/// The most refusals and warnings that are shown each.
const OBJECTIONS: usize = 10;

/// How much of a plan a page shows, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    /// Each step with its before and after.
    Steps,
    /// What each step does, in words.
    Words,
    /// Of that the first few.
    First,
    /// How much there is.
    Counts,
}

/// Returns a plan as Markdown that a comment on GitHub can hold. One that is too long is cut to what
/// matters most, and says so.
pub fn plan(shown: &Shown<'_>) -> String {
    let all = [Detail::Steps, Detail::Words, Detail::First, Detail::Counts];
    let mut pages = all.into_iter().map(|detail| page(shown, detail));
    pages.find(|page| page.encode_utf16().count() <= MOST).unwrap_or_default()
}

fn page(shown: &Shown<'_>, detail: Detail) -> String {
    let mut page = Page { text: String::new(), shown, detail };
    page.title();
    page.refusals();
    page.warnings();
    match shown.against {
        None => page.groups(&|_| true),
        Some(against) => {
            page.groups(&|place| against.cause(place) != Cause::Drift);
            page.drift();
        }
    }
    page.effects();
    if detail == Detail::Steps {
        page.steps();
    }
    page.left_alone();
    page.end();
    page.text
}

/// The text so far.
struct Page<'p> {
    text: String,
    shown: &'p Shown<'p>,
    detail: Detail,
}

impl Page<'_> {
    /// Writes a block, and the empty line that ends it.
    fn block(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push_str("\n\n");
    }

    /// Returns a name as code.
    fn name(&self, name: &str) -> String {
        code(&self.shown.setting.emails.in_text(name))
    }

    /// Returns a sentence that may mention names.
    fn sentence(&self, sentence: &str) -> String {
        prose(&self.shown.setting.emails.in_text(sentence))
    }

    /// Returns the first few names, and how many more there are.
    fn names<'n>(&self, names: impl ExactSizeIterator<Item = &'n str>) -> String {
        let more = names.len().saturating_sub(NAMED);
        let shown: Vec<String> = names.take(NAMED).map(|name| self.name(name)).collect();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", shown.join(", "))
    }

    fn title(&mut self) {
        let plan = self.shown.plan;
        let place = code(&plan.environment);
        self.block(&format!("<!-- rolecall plan: {} -->", plain(&plan.environment)));
        if plan.is_empty() {
            self.block(&format!("## Nothing to do in {place}"));
            self.block("What is live is what is meant.");
            return self.as_of();
        }
        self.block(&format!("## Plan for {place}"));
        let Summary { create, update, delete, .. } = Summary::of(plan);
        let mut text = format!("**{create} to create, {update} to change, {delete} to delete**");
        if let Some(against) = self.shown.against {
            let counted = against.counted();
            let drift = counted.get(&Cause::Drift).copied().unwrap_or(0);
            let caused = against.causes.len() - drift;
            text += &format!(
                ". This change causes {caused} of the {}; {drift} would be done without it as well.",
                steps(against.causes.len()),
            );
        }
        self.block(&text);
        self.as_of();
    }

    /// Says how old what is live is.
    fn as_of(&mut self) {
        if let Some(as_of) = self.shown.as_of {
            self.block(&format!("What is live is taken from a snapshot, **{as_of}**."));
        }
    }

    fn refusals(&mut self) {
        let refusals = &self.shown.plan.refusals;
        for refusal in refusals.iter().take(OBJECTIONS) {
            self.refusal(refusal);
        }
        if refusals.len() > OBJECTIONS {
            let more = refusals.len() - OBJECTIONS;
            self.block(&format!("> [!CAUTION]\n> Guards object {more} more times."));
        }
    }

    fn refusal(&mut self, refusal: &Refusal) {
        let message = self.sentence(&refusal.message);
        let mut text = format!("> [!CAUTION]\n> **Refused by `{}`**: {message}.", refusal.guard);
        let said = |name: &String| refusal.message.contains(&format!("`{name}`"));
        if !refusal.names.is_empty() && !refusal.names.iter().all(said) {
            let names = self.names(refusal.names.iter().map(String::as_str));
            text += &format!("\n>\n> {names}");
        }
        text += &format!("\n>\n> {}", prose(&way_out(refusal)));
        self.block(&text);
    }

    fn warnings(&mut self) {
        let warnings = self.shown.warnings;
        if warnings.is_empty() {
            return;
        }
        let mut text = "> [!WARNING]\n".to_owned();
        for warning in warnings.iter().take(OBJECTIONS) {
            let place = self.shown.setting.place(warning.primary.at);
            let at = code(&format!("{}:{}", place.path, place.line));
            let label = self.sentence(&warning.primary.text);
            let help = self.sentence(&warning.help);
            text += &format!("> - {}: {label} ({at}). {help}\n", prose(warning.code.title));
        }
        if warnings.len() > OBJECTIONS {
            text += &format!("> - and {} more warnings\n", warnings.len() - OBJECTIONS);
        }
        self.block(&text);
    }

    /// Says in words what the steps do that are of the group, the heaviest first.
    fn groups(&mut self, is_in: &dyn Fn(usize) -> bool) {
        let mut all = by_weight(self.shown.plan, self.shown.review);
        all.retain(|said| is_in(said.place));
        for weight in Weight::ALL {
            let of_weight: Vec<_> =
                all.iter().copied().filter(|said| said.reviewed.weight == weight).collect();
            if of_weight.is_empty() {
                continue;
            }
            let count = of_weight.len();
            let heading = format!("{} ({})", heading(weight), steps(count));
            match (self.detail, weight) {
                (Detail::Counts, _) => self.block(&format!("- {heading}")),
                // What matters least is there for whoever looks for it.
                (Detail::First, Weight::Other) => self.block(&format!("### {heading}")),
                (_, Weight::Other) => {
                    let lines = self.lines(&of_weight).concat();
                    self.folded(&heading, &lines);
                }
                _ => {
                    self.block(&format!("### {heading}"));
                    self.bullets(&of_weight);
                }
            }
        }
    }

    /// Says what had drifted before.
    fn drift(&mut self) {
        let Some(against) = self.shown.against else { return };
        let drift = against.counted().get(&Cause::Drift).copied().unwrap_or(0);
        if drift > 0 {
            self.block("---");
            self.block(&format!("## Drift ({})", steps(drift)));
            self.block(
                "This change doesn't cause it: `apply` would do it without the change as well.",
            );
            self.groups(&|place| against.cause(place) == Cause::Drift);
        }
        if !against.dropped.is_empty() {
            let names = against.dropped.iter().map(|step| step.key.name());
            let names = self.names(names);
            let count = steps(against.dropped.len());
            self.block(&format!("Because of this change no longer done ({count}): {names}"));
        }
    }

    /// Says what else the platform does: first what no step takes back.
    fn effects(&mut self) {
        let lasts = |caused: &&Caused| caused.effect.reversible.value() == Some(&false);
        let (lasting, others): (Vec<_>, Vec<_>) = self.shown.plan.effects.iter().partition(lasts);
        if !lasting.is_empty() {
            self.block("### No step takes this back");
            let lines: Vec<String> = lasting.iter().map(|caused| effect(caused)).collect();
            self.block(&lines.concat());
        }
        if !others.is_empty() && self.detail <= Detail::Words {
            let lines: Vec<String> = others.iter().map(|caused| effect(caused)).collect();
            self.folded("What else the platform does", &lines.concat());
        }
    }

    /// Writes what is shown only to whoever opens it. The summary never holds a name.
    fn folded(&mut self, summary: &str, text: &str) {
        self.block(&format!("<details>\n<summary>{summary}</summary>"));
        self.block(text);
        self.block("</details>");
    }

    fn left_alone(&mut self) {
        let Plan { drift, unmanaged, .. } = self.shown.plan;
        if !drift.is_empty() {
            let names = self.names(drift.iter().map(Key::name));
            let text = format!("> [!WARNING]\n> Administrators whom nothing lists: {names}");
            self.block(&text);
        }
        if !unmanaged.is_empty() {
            let names = self.names(unmanaged.iter().map(Key::name));
            let text = format!("Left alone, being unlisted or somebody else's: {names}");
            self.block(&text);
        }
    }

    fn end(&mut self) {
        if self.detail != Detail::Steps {
            self.block(
                "**This is a part of the plan**: the whole is longer than a comment can be. \
                 `rolecall plan` prints it, and the run keeps it as an artifact.",
            );
        }
        let plan = self.shown.plan;
        self.text.push_str(&format!("Digest: `{}`\n", plan.digest));
    }
}

/// Returns a number of steps in words.
fn steps(count: usize) -> String {
    format!("{count} step{}", if count == 1 { "" } else { "s" })
}

fn effect(caused: &Caused) -> String {
    let what = caused.effect.what.value().map_or("", String::as_str);
    format!("- {} ({})\n", prose(what), steps(caused.steps.len()))
}

/// Returns a name with nothing in it that could end a comment of HTML.
fn plain(name: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '.' };
    name.chars().take(100).map(kept).collect()
}
