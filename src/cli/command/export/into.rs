//! `export --into`: takes what drifted into the manifests that are there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::cli::exit::Exit;
use crate::cli::limits::limits;
use crate::cli::live::tells_all;
use crate::cli::project::Opened;
use crate::cli::screen::Screen;
use crate::cli::seen::{Read, read, read_snapshot};
use crate::cli::trouble::Trouble;
use crate::core::{FileId, State, codes};
use crate::document::Sources;
use crate::edit::{Adoption, adopt, left_over, lost, settle_for_manifests};
use crate::manifest::Desired;
use crate::plan::settle_seats;
use crate::snapshot::Seen;

pub(super) fn run(
    opened: &mut Opened,
    environment: &str,
    from: Option<&Path>,
    unlisted: bool,
    screen: &Screen,
) -> Result<Exit, Trouble> {
    let today = opened.today();
    tells_all(opened, environment)?;
    let meant = screen.during("reading the manifests", || opened.meant(today))?;
    let Read { seen, warnings, .. } = screen.during("reading what is live", || match from {
        Some(path) => read_snapshot(opened, None, environment, path),
        None => read(opened, environment, today),
    })?;
    screen.diagnostics(warnings, &opened.sources);
    let live = comparable(opened, environment, &meant.desired, seen, unlisted)?;
    let (desired, platform) = (&meant.desired, &opened.platform);
    let adoption = Adoption { desired, live: &live, platform, today, unlisted };
    let ids: Vec<FileId> = meant.files.iter().map(|(id, _)| *id).collect();
    let texts = match adopt(adoption, &opened.sources, &ids) {
        Ok(texts) => texts,
        Err(found) => return Err(Trouble::files(found, std::mem::take(&mut opened.sources))),
    };
    prove(adoption, opened, environment, &meant.files, &texts)?;
    let changed = meant.files.iter().filter(|(id, _)| texts.contains_key(id));
    let changed: Vec<&(FileId, PathBuf)> = changed.collect();
    replace_all(&changed, &opened.sources, &texts)?;
    if changed.is_empty() {
        screen.result("Nothing to take over: the manifests mean what is live.\n");
    }
    for (id, _) in changed {
        screen.result(&format!("{}\n", opened.sources.file(*id).path));
    }
    Ok(Exit::Done)
}

/// Returns what is live as manifests can say it: with what is attested, and no seat of unknown kind.
fn comparable(
    opened: &mut Opened,
    environment: &str,
    desired: &Desired,
    seen: Seen,
    unlisted: bool,
) -> Result<State, Trouble> {
    let is_of_api = seen.is_of_api();
    let mut live = seen.state;
    if is_of_api {
        // Warnings about what is attested are the plan's to give.
        opened.lay_attested_over(environment, &mut live, desired, &seen.means)?;
        if seen.means.reads {
            let _ = settle_seats(desired, &mut live);
        }
    }
    let found = settle_for_manifests(desired, &mut live, unlisted);
    if found.is_empty() {
        return Ok(live);
    }
    Err(Trouble::files(found, std::mem::take(&mut opened.sources)))
}

/// Reads the new texts, and refuses to write them unless they are valid and mean what is live.
fn prove(
    adoption: Adoption<'_>,
    opened: &Opened,
    environment: &str,
    files: &[(FileId, PathBuf)],
    texts: &BTreeMap<FileId, String>,
) -> Result<(), Trouble> {
    let sources = opened.sources.with(texts.clone());
    let (new, found) = opened.would_mean(&sources, files, adoption.today);
    if found.has_errors() {
        return Err(Trouble::files(found, sources));
    }
    let found = lost(adoption, &new);
    if found.has_errors() {
        return Err(Trouble::files(found, opened.sources.clone()));
    }
    let found = left_over(adoption, new, environment, &limits(&opened.project));
    if found.is_empty() { Ok(()) } else { Err(Trouble::files(found, sources)) }
}

/// Replaces files, each at once: a reader finds the old text or the new one. Nothing is replaced
/// where one of them has changed since it was read, or can't be written.
fn replace_all(
    files: &[&(FileId, PathBuf)],
    sources: &Sources,
    texts: &BTreeMap<FileId, String>,
) -> Result<(), Trouble> {
    let mut written = Vec::new();
    let prepared = files.iter().try_for_each(|(id, path)| {
        let real = path.canonicalize().map_err(|error| Trouble::io(path.display(), &error))?;
        let beside = beside(&real);
        let text = texts.get(id).map_or("", String::as_str);
        written.push((beside.clone(), real.clone()));
        prepare(&real, &beside, &sources.file(*id).text, text)
    });
    let done = prepared.and_then(|()| {
        written.iter().try_for_each(|(beside, real)| {
            fs::rename(beside, real).map_err(|error| Trouble::io(real.display(), &error))
        })
    });
    if done.is_err() {
        // What was prepared is of no use to anybody.
        written.iter().for_each(|(beside, _)| drop(fs::remove_file(beside)));
    }
    done
}

/// Returns a name beside a file, which isn't that of a manifest.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.new", std::process::id()))
}

/// Writes a new text beside a file that still has the old one.
fn prepare(path: &Path, beside: &Path, old: &str, new: &str) -> Result<(), Trouble> {
    let io = |error: std::io::Error| Trouble::io(path.display(), &error);
    let now = fs::read(path).map_err(io)?;
    let mark = if now.starts_with(MARK) { MARK } else { &[] };
    if now[mark.len()..] != *old.as_bytes() {
        return Err(Trouble::Other {
            code: &codes::IO,
            message: format!(
                "`{}` has changed since it was read, and nothing was written",
                path.display()
            ),
            help: "Run again.".into(),
            exit: Exit::Failed,
        });
    }
    let mut file = File::create(beside).map_err(io)?;
    file.write_all(mark).and_then(|()| file.write_all(new.as_bytes())).map_err(io)?;
    let permissions = fs::metadata(path).map_err(io)?.permissions();
    fs::set_permissions(beside, permissions).and_then(|()| file.sync_all()).map_err(io)
}

/// A byte order mark, which isn't part of the text.
const MARK: &[u8] = "\u{feff}".as_bytes();
