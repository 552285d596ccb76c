//! `export`: writes manifests from what is live.

mod into;
mod snapshot;

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::cli::args::ExportArgs;
use crate::cli::exit::Exit;
use crate::cli::project::{self, Opened};
use crate::cli::screen::Screen;
use crate::cli::seen::{Read, read};
use crate::cli::trouble::Trouble;
use crate::core::{Diagnostics, Key, State, codes};
use crate::manifest::{Context, Desired, Unmanaged, manifest_schema, resolve};
use crate::render::{Entries, SCHEMA_FILE, manifests};
use crate::snapshot::Seen;

pub(super) fn run(
    directory: &Path,
    environment: Option<&str>,
    args: &ExportArgs,
    screen: &Screen,
) -> Result<Exit, Trouble> {
    let mut opened = project::open(directory)?;
    let today = opened.today();
    let (name, _) = opened.environment(environment)?;
    if args.into {
        let from = args.from.as_ref().map(|path| directory.join(path));
        return into::run(&mut opened, &name, from.as_deref(), args.unlisted, screen);
    }
    let before = Timestamp::now();
    let Read { mut seen, mut warnings, .. } =
        screen.during("reading what is live", || read(&mut opened, &name, today))?;
    warnings.extend(with_attested(&mut opened, &name, &mut seen)?);
    screen.diagnostics(warnings, &opened.sources);
    match (&args.to, &args.snapshot) {
        (Some(folder), _) => to(&directory.join(folder), &opened, &seen.state, screen),
        (None, Some(path)) => {
            snapshot::write(&directory.join(path), &opened, &name, (before, seen), screen)
        }
        (None, None) => Ok(Exit::Done),
    }
}

/// Lays what is attested over what was written down, where nothing is read.
fn with_attested(
    opened: &mut Opened,
    environment: &str,
    seen: &mut Seen,
) -> Result<Diagnostics, Trouble> {
    if seen.means.reads {
        return Ok(Diagnostics::default());
    }
    let meant = Desired::default();
    let (_, found) = opened.lay_attested_over(environment, &mut seen.state, &meant, &seen.means)?;
    Ok(found)
}

/// Writes new manifests into a folder.
fn to(folder: &Path, opened: &Opened, live: &State, screen: &Screen) -> Result<Exit, Trouble> {
    let unmanaged = unmanaged(opened, opened.today());
    let skip = |key: &Key| is_unmanaged(&unmanaged, live, key);
    let entries = Entries { state: live, platform: &opened.platform, skip: &skip };
    let mut files = manifests(entries);
    files.insert(SCHEMA_FILE.to_owned(), format!("{:#}\n", manifest_schema(&opened.platform)));
    nothing_there(folder, &files.keys().map(String::as_str).collect::<Vec<_>>())?;
    for (name, text) in files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)
            .and_then(|()| write_new(&path, &text))
            .map_err(|error| Trouble::io(path.display(), &error))?;
        screen.result(&format!("{}\n", path.display()));
    }
    Ok(Exit::Done)
}

/// Refuses to write files where any of them is there already.
pub(super) fn nothing_there(folder: &Path, names: &[&str]) -> Result<(), Trouble> {
    let paths = names.iter().map(|name| folder.join(name)).filter(|path| path.exists());
    let there: Vec<String> = paths.map(|path| format!("`{}`", path.display())).collect();
    if there.is_empty() {
        return Ok(());
    }
    let are = if there.len() == 1 { "is" } else { "are" };
    let message = format!("{} {are} there already, and nothing was written", there.join(", "));
    Err(Trouble::usage(&codes::IO, message, "Choose an empty folder."))
}

/// Writes a file that isn't there yet.
pub(super) fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Returns what somebody else administers: what is declared plays no part in it.
fn unmanaged(opened: &Opened, today: Date) -> Unmanaged {
    let project = Some((&opened.project, opened.file));
    let context = Context { platform: &opened.platform, project, today };
    resolve(Vec::new(), context).0.unmanaged
}

fn is_unmanaged(unmanaged: &Unmanaged, live: &State, key: &Key) -> bool {
    match key {
        Key::Role(name) => unmanaged.roles.contains_key(name),
        Key::Team(path) => unmanaged.teams.contains_key(path),
        Key::User(email) => {
            let roles = live.users.get(email).into_iter().flat_map(|user| user.held_roles());
            unmanaged.people.cover(email, roles)
        }
        Key::Department(_) | Key::RoleOrder | Key::TeamOrder(_) => false,
    }
}
