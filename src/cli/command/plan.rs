//! `plan`: shows what would change.

use std::path::Path;

use super::leave;
use crate::cli::args::PlanArgs;
use crate::cli::base::From;
use crate::cli::exit::Exit;
use crate::cli::formats::{CheckFormat, PlanFormat};
use crate::cli::planned::{Of, Planned};
use crate::cli::project::{self, Opened};
use crate::cli::record;
use crate::cli::reported::{Reported, written};
use crate::cli::repository;
use crate::cli::screen::{PAGE_WIDTH, Screen};
use crate::cli::trouble::Trouble;
use crate::plan::{Against, Plan, review};
use crate::render::{
    Emails, PlanDocument, Setting, Shown, Style, json, plan_github, plan_markdown, plan_sarif,
    plan_text_compared,
};
use crate::snapshot::AsOf;

pub(super) fn run(
    directory: &Path,
    environment: Option<&str>,
    args: &PlanArgs,
    screen: &Screen,
) -> Result<Exit, Trouble> {
    let ended = made(directory, environment, args, screen);
    ended.or_else(|trouble| match problems_as(args.format) {
        Some(format) => {
            let short_emails = args.short_emails;
            Reported { format, short_emails, root: directory }.trouble(trouble, screen)
        }
        None => Err(trouble),
    })
}

/// Returns how problems in the files are reported where a plan is asked for in a form; none where they
/// aren't part of the result.
fn problems_as(format: PlanFormat) -> Option<CheckFormat> {
    match format {
        PlanFormat::Text | PlanFormat::Json | PlanFormat::Markdown => None,
        PlanFormat::Github => Some(CheckFormat::Github),
        PlanFormat::Sarif => Some(CheckFormat::Sarif),
    }
}

fn made(
    directory: &Path,
    environment: Option<&str>,
    args: &PlanArgs,
    screen: &Screen,
) -> Result<Exit, Trouble> {
    let mut opened = screen.during("reading the project", || project::open(directory))?;
    let (name, _) = opened.environment(environment)?;
    let today = args.as_of.unwrap_or_else(|| opened.today());
    let base = args.base.as_deref().map(|rev| From { rev, reads_live: true });
    let snapshot = args.snapshot.as_ref().map(|path| directory.join(path));
    let of = Of { environment: &name, base, snapshot: snapshot.as_deref(), today };
    let planned = Planned::make(&mut opened, of, screen)?;
    let result = shown(&planned, &opened, args.format, args, screen.style())?;
    for (format, path) in &args.also {
        let text = shown(&planned, &opened, *format, args, PAGE)?;
        write(&directory.join(path), &text)?;
    }
    let Planned { plan, live, warnings, against, as_of, .. } = planned;
    if args.format != PlanFormat::Github {
        screen.diagnostics(warnings, &opened.sources);
    }
    let json = || document(&plan, against.as_ref(), as_of.as_ref(), &opened);
    screen.result(&result);
    if args.as_of.is_none() {
        record::keep(&opened.root, &plan, json).unwrap_or_else(|why| screen.say(&why));
    }
    if let Some(path) = &args.out {
        write(&directory.join(path), &json()?)?;
    }
    let exit = exit(&plan, against.as_ref(), args.detailed_exitcode);
    leave((opened, plan, live));
    Ok(exit)
}

/// How text is laid out in a file.
const PAGE: Style = Style { color: false, width: PAGE_WIDTH };

fn write(path: &Path, text: &str) -> Result<(), Trouble> {
    std::fs::write(path, text).map_err(|error| Trouble::io(path.display(), &error))
}

/// Returns the plan in the form that was asked for.
fn shown(
    planned: &Planned,
    opened: &Opened,
    format: PlanFormat,
    args: &PlanArgs,
    style: Style,
) -> Result<String, Trouble> {
    let Planned { plan, live, warnings, against, as_of, .. } = planned;
    let (against, as_of) = (against.as_ref(), as_of.as_ref());
    let sources = &opened.sources;
    match format {
        PlanFormat::Text => return Ok(plan_text_compared(plan, against, as_of, sources, style)),
        PlanFormat::Json => return document(plan, against, as_of, opened),
        PlanFormat::Markdown | PlanFormat::Github | PlanFormat::Sarif => {}
    }
    let review = review(plan, live, &opened.platform);
    let (folder, warnings) = (repository::folder(&opened.root), warnings.clone().sorted());
    let setting = Setting { sources, folder: &folder, emails: Emails::default() };
    let shown = Shown { plan, review: &review, against, as_of, warnings: &warnings, setting };
    let shown = if args.short_emails { shown.with_short_emails() } else { shown };
    match format {
        PlanFormat::Github => Ok(plan_github(&shown)),
        PlanFormat::Sarif => written(json(&plan_sarif(&shown))),
        _ => Ok(plan_markdown(&shown)),
    }
}

fn exit(plan: &Plan, against: Option<&Against>, detailed: bool) -> Exit {
    if !plan.refusals.is_empty() {
        Exit::Refused
    } else if detailed && !plan.is_empty() {
        if against.is_some_and(Against::is_only_drift) { Exit::Drift } else { Exit::Changes }
    } else {
        Exit::Done
    }
}

/// Returns the plan as JSON.
pub(super) fn document(
    plan: &Plan,
    against: Option<&Against>,
    as_of: Option<&AsOf>,
    opened: &Opened,
) -> Result<String, Trouble> {
    written(json(&PlanDocument::compared(plan, against, as_of, &opened.sources)))
}
