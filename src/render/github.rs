//! Plans and diagnostics as workflow commands of GitHub, which become annotations at the lines that
//! they are about.

use super::document::Summary;
use super::media::{command_message, command_property};
use super::shown::{Setting, Shown};
use super::words::{Said, heading, sentence, way_out};
use crate::core::{Diagnostic, Origin, Severity};
use crate::plan::{Refusal, Weight};

/// The most annotations of each level that GitHub shows of one step of a workflow.
const SHOWN: usize = 10;

/// How loud an annotation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Error,
    Warning,
    Notice,
}

impl Level {
    fn as_str(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Notice => "notice",
        }
    }
}

/// What is said at a line.
struct Annotation {
    level: Level,
    at: Option<Origin>,
    title: String,
    message: String,
}

/// Returns a plan as annotations, the heaviest first: what guards refuse as errors, what takes access
/// away or makes administrators as warnings, the rest as notices.
pub fn plan(shown: &Shown<'_>) -> String {
    let mut all: Vec<Annotation> = Vec::new();
    all.extend(shown.plan.refusals.iter().map(|refusal| of_refusal(refusal, shown)));
    all.extend(shown.warnings.iter().map(|warning| of_diagnostic(warning, &shown.setting)));
    all.extend(shown.steps().into_iter().map(|said| of_step(said, shown)));
    let mut text = commands(all, &shown.setting);
    let Summary { create, update, delete, .. } = Summary::of(shown.plan);
    text += &format!(
        "Plan for `{}`: {create} to create, {update} to change, {delete} to delete.\n{}Digest: {}\n",
        command_message(&shown.plan.environment),
        shown.as_of.map_or_else(String::new, |as_of| {
            format!("What is live is taken from a snapshot, {as_of}.\n")
        }),
        shown.plan.digest,
    );
    text
}

/// Returns diagnostics as annotations.
pub fn diagnostics(found: &[Diagnostic], setting: &Setting<'_>) -> String {
    commands(found.iter().map(|one| of_diagnostic(one, setting)).collect(), setting)
}

fn of_refusal(refusal: &Refusal, shown: &Shown<'_>) -> Annotation {
    let names = refusal.names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    let message = format!("{}. {} {names}", refusal.message, way_out(refusal));
    Annotation {
        level: Level::Error,
        at: shown.place_of(refusal),
        title: format!("Refused by {}", refusal.guard),
        message: shown.setting.emails.in_text(message.trim_end()).into_owned(),
    }
}

/// Says what a step does. What the change doesn't cause is never more than a notice.
fn of_step(said: Said<'_>, shown: &Shown<'_>) -> Annotation {
    let (weight, is_drift) = (said.reviewed.weight, shown.is_drift(said.place));
    let is_heavy = weight <= Weight::Takes && !is_drift;
    let of = if is_drift { "Drift: " } else { "" };
    Annotation {
        level: if is_heavy { Level::Warning } else { Level::Notice },
        at: said.step.because.first().copied(),
        title: format!("{of}{}: {}", heading(weight), said.step.action),
        message: sentence(said, &shown.setting.emails),
    }
}

fn of_diagnostic(found: &Diagnostic, setting: &Setting<'_>) -> Annotation {
    let level = match found.code.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
    };
    let message = format!("{}. {}", found.primary.text, found.help);
    Annotation {
        level,
        at: Some(found.primary.at),
        title: format!("{} ({})", found.code.title, found.code.word),
        message: setting.emails.in_text(&message).into_owned(),
    }
}

/// Returns the commands, as many of each level as are shown; the last one counts those left out.
fn commands(all: Vec<Annotation>, setting: &Setting<'_>) -> String {
    let mut text = String::new();
    for level in [Level::Error, Level::Warning, Level::Notice] {
        let of_level: Vec<&Annotation> = all.iter().filter(|one| one.level == level).collect();
        let fit = if of_level.len() > SHOWN { SHOWN - 1 } else { SHOWN };
        of_level.iter().take(fit).for_each(|one| text.push_str(&command(one, setting)));
        if of_level.len() > SHOWN {
            let message =
                format!("and {} more, which GitHub has no room for here", of_level.len() - fit);
            text += &format!("::{} title=There is more::{message}\n", level.as_str());
        }
    }
    text
}

fn command(annotation: &Annotation, setting: &Setting<'_>) -> String {
    let Annotation { level, at, title, message } = annotation;
    let mut properties = Vec::new();
    if let Some(at) = at {
        let place = setting.place(*at);
        properties.push(format!("file={}", path(&place.path)));
        properties.push(format!("line={},col={}", place.line, place.column));
    } else {
        // What no line asks for is about the project's file.
        properties.push(format!("file={},line=1", path(&setting.project_file())));
    }
    properties.push(format!("title={}", command_property(title)));
    format!("::{} {}::{}\n", level.as_str(), properties.join(","), command_message(message))
}

/// Returns a path as a property, whole, since another one would be another file.
fn path(path: &str) -> String {
    let escaped = [('%', "%25"), ('\r', "%0D"), ('\n', "%0A"), (':', "%3A"), (',', "%2C")];
    let one = |c: char| match escaped.iter().find(|(from, _)| *from == c) {
        Some((_, to)) => (*to).to_owned(),
        None => super::terminal(&c.to_string()).into_owned(),
    };
    path.chars().map(one).collect::<String>().replace("##[", "?#[")
}
