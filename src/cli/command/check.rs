//! `check`: validates the manifests, offline.

use std::path::Path;

use super::leave;
use crate::cli::args::CheckArgs;
use crate::cli::exit::Exit;
use crate::cli::formats::CheckFormat;
use crate::cli::project;
use crate::cli::reported::Reported;
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;

pub(super) fn run(directory: &Path, args: &CheckArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let CheckArgs { format, short_emails, .. } = *args;
    let reported = Reported { format, short_emails, root: directory };
    check(directory, args, reported, screen).or_else(|trouble| reported.trouble(trouble, screen))
}

fn check(
    directory: &Path,
    args: &CheckArgs,
    reported: Reported<'_>,
    screen: &Screen,
) -> Result<Exit, Trouble> {
    let mut opened = screen.during("reading the project", || project::open(directory))?;
    let today = opened.today();
    let meant = screen.during("checking the manifests", || opened.meant(today))?;
    opened.check_attested()?;
    let mut found = meant.warnings;
    if let Some(upload) = &args.upload {
        found.extend(match &args.errors {
            Some(log) => opened.objections(upload, log, &meant.desired)?,
            None => opened.check_upload(upload, &meant.desired)?,
        });
    }
    if found.has_errors() {
        return Err(Trouble::files(found, std::mem::take(&mut opened.sources)));
    }
    reported.report(found, &opened.sources, screen)?;
    let state = &meant.desired.state;
    if matches!(reported.format, CheckFormat::Text | CheckFormat::Github) {
        screen.result(&format!(
            "Valid: {}, {} and {} in {}.\n",
            count(state.roles.len(), "role", "roles"),
            count(state.teams.len(), "team", "teams"),
            count(state.users.len(), "person", "people"),
            count(meant.files.len(), "file", "files"),
        ));
    }
    leave((opened, meant.desired));
    Ok(Exit::Done)
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
