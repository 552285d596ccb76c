//! The sandbox on HTTP, speaking the API of the platform as it is documented.
//!
//! It is what one rehearses against before touching an instance, and what a client of the API is
//! tested with. [`Service::answer`] is the whole of it: a request and the time in, an answer out. It
//! touches no socket and no clock, so that a test can let an hour pass. [`listen`] puts it on a
//! socket.
//!
//! Routes, names on the wire, pages, numbers and messages are the platform's data. People, roles and
//! teams live in the sandbox, and every write is a step performed on it, so that its rules are in
//! force here as well. Jobs live in the service and go with it.
//!
//! What the platform's texts leave open is decided here, the harsher way where there is one; each
//! such decision stands in `docs/serve.md`.

mod answer;
mod api;
mod ask;
mod dice;
mod door;
mod faults;
mod job;
mod live;
mod openapi;
mod options;
mod page;
mod service;
mod socket;
mod words;

pub use answer::{Answer, Fate};
pub use faults::{Chance, Faults, Place};
pub use options::Options;
pub use service::Service;
pub use socket::listen;
