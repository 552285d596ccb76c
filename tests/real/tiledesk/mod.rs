//! Smartflows, on Tiledesk.

mod client;
mod server;
mod traps;
mod whole;
