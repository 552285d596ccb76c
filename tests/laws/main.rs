//! The laws of the planner, over random pairs of organisations.
//!
//! A case is a live organisation and a project: manifests as text, and how far they manage. The
//! text goes through the reader, the schema, `resolve` and `check`, so what is tested is what
//! people write. The plan is then done step by step on the sandbox, which knows the platform's
//! rules in SQL, and beside it in memory; both must agree after every step.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

mod adopted;
mod by_hand;
mod case;
mod caused;
mod contained;
mod crash;
mod edits;
mod full;
mod generated;
mod hard;
mod judged;
mod legal;
mod loosened;
mod oracle;
mod order;
mod org;
mod plain;
mod refused;
mod regressions;
mod reviewed;
mod run;
mod shuffle;
mod watch;
mod world;
mod written;
