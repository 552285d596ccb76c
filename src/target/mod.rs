//! Where resources live.

#[cfg(feature = "program")]
pub mod ccaas;
#[cfg(feature = "program")]
pub mod http;
#[cfg(feature = "program")]
pub mod portal;
pub mod sandbox;
#[cfg(feature = "program")]
pub mod scim;
#[cfg(feature = "program")]
pub mod smartflows;
#[cfg(feature = "program")]
pub mod table;

use async_trait::async_trait;

use crate::platform::BUILT_IN;

use crate::core::{Fault, Key, State};
use crate::plan::{Digest, Means, Step, Told};

/// The target that every platform has.
pub const SANDBOX: &str = "sandbox";

/// The target that is a list of people, which somebody uploads changes of.
pub const FILE: &str = "file";

/// The target that is a portal, where people do everything by hand.
pub const PORTAL: &str = "portal";

/// The target that is any platform with SCIM 2.0.
pub const SCIM: &str = "scim";

/// Returns the kinds of target that there are: the sandbox, a file, a portal, SCIM, and each platform
/// itself, as far as something is known of how programs reach it.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    let ours = [SANDBOX, FILE, PORTAL, SCIM];
    ours.into_iter().chain(BUILT_IN.iter().map(|(name, _)| *name))
}

/// Which steps go to a target together, so that it can tell after a lost answer, or in another run,
/// whether it has been asked already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The digest of the plan.
    pub digest: Digest,
    /// The stage, from 1.
    pub stage: usize,
    /// Which of the stage's batches, from 1.
    pub number: usize,
}

/// A place where resources live and can be read and written.
///
/// # Expected flow
///
/// 1. `read` tells everything that is live.
/// 2. Somebody decides what has to be done, elsewhere.
/// 3. For each stage: `perform` with some of its steps, then `read_back` of what they touched.
///
/// # Guarantees
///
/// - `perform` answers once for each step, in the order in which it was asked.
/// - A step is done whole or not at all. One that is refused doesn't hold up the others.
///
/// # Assumptions
///
/// - The steps of one `perform` don't depend on each other.
/// - Nobody trusts a success: what was written is read back and compared.
///
/// # Errors
///
/// A [`Fault`]. Where the answer got lost, whether a step was done is unknown: read again.
#[async_trait]
pub trait Target: Send + Sync {
    /// Returns which kinds it tells, where it doesn't tell everything that it holds.
    fn tells(&self) -> Option<Told> {
        None
    }

    /// Returns what it can write, where that isn't everything.
    fn means(&self) -> Means {
        Means::default()
    }

    /// Returns what couldn't be told of what was read last, a sentence each without a full stop.
    fn remarks(&self) -> Vec<String> {
        Vec::new()
    }

    /// Reads all that is live.
    async fn read(&self) -> Result<State, Fault>;

    /// Reads these resources as they are now; one that isn't there is absent from the answer.
    async fn read_back(&self, keys: &[Key]) -> Result<State, Fault>;

    /// Does the steps, as [`crate::plan::perform`] says what they mean.
    async fn perform(&self, steps: &[&Step]) -> Vec<Result<(), Fault>>;

    /// Does the steps, which are this batch of a plan.
    async fn perform_batch(&self, batch: &Batch, steps: &[&Step]) -> Vec<Result<(), Fault>> {
        let _ = batch;
        self.perform(steps).await
    }
}
