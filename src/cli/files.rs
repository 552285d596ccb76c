//! Finding and reading files.

use std::error::Error;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;
use rayon::prelude::*;

use crate::core::{Code, Diagnostics, FileId, NodeId, Origin, codes};
use crate::document::{Bounds, Sources, Span};

/// Files that were found, by the path that people should see, and what is wrong with others.
#[derive(Default)]
pub(super) struct Found {
    pub(super) files: Vec<(String, PathBuf)>,
    /// What is wrong: the code, the path, and what the operating system says.
    pub(super) wrong: Vec<(&'static Code, String, String)>,
}

/// Returns the manifest files below a path of the project, in the order of their paths: `*.yaml`
/// and `*.yml`, hidden and git-ignored ones left out.
pub(super) fn find(root: &Path, path: &str) -> Found {
    let mut found = Found::default();
    let Some((inside, start)) = found.begin(root, path) else { return found };
    if start.symlink_metadata().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
        let what = "there is no such file or folder".to_owned();
        found.wrong.push((&codes::NO_MANIFESTS, path.to_owned(), what));
        return found;
    }
    for entry in walk(&start) {
        match entry {
            Ok(entry) if is_manifest(entry.path()) => found.take(root, &inside, entry.path()),
            Ok(_) => {}
            Err(error) => {
                let (path, what) = unread(&error, &start);
                found.wrong.push((&codes::UNREADABLE_FILE, shown(root, &path), what));
            }
        }
    }
    found.files.sort();
    found
}

/// Returns the file of that path, whatever its name ends with.
pub(super) fn find_one(root: &Path, path: &str) -> Found {
    let mut found = Found::default();
    let Some((inside, start)) = found.begin(root, path) else { return found };
    if start.is_file() {
        found.take(root, &inside, &start);
    } else {
        let what = "there is no such file".to_owned();
        found.wrong.push((&codes::UNREADABLE_FILE, path.to_owned(), what));
    }
    found
}

/// Goes over what is below a path. What is left out depends on the repository alone: not on what
/// this machine's git is told to ignore everywhere, nor on files of other tools.
fn walk(start: &Path) -> ignore::Walk {
    let mut walk = WalkBuilder::new(start);
    walk.follow_links(true).require_git(false);
    walk.git_global(false).git_exclude(false).ignore(false).build()
}

/// Returns which path couldn't be read, and why.
fn unread(error: &ignore::Error, at: &Path) -> (PathBuf, String) {
    match error {
        ignore::Error::WithDepth { err, .. } => unread(err, at),
        ignore::Error::WithPath { path, err } => unread(err, path),
        ignore::Error::Loop { child, .. } => {
            (child.clone(), "a symbolic link leads back to a folder that it is in".to_owned())
        }
        ignore::Error::Io(error) if error.kind() == std::io::ErrorKind::NotFound => {
            (at.to_owned(), "a symbolic link leads to nothing".to_owned())
        }
        ignore::Error::Io(error) => (at.to_owned(), innermost(error).to_string()),
        other => (at.to_owned(), other.to_string()),
    }
}

/// Returns what the operating system said, without what others added.
fn innermost<'e>(error: &'e (dyn Error + 'static)) -> &'e (dyn Error + 'static) {
    error.source().map_or(error, innermost)
}

/// Returns whether a path leads out of the folder that it starts from.
fn leaves(path: &Path) -> bool {
    path.components().any(|part| {
        matches!(part, Component::ParentDir | Component::RootDir | Component::Prefix(_))
    })
}

fn is_manifest(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "yaml" || end == "yml") && !path.is_dir()
}

impl Found {
    /// Returns the project's real folder and where a path of the project begins.
    fn begin(&mut self, root: &Path, path: &str) -> Option<(PathBuf, PathBuf)> {
        if leaves(Path::new(path)) {
            let what = "it leaves the folder".to_owned();
            self.wrong.push((&codes::OUTSIDE_PROJECT, path.to_owned(), what));
            return None;
        }
        Some((root.canonicalize().ok()?, root.join(path)))
    }

    fn take(&mut self, root: &Path, inside: &Path, path: &Path) {
        let shown = shown(root, path);
        match path.canonicalize() {
            Ok(real) if !real.starts_with(inside) => {
                let what = "a symbolic link leads out of the project".to_owned();
                self.wrong.push((&codes::OUTSIDE_PROJECT, shown, what));
            }
            Ok(_) => self.files.push((shown, path.to_owned())),
            Err(error) => self.wrong.push((&codes::UNREADABLE_FILE, shown, error.to_string())),
        }
    }
}

/// Returns a path as people should see it: from the project's folder, with slashes.
fn shown(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts = path.components().filter(|part| !matches!(part, Component::CurDir));
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Reads files, in parallel, and adds their texts to the sources.
pub(super) fn read(
    files: &[(String, PathBuf)],
    sources: &mut Sources,
) -> (Vec<FileId>, Diagnostics) {
    let texts = on_all_cores(files, |(_, path)| read_one(path));
    let mut found = Diagnostics::default();
    let mut ids = Vec::new();
    for ((shown, _), text) in files.iter().zip(texts) {
        match text {
            Ok(text) => {
                tracing::debug!(file = ?shown, bytes = text.len(), "read");
                ids.push(sources.add(shown, text));
            }
            Err(unread) => unread.complain(shown, sources, &mut found),
        }
    }
    (ids, found)
}

/// Does something with each, on all cores where there are several: to wake those up takes longer than
/// to read one file.
pub(super) fn on_all_cores<T: Sync, R: Send>(
    all: &[T],
    work: impl Fn(&T) -> R + Send + Sync,
) -> Vec<R> {
    match all {
        [] | [_] => all.iter().map(work).collect(),
        _ => all.par_iter().map(work).collect(),
    }
}

/// Why a file has no text.
enum Unread {
    Os(String),
    TooLarge(u64),
    /// The text up to the first byte that isn't UTF-8.
    NotUtf8(String),
}

/// Reads standard input, and adds its text to the sources.
pub(super) fn read_input(sources: &mut Sources) -> (Vec<FileId>, Diagnostics) {
    let mut found = Diagnostics::default();
    let bound = Bounds::default().bytes as u64;
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(bound + 1).read_to_end(&mut bytes);
    let text = match read {
        Err(error) => Err(Unread::Os(error.to_string())),
        Ok(size) if size as u64 > bound => Err(Unread::TooLarge(size as u64)),
        Ok(_) => decode(bytes),
    };
    match text {
        Ok(text) => (vec![sources.add(INPUT, text)], found),
        Err(unread) => {
            unread.complain(INPUT, sources, &mut found);
            (Vec::new(), found)
        }
    }
}

/// What standard input is called.
const INPUT: &str = "<stdin>";

fn read_one(path: &Path) -> Result<String, Unread> {
    let os = |error: std::io::Error| Unread::Os(error.to_string());
    let most = Bounds::default().bytes as u64;
    let about = std::fs::metadata(path).map_err(os)?;
    if !about.is_file() {
        // Reading a pipe would wait for somebody to write.
        return Err(Unread::Os("this is neither a file nor a folder".into()));
    }
    if about.len() > most {
        return Err(Unread::TooLarge(about.len()));
    }
    let mut bytes = Vec::with_capacity(about.len() as usize);
    let file = std::fs::File::open(path).map_err(os)?;
    // A file can grow while it is read.
    file.take(most + 1).read_to_end(&mut bytes).map_err(os)?;
    if bytes.len() as u64 > most {
        return Err(Unread::TooLarge(bytes.len() as u64));
    }
    decode(bytes)
}

fn decode(bytes: Vec<u8>) -> Result<String, Unread> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        Unread::NotUtf8(String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned())
    })
}

impl Unread {
    fn complain(self, shown: &str, sources: &mut Sources, found: &mut Diagnostics) {
        let (code, text, label, help) = match self {
            Unread::Os(error) => {
                (&codes::UNREADABLE_FILE, String::new(), error, "Look at the file's permissions.")
            }
            Unread::TooLarge(size) => {
                let label = format!("this file has {} MiB", size.div_ceil(1 << 20));
                (&codes::TOO_LARGE, String::new(), label, "Split it into files of at most 256 MiB.")
            }
            Unread::NotUtf8(text) => {
                let label = "what follows here isn't UTF-8".to_owned();
                (&codes::NOT_UTF8, text, label, "Save the file as UTF-8.")
            }
        };
        let end = text.len() as u32;
        let file = sources.add(shown, text);
        sources.file(file).keep_spans(vec![Span { start: end, end }]);
        found.push(code.at(Origin { file, node: NodeId(0) }, label, help));
    }
}
