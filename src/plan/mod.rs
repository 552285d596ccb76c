//! What has to be done, as a value: stages of steps, the guards that object to it, its digest.
//!
//! Nothing here can write: this layer can't name a target.

mod digest;
mod replay;
mod step;

pub use digest::{Digest, digest, step_id};
pub use replay::perform;
pub use step::{Action, Plan, Resource, Stage, Step};
