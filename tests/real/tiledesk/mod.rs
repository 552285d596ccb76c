//! Smartflows, on Tiledesk.

mod between;
mod client;
mod lost;
mod server;
mod traps;
mod whole;
