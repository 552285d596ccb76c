//! The target of an environment.

use std::path::PathBuf;

use jiff::civil::Date;

use super::environment;
use super::instance;
use super::project::Opened;
use super::scim;
use super::trouble::Trouble;
use crate::core::{Code, Diagnostic, Diagnostics, Fault, FileId, NodeId, Origin, State, codes};
use crate::document::Located;
use crate::manifest::Environment;
use crate::platform;
use crate::target::portal::Portal;
use crate::target::sandbox::Sandbox;
use crate::target::table::TableFile;
use crate::target::{FILE, PORTAL, SANDBOX, SCIM, Target};

/// The folder of everything that isn't committed.
pub(super) const HIDDEN: &str = ".rolecall";

/// Whether something may be made that isn't there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Nothing is written, not even an empty database.
    Read,
    /// The database is made where there is none.
    Write,
}

/// A target that was opened, and warnings about what it is made from.
pub(super) struct Live {
    pub(super) target: Box<dyn Target>,
    pub(super) warnings: Diagnostics,
}

/// Opens the target of an environment.
pub(super) fn target(
    opened: &mut Opened,
    name: &str,
    today: Date,
    access: Access,
) -> Result<Live, Trouble> {
    let Some(Located { value: environment, at }) = opened.project.environment(name) else {
        return Err(opened.which_environment());
    };
    let (kind, start) = (environment.target.clone(), environment.live.clone());
    if instance::is_one(&kind) {
        return instance::open(opened, name);
    }
    if kind.as_str() == SCIM {
        return scim::open(opened, name);
    }
    let mut found = Diagnostics::default();
    environment::missing_token(opened, environment).into_iter().for_each(|d| found.push(d));
    unusable(opened.file, *at, environment).into_iter().for_each(|d| found.push(d));
    if found.has_errors() {
        return Err(Trouble::files(found, std::mem::take(&mut opened.sources)));
    }
    match start {
        Some(path) if kind.as_str() == FILE => {
            let (listed, warnings) = opened.people(&path)?;
            Ok(Live { target: Box::new(TableFile::of(listed)), warnings })
        }
        start if kind.as_str() == PORTAL => {
            let live = match start {
                Some(path) => opened.live(&path, today)?.desired.state,
                None => State::default(),
            };
            Ok(Live { target: Box::new(Portal::of(live)), warnings: Diagnostics::default() })
        }
        start => {
            let target = Box::new(sandbox(opened, name, start.as_ref(), today, access)?);
            Ok(Live { target, warnings: Diagnostics::default() })
        }
    }
}

/// Opens the sandbox of an environment, to be served.
pub(super) fn served(opened: &mut Opened, name: &str, today: Date) -> Result<Sandbox, Trouble> {
    let Some(environment) = opened.project.environment(name) else {
        return Err(opened.which_environment());
    };
    let (kind, start) = (&environment.target, environment.live.clone());
    if kind.as_str() != SANDBOX {
        let (at, label) =
            (kind.at, format!("`{name}` isn't a sandbox, and only one can be served"));
        let help = "Name an environment with `target: sandbox`.";
        return Err(wrong(opened, &codes::UNSUPPORTED_TARGET, at, label, help));
    }
    sandbox(opened, name, start.as_ref(), today, Access::Write)
}

/// Returns why this version can't use an environment, if it can't.
fn unusable(file: FileId, node: NodeId, environment: &Environment) -> Option<Diagnostic> {
    let at = |node| Origin { file, node };
    match (environment.target.as_str(), &environment.live) {
        (SANDBOX | PORTAL, _) | (FILE, Some(_)) => None,
        (FILE, None) => {
            let label = "the target is a file, and `live` is missing";
            Some(codes::MISSING_KEY.at(at(node), label, "Name the file with `live`."))
        }
        (other, _) => {
            let label = format!("the target `{other}` isn't supported");
            let apis = platform::APIS.iter().map(|(name, _)| *name);
            let known = [SANDBOX, FILE, PORTAL, SCIM];
            let known: Vec<&str> = known.into_iter().chain(apis).collect();
            let help = format!("This version has the targets {}.", known.join(", "));
            Some(codes::UNSUPPORTED_TARGET.at(at(environment.target.at), label, help))
        }
    }
}

/// Returns what a target couldn't tell when it was read.
pub(super) fn remarks(opened: &Opened, name: &str, remarks: &[String]) -> Diagnostics {
    let mut found = Diagnostics::default();
    let Some(environment) = opened.project.environment(name) else { return found };
    let at = Origin { file: opened.file, node: environment.value.target.at };
    let help = "It is neither compared nor planned; look at it on the platform.";
    remarks.iter().for_each(|text| found.push(codes::UNTOLD.at(at, text, help)));
    found
}

/// Makes sure that something can be applied to an environment.
pub(super) fn can_be_written(opened: &mut Opened, name: &str) -> Result<(), Trouble> {
    instance::can_be_written(opened, name)
}

/// Makes sure that an environment tells all that manifests say.
pub(super) fn tells_all(opened: &mut Opened, name: &str) -> Result<(), Trouble> {
    let label = format!("`{name}` is a list of people, which tells less than manifests say");
    let help = "Look at `rolecall plan`, and change the manifests where it is right.";
    no_file(opened, name, label, help)
}

fn no_file(opened: &mut Opened, name: &str, label: String, help: &str) -> Result<(), Trouble> {
    let target = opened.project.environment(name).map(|environment| &environment.value.target);
    let Some(at) = target.filter(|target| target.as_str() == FILE).map(|target| target.at) else {
        return Ok(());
    };
    Err(wrong(opened, &codes::UNSUPPORTED_TARGET, at, label, help))
}

fn sandbox(
    opened: &mut Opened,
    name: &str,
    start: Option<&Located<String>>,
    today: Date,
    access: Access,
) -> Result<Sandbox, Trouble> {
    let path = database(opened, name);
    if path.is_file() {
        return made(Sandbox::open(&path, &opened.platform));
    }
    let live = match start {
        Some(path) if path.ends_with(".csv") => {
            let label = "a sandbox starts from manifests, not from a list of people".to_owned();
            let help = "Write `target: file` to compare with the list.";
            return Err(wrong(opened, &codes::UNSUPPORTED_TARGET, path.at, label, help));
        }
        Some(path) => opened.live(path, today)?.desired.state,
        None => State::default(),
    };
    made(match access {
        Access::Read => Sandbox::in_memory(&opened.platform, &live),
        Access::Write => {
            let folder = path.parent().unwrap_or(&opened.root);
            std::fs::create_dir_all(folder)
                .map_err(|error| Trouble::io(format!("making `{}`", folder.display()), &error))?;
            Sandbox::create(&path, &opened.platform, &live)
        }
    })
}

/// Returns where the sandbox of an environment lives.
fn database(opened: &Opened, name: &str) -> PathBuf {
    opened.root.join(HIDDEN).join(format!("{name}.db"))
}

fn made(sandbox: Result<Sandbox, Fault>) -> Result<Sandbox, Trouble> {
    sandbox.map_err(|fault| Trouble::fault(&fault))
}

/// Complains about a place in the project's file.
pub(super) fn wrong(
    opened: &mut Opened,
    code: &'static Code,
    node: NodeId,
    label: String,
    help: &str,
) -> Trouble {
    let mut found = Diagnostics::default();
    found.push(code.at(Origin { file: opened.file, node }, label, help));
    Trouble::files(found, std::mem::take(&mut opened.sources))
}
