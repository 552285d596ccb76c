//! What targets over HTTP have in common: where requests may go, who asks, how quickly, how often again,
//! and how what comes back is read.

pub(in crate::target) mod again;
mod credentials;
pub(in crate::target) mod line;
mod pace;
pub(in crate::target) mod pages;
mod place;
mod send;
mod time;
pub(in crate::target) mod wire;

pub use credentials::{Proof, Token};
pub use place::{Barred, Place};
pub use send::{Https, Lost, Request, Response, Sender};
pub use time::{MachineTime, Time};
