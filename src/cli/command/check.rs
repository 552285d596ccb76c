//! `check`: validates the manifests, offline.

use std::path::Path;

use crate::cli::exit::Exit;
use crate::cli::project;
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;

pub(super) fn run(directory: &Path, screen: &Screen) -> Result<Exit, Trouble> {
    let mut opened = project::open(directory)?;
    let meant = opened.meant(opened.today())?;
    screen.diagnostics(meant.warnings, &opened.sources);
    let state = &meant.desired.state;
    screen.result(&format!(
        "Valid: {} roles, {} teams and {} people in {} {}.\n",
        state.roles.len(),
        state.teams.len(),
        state.users.len(),
        meant.files,
        if meant.files == 1 { "file" } else { "files" },
    ));
    Ok(Exit::Done)
}
