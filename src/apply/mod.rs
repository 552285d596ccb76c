//! Making a plan so: the loop, the evidence, the lock, and whether what was approved is still what
//! would happen.
//!
//! This layer reaches the outside only through what it is given: a target, a journal store, a
//! clock, a stop signal, a path. It never asks which platform it works for.

mod approval;
mod check;
mod clock;
mod compare;
mod entry;
mod journal;
mod lock;
mod moved;
mod report;
mod run;
mod standing;
mod work;

pub use approval::{Approved, ApprovedStep, still_approved};
pub use clock::Clock;
pub use entry::{Entry, Event};
pub use journal::{FileJournal, JournalStore, Line, read};
pub use lock::{Held, Holder, Lock, LockError};
pub use moved::{Content, Moved, Movement};
pub use report::{Outcome, Progress, Report, What};
pub use run::{DEFAULT_BATCH, Run, apply};
