//! What a pull request shows, read by readers that others wrote: nothing gets out of its medium.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    dead_code,
    reason = "a test that can't go on fails, and says why; of what tests share not all is used here"
)]

mod hostile;
mod large;
mod markdown;
#[path = "../cli/project.rs"]
mod project;
mod runner;
mod sarif;
mod screens;
