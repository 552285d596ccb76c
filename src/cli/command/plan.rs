//! `plan`: shows what would change.

use std::path::Path;

use jiff::civil::Date;

use super::leave;
use crate::check;
use crate::cli::args::{CheckFormat, PlanArgs, PlanFormat};
use crate::cli::exit::Exit;
use crate::cli::limits::limits;
use crate::cli::live::{Access, Live, target};
use crate::cli::project::{self, Opened};
use crate::cli::record;
use crate::cli::reported::{Reported, written};
use crate::cli::repository;
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;
use crate::core::{Diagnostics, State};
use crate::plan::{Inputs, Plan, leave_untold, plan, review};
use crate::render::{
    Emails, PlanDocument, Setting, Shown, json, plan_github, plan_markdown, plan_sarif, plan_text,
};

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
    let planned = Planned::make(&mut opened, &name, today, screen)?;
    let result = shown(&planned, &opened, args, screen)?;
    let Planned { plan, live, warnings } = planned;
    if args.format != PlanFormat::Github {
        screen.diagnostics(warnings, &opened.sources);
    }
    let json = || document(&plan, &opened);
    screen.result(&result);
    if args.as_of.is_none() {
        record::keep(&opened.root, &plan, json).unwrap_or_else(|why| screen.say(&why));
    }
    if let Some(path) = &args.out {
        let path = directory.join(path);
        std::fs::write(&path, json()?).map_err(|error| Trouble::io(path.display(), &error))?;
    }
    let exit = exit(&plan, args.detailed_exitcode);
    leave((opened, plan, live));
    Ok(exit)
}

/// Returns the plan in the form that was asked for.
fn shown(
    planned: &Planned,
    opened: &Opened,
    args: &PlanArgs,
    screen: &Screen,
) -> Result<String, Trouble> {
    let Planned { plan, live, warnings } = planned;
    let sources = &opened.sources;
    match args.format {
        PlanFormat::Text => return Ok(plan_text(plan, sources, screen.style())),
        PlanFormat::Json => return document(plan, opened),
        PlanFormat::Markdown | PlanFormat::Github | PlanFormat::Sarif => {}
    }
    let review = review(plan, live, &opened.platform);
    let (folder, warnings) = (repository::folder(&opened.root), warnings.clone().sorted());
    let setting = Setting { sources, folder: &folder, emails: Emails::default() };
    let shown = Shown { plan, review: &review, against: None, warnings: &warnings, setting };
    let shown = if args.short_emails { shown.with_short_emails() } else { shown };
    match args.format {
        PlanFormat::Github => Ok(plan_github(&shown)),
        PlanFormat::Sarif => written(json(&plan_sarif(&shown))),
        _ => Ok(plan_markdown(&shown)),
    }
}

fn exit(plan: &Plan, detailed: bool) -> Exit {
    if !plan.refusals.is_empty() {
        Exit::Refused
    } else if detailed && !plan.is_empty() {
        Exit::Changes
    } else {
        Exit::Done
    }
}

/// Returns the plan as JSON.
pub(super) fn document(plan: &Plan, opened: &Opened) -> Result<String, Trouble> {
    written(json(&PlanDocument::of(plan, &opened.sources)))
}

/// A plan, and what it was made from.
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) live: State,
    pub(super) warnings: Diagnostics,
}

impl Planned {
    /// Reads what is meant and what is live, and plans.
    pub(super) fn make(
        opened: &mut Opened,
        environment: &str,
        today: Date,
        screen: &Screen,
    ) -> Result<Self, Trouble> {
        let mut meant = screen.during("reading the manifests", || opened.meant(today))?;
        let (Live { target, warnings }, mut live) =
            screen.during("reading what is live", || read(opened, environment, today))?;
        meant.warnings.extend(warnings);
        meant.warnings.extend(check::idle_patterns(&meant.desired, &live));
        if let Some(told) = target.tells() {
            let platform = &opened.platform;
            meant.warnings.extend(leave_untold(&mut meant.desired, &mut live, told, platform));
        }
        let limits = limits(&opened.project);
        let inputs = Inputs {
            desired: &meant.desired,
            live: &live,
            platform: &opened.platform,
            environment,
            limits: &limits,
        };
        match screen.during("planning", || plan(inputs)) {
            Ok(plan) => {
                leave(meant.desired);
                Ok(Self { plan, live, warnings: meant.warnings })
            }
            Err(found) => Err(Trouble::files(found, std::mem::take(&mut opened.sources))),
        }
    }
}

/// Opens a target and reads what is live there.
pub(super) fn read(
    opened: &mut Opened,
    environment: &str,
    today: Date,
) -> Result<(Live, State), Trouble> {
    let opened = target(opened, environment, today, Access::Read)?;
    let live = runtime()?.block_on(opened.target.read()).map_err(|fault| Trouble::fault(&fault))?;
    Ok((opened, live))
}

/// Returns what runs the asynchronous parts.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Trouble> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.map_err(|error| Trouble::io("starting", &error))
}
