//! The example of a platform of one's own: it is whole, and no line of code knows of it.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    command.arg("-C").arg(root().join("examples/own-platform")).args(arguments).env_clear();
    command.envs(variables.iter().copied()).output().expect("it runs")
}

#[test]
fn the_schema_beside_the_manifests_is_that_of_the_platform() {
    let path = root().join("examples/own-platform/manifest.schema.json");
    let printed = run(&["schema", "manifest"], &[]).stdout;
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &printed).expect("it can be written");
    }
    let held = fs::read(&path).expect("it is there");
    assert!(held == printed, "{} isn't current: run the tests once with BLESS=1", path.display());
    let schema: Value = serde_json::from_slice(&printed).expect("it is JSON");
    assert_eq!(schema["title"], "A manifest for Lighthouse");
    let parts = &schema["$defs"];
    assert!(parts["Role"]["properties"]["permissions"]["properties"]["people.manage"].is_object());
    assert_eq!(parts["User"]["properties"]["post"]["type"], serde_json::json!(["string", "null"]));
    assert_eq!(parts["Team"]["properties"]["name"]["maxLength"], 40);
}

#[test]
fn the_example_is_valid_and_has_something_to_do() {
    let plan = run(&["plan", "--detailed-exitcode"], &[]);
    let said = String::from_utf8_lossy(&plan.stdout).into_owned();
    assert_eq!(plan.status.code(), Some(2), "{said}");
    assert!(said.contains("2 to create, 1 to change, 0 to delete"), "{said}");
}

#[test]
fn its_token_goes_only_where_somebody_allowed_it() {
    let variables = [("LIGHTHOUSE_TOKEN", "t0ken-that-nobody-may-see")];
    let refused = run(&["plan", "-e", "production"], &variables);
    let said = String::from_utf8_lossy(&[refused.stdout, refused.stderr].concat()).into_owned();
    assert_eq!(refused.status.code(), Some(7), "{said}");
    assert!(said.contains("nobody has allowed `id.lighthouse.example`"), "{said}");
    assert!(said.contains("ROLECALL_HOSTS=id.lighthouse.example"), "{said}");
    assert!(!said.contains(variables[0].1), "{said}");
}

#[test]
fn no_code_knows_of_it() {
    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() { files(&path, found) } else { found.push(path) }
        }
    }
    let mut found = vec![root().join("build.rs")];
    files(&root().join("src"), &mut found);
    for path in found {
        let text = fs::read_to_string(&path).expect("it is text").to_lowercase();
        for name in ["lighthouse", "tidewater"] {
            assert!(!text.contains(name), "{} names {name}", path.display());
        }
    }
}
