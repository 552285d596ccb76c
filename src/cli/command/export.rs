//! `export`: writes manifests from what is live.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use super::plan::runtime;
use crate::cli::args::ExportArgs;
use crate::cli::exit::Exit;
use crate::cli::live::{Access, target};
use crate::cli::project::{self, Opened};
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;
use crate::core::{Key, State, codes};
use crate::manifest::{Context, Unmanaged, resolve};
use crate::render::manifests;

pub(super) fn run(
    directory: &Path,
    environment: Option<&str>,
    args: &ExportArgs,
    screen: &Screen,
) -> Result<Exit, Trouble> {
    let mut opened = project::open(directory)?;
    let today = opened.today();
    let (name, _) = opened.environment(environment)?;
    let live = screen.during("reading what is live", || {
        let target = target(&mut opened, &name, today, Access::Read)?;
        runtime()?.block_on(target.read()).map_err(|fault| Trouble::fault(&fault))
    })?;
    let unmanaged = unmanaged(&opened, today);
    let files = manifests(&live, &opened.platform, &|key| is_unmanaged(&unmanaged, &live, key));
    let folder = directory.join(&args.into);
    nothing_there(&folder, &files.keys().copied().collect::<Vec<_>>())?;
    fs::create_dir_all(&folder).map_err(|error| Trouble::io(folder.display(), &error))?;
    for (name, text) in files {
        let path = folder.join(name);
        write_new(&path, &text).map_err(|error| Trouble::io(path.display(), &error))?;
        screen.result(&format!("{}\n", path.display()));
    }
    Ok(Exit::Done)
}

/// Refuses to write files where one of them is there already.
pub(super) fn nothing_there(folder: &Path, names: &[&str]) -> Result<(), Trouble> {
    match names.iter().find(|name| folder.join(name).exists()) {
        Some(name) => Err(Trouble::usage(
            &codes::IO,
            format!("`{}` is there already, and nothing was written", folder.join(name).display()),
            "Choose an empty folder.",
        )),
        None => Ok(()),
    }
}

/// Writes a file that isn't there yet.
pub(super) fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Returns what somebody else administers: what is declared plays no part in it.
fn unmanaged(opened: &Opened, today: jiff::civil::Date) -> Unmanaged {
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
        Key::RoleOrder | Key::TeamOrder(_) => false,
    }
}
