//! The apply layer, from outside: the loop in all weathers, its evidence, the lock, and approvals.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

mod approval;
mod by_hand;
mod journal;
mod killed;
mod lock;
mod random;
mod read_back;
mod runs;
mod setting;
mod weather;
