//! Questions to somebody at a terminal, about a project to start.

use std::path::PathBuf;

use dialoguer::{Confirm, Input, Select};
use jiff::tz::TimeZone;

use super::args::InitArgs;
use super::trouble::Trouble;
use crate::platform::{BUILT_IN, DEFAULT};

/// Asks for what the flags of `init` say. What is offered first is what stands without a flag.
pub(super) fn for_a_start() -> Result<InitArgs, Trouble> {
    questions().map_err(|dialoguer::Error::IO(error)| Trouble::io("asking", &error))
}

fn questions() -> dialoguer::Result<InitArgs> {
    let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    let first = names.iter().position(|name| *name == DEFAULT).unwrap_or_default();
    let chosen = Select::new().with_prompt("Platform").items(&names).default(first).interact()?;
    let from: String = Input::new()
        .with_prompt("List of people to start from, a CSV file (empty for none)")
        .allow_empty(true)
        .interact_text()?;
    let timezone: String = Input::new()
        .with_prompt("Time zone in which a day ends")
        .default("UTC".into())
        .validate_with(|name: &String| TimeZone::get(name).map(|_| ()).map_err(|_| NO_ZONE))
        .interact_text()?;
    let workflow =
        Confirm::new().with_prompt("Write a workflow for GitHub?").default(true).interact()?;
    Ok(InitArgs {
        platform: Some(names[chosen].to_owned()),
        from: (!from.is_empty()).then(|| PathBuf::from(from)),
        timezone: (timezone != "UTC").then_some(timezone),
        no_workflow: !workflow,
    })
}

/// What a name of a time zone looks like.
const NO_ZONE: &str = "Write a name of the IANA database, as America/Mexico_City";
