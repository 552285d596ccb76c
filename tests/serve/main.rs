//! The sandbox on HTTP answers as the platform's texts say: their samples are the witnesses.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

mod door;
mod errors;
mod faults;
mod jobs;
mod page;
mod people;
mod rows;
mod setting;
mod teams;
