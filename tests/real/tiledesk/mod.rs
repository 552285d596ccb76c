//! Smartflows, on Tiledesk.

mod between;
mod client;
mod departments;
mod example;
mod lost;
mod random;
mod server;
mod traps;
mod whole;
