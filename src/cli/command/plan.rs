//! `plan`: shows what would change.

use std::path::Path;

use jiff::civil::Date;

use super::leave;
use crate::check;
use crate::cli::args::{Format, PlanArgs};
use crate::cli::exit::Exit;
use crate::cli::limits::limits;
use crate::cli::live::{Access, Live, remarks, target};
use crate::cli::project::{self, Opened};
use crate::cli::record;
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;
use crate::core::{Diagnostics, State};
use crate::plan::{Inputs, Means, Plan, leave_untold, plan, settle_seats};
use crate::render::{PlanDocument, plan_text};

pub(super) fn run(
    directory: &Path,
    environment: Option<&str>,
    args: &PlanArgs,
    screen: &Screen,
) -> Result<Exit, Trouble> {
    let mut opened = screen.during("reading the project", || project::open(directory))?;
    let (name, _) = opened.environment(environment)?;
    let today = args.as_of.unwrap_or_else(|| opened.today());
    let planned = Planned::make(&mut opened, &name, today, screen)?;
    let Planned { plan, live, warnings, .. } = planned;
    screen.diagnostics(warnings, &opened.sources);
    let json = || document(&plan, &opened);
    match args.format {
        Format::Text => screen.result(&plan_text(&plan, &opened.sources, screen.style())),
        Format::Json => screen.result(&json()?),
    }
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
    let document = PlanDocument::of(plan, &opened.sources);
    let text = serde_json::to_string_pretty(&document);
    text.map(|text| text + "\n").map_err(|error| Trouble::io("the plan", &error.into()))
}

/// A plan, and what it was made from.
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) live: State,
    /// What was read, without what is attested, where anything can be attested.
    pub(super) read: Option<State>,
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
        let means = target.means();
        let mut seen = None;
        if means != Means::default() && target.tells().is_none() {
            seen = Some(live.clone());
            let (_, warnings) = opened.lay_attested_over(environment, &mut live, &meant.desired)?;
            meant.warnings.extend(warnings);
            meant.warnings.extend(settle_seats(&meant.desired, &mut live));
        }
        let limits = limits(&opened.project);
        let inputs = Inputs {
            desired: &meant.desired,
            live: &live,
            platform: &opened.platform,
            environment,
            limits: &limits,
            means: &means,
        };
        match screen.during("planning", || plan(inputs)) {
            Ok(plan) => {
                leave(meant.desired);
                Ok(Self { plan, live, read: seen, warnings: meant.warnings })
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
