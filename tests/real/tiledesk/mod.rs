//! Smartflows, on Tiledesk.

mod between;
mod client;
mod lost;
mod random;
mod server;
mod traps;
mod whole;
