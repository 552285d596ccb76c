//! A first project: its file, its manifests, their schemas, and what runs them.

mod example;
mod people;
mod workflow;

use std::collections::BTreeMap;

pub use people::undeclarable;

use super::yaml::Writer;
use crate::core::{Email, State};
use crate::manifest::{manifest_schema, project_schema};
use crate::platform::Platform;

/// What a project starts from.
#[derive(Debug)]
pub struct Start<'s> {
    /// The platform.
    pub platform: &'s Platform,
    /// The time zone in which its days end; UTC without one.
    pub timezone: Option<&'s str>,
    /// Whether it gets a workflow.
    pub workflow: bool,
    /// The list of people that it starts from, if there is one.
    pub from: Option<From<'s>>,
}

/// A list of people that a project starts from.
#[derive(Debug)]
pub struct From<'s> {
    /// What the list tells.
    pub state: &'s State,
    /// The people who can't be declared.
    pub left_out: &'s [Email],
    /// The path of the list in the project, if it says what is live.
    pub live: Option<&'s str>,
}

/// Returns the files of the project by their paths.
pub fn starting_project(start: &Start<'_>) -> BTreeMap<String, String> {
    let name = &start.platform.platform;
    let mut files = BTreeMap::from([
        ("rolecall.yaml".to_owned(), project(start)),
        (".gitignore".to_owned(), ".rolecall/\n".to_owned()),
        ("schemas/project.schema.json".to_owned(), format!("{:#}\n", project_schema())),
        (format!("schemas/{name}.schema.json"), format!("{:#}\n", manifest_schema(start.platform))),
    ]);
    let mut manifest = |path: &str, text: String| {
        let up = "../".repeat(path.matches('/').count());
        let head = format!("{EDITOR}{up}schemas/{name}.schema.json\n");
        files.insert(path.to_owned(), head + &text);
    };
    match &start.from {
        Some(from) => people::manifests(start.platform, from)
            .into_iter()
            .for_each(|(path, text)| manifest(&path, text)),
        None => {
            let (meant, live) = example::manifests(start.platform);
            let about = "# Who may do what. `rolecall plan` compares this with what is live.\n";
            manifest("access/access.yaml", about.to_owned() + &meant);
            manifest("live/live.yaml", format!("# What the rehearsal starts from.\n{live}"));
        }
    }
    if start.workflow {
        files.insert(".github/workflows/rolecall.yml".to_owned(), workflow::workflow(start));
    }
    files
}

/// What tells an editor which schema a file has.
const EDITOR: &str = "# yaml-language-server: $schema=";

/// The name of the only environment.
fn environment(start: &Start<'_>) -> &'static str {
    if listed(start).is_some() { "production" } else { "rehearsal" }
}

/// Returns the list that says what is live.
fn listed<'s>(start: &'s Start<'_>) -> Option<&'s str> {
    start.from.as_ref().and_then(|from| from.live)
}

fn project(start: &Start<'_>) -> String {
    let mut text = format!("{EDITOR}schemas/project.schema.json\n{HEAD}");
    text.push_str(&format!("platform: {}\n", start.platform.platform));
    if let Some(zone) = start.timezone {
        text.push_str(&format!("timezone: {zone} # where a day ends\n"));
    }
    text.push_str("environments:\n");
    match (listed(start), &start.from) {
        (Some(path), _) => {
            let mut entry = Writer::default();
            entry.text("live", path);
            let live = entry.finish();
            text.push_str(&format!("{PRODUCTION}    {live}"));
        }
        (None, Some(_)) => text.push_str(REHEARSAL_FROM_NOTHING),
        (None, None) => text.push_str(REHEARSAL),
    }
    text.push_str(MANAGE);
    if let Some(from) = &start.from {
        text.push_str(&people::unmanaged(start.platform, from.state));
    }
    text.push_str("guards:\n  max_removals: 10\n  min_admins: 2\n");
    text
}

const HEAD: &str = "# What is administered from this folder, where, and within which guards.
version: 1
";

const REHEARSAL: &str = "  # A rehearsal: an embedded database that behaves as the platform does. It starts as live/ says.
  rehearsal:
    target: sandbox
    live: live
";

const REHEARSAL_FROM_NOTHING: &str =
    "  # A rehearsal: an embedded database that behaves as the platform does. It starts empty.
  rehearsal:
    target: sandbox
";

const PRODUCTION: &str = "  # The list of people that was downloaded: it is compared with, and `apply` makes files of it that
  # somebody uploads. A newer one goes into its place.
  production:
    target: file
";

const MANAGE: &str = "manage:
  roles: all # what is live and not listed here is removed
  teams: all
  users: listed # people who aren't listed here are left alone
";
