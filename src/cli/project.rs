//! Opening a project: its file, its platform, its manifests.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::environment;
use super::files;
use super::platform::platform;
use super::trouble::Trouble;
use super::{clock, exit::Exit};
use crate::core::{Code, FileId, Origin, codes};
use crate::document::{Sources, Validator};
use crate::manifest::{Project, read_project};
use crate::platform::Platform;

/// The project's file.
pub(super) const FILE: &str = "rolecall.yaml";

/// A project that was opened.
pub(super) struct Opened {
    pub(super) root: PathBuf,
    pub(super) sources: Sources,
    pub(super) project: Project,
    pub(super) file: FileId,
    pub(super) platform: Platform,
    pub(super) zone: TimeZone,
}

/// Opens the project of a folder.
pub(super) fn open(root: &Path) -> Result<Opened, Trouble> {
    let mut sources = Sources::default();
    let path = root.join(FILE);
    if !path.is_file() {
        return Err(no_project(root));
    }
    let files = files::find_one(root, FILE);
    if let Some((code, _, what)) = files.wrong.first() {
        return Err(not_ours(code, what));
    }
    let (ids, found) = files::read(&files.files, &mut sources);
    let Some(&file) = ids.first() else { return Err(Trouble::files(found, sources)) };
    let (project, found) = read_project(&sources, file);
    let Some(project) = project else { return Err(Trouble::files(found, sources)) };
    let (platform, mut found) = platform(root, &project, file, &mut sources)?;
    let unknown = environment::unknown_targets(&project, file);
    environment::unknown_default(&project, file)
        .into_iter()
        .chain(unknown)
        .for_each(|problem| found.push(problem));
    let zone = zone(&project, file);
    match (platform, zone) {
        (Some(platform), Ok(zone)) if !found.has_errors() => {
            Ok(Opened { root: root.to_owned(), sources, project, file, platform, zone })
        }
        (_, zone) => {
            let mut found = found;
            zone.err().into_iter().for_each(|problem| found.push(*problem));
            Err(Trouble::files(found, sources))
        }
    }
}

/// What a link leads to isn't shown: it may be anything that this machine holds.
fn not_ours(code: &'static Code, what: &str) -> Trouble {
    Trouble::Other {
        code,
        message: format!("`{FILE}`: {what}"),
        help: "Keep the files inside the project, and take this out.".into(),
        exit: Exit::Invalid,
    }
}

fn no_project(root: &Path) -> Trouble {
    Trouble::Other {
        code: &codes::NO_PROJECT,
        message: format!("there is no {FILE} in `{}`", root.display()),
        help: "Write one with `rolecall init`, or name its folder with `-C DIR`.".into(),
        exit: Exit::Invalid,
    }
}

/// Compiles a schema; one of ours that doesn't compile is our mistake.
pub(super) fn validator(schema: serde_json::Value) -> Result<Validator, Trouble> {
    Validator::new(schema).map_err(our_mistake)
}

fn our_mistake(message: String) -> Trouble {
    Trouble::Other {
        code: &codes::SCHEMA_MISMATCH,
        message,
        help: "Please report this with the platform file.".into(),
        exit: Exit::Invalid,
    }
}

fn zone(project: &Project, file: FileId) -> Result<TimeZone, Box<crate::core::Diagnostic>> {
    let Some(name) = &project.timezone else { return Ok(TimeZone::UTC) };
    TimeZone::get(name).map_err(|_| {
        let label = format!("no time zone is called `{}`", name.value);
        let help = "Write a name of the IANA database, as `America/Mexico_City`.";
        Box::new(codes::UNKNOWN_VALUE.at(Origin { file, node: name.at }, label, help))
    })
}

impl Opened {
    /// Returns the day it is for this project.
    pub(super) fn today(&self) -> Date {
        clock::today(&self.zone)
    }
}
