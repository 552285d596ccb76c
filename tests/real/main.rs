//! The program against servers that others wrote. They have to be installed and started: `tests/real/run` does
//! it and runs these tests, which `cargo test` leaves out.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

mod tiledesk;
