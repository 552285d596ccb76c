//! Smartflows, on Tiledesk.

mod between;
mod client;
mod example;
mod lost;
mod random;
mod server;
mod traps;
mod whole;
