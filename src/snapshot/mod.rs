//! What was live at some time, as a file: so that a plan can be made where no token is.
//!
//! A snapshot holds all that a target told, unknowns included, so that a plan made from it is the plan
//! that the platform itself would give as long as nothing moved there: with the same digest.

mod file;
mod fit;
mod state;

pub use file::{Snapshot, snapshot_schema};
pub use fit::{AsOf, Asked, Unfit};

use crate::core::State;
use crate::plan::{Means, Told};

/// All that a target tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What is live.
    pub state: State,
    /// Which kinds it tells, where it doesn't tell everything that it holds.
    pub told: Option<Told>,
    /// What can be written there.
    pub means: Means,
    /// What it couldn't tell, a sentence each without a full stop.
    pub remarks: Vec<String>,
}

impl Seen {
    /// Returns whether an API told it that doesn't tell everything, so that people attest the rest.
    pub fn is_of_api(&self) -> bool {
        self.means != Means::default() && self.told.is_none()
    }
}
