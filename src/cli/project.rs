//! Opening a project: its file, its platform, its manifests.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use super::built_in;
use super::files;
use super::trouble::Trouble;
use super::{clock, exit::Exit};
use crate::check;
use crate::core::{Diagnostics, FileId, Origin, codes, nearest};
use crate::document::{Located, Sources, Validator};
use crate::manifest::{
    Context, Desired, Environment, Manifest, Project, manifest_schema, project_schema,
    read_manifest, read_project, resolve,
};
use crate::platform::{Platform, read_platform};

/// The project's file.
pub(super) const FILE: &str = "rolecall.yaml";

/// A project that was opened.
pub(super) struct Opened {
    pub(super) root: PathBuf,
    pub(super) sources: Sources,
    pub(super) project: Project,
    pub(super) file: FileId,
    pub(super) platform: Platform,
    /// The schema of its manifests.
    pub(super) schema: Validator,
    pub(super) zone: TimeZone,
}

/// What the manifests mean, with warnings.
pub(super) struct Meant {
    pub(super) desired: Desired,
    pub(super) warnings: Diagnostics,
    pub(super) files: usize,
}

/// Opens the project of a folder.
pub(super) fn open(root: &Path) -> Result<Opened, Trouble> {
    let mut sources = Sources::default();
    let path = root.join(FILE);
    if !path.is_file() {
        return Err(no_project(root));
    }
    let (ids, found) = files::read(&[(FILE.to_owned(), path)], &mut sources);
    let Some(&file) = ids.first() else { return Err(Trouble::files(found, sources)) };
    let schema = validator(project_schema())?;
    let (project, found) = read_project(&sources, file, &schema);
    let Some(project) = project else { return Err(Trouble::files(found, sources)) };
    let (platform, found) = platform(root, &project, file, &mut sources);
    let zone = zone(&project, file);
    match (platform, zone) {
        (Some(platform), Ok(zone)) if !found.has_errors() => {
            let schema = validator(manifest_schema(&platform))?;
            Ok(Opened { root: root.to_owned(), sources, project, file, platform, schema, zone })
        }
        (_, zone) => {
            let mut found = found;
            zone.err().into_iter().for_each(|problem| found.push(*problem));
            Err(Trouble::files(found, sources))
        }
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
fn validator(schema: serde_json::Value) -> Result<Validator, Trouble> {
    Validator::new(schema).map_err(|message| Trouble::Other {
        code: &codes::SCHEMA_MISMATCH,
        message,
        help: "Please report this with the platform file.".into(),
        exit: Exit::Invalid,
    })
}

/// Reads the platform that a project names: a built-in one, or a file.
fn platform(
    root: &Path,
    project: &Project,
    file: FileId,
    sources: &mut Sources,
) -> (Option<Platform>, Diagnostics) {
    let name = &project.platform;
    if let Some(text) = crate::platform::built_in(name) {
        let id = sources.add(built_in::label(name), text);
        return read_platform(sources, id);
    }
    let at = Origin { file, node: name.at };
    let mut found = Diagnostics::default();
    if !name.starts_with("./") {
        let label = format!("no platform called `{}` is built in", name.value);
        found.push(codes::UNKNOWN_PLATFORM.at(at, label, built_in::near(name)));
        return (None, found);
    }
    let listed = files::find(root, name);
    if let Some(what) = listed
        .wrong
        .first()
        .map(|(_, _, what)| what.clone())
        .or_else(|| listed.files.is_empty().then(|| "there is no such YAML file".to_owned()))
    {
        found.push(codes::UNKNOWN_PLATFORM.at(at, what, "Name a platform file of the project."));
        return (None, found);
    }
    let (ids, found) = files::read(&listed.files[..1], sources);
    match ids.first() {
        Some(&id) => read_platform(sources, id),
        None => (None, found),
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

    /// Reads the manifests and returns what they mean.
    pub(super) fn meant(&mut self, today: Date) -> Result<Meant, Trouble> {
        let mut listed = files::Found::default();
        let mut found = Diagnostics::default();
        for (position, path) in self.project.manifests().into_iter().enumerate() {
            let files = files::find(&self.root, path);
            self.complain(position, path, &files, &mut found);
            listed.files.extend(files.files);
        }
        listed.files.sort();
        listed.files.dedup();
        let project = Some((&self.project, self.file));
        let context = Context { platform: &self.platform, project, today };
        let meant = mean(&listed.files, &mut self.sources, &self.schema, context, found);
        self.valid(meant.0, meant.1, listed.files.len())
    }

    /// Returns what a file or folder that stands for what is live means.
    pub(super) fn live(&mut self, path: &Located<String>, today: Date) -> Result<Meant, Trouble> {
        let mut found = Diagnostics::default();
        let files = files::find(&self.root, path);
        let at = Origin { file: self.file, node: path.at };
        wrong(at, path, &files, &mut found);
        let context = Context { platform: &self.platform, project: None, today };
        let meant = mean(&files.files, &mut self.sources, &self.schema, context, found);
        self.valid(meant.0, meant.1, files.files.len())
    }

    fn valid(
        &mut self,
        desired: Desired,
        found: Diagnostics,
        files: usize,
    ) -> Result<Meant, Trouble> {
        if found.has_errors() {
            return Err(Trouble::files(found, std::mem::take(&mut self.sources)));
        }
        Ok(Meant { desired, warnings: found, files })
    }

    fn complain(&self, position: usize, path: &str, files: &files::Found, found: &mut Diagnostics) {
        let entry = self.project.manifests.as_ref().and_then(|paths| paths.get(position));
        let node = entry.map_or(self.project.version.at, |entry| entry.at);
        wrong(Origin { file: self.file, node }, path, files, found);
    }

    /// Returns the environment that is meant: the one that was named, the default, or the only one.
    pub(super) fn environment(
        &self,
        named: Option<&str>,
    ) -> Result<(String, &Environment), Trouble> {
        let all = &self.project.environments.0;
        let name = named
            .or(self.project.default.as_ref().map(|name| name.as_str()))
            .or_else(|| (all.len() == 1).then(|| all[0].0.as_str()))
            .ok_or_else(|| self.which_environment())?;
        match self.project.environment(name) {
            Some(environment) => Ok((name.to_owned(), environment)),
            None => Err(self.unknown_environment(name)),
        }
    }

    fn names(&self) -> Vec<&str> {
        self.project.environments.0.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// Asks for one of the environments.
    pub(super) fn which_environment(&self) -> Trouble {
        let message = format!("there are {}", self.names().join(", "));
        Trouble::usage(&codes::ENVIRONMENT_NEEDED, message, "Name one with `-e`.")
    }

    fn unknown_environment(&self, name: &str) -> Trouble {
        let help = match nearest(name, self.names().into_iter()) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("There are: {}.", self.names().join(", ")),
        };
        Trouble::usage(
            &codes::UNKNOWN_ENVIRONMENT,
            format!("no environment is called `{name}`"),
            help,
        )
    }
}

/// Takes note of what is wrong with the files below a path, and of a path without any.
fn wrong(at: Origin, path: &str, files: &files::Found, found: &mut Diagnostics) {
    for (code, path, what) in &files.wrong {
        found.push(code.at(
            at,
            format!("`{path}`: {what}"),
            "Take it out of the folder, or mend it.",
        ));
    }
    if files.files.is_empty() && files.wrong.is_empty() {
        let label = format!("no manifest was found in `{path}`");
        let help =
            "Name a file or folder with `*.yaml` files; hidden and git-ignored ones don't count.";
        found.push(codes::NO_MANIFESTS.at(at, label, help));
    }
}

/// Reads manifests in parallel and returns what they mean.
fn mean(
    files: &[(String, PathBuf)],
    sources: &mut Sources,
    schema: &Validator,
    context: Context<'_>,
    mut found: Diagnostics,
) -> (Desired, Diagnostics) {
    let (ids, unread) = files::read(files, sources);
    found.extend(unread);
    let read = |id: &FileId| {
        let file = sources.file(*id);
        let (written, spans, found) = read_manifest(*id, &file.text, schema);
        file.keep_spans(spans);
        (*id, written, found)
    };
    let mut manifests: Vec<(FileId, Manifest<'_>)> = Vec::with_capacity(ids.len());
    for (id, written, problems) in ids.par_iter().map(read).collect::<Vec<_>>() {
        found.extend(problems);
        manifests.extend(written.map(|written| (id, written)));
    }
    // What a broken file declares would be missed elsewhere: those would be echoes.
    if found.has_errors() {
        return (Desired::default(), found);
    }
    let (desired, problems) = resolve(&manifests, context);
    found.extend(problems);
    found.extend(check::check(&desired, context.platform));
    (desired, found)
}
