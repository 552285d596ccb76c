//! rolecall keeps who may do what on a contact-centre platform in a git repository.
#![forbid(unsafe_code)]

pub mod apply;
pub mod check;
pub mod cli;
pub mod core;
pub mod document;
pub mod manifest;
pub mod plan;
pub mod platform;
pub mod render;
pub mod target;
