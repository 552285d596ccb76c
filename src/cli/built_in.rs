//! Built-in platforms by the name that somebody gave.

use super::exit::Exit;
use super::trouble::Trouble;
use crate::core::{codes, nearest};
use crate::platform::{BUILT_IN, Platform, read_built_in};

/// Returns the built-in platform of that name.
pub(super) fn named(name: &str) -> Result<Platform, Trouble> {
    find(name)?.ok_or_else(|| {
        let message = format!("no platform called `{name}` is built in");
        Trouble::usage(&codes::UNKNOWN_PLATFORM, message, near(name))
    })
}

/// Returns the built-in platform of that name, if there is one. One of ours that can't be read is our
/// mistake.
pub(super) fn find(name: &str) -> Result<Option<Platform>, Trouble> {
    read_built_in(name).transpose().map_err(|message| Trouble::Other {
        code: &codes::SCHEMA_MISMATCH,
        message: format!("the built-in platform `{name}`: {message}"),
        help: "Please report this.".into(),
        exit: Exit::Invalid,
    })
}

/// Returns what a built-in platform is called where a path is asked for.
pub(super) fn label(name: &str) -> String {
    format!("<built-in platform {name}>")
}

/// Returns the built-in platform that was perhaps meant, or all of them.
pub(super) fn near(name: &str) -> String {
    let known = || BUILT_IN.iter().map(|(name, _)| *name);
    match nearest(name, known()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("Built in: {}.", known().collect::<Vec<_>>().join(", ")),
    }
}
