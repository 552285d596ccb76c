//! What has to be done, as a value: stages of steps, the guards that object to it, its digest.
//!
//! Nothing here can write: this layer can't name a target.

mod base;
mod cause;
mod circles;
mod diff;
mod digest;
mod effects;
mod gains;
mod guard;
mod hand;
mod handover;
mod matching;
mod means;
mod order;
mod planner;
mod possible;
mod replace;
mod replay;
mod review;
mod step;
mod untold;

pub use crate::core::Action;
pub use base::{Base, loosened};
pub use cause::{Against, Cause};
pub use digest::{Digest, digest, step_id};
pub use effects::{Caused, effects};
pub use gains::{Gains, Item, Part};
pub use guard::{GUARDS, Guard, Limits, Refusal, Relation, Removed, guard};
pub use hand::awaited;
pub use means::Means;
pub use planner::{Inputs, plan};
pub use replay::perform;
pub use review::{Review, Reviewed, Weight, review};
pub use step::{By, Plan, Resource, Stage, Step};
pub use untold::{Told, leave_untold, settle_seats};
