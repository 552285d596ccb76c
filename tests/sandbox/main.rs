//! The sandbox behaves as a platform does: what it refuses, what it keeps, what it reads back.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

mod file;
mod model;
mod rules;
mod view;
mod world;
