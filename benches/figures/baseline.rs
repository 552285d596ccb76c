//! The yardstick: the same manifests, read one after the other and deserialized into plain structs.
//!
//! This is the least that any program written with `yaml_serde` would have to do: it has no places
//! to point at, no schema, and checks nothing but the names of keys.

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::Failure;

/// The argument that makes this program the yardstick.
pub(crate) const ARGUMENT: &str = "--deserialize";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it is only made")]
struct Manifest {
    #[serde(default)]
    roles: Vec<Role>,
    #[serde(default)]
    teams: Vec<Team>,
    #[serde(default)]
    users: Vec<User>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it is only made")]
struct Role {
    name: String,
    label: String,
    color: String,
    permissions: BTreeMap<String, Grant>,
    #[serde(default)]
    assignable_roles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "it is only made")]
enum Grant {
    Everywhere(String),
    Only { level: String, only: Vec<String> },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it is only made")]
struct Team {
    name: String,
    managers: Vec<String>,
    members: Vec<String>,
    #[serde(default)]
    teams: Vec<Team>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it is only made")]
struct User {
    email: String,
    first_name: String,
    last_name: String,
    roles: Vec<String>,
    agent_id: String,
    location: String,
    status: Option<String>,
}

/// Reads all manifests of a project, and keeps them until the last is read.
///
/// # Errors
///
/// A file can't be read, or isn't what it should be.
pub(crate) fn read(project: &Path) -> Result<(), Failure> {
    let mut all: Vec<Manifest> = Vec::new();
    for path in manifests(project)? {
        all.push(serde_yaml::from_str(&fs::read_to_string(path)?)?);
    }
    black_box(&all);
    Ok(())
}

/// Returns the manifests of a project, sorted.
///
/// # Errors
///
/// A folder can't be read.
pub(crate) fn manifests(project: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut folders = vec![project.join("access")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}
