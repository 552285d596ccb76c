//! Changes in the text of manifests: what isn't concerned stays as it is, byte for byte, comments
//! included.
//!
//! [`adopt`] says what should stand in each file so that it means what is live, as a [`Want`] on the
//! file's tree; a page makes the fewest changes of the text that bring that about. Neither is taken
//! at its word: whoever writes the text reads it again first, and asks whether it means that.

mod adopt;
mod block;
mod flow;
mod page;
mod proof;
mod seats;
mod want;

pub use adopt::{Adoption, adopt};
pub use proof::{left_over, lost};
pub use seats::settle_for_manifests;
pub use want::{Slot, Want};
