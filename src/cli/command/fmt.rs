//! `fmt`: brings manifests into their canonical layout.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::cli::args::FmtArgs;
use crate::cli::exit::Exit;
use crate::cli::rewrite::rewrite;
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;
use crate::cli::{files, project};
use crate::core::{Diagnostics, FileId, codes};
use crate::document::Sources;
use crate::render::layout::layout;
use crate::render::unified_diff;

/// A file in its new layout.
struct Change {
    file: FileId,
    text: String,
}

pub(super) fn run(directory: &Path, args: &FmtArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let mut sources = Sources::default();
    let from_input = args.files.iter().any(|path| path.as_os_str() == "-");
    if from_input {
        return input(args, &mut sources, screen);
    }
    let listed = listed(directory, args)?;
    let (ids, found) = files::read(&listed, &mut sources);
    let laid_out = all(&ids, found, &mut sources)?;
    let mut changes = laid_out.into_iter().zip(&listed).collect::<Vec<_>>();
    changes.retain(|(change, _)| is_changed(change, &sources));
    if args.check {
        return Ok(differ(changes.iter().map(|(change, _)| change), &sources, screen));
    }
    let files: Vec<(&Path, &str)> =
        changes.iter().map(|(change, (_, path))| (path.as_path(), change.text.as_str())).collect();
    rewrite(&files).map_err(|(path, error)| Trouble::io(path.display(), &error))?;
    changes.iter().for_each(|(_, (shown, _))| screen.result(&format!("{shown}\n")));
    Ok(Exit::Done)
}

/// Brings standard input into its layout, and prints it.
fn input(args: &FmtArgs, sources: &mut Sources, screen: &Screen) -> Result<Exit, Trouble> {
    if args.files.len() > 1 {
        return Err(Trouble::usage(
            &codes::IO,
            "`-` stands for standard input, and there are other files as well",
            "Name either `-` or files.",
        ));
    }
    let (ids, found) = files::read_input(sources);
    let mut changes = all(&ids, found, sources)?;
    if args.check {
        changes.retain(|change| is_changed(change, sources));
        return Ok(differ(changes.iter(), sources, screen));
    }
    changes.iter().for_each(|change| screen.result(&change.text));
    Ok(Exit::Done)
}

/// Returns the files that are meant: those that are named, or all of the project.
fn listed(directory: &Path, args: &FmtArgs) -> Result<Vec<(String, PathBuf)>, Trouble> {
    if args.files.is_empty() {
        return project::open(directory)?.files();
    }
    let mut listed = Vec::new();
    for named in &args.files {
        let path = directory.join(named);
        let shown = named.to_string_lossy().replace('\\', "/");
        if path.is_dir() {
            listed.extend(below(&path, &shown)?);
        } else {
            listed.push((shown, path));
        }
    }
    listed.sort();
    listed.dedup();
    Ok(listed)
}

/// Returns the files in a folder.
fn below(folder: &Path, shown: &str) -> Result<Vec<(String, PathBuf)>, Trouble> {
    let found = files::find(folder, ".");
    if let Some((code, path, what)) = found.wrong.first() {
        let message = format!("`{shown}/{path}`: {what}");
        return Err(Trouble::usage(code, message, "Mend it, or name the files one by one."));
    }
    let name = |(inside, path): (String, PathBuf)| {
        (format!("{}/{inside}", shown.trim_end_matches('/')), path)
    };
    Ok(found.files.into_iter().map(name).collect())
}

/// Lays files out. If one of them can't be, none is.
fn all(
    ids: &[FileId],
    mut found: Diagnostics,
    sources: &mut Sources,
) -> Result<Vec<Change>, Trouble> {
    let one = |id: &FileId| {
        let file = sources.file(*id);
        let (text, spans) = layout(*id, &file.text);
        file.keep_spans(spans);
        text.map(|text| Change { file: *id, text })
    };
    let mut changes = Vec::with_capacity(ids.len());
    for laid_out in ids.par_iter().map(one).collect::<Vec<_>>() {
        match laid_out {
            Ok(change) => changes.push(change),
            Err(problems) => found.extend(problems),
        }
    }
    if found.has_errors() {
        return Err(Trouble::files(found, std::mem::take(sources)));
    }
    Ok(changes)
}

fn is_changed(change: &Change, sources: &Sources) -> bool {
    let file = sources.file(change.file);
    file.is_marked || file.text != change.text
}

/// Prints how the layout differs, and returns how the run ends.
fn differ<'c>(
    changes: impl Iterator<Item = &'c Change>,
    sources: &Sources,
    screen: &Screen,
) -> Exit {
    let mut exit = Exit::Done;
    for change in changes {
        let file = sources.file(change.file);
        let mark = if file.is_marked { "\u{feff}" } else { "" };
        let old = format!("{mark}{}", file.text);
        screen.result(&unified_diff(&file.path, &old, &change.text, screen.style()));
        exit = Exit::Changes;
    }
    exit
}
