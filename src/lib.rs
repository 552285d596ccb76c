//! rolecall keeps who may do what on a contact-centre platform in a git repository.
//!
//! Manifest files are parsed, against a schema, into what was *written* ([`manifest`], on top of
//! [`document`]). With the data of a [`platform`] they are resolved into what is *meant*, and
//! [`check`]ed. A [`target`] is read into what is *live*. Meant and live are one shape, a
//! [`State`](core::State): [`plan`] compares them and returns stages of steps, each of which
//! remembers the line that asked for it, ordered so that every law of the platform holds after every
//! step. Guards may refuse the plan, by name. [`render`] prints it, with its digest. [`apply`] makes
//! each step through the target, writes to the journal before and after, reads back what it wrote,
//! and goes on with what doesn't depend on a step that failed. Nothing is remembered between runs:
//! whatever happened, run it again and it carries on from what is there.
//!
//! The modules are the layers of `docs/architecture.md`; each imports only those above it there.

#![cfg_attr(
    not(feature = "program"),
    allow(dead_code, reason = "what is left out is what calls it")
)]

pub mod access;
pub mod apply;
#[cfg(feature = "program")]
pub mod attested;
pub mod check;
#[cfg(feature = "program")]
pub mod cli;
pub mod core;
pub mod document;
pub mod edit;
pub mod manifest;
pub mod plan;
pub mod platform;
pub mod render;
#[cfg(feature = "program")]
pub mod serve;
pub mod snapshot;
pub mod target;
