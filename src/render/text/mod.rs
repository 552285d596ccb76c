//! A plan as people read it.

pub(super) mod change;

use std::fmt::Write as _;

use owo_colors::{OwoColorize, Style as Paint};
use textwrap::core::display_width;

use super::document::{Summary, effects_of_steps};
use super::{Style, terminal};
use crate::core::Key;
use crate::document::Sources;
use crate::plan::{Action, Against, By, Cause, Caused, Plan, Refusal, Step};
use crate::snapshot::AsOf;

/// The most names that are listed where they are only mentioned.
const NAMED: usize = 8;

/// Where the lines below a step's title begin, and where a line goes on that was too long.
const BELOW: &str = "      ";
const FURTHER: &str = "          ";

/// Returns a plan as text.
pub fn plan(plan: &Plan, sources: &Sources, style: Style) -> String {
    compared(plan, None, None, sources, style)
}

/// Returns a plan as text: what the change causes, and apart from it what had drifted before.
pub fn compared(
    plan: &Plan,
    against: Option<&Against>,
    as_of: Option<&AsOf>,
    sources: &Sources,
    style: Style,
) -> String {
    let mut page = Page { text: String::new(), style };
    match against {
        None => page.stages(plan, sources, &|_| true),
        Some(against) => page.groups(plan, against, sources),
    }
    page.effects(&plan.effects);
    page.left_alone(plan);
    page.refusals(&plan.refusals);
    page.summary(plan, as_of);
    page.text
}

/// The text so far.
struct Page {
    text: String,
    style: Style,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn paint(&self, text: &str, paint: Paint) -> String {
        if self.style.color { text.style(paint).to_string() } else { text.to_owned() }
    }

    fn heading(&mut self, text: &str) {
        let text = self.paint(text, Paint::new().bold());
        self.line(&text);
        self.line("");
    }

    /// Prints the steps of the group, by stage.
    fn stages(&mut self, plan: &Plan, sources: &Sources, is_in: &dyn Fn(usize) -> bool) {
        let stages = plan.stages.len();
        let effects = effects_of_steps(plan);
        let mut steps = effects.iter().enumerate();
        for (number, stage) in plan.stages.iter().enumerate() {
            let of_stage = stage.steps.iter().zip(steps.by_ref());
            let of_group: Vec<_> = of_stage.filter(|(_, (place, _))| is_in(*place)).collect();
            if !of_group.is_empty() {
                self.heading(&format!("Stage {} of {stages}", number + 1));
            }
            for (step, (_, effects)) in of_group {
                self.step(step, effects, sources);
            }
        }
    }

    /// Prints what a change causes, and apart from it what had drifted before.
    fn groups(&mut self, plan: &Plan, against: &Against, sources: &Sources) {
        let drift = against.counted().get(&Cause::Drift).copied().unwrap_or(0);
        let caused = against.causes.len() - drift;
        let base = terminal(&against.base);
        if caused > 0 {
            self.heading(&format!("What this change causes ({caused})"));
            self.stages(plan, sources, &|place| against.cause(place) != Cause::Drift);
        } else {
            self.line("This change causes nothing.");
            self.line("");
        }
        if drift > 0 {
            self.heading(&format!("Drift, which `{base}` would change back as well ({drift})"));
            self.stages(plan, sources, &|place| against.cause(place) == Cause::Drift);
        }
        if !against.dropped.is_empty() {
            let count = against.dropped.len();
            self.line(&format!("No longer done because of this change ({count}):"));
            self.names(against.dropped.iter().map(|step| step.key.name()));
            self.line("");
        }
    }

    fn step(&mut self, step: &Step, effects: &[&str], sources: &Sources) {
        let paint = paint_of(step.action);
        let hand = if step.by == By::Hand { " (by hand)" } else { "" };
        let title = format!("{} {} {}{hand}", step.action.glyph(), step.action, title(step));
        self.wrapped("  ", &title, "      ", paint.bold());
        if let Some(reason) = &step.reason {
            self.wrapped(BELOW, &terminal(reason), BELOW, Paint::new());
        }
        for line in change::lines(step) {
            self.wrapped(BELOW, &line.text, FURTHER, line.paint());
        }
        if !effects.is_empty() {
            let also = format!("also: {}", effects.join(", "));
            self.wrapped(BELOW, &terminal(&also), FURTHER, Paint::new());
        }
        self.because(step, sources);
        self.line("");
    }

    /// Says once what the words mean that stand with the steps.
    fn effects(&mut self, effects: &[Caused]) {
        if effects.is_empty() {
            return;
        }
        self.heading("What else the platform does");
        let lasts = |caused: &&Caused| caused.effect.reversible.value() == Some(&false);
        let (lasting, others): (Vec<_>, Vec<_>) = effects.iter().partition(lasts);
        lasting.into_iter().chain(others).for_each(|caused| self.effect(caused));
    }

    fn effect(&mut self, caused: &Caused) {
        let Caused { name, effect, sources, steps } = caused;
        let count = steps.len();
        let plural = if count == 1 { "" } else { "s" };
        let what = effect.what.value().map_or("", String::as_str);
        let undo = match effect.reversible.value() {
            Some(true) => "",
            Some(false) => " No step takes this back.",
            None => " Whether it can be taken back isn't known.",
        };
        let titles: Vec<&str> = sources.iter().map(|source| source.title.as_str()).collect();
        let said = format!("{}: {}", effect.what.standing.as_str(), titles.join("; "));
        let text = format!(" ({count} step{plural}): {what}{undo} ({said})");
        let name = self.paint(&terminal(name), Paint::new().bold());
        self.wrapped("  ", &format!("{name}{}", terminal(&text)), BELOW, Paint::new());
        self.line("");
    }

    /// Breaks a text between words, wherever the page is full. A word that is wider stays whole, so
    /// that it can be copied.
    fn wrapped(&mut self, first: &str, text: &str, others: &str, paint: Paint) {
        let options = textwrap::Options::new(self.style.width)
            .initial_indent(first)
            .subsequent_indent(others)
            .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .break_words(false);
        for line in textwrap::wrap(text, options) {
            let (blank, words) = line.split_at(line.len() - line.trim_start().len());
            let painted = self.paint(words, paint);
            self.line(&format!("{blank}{painted}"));
        }
    }

    /// Names the places that ask for a step: files, each with its lines.
    fn because(&mut self, step: &Step, sources: &Sources) {
        let mut places: Vec<(String, Vec<usize>)> = Vec::new();
        for place in step.because.iter().map(|origin| sources.place(*origin)) {
            match places.last_mut() {
                Some((path, lines)) if *path == place.path => lines.push(place.line),
                _ => places.push((place.path, vec![place.line])),
            }
        }
        for (path, mut lines) in places {
            lines.dedup();
            let shown: Vec<String> = lines.iter().take(NAMED).map(ToString::to_string).collect();
            let more = if lines.len() > NAMED { ", …" } else { "" };
            let at = format!("{}:{}{more}", terminal(&path), shown.join(","));
            self.wrapped(BELOW, &at, FURTHER, Paint::new().dimmed());
        }
    }

    fn left_alone(&mut self, plan: &Plan) {
        if !plan.drift.is_empty() {
            let count = plan.drift.len();
            let people = if count == 1 { "person" } else { "people" };
            let text =
                format!("Drift: {count} {people} with administrative access, whom nothing lists:");
            self.wrapped("", &text, "  ", Paint::new());
            self.names(plan.drift.iter().map(Key::name));
            self.line("");
        }
        if !plan.unmanaged.is_empty() {
            let count = plan.unmanaged.len();
            self.line(&format!("Left alone, being unlisted or somebody else's ({count}):"));
            self.names(plan.unmanaged.iter().map(Key::name));
            self.line("");
        }
    }

    /// Lists the first few names, as many on a line as fit, and counts the others.
    fn names<'n>(&mut self, names: impl ExactSizeIterator<Item = &'n str>) {
        let more = names.len().saturating_sub(NAMED);
        let mut shown: Vec<String> = names.take(NAMED).map(|n| terminal(n).into_owned()).collect();
        if more > 0 {
            shown.push(format!("and {more} more"));
        }
        let mut line = String::new();
        for (place, name) in shown.iter().enumerate() {
            let comma = if place + 1 < shown.len() { "," } else { "" };
            let longer = format!("{line} {name}{comma}");
            if line.is_empty() || display_width(&longer) < self.style.width {
                line = longer;
            } else {
                self.line(&format!(" {line}"));
                line = format!(" {name}{comma}");
            }
        }
        self.line(&format!(" {line}"));
    }

    fn refusals(&mut self, refusals: &[Refusal]) {
        for refusal in refusals {
            let head = format!("Refused by {}", refusal.guard);
            let head = self.paint(&head, Paint::new().red().bold());
            let message = format!("{head}: {}.", terminal(&refusal.message));
            self.wrapped("", &message, "  ", Paint::new());
            self.names(refusal.names.iter().map(String::as_str));
            let next = if refusal.waivable {
                format!("If it is meant: `--allow {}`, together with the digest.", refusal.guard)
            } else {
                format!("This can't be waived: `rolecall explain {}`.", refusal.guard)
            };
            self.wrapped("  ", &next, "  ", Paint::new());
            self.line("");
        }
    }

    fn summary(&mut self, plan: &Plan, as_of: Option<&AsOf>) {
        let Summary { create, update, delete, by_hand, unmanaged } = Summary::of(plan);
        let by_hand =
            if by_hand == 0 { String::new() } else { format!(", {by_hand} of all by hand") };
        if plan.is_empty() {
            let place = terminal(&plan.environment);
            let text = format!("Nothing to do in `{place}`: what is live is what is meant.");
            self.wrapped("", &text, "  ", Paint::new());
        } else {
            let summary = format!(
                "Plan for `{}`: {create} to create, {update} to change, {delete} to delete\
                {by_hand}; {unmanaged} left alone.",
                terminal(&plan.environment),
            );
            self.wrapped("", &summary, "  ", Paint::new().bold());
        }
        if let Some(as_of) = as_of {
            let text = format!("What is live is taken from a snapshot, {as_of}.");
            self.wrapped("", &text, "  ", Paint::new());
        }
        let _ = writeln!(self.text, "Digest: {}", plan.digest);
    }
}

fn title(step: &Step) -> String {
    match (&step.previous_key, &step.key) {
        (Some(previous), key) => {
            format!("{} to `{}`", terminal(&previous.to_string()), terminal(key.name()))
        }
        (None, Key::RoleOrder) => "roles".to_owned(),
        (None, Key::TeamOrder(None)) => "teams".to_owned(),
        (None, Key::TeamOrder(Some(path))) => format!("teams in `{}`", terminal(path.as_str())),
        (None, key) => terminal(&key.to_string()).into_owned(),
    }
}

fn paint_of(action: Action) -> Paint {
    match action.glyph() {
        '+' => Paint::new().green(),
        '-' => Paint::new().red(),
        _ => Paint::new().yellow(),
    }
}
