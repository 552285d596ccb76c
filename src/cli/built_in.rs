//! Built-in platforms by the name that somebody gave.

use super::trouble::Trouble;
use crate::core::{codes, nearest};
use crate::document::Sources;
use crate::platform::{BUILT_IN, Platform, built_in, read_platform};

/// Returns the built-in platform of that name.
pub(super) fn named(name: &str) -> Result<Platform, Trouble> {
    let Some(text) = built_in(name) else {
        let message = format!("no platform called `{name}` is built in");
        return Err(Trouble::usage(&codes::UNKNOWN_PLATFORM, message, near(name)));
    };
    let mut sources = Sources::default();
    let file = sources.add(label(name), text);
    let (platform, found) = read_platform(&sources, file);
    platform.ok_or_else(|| Trouble::files(found, sources))
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
