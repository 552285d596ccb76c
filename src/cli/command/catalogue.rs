//! `catalogue diff`: which roles a changed catalogue touches.

use std::path::Path;

use crate::check::touched;
use crate::cli::args::{CatalogueCommand, DiffArgs, Format};
use crate::cli::exit::Exit;
use crate::cli::files;
use crate::cli::platform;
use crate::cli::project::{self, Opened};
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;
use crate::core::Diagnostics;
use crate::platform::{Platform, compare, is_platform, union};
use crate::render::{CatalogueDiff, catalogue_text};

pub(super) fn run(
    directory: &Path,
    command: &CatalogueCommand,
    screen: &Screen,
) -> Result<Exit, Trouble> {
    let CatalogueCommand::Diff(args) = command;
    let mut opened = project::open(directory)?;
    let (old, new) = both(&mut opened, directory, args)?;
    // A role that one of the two doesn't allow is what is looked for, and no reason to stop.
    let lenient = union(&opened.platform, &[&new, &old]);
    let roles = opened.granting_roles(&lenient)?;
    let difference = compare(&old, &new);
    let changes = difference.permissions.iter();
    let touched: Vec<_> = changes.map(|change| touched(change, &roles, &new)).collect();
    let diff = CatalogueDiff::of(&new.platform, &difference, &touched, &opened.sources);
    match args.format {
        Format::Text => screen.result(&catalogue_text(&diff, screen.style())),
        Format::Json => screen.result(&json(&diff)?),
    }
    Ok(if args.detailed_exitcode && !diff.is_empty() { Exit::Changes } else { Exit::Done })
}

fn json(diff: &CatalogueDiff<'_>) -> Result<String, Trouble> {
    let text = serde_json::to_string_pretty(diff);
    text.map(|text| text + "\n").map_err(|error| Trouble::io("the difference", &error.into()))
}

/// Reads the two files, so that what is wrong with the one doesn't hide what is with the other.
fn both(
    opened: &mut Opened,
    directory: &Path,
    args: &DiffArgs,
) -> Result<(Platform, Platform), Trouble> {
    let (old, mut found) = read(opened, directory, &args.old)?;
    let (new, problems) = read(opened, directory, &args.new)?;
    found.extend(problems);
    match (old, new) {
        (Some(old), Some(new)) => Ok((old, new)),
        _ => Err(Trouble::files(found, std::mem::take(&mut opened.sources))),
    }
}

/// Reads a platform file, or a catalogue as what it makes of the project's platform.
fn read(
    opened: &mut Opened,
    directory: &Path,
    path: &Path,
) -> Result<(Option<Platform>, Diagnostics), Trouble> {
    let shown = path.to_string_lossy().replace('\\', "/");
    let (ids, mut found) = files::read(&[(shown, directory.join(path))], &mut opened.sources);
    let Some(&id) = ids.first() else { return Ok((None, found)) };
    if is_platform(&opened.sources, id) {
        return platform::own_platform(&opened.sources, id);
    }
    let (root, project, file) = (&opened.root, &opened.project, opened.file);
    let (base, problems) = platform::base(root, project, file, &mut opened.sources)?;
    found.extend(problems);
    let Some(base) = base else { return Ok((None, found)) };
    platform::extended(&opened.sources, id, base)
}
