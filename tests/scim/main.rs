//! SCIM against a server in memory: what goes wrong between two programs, each hazard by itself.
//! `tests/real/scim/run` asks two real servers.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

mod hazards;
mod peer;
mod setting;
mod wrong;
