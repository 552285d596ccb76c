//! rolecall keeps who may do what on a contact-centre platform in a git repository.
#![forbid(unsafe_code)]

pub mod apply;
pub mod core;
pub mod plan;
pub mod platform;
pub mod target;
