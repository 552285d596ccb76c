//! The program as its users meet it: the real binary, on copies of the examples, in an environment
//! that holds nothing of the machine's.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

mod approval;
mod attacks;
mod base;
mod by_hand;
mod catalogue;
mod circle;
mod comforts;
mod departments;
mod examples;
mod explain;
mod explain_tables;
mod export;
mod fmt;
mod github;
mod guards;
mod hostile;
mod init;
mod instance;
mod interrupted;
mod killed;
mod killed_job;
mod life;
mod lock;
mod measured;
mod plan;
mod portal;
mod project;
mod reading;
mod schemas;
mod screens;
mod seeds;
mod serve;
mod snapshot;
mod stale;
mod streams;
mod team_attributes;
mod terminal;
mod told;
mod upload;
