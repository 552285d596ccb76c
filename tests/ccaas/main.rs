//! The platform over HTTP: what is asked, what is understood, and what becomes of a batch in all
//! weathers. Time is a clock that a test turns.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

mod batches;
mod broken_off;
mod hazards;
mod pace;
mod peer;
mod places;
mod reading;
mod secret;
mod served;
mod setting;
mod witnesses;
