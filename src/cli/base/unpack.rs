//! Writing the files of a commit to a folder, without git's own way of checking out.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::no_base;
use crate::cli::git::{Entry, Git};
use crate::cli::live::HIDDEN;
use crate::cli::project::Opened;
use crate::cli::trouble::Trouble;

/// Writes the files of a commit that can be of the project to a folder, and returns where the project
/// is in it.
pub(super) fn unpack(
    git: &Git,
    commit: &str,
    prefix: &str,
    folder: &Path,
) -> Result<PathBuf, Trouble> {
    let mut entries = git.files(commit, prefix).map_err(no_base)?;
    entries.retain(|entry| is_wanted(entry, prefix));
    // What is written through a link would be somewhere else.
    entries.sort_by_key(|entry| entry.is_link);
    let write = |entry: &Entry, bytes: &[u8]| {
        let path = folder.join(&entry.path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        if entry.is_link { link(bytes, &path) } else { fs::write(path, bytes) }
    };
    git.contents(&entries, write).map_err(no_base)?;
    let root = folder.join(prefix);
    fs::create_dir_all(&root).map_err(|error| Trouble::io("a folder for the base", &error))?;
    Ok(root)
}

/// Returns whether the project can be made of the file: manifests, lists, and what is left out.
fn is_wanted(entry: &Entry, prefix: &str) -> bool {
    let path = Path::new(&entry.path);
    let stays = path.components().all(|part| matches!(part, Component::Normal(_)));
    let inside = entry.path.strip_prefix(prefix).unwrap_or(&entry.path);
    let is_hidden = inside.split('/').any(|part| part == HIDDEN || part == ".git");
    let ends =
        ["yaml", "yml", "csv"].iter().any(|end| path.extension().is_some_and(|of| of == *end));
    stays && !is_hidden && (ends || entry.is_link || path.ends_with(".gitignore"))
}

#[cfg(unix)]
fn link(target: &[u8], path: &Path) -> std::io::Result<()> {
    use std::os::unix::ffi::OsStrExt as _;
    std::os::unix::fs::symlink(std::ffi::OsStr::from_bytes(target), path)
}

#[cfg(not(unix))]
fn link(_: &[u8], _: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Lets the base see the rehearsals of the work tree, which no commit holds.
pub(super) fn link_hidden(head: &Opened, root: &Path) {
    if let Ok(hidden) = head.root.join(HIDDEN).canonicalize() {
        // Without it a rehearsal begins anew, as it does on another machine.
        let _ = link(hidden.as_os_str().as_encoded_bytes(), &root.join(HIDDEN));
    }
}
