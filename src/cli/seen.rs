//! What is live: as a target tells it now, or as a snapshot says that it told it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;

use super::base::Base;
use super::files;
use super::git::Git;
use super::limits::limits;
use super::live::{Access, Live, remarks, target};
use super::project::Opened;
use super::screen::Screen;
use super::trouble::Trouble;
use crate::core::{Code, Diagnostics, NodeId, Origin, codes};
use crate::document::Sources;
use crate::snapshot::{AsOf, Asked, Seen, Snapshot, Unfit};

/// What is live, and what there is to warn about.
pub(super) struct Read {
    pub(super) seen: Seen,
    pub(super) warnings: Diagnostics,
    /// When it was read, where that isn't now.
    pub(super) as_of: Option<AsOf>,
}

/// Opens a target and reads what is live there.
pub(super) fn read(opened: &mut Opened, environment: &str, today: Date) -> Result<Read, Trouble> {
    let Live { target, mut warnings } = target(opened, environment, today, Access::Read)?;
    let state = runtime()?.block_on(target.read()).map_err(|fault| Trouble::fault(&fault))?;
    let (told, means, said) = (target.tells(), target.means(), target.remarks());
    let seen = Seen { state, told, means, remarks: said };
    warnings.extend(remarks(opened, environment, &seen.remarks));
    Ok(Read { seen, warnings, as_of: None })
}

/// Reads what is live where the base says that it is, or where there is no base.
pub(super) fn read_by_rules(
    opened: &mut Opened,
    base: Option<&mut Base>,
    environment: &str,
    today: Date,
    screen: &Screen,
) -> Result<Read, Trouble> {
    let Some(base) = base else { return read(opened, environment, today) };
    base.knows(opened, environment)?;
    let Some(of_base) = base.with_environment(environment) else {
        return read(opened, environment, today);
    };
    let read = read(of_base, environment, today)?;
    // Their places are in files of the base, and in no file of the change.
    screen.diagnostics(read.warnings, &of_base.sources);
    Ok(Read { warnings: Diagnostics::default(), ..read })
}

/// Reads a snapshot that can stand for what is live by the rules of the project, and by those of the
/// base, where there is one.
pub(super) fn read_snapshot(
    opened: &mut Opened,
    base: Option<&Base>,
    environment: &str,
    path: &Path,
) -> Result<Read, Trouble> {
    let mut most_hours = limits(&opened.project).max_snapshot_hours;
    if let Some(base) = base {
        base.knows(opened, environment)?;
        most_hours = base.policy(opened).0.max_snapshot_hours;
        if let Some(top) = brought_by_change(opened, path) {
            let label =
                format!("it lies in `{}`, which the change could have brought", top.display());
            let help =
                "Take it from a place that no change can write to, such as a branch of its own.";
            return Err(unusable(
                opened,
                environment,
                path,
                &codes::SNAPSHOT_NOT_USABLE,
                &label,
                help,
            ));
        }
    }
    let platform = opened.platform.platform.clone();
    let asked = Asked { environment, platform: &platform, most_hours, now: Timestamp::now() };
    let found = text(path)?;
    let fits = Snapshot::from_json(&found).and_then(|one| Ok((one.fits(asked)?, one)));
    let (as_of, snapshot) = fits.map_err(|unfit| {
        let (code, help) = what_to_do(&unfit);
        unusable(opened, environment, path, code, &unfit.to_string(), help)
    })?;
    let warnings = remarks(opened, environment, &snapshot.seen.remarks);
    Ok(Read { seen: snapshot.seen, warnings, as_of: Some(as_of) })
}

/// Returns the repository of the change if a file lies in it, by its name or by what that leads to.
fn brought_by_change(opened: &Opened, path: &Path) -> Option<PathBuf> {
    let top = Git::of(&opened.root).top().ok()?.canonicalize().ok()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let named = folder.unwrap_or(Path::new(".")).canonicalize();
    let real = path.canonicalize();
    let inside = |path: &PathBuf| path.starts_with(&top);
    (named.as_ref().is_ok_and(inside) || real.as_ref().is_ok_and(inside)).then_some(top)
}

fn text(path: &Path) -> Result<String, Trouble> {
    let shown = path.display().to_string();
    let mut sources = Sources::default();
    let (ids, found) = files::read(&[(shown, path.to_owned())], &mut sources);
    match ids.first() {
        Some(&id) => Ok(sources.file(id).text.clone()),
        None => Err(Trouble::files(found, sources)),
    }
}

fn what_to_do(unfit: &Unfit) -> (&'static Code, &'static str) {
    match unfit {
        Unfit::TooOld { .. } => {
            (&codes::SNAPSHOT_TOO_OLD, "Make a new one, with `rolecall export --snapshot`.")
        }
        Unfit::Future(_) => {
            (&codes::SNAPSHOT_NOT_USABLE, "See that the clocks of both machines are right.")
        }
        Unfit::Environment(_) | Unfit::Platform(_) => {
            (&codes::SNAPSHOT_NOT_USABLE, "Name the snapshot of this environment.")
        }
        Unfit::NotOne | Unfit::Damaged | Unfit::Version(_) => {
            (&codes::SNAPSHOT_NOT_USABLE, "Make a new one, with `rolecall export --snapshot`.")
        }
    }
}

/// Complains about a snapshot, at what the project says about its age or else at its environment.
fn unusable(
    opened: &mut Opened,
    environment: &str,
    path: &Path,
    code: &'static Code,
    label: &str,
    help: &str,
) -> Trouble {
    let guards = opened.project.guards.as_ref();
    let hours = guards.and_then(|guards| guards.max_snapshot_hours.as_ref()).map(|hours| hours.at);
    let hours = hours.filter(|_| *code == codes::SNAPSHOT_TOO_OLD);
    let here = opened.project.environment(environment).map(|environment| environment.at);
    let at = Origin { file: opened.file, node: hours.or(here).unwrap_or(NodeId(0)) };
    let mut found = Diagnostics::default();
    found.push(code.at(at, format!("`{}`: {label}", path.display()), help));
    Trouble::files(found, std::mem::take(&mut opened.sources))
}

/// Returns what runs the asynchronous parts.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Trouble> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.map_err(|error| Trouble::io("starting", &error))
}
