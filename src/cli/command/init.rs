//! `init`: writes a starting project.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use jiff::tz::TimeZone;

use super::export::{nothing_there, write_new};
use crate::cli::args::InitArgs;
use crate::cli::exit::Exit;
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;
use crate::cli::{approval, ask, built_in, files};
use crate::core::{Diagnostics, Email, FileId, NodeId, Origin, codes};
use crate::document::Sources;
use crate::platform::{DEFAULT, Platform};
use crate::render::{From, Start, starting_project, undeclarable};
use crate::target::table::{Listed, Purpose, read_people};

/// Where the list of people goes that isn't in the project's folder yet.
const LIST: &str = "live/users.csv";

pub(super) fn run(directory: &Path, args: &InitArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let InitArgs { platform, from, timezone, no_workflow } = args;
    let flagless = platform.is_none() && from.is_none() && timezone.is_none() && !no_workflow;
    let args = if flagless && screen.can_ask() && !approval::in_ci() {
        Cow::Owned(ask::for_a_start()?)
    } else {
        Cow::Borrowed(args)
    };
    let platform = built_in::named(args.platform.as_deref().unwrap_or(DEFAULT))?;
    if let Some(name) = args.timezone.as_deref().filter(|name| TimeZone::get(name).is_err()) {
        let help = "Write a name of the IANA database, as `America/Mexico_City`.";
        let message = format!("no time zone is called `{name}`");
        return Err(Trouble::usage(&codes::UNKNOWN_VALUE, message, help));
    }
    let list = args.from.as_ref().map(|path| List::read(directory, path, &platform, screen));
    let list = list.transpose()?;
    let start = Start {
        platform: &platform,
        timezone: args.timezone.as_deref(),
        workflow: !args.no_workflow,
        from: list.as_ref().map(List::as_start),
    };
    let mut files = starting_project(&start);
    files.extend(list.as_ref().and_then(List::copy));
    write(directory, &files)?;
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    screen.result(&format!("Wrote {}. Now look at `rolecall plan`.\n", names.join(", ")));
    Ok(Exit::Done)
}

fn write(directory: &Path, files: &BTreeMap<String, String>) -> Result<(), Trouble> {
    nothing_there(directory, &files.keys().map(String::as_str).collect::<Vec<_>>())?;
    for (path, text) in files {
        let path = directory.join(path);
        let folder = path.parent().unwrap_or(directory);
        fs::create_dir_all(folder)
            .and_then(|()| write_new(&path, text))
            .map_err(|error| Trouble::io(path.display(), &error))?;
    }
    Ok(())
}

/// The list of people that a project starts from.
struct List {
    listed: Listed,
    text: String,
    left_out: Vec<Email>,
    /// Its path in the project, if it is there already.
    inside: Option<String>,
}

impl List {
    fn read(
        directory: &Path,
        path: &Path,
        platform: &Platform,
        screen: &Screen,
    ) -> Result<Self, Trouble> {
        let path = directory.join(path);
        let parts = path.components().filter(|part| !matches!(part, Component::CurDir));
        let shown = parts.collect::<PathBuf>().display().to_string();
        let mut sources = Sources::default();
        let (ids, mut found) = files::read(&[(shown, path.clone())], &mut sources);
        let Some(&file) = ids.first() else { return Err(Trouble::files(found, sources)) };
        let (listed, problems) = read_people(&sources, file, platform, Purpose::Start);
        found.extend(problems);
        let Some(listed) = listed else { return Err(Trouble::files(found, sources)) };
        let left_out = left_out(&listed, platform, file, &mut found);
        if found.has_errors() {
            return Err(Trouble::files(found, sources));
        }
        screen.diagnostics(found, &sources);
        let text = sources.file(file).text.clone();
        Ok(Self { listed, text, left_out, inside: inside(directory, &path) })
    }

    fn as_start(&self) -> From<'_> {
        let live = self.listed.complete.then(|| self.inside.as_deref().unwrap_or(LIST));
        From { state: &self.listed.state, left_out: &self.left_out, live }
    }

    /// Returns the file that the list is copied to, if it says what is live and isn't there yet.
    fn copy(&self) -> Option<(String, String)> {
        let wanted = self.listed.complete && self.inside.is_none();
        wanted.then(|| (LIST.to_owned(), self.text.clone()))
    }
}

/// Returns the path of a file from the project's folder, if it is in there.
fn inside(directory: &Path, path: &Path) -> Option<String> {
    let (directory, path) = (directory.canonicalize().ok()?, path.canonicalize().ok()?);
    let inside = path.strip_prefix(directory).ok()?;
    let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

/// Returns the people who can't be declared, and says so; that nobody can is an error.
fn left_out(
    listed: &Listed,
    platform: &Platform,
    file: FileId,
    found: &mut Diagnostics,
) -> Vec<Email> {
    let people = &listed.state.users;
    let reason = |(email, user): (&Email, &std::sync::Arc<crate::core::User>)| {
        Some((email.clone(), undeclarable(user, platform)?))
    };
    let left: Vec<(Email, String)> = people.iter().filter_map(reason).collect();
    if let Some((_, reason)) = left.first().filter(|_| left.len() == people.len()) {
        let at = Origin { file, node: NodeId(0) };
        let label = format!("nobody in this list can be declared: of the first, {reason}");
        let help = "A project needs the columns of names and roles.";
        found.push(codes::MISSING_COLUMN.at(at, label, help));
        return Vec::new();
    }
    for (email, reason) in &left {
        let Some(at) = listed.places.get(email) else { continue };
        let help = "Declare the person yourself, or leave them alone.";
        found.push(codes::LEFT_OUT.at(*at, format!("`{email}` is left out: {reason}"), help));
    }
    left.into_iter().map(|(email, _)| email).collect()
}
