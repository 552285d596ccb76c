//! `export --snapshot`: keeps all that is live, with the time.

use std::fs;
use std::path::Path;

use jiff::Timestamp;

use crate::cli::exit::Exit;
use crate::cli::project::Opened;
use crate::cli::reported::written;
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;
use crate::render::json;
use crate::snapshot::{Seen, Snapshot};

/// Writes what was seen since a time. The file is the old one or the new one at any moment.
pub(super) fn write(
    path: &Path,
    opened: &Opened,
    environment: &str,
    (since, seen): (Timestamp, Seen),
    screen: &Screen,
) -> Result<Exit, Trouble> {
    let snapshot = Snapshot {
        environment: environment.to_owned(),
        platform: opened.platform.platform.clone(),
        read_at: Timestamp::from_second(since.as_second()).unwrap_or(since),
        seen,
    };
    let text = written(json(&snapshot))?;
    let trouble = |error: std::io::Error| Trouble::io(path.display(), &error);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let done = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    if done.is_err() {
        // What was prepared is of no use to anybody.
        let _ = fs::remove_file(&beside);
    }
    done.map_err(trouble)?;
    let state = &snapshot.seen.state;
    screen.result(&format!(
        "{}: {} roles, {} teams, {} people, as of {}\n",
        path.display(),
        state.roles.len(),
        state.teams.len(),
        state.users.len(),
        snapshot.read_at,
    ));
    Ok(Exit::Done)
}
