//! `schema`: prints a JSON Schema.

use std::path::Path;

use crate::attested::attested_schema;
use crate::cli::args::{SchemaArgs, SchemaKind};
use crate::cli::built_in;
use crate::cli::exit::Exit;
use crate::cli::project;
use crate::cli::screen::Screen;
use crate::cli::trouble::Trouble;
use crate::manifest::{catalogue_schema, manifest_schema, platform_schema, project_schema};
use crate::platform::Platform;
use crate::render::{explanation_schema, plan_schema, problems_schema};
use crate::snapshot::snapshot_schema;

pub(super) fn run(directory: &Path, args: &SchemaArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let schema = match args.what {
        SchemaKind::Manifest => manifest_schema(&platform(directory, args.platform.as_deref())?),
        SchemaKind::Project => project_schema(),
        SchemaKind::Platform => platform_schema(),
        SchemaKind::Catalogue => catalogue_schema(),
        SchemaKind::Attested => attested_schema(),
        SchemaKind::Plan => plan_schema(),
        SchemaKind::Snapshot => snapshot_schema(),
        SchemaKind::Problems => problems_schema(),
        SchemaKind::Explanation => explanation_schema(),
    };
    screen.result(&format!("{schema:#}\n"));
    Ok(Exit::Done)
}

fn platform(directory: &Path, name: Option<&str>) -> Result<Platform, Trouble> {
    match name {
        Some(name) => built_in::named(name),
        None => Ok(project::open(directory)?.platform),
    }
}
