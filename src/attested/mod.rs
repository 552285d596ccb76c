//! What people attest: what they did by hand, where the platform's API can neither write nor read.
//!
//! It stands in a file of each environment, which is committed and reviewed like a manifest. For what
//! can't be read it is what is live, and it is always shown as attested: by whom, and when. What can
//! be read is believed; where it says something else, that is told. Where nothing can be read at all,
//! it is laid over what was written down of the portal, whatever it is about.

mod act;
mod anew;
mod file;
mod lay;
mod part;
mod replay;
mod told;

pub use act::{Act, Gone, SaidTeam};
pub use anew::attested_anew;
pub use file::{Attested, Places, attested_schema, read_attested};
pub use lay::{STALE_AFTER, Stands, lay_over};
pub use part::{Unattestable, part};
pub use replay::{replay, say};
pub use told::{resting_on, tell};
