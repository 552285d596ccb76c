//! `plan`: shows what would change.

use std::path::Path;

use jiff::civil::Date;

use super::leave;
use crate::attested::{resting_on, tell};
use crate::check;
use crate::cli::args::PlanArgs;
use crate::cli::base::{Base, From};
use crate::cli::exit::Exit;
use crate::cli::formats::{CheckFormat, PlanFormat};
use crate::cli::limits::limits;
use crate::cli::live::{Access, Live, remarks, target};
use crate::cli::project::{self, Opened};
use crate::cli::record;
use crate::cli::reported::{Reported, written};
use crate::cli::repository;
use crate::cli::screen::{PAGE_WIDTH, Screen};
use crate::cli::trouble::Trouble;
use crate::core::{Diagnostics, State};
use crate::manifest::Desired;
use crate::plan::{
    Against, Inputs, Means, Plan, awaited, leave_untold, plan, review, settle_seats,
};
use crate::render::{
    Emails, PlanDocument, Setting, Shown, Style, json, plan_github, plan_markdown, plan_sarif,
    plan_text_compared,
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
    let base = args.base.as_deref().map(|rev| From { rev, reads_live: true });
    let planned = Planned::make(&mut opened, &name, base, today, screen)?;
    let result = shown(&planned, &opened, args.format, args, screen.style())?;
    for (format, path) in &args.also {
        let text = shown(&planned, &opened, *format, args, PAGE)?;
        write(&directory.join(path), &text)?;
    }
    let Planned { plan, live, warnings, against, .. } = planned;
    if args.format != PlanFormat::Github {
        screen.diagnostics(warnings, &opened.sources);
    }
    let json = || compared(&plan, against.as_ref(), &opened);
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
    let Planned { plan, live, warnings, against, .. } = planned;
    let against = against.as_ref();
    let sources = &opened.sources;
    match format {
        PlanFormat::Text => return Ok(plan_text_compared(plan, against, sources, style)),
        PlanFormat::Json => return compared(plan, against, opened),
        PlanFormat::Markdown | PlanFormat::Github | PlanFormat::Sarif => {}
    }
    let review = review(plan, live, &opened.platform);
    let (folder, warnings) = (repository::folder(&opened.root), warnings.clone().sorted());
    let setting = Setting { sources, folder: &folder, emails: Emails::default() };
    let shown = Shown { plan, review: &review, against, warnings: &warnings, setting };
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
pub(super) fn document(plan: &Plan, opened: &Opened) -> Result<String, Trouble> {
    compared(plan, None, opened)
}

fn compared(plan: &Plan, against: Option<&Against>, opened: &Opened) -> Result<String, Trouble> {
    written(json(&PlanDocument::compared(plan, against, &opened.sources)))
}

/// A plan, and what it was made from.
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) live: State,
    /// What was read, without what is attested, where anything can be attested.
    pub(super) read: Option<State>,
    /// What the target can write, and whether it reads.
    pub(super) means: Means,
    pub(super) warnings: Diagnostics,
    /// How it differs from the plan of the base, where one is named.
    pub(super) against: Option<Against>,
}

impl Planned {
    /// Reads what is meant and what is live, and plans.
    pub(super) fn make(
        opened: &mut Opened,
        environment: &str,
        base: Option<From<'_>>,
        today: Date,
        screen: &Screen,
    ) -> Result<Self, Trouble> {
        let mut meant = screen.during("reading the manifests", || opened.meant(today))?;
        let by_base = base.is_some_and(|from| from.reads_live);
        let open = |from: From<'_>| Base::open(from.rev, opened, today);
        let mut base = screen.during("reading the base", || base.map(open).transpose())?;
        let (Live { target, warnings }, mut live) =
            screen.during("reading what is live", || {
                let rules = base.as_mut().filter(|_| by_base);
                read_by_rules(opened, rules, environment, today, screen)
            })?;
        meant.warnings.extend(warnings);
        meant.warnings.extend(check::idle_patterns(&meant.desired, &live));
        let expired = check::expired_invitations(&live, &opened.platform, today);
        meant.warnings.extend(check::located(expired, &meant.desired));
        let means = target.means();
        // What an API tells is laid together with what people attest.
        let is_told = means != Means::default() && target.tells().is_none();
        let seen = is_told.then(|| live.clone());
        let mut stands = Vec::new();
        if is_told {
            let (found, warnings) =
                opened.lay_attested_over(environment, &mut live, &meant.desired, &means)?;
            meant.warnings.extend(warnings);
            stands = found;
        }
        let of_base = |base: &mut Base| base.plan(&live, target.tells(), &means, environment);
        let before = base.as_mut().and_then(of_base);
        if let Some(told) = target.tells() {
            let platform = &opened.platform;
            meant.warnings.extend(leave_untold(&mut meant.desired, &mut live, told, platform));
        }
        if is_told && means.reads {
            meant.warnings.extend(settle_seats(&meant.desired, &mut live));
        }
        let planned = screen.during("planning", || {
            let base = (base.as_ref(), before.as_ref());
            by_rules(opened, base, &meant.desired, (&live, &means), environment)
        });
        let mut plan =
            planned.map_err(|found| Trouble::files(found, std::mem::take(&mut opened.sources)))?;
        meant.warnings.extend(awaited(&plan, &opened.platform));
        tell(&mut plan, &stands);
        resting_on(&stands).into_iter().for_each(|note| screen.say(&note));
        leave(meant.desired);
        let against = base.map(|base| {
            meant.warnings.extend(base.warnings);
            Against::of(&plan, before.as_ref(), base.rev, base.commit, base.is_stale)
        });
        Ok(Self { plan, live, read: seen, means, warnings: meant.warnings, against })
    }
}

/// Plans by the rules of the project, and by those of the base, where there is one.
fn by_rules(
    opened: &Opened,
    (base, before): (Option<&Base>, Option<&Plan>),
    desired: &Desired,
    (live, means): (&State, &Means),
    environment: &str,
) -> Result<Plan, Diagnostics> {
    let (limits, looser) = match base {
        Some(base) => base.policy(opened),
        None => (limits(&opened.project), Vec::new()),
    };
    let compared = base.map(|base| crate::plan::Base {
        desired: base.meant.as_ref().map(|meant| &meant.desired),
        plan: before,
        loosened: &looser,
    });
    let (platform, base) = (&opened.platform, compared.as_ref());
    plan(Inputs { desired, live, platform, environment, limits: &limits, means, base })
}

/// Reads what is live where the base says that it is, or where there is no base.
fn read_by_rules(
    opened: &mut Opened,
    base: Option<&mut Base>,
    environment: &str,
    today: Date,
    screen: &Screen,
) -> Result<(Live, State), Trouble> {
    let Some(base) = base else { return read(opened, environment, today) };
    base.knows(opened, environment)?;
    let Some(of_base) = base.with_environment(environment) else {
        return read(opened, environment, today);
    };
    let (Live { target, warnings }, state) = read(of_base, environment, today)?;
    // Their places are in files of the base, and in no file of the change.
    screen.diagnostics(warnings, &of_base.sources);
    Ok((Live { target, warnings: Diagnostics::default() }, state))
}

/// Opens a target and reads what is live there.
pub(super) fn read(
    opened: &mut Opened,
    environment: &str,
    today: Date,
) -> Result<(Live, State), Trouble> {
    let mut from = target(opened, environment, today, Access::Read)?;
    let live = runtime()?.block_on(from.target.read()).map_err(|fault| Trouble::fault(&fault))?;
    from.warnings.extend(remarks(opened, environment, from.target.as_ref()));
    Ok((from, live))
}

/// Returns what runs the asynchronous parts.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Trouble> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.map_err(|error| Trouble::io("starting", &error))
}
