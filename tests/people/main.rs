//! People and roles on platforms that differ in how people come and go, and on platforms that no program
//! reaches.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

mod elsewhere;
mod examples;
mod invitations;
mod leaving;
mod portal;
mod project;
mod rules;
mod sandbox;
