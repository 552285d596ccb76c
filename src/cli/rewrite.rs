//! Replacing files by others: each is the old one or the new one at any moment, never half of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A new file beside the one that it is to replace.
struct Staged {
    new: PathBuf,
    old: PathBuf,
}

/// Replaces files by new texts, with the modes that they have. All are written beside the old ones
/// before the first is replaced.
///
/// # Errors
///
/// The path of a file that couldn't be written, and why. Then none is replaced, unless it is the
/// very replacing that failed: then those before it are.
pub(super) fn rewrite(files: &[(&Path, &str)]) -> Result<(), (PathBuf, io::Error)> {
    let mut staged = Vec::with_capacity(files.len());
    let written = files.iter().try_for_each(|(path, text)| {
        stage(path, text, &mut staged).map_err(|error| (path.to_path_buf(), error))
    });
    let replaced = written.and_then(|()| {
        staged.iter().try_for_each(|Staged { new, old }| {
            fs::rename(new, old).map_err(|error| (old.clone(), error))
        })
    });
    if replaced.is_err() {
        // What was renamed already isn't there any more, and there is nothing else to be done.
        staged.iter().for_each(|staged| drop(fs::remove_file(&staged.new)));
    }
    replaced
}

fn stage(path: &Path, text: &str, staged: &mut Vec<Staged>) -> io::Result<()> {
    // A link stays one: what it leads to is replaced.
    let old = path.canonicalize()?;
    // A file that may not be written is not replaced by one that may.
    let mode = OpenOptions::new().write(true).open(&old)?.metadata()?.permissions();
    let name = old.file_name().unwrap_or_default().to_string_lossy();
    let new = old.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let mut file = File::create_new(&new)?;
    staged.push(Staged { new, old });
    file.write_all(text.as_bytes())?;
    file.set_permissions(mode)?;
    file.sync_all()
}
