//! Plans and diagnostics as workflow commands of GitHub, which become annotations at the lines that
//! they are about.

use super::document::Summary;
use super::media::{command_message, command_property};
use super::shown::{Setting, Shown};
use super::words::{by_weight, heading, sentence, way_out};
use crate::core::{Diagnostic, Origin, Severity};
use crate::plan::Weight;

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
    let emails = &shown.setting.emails;
    let mut all: Vec<Annotation> = Vec::new();
    for refusal in &shown.plan.refusals {
        let names =
            if refusal.names.len() > SHOWN { String::new() } else { refusal.names.join(", ") };
        let message =
            [refusal.message.as_str(), &names, &way_out(refusal)].map(|part| part.to_owned());
        let said: Vec<String> = message.into_iter().filter(|part| !part.is_empty()).collect();
        all.push(Annotation {
            level: Level::Error,
            at: shown.place_of(refusal),
            title: format!("Refused by {}", refusal.guard),
            message: emails.in_text(&said.join(". ").replace("..", ".")).into_owned(),
        });
    }
    all.extend(shown.warnings.iter().map(|warning| of_diagnostic(warning, &shown.setting)));
    for said in by_weight(shown.plan, shown.review) {
        let weight = said.reviewed.weight;
        let level = if weight <= Weight::Takes { Level::Warning } else { Level::Notice };
        let at = said.step.because.first().copied();
        let title = format!("{}: {}", heading(weight), said.step.action);
        all.push(Annotation { level, at, title, message: sentence(said, emails) });
    }
    let mut text = commands(all, &shown.setting);
    let Summary { create, update, delete, .. } = Summary::of(shown.plan);
    text += &format!(
        "Plan for `{}`: {create} to create, {update} to change, {delete} to delete.\nDigest: {}\n",
        command_message(&shown.plan.environment),
        shown.plan.digest,
    );
    text
}

/// Returns diagnostics as annotations.
pub fn diagnostics(found: &[Diagnostic], setting: &Setting<'_>) -> String {
    commands(found.iter().map(|one| of_diagnostic(one, setting)).collect(), setting)
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
