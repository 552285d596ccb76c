//! One run at a time in an environment.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// Who holds a lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The person and the machine, as `user@host`.
    pub who: String,
    /// The process.
    pub pid: u32,
    /// Since when, in RFC 3339.
    pub since: String,
}

/// The lock is taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.describe())]
pub struct Held {
    /// By whom, if that can be read.
    pub by: Option<Holder>,
}

impl Held {
    fn describe(&self) -> String {
        match &self.by {
            Some(Holder { who, pid, since }) => {
                format!("another run is at work: {who}, process {pid}, since {since}")
            }
            None => "another run is at work; who started it can't be read".to_owned(),
        }
    }
}

/// Why a lock could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another run has it.
    #[error(transparent)]
    Held(#[from] Held),
    /// The file can't be made, written or locked.
    #[error("lock: {0}")]
    Unusable(#[from] io::Error),
}

/// The right to change an environment, held until this value is dropped.
///
/// The operating system keeps the lock, not the file: it is free as soon as the process that took
/// it is gone, however that came about. So the file stays where it is, and nobody ever has to
/// delete it by hand.
#[derive(Debug)]
pub struct Lock {
    file: File,
    left_by: Option<Holder>,
}

impl Lock {
    /// Takes the lock, or says who has it. It doesn't wait.
    ///
    /// # Errors
    ///
    /// [`LockError::Held`] while another run is at work, [`LockError::Unusable`] where the file
    /// can't be made, written or locked.
    pub fn take(path: &Path, holder: &Holder) -> Result<Self, LockError> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut options = OpenOptions::new();
        let mut file = options.create(true).read(true).write(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Held { by: holder_in(&mut file) }.into()),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let left_by = holder_in(&mut file);
        write_holder(&mut file, holder)?;
        Ok(Self { file, left_by })
    }

    /// Returns who held the lock before and died with it: a run that was killed, or a process that
    /// ended without dropping it.
    pub fn left_by(&self) -> Option<&Holder> {
        self.left_by.as_ref()
    }
}

impl Drop for Lock {
    /// Empties the file: a holder who still stands in a free lock's file is one who was killed.
    fn drop(&mut self) {
        // If it stays full, the next run believes that this one was killed, and that does no harm.
        let _ = self.file.set_len(0);
    }
}

/// Reads who holds the lock; nobody, where the holder has not written it yet.
fn holder_in(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

fn write_holder(file: &mut File, holder: &Holder) -> io::Result<()> {
    let text = serde_json::to_vec(holder)?;
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&text)
}
