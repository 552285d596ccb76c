//! `init`: writes a starting project.

use std::fs;
use std::path::Path;

use super::export::{nothing_there, write_new};
use crate::cli::args::InitArgs;
use crate::cli::built_in;
use crate::cli::exit::Exit;
use crate::cli::project::FILE;
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;
use crate::render::starting_manifest;

pub(super) fn run(directory: &Path, args: &InitArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let platform = built_in::named(&args.platform)?;
    let manifest = starting_manifest(&platform);
    let files = [
        (FILE, project(&args.platform)),
        ("access/access.yaml", manifest.meant),
        ("live/live.yaml", manifest.live),
        (".gitignore", ".rolecall/\n".to_owned()),
    ];
    let names = files.each_ref().map(|(path, _)| *path);
    nothing_there(directory, &names)?;
    for (path, text) in &files {
        let path = directory.join(path);
        let folder = path.parent().unwrap_or(directory);
        fs::create_dir_all(folder)
            .and_then(|()| write_new(&path, text))
            .map_err(|error| Trouble::io(path.display(), &error))?;
    }
    screen.result(&format!("Wrote {}. Now look at `rolecall plan`.\n", names.join(", ")));
    Ok(Exit::Done)
}

fn project(platform: &str) -> String {
    format!(
        "# What is administered from this folder, where, and within which guards.
version: 1
platform: {platform}
environments:
  # A rehearsal: an embedded database that behaves as the platform does. It starts as live/ says.
  rehearsal:
    target: sandbox
    live: live
manage:
  roles: all # what is live and not listed here is removed
  teams: all
  users: listed # people who aren't listed here are left alone
guards:
  max_removals: 10
  min_admins: 2
"
    )
}
