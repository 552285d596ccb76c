//! The evidence: what was about to be done, and what became of it, one JSON object a line.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde_json::error::Category;

use super::Entry;

/// Where journal entries are kept.
pub trait JournalStore {
    /// Adds the entries. When this returns, they are on the disk.
    ///
    /// # Errors
    ///
    /// Some of the entries, or a part of one, may have been written; nothing may be done that
    /// relies on them, and the store must not be used again.
    fn append(&mut self, entries: &[Entry]) -> io::Result<()>;
}

/// A journal in a file, which is only ever added to.
#[derive(Debug)]
pub struct FileJournal {
    path: PathBuf,
    file: File,
}

impl FileJournal {
    /// Opens the journal, or starts it, with the folders that it stands in.
    ///
    /// A last line without its newline is what a killed run leaves. It stays as it is, and gets its
    /// newline, so that the next entry starts on a line of its own.
    ///
    /// # Errors
    ///
    /// The file can't be made, read or written; the message names it.
    pub fn open(path: &Path) -> io::Result<Self> {
        let open = || -> io::Result<File> {
            let is_new = !path.exists();
            let folders = folders_to_make(path);
            folders.iter().take(1).try_for_each(fs::create_dir_all)?;
            let mut file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
            if is_new {
                file.sync_all()?;
                folders.iter().try_for_each(|folder| sync_folder(folder))?;
            }
            complete_last_line(&mut file)?;
            Ok(file)
        };
        let file = open().map_err(|error| named(path, &error))?;
        Ok(Self { path: path.to_owned(), file })
    }
}

impl JournalStore for FileJournal {
    fn append(&mut self, entries: &[Entry]) -> io::Result<()> {
        let mut lines = Vec::new();
        for entry in entries {
            serde_json::to_writer(&mut lines, entry)?;
            lines.push(b'\n');
        }
        let mut write = || self.file.write_all(&lines).and_then(|()| self.file.sync_data());
        write().map_err(|error| named(&self.path, &error))
    }
}

/// A line of a journal, as it was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// A whole entry.
    Entry(Box<Entry>),
    /// The beginning of an entry: the run was killed while it wrote it.
    Torn {
        /// The line's number, from 1.
        number: usize,
        /// What there is of it.
        text: String,
    },
    /// Something else: damaged, or written by a later version.
    Unreadable {
        /// The line's number, from 1.
        number: usize,
        /// What stands there.
        text: String,
    },
}

/// Reads a journal. Nothing in it is left out: what isn't an entry is returned as what it is.
///
/// # Errors
///
/// The file can't be read, for instance because there is none; the message names it.
pub fn read(path: &Path) -> io::Result<Vec<Line>> {
    let bytes = fs::read(path).map_err(|error| named(path, &error))?;
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    // What follows the last newline is a line only if something stands there.
    if lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    Ok(lines.into_iter().zip(1..).map(|(line, number)| parse(line, number)).collect())
}

fn parse(line: &[u8], number: usize) -> Line {
    let text = || String::from_utf8_lossy(line).into_owned();
    match serde_json::from_slice(line) {
        Ok(entry) => Line::Entry(Box::new(entry)),
        Err(error) if error.classify() == Category::Eof => Line::Torn { number, text: text() },
        Err(_) => Line::Unreadable { number, text: text() },
    }
}

/// Ends the last line with a newline where it has none.
fn complete_last_line(file: &mut File) -> io::Result<()> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(());
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    if last != *b"\n" {
        file.write_all(b"\n")?;
        file.sync_data()?;
    }
    Ok(())
}

/// Returns the file's folder and those above it, up to the first one that is there already.
fn folders_to_make(path: &Path) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    let folder = path.parent().unwrap_or(Path::new("."));
    for folder in folder.ancestors() {
        let here = folder.as_os_str().is_empty();
        folders.push(if here { PathBuf::from(".") } else { folder.to_owned() });
        if folder.is_dir() {
            break;
        }
    }
    folders
}

/// Makes sure that a new file's name is on the disk as well as its content.
fn sync_folder(folder: &Path) -> io::Result<()> {
    // Elsewhere a folder can't be opened as a file, and its entries need no flush.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("journal `{}`: {error}", path.display()))
}
