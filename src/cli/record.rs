//! Plans that were shown, so that an approval by digest can say what moved since.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::live::HIDDEN;
use super::trouble::Trouble;
use crate::apply::{Approved, ApprovedStep};
use crate::core::Key;
use crate::plan::{Digest, Plan};

/// The most plans that are kept.
const KEPT: usize = 50;

/// Keeps the JSON of a plan under its digest. A plan that does nothing isn't kept.
///
/// # Errors
///
/// A sentence on why it couldn't be kept. That is no reason to stop: only what moved can't be named
/// later.
pub(super) fn keep(
    root: &Path,
    plan: &Plan,
    json: impl FnOnce() -> Result<String, Trouble>,
) -> Result<(), String> {
    let path = path(root, &plan.digest);
    if plan.is_empty() || path.is_file() {
        return Ok(());
    }
    let Ok(json) = json() else { return Ok(()) };
    let folder = path.parent().unwrap_or(root);
    fs::create_dir_all(folder).and_then(|()| fs::write(&path, json)).map_err(|error| {
        format!("note: the plan couldn't be kept in `{}`: {error}", path.display())
    })?;
    forget_old(folder);
    Ok(())
}

fn path(root: &Path, digest: &Digest) -> PathBuf {
    root.join(HIDDEN).join("plans").join(format!("{digest}.json"))
}

/// Removes the oldest plans beyond the number that is kept.
fn forget_old(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut plans: Vec<_> = entries
        .flatten()
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    plans.sort();
    for (_, path) in plans.iter().rev().skip(KEPT) {
        // One that can't be removed is one more that is kept.
        let _ = fs::remove_file(path);
    }
}

/// Returns the plan that was kept under a digest.
pub(super) fn find(root: &Path, digest: &Digest) -> Option<Approved> {
    // Only a digest names a file.
    let is_digest =
        digest.as_str().len() == 64 && digest.as_str().bytes().all(|b| b.is_ascii_hexdigit());
    let text = fs::read_to_string(path(root, digest)).ok().filter(|_| is_digest)?;
    approved(&text).ok()
}

/// Reads what was approved out of the JSON of a plan.
///
/// # Errors
///
/// A sentence on why it isn't the JSON of a plan.
pub(super) fn approved(json: &str) -> Result<Approved, String> {
    let plan: Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
    if plan["format_version"] != 1 {
        return Err("it isn't a plan of format version 1".into());
    }
    let digest = plan["digest"].as_str().ok_or("it has no digest")?;
    let stages = plan["stages"].as_array().ok_or("it has no stages")?;
    let steps = stages.iter().flat_map(|stage| stage["steps"].as_array().into_iter().flatten());
    let steps = steps.map(|value| step(value).ok_or("one of its steps isn't one"));
    let approved =
        Approved { digest: Digest::new(digest), steps: steps.collect::<Result<_, _>>()? };
    let environment = plan["environment"].as_str().ok_or("it names no environment")?;
    let platform = plan["platform"].as_str().ok_or("it names no platform")?;
    if !approved.is_genuine(environment, platform) {
        return Err("its steps aren't those of its digest".into());
    }
    Ok(approved)
}

fn step(value: &Value) -> Option<ApprovedStep> {
    let present = |value: &Value| (!value.is_null()).then(|| value.clone());
    let action = serde_json::from_value(value["action"].clone()).ok()?;
    let (kind, orders) = (value["kind"].as_str()?, value["action"] == "reorder");
    Some(ApprovedStep {
        id: value["id"].as_str()?.to_owned(),
        action,
        key: key(kind, value["key"].as_str()?, orders)?,
        previous_key: match value.get("previous_key") {
            Some(name) => Some(key(kind, name.as_str()?, orders)?),
            None => None,
        },
        before: present(&value["before"]),
        after: present(&value["after"]),
    })
}

fn key(kind: &str, name: &str, orders: bool) -> Option<Key> {
    Some(match (kind, orders) {
        ("role", false) => Key::Role(name.into()),
        ("role", true) => Key::RoleOrder,
        ("team", false) => Key::Team(name.into()),
        ("team", true) => Key::TeamOrder((!name.is_empty()).then(|| name.into())),
        ("user", _) => Key::User(name.into()),
        ("department", _) => Key::Department(name.into()),
        _ => return None,
    })
}
