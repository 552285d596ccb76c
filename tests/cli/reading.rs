//! Commands that look change nothing.

use crate::project::{Files, Project};

/// Leaves out the plans that were shown, which are kept so that what moved can be named.
fn without_plans(mut files: Files) -> Files {
    files.retain(|path, _| !path.starts_with(".rolecall/plans/"));
    files
}

#[test]
fn plan_writes_nothing_but_the_plan_that_it_showed() {
    for example in ["acme", "minimal", "guarded"] {
        let project = Project::copy_of(example);
        let before = project.files();
        project.run(&["plan"]);
        let digest = project.digest();
        let mut after = project.files();
        assert!(after.remove(&format!(".rolecall/plans/{digest}.json")).is_some());
        assert_eq!(after, before, "{example}");
    }
}

#[test]
fn plan_writes_nothing_where_there_is_a_database_already() {
    let project = Project::copy_of("minimal");
    project.run(&["apply", "--yes"]).ends(0);
    project.edit("access/access.yaml", "label: FLOOR LEAD", "label: FLOOR");
    let before = without_plans(project.files());
    project.run(&["plan", "--detailed-exitcode"]).ends(2);
    assert_eq!(without_plans(project.files()), before);
}

#[test]
fn a_plan_that_is_empty_is_not_kept() {
    let project = Project::copy_of("minimal");
    project.run(&["apply", "--yes"]).ends(0);
    let before = project.files();
    project.run(&["plan"]).ends(0);
    assert_eq!(project.files(), before);
}

#[test]
fn check_schema_and_explain_write_nothing() {
    let project = Project::copy_of("acme");
    let before = project.files();
    project.run(&["check"]).ends(0).prints("Valid:").says_nothing();
    project.run(&["schema"]).ends(0);
    project.run(&["explain", "emptied"]).ends(0);
    assert_eq!(project.files(), before);
}

#[test]
fn export_writes_nothing_but_the_manifests() {
    let project = Project::copy_of("minimal");
    let before = project.files();
    project.run(&["export", "--to", "out"]).ends(0);
    let mut after = project.files();
    after.retain(|path, _| !path.starts_with("out/"));
    assert_eq!(after, before);
}

/// A folder can't be made where a file stands, not even by somebody who may write anywhere.
#[test]
fn plan_works_where_it_can_not_write_and_says_so() {
    let project = Project::copy_of("minimal");
    project.write(".rolecall", "");
    let ended = project.run(&["plan", "--detailed-exitcode"]).ends(2);
    ended.prints("Digest: ").says("note: the plan couldn't be kept");
    assert_eq!(project.read(".rolecall"), "");
}

#[cfg(unix)]
#[test]
fn plan_works_in_a_folder_that_can_only_be_read() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    let project = Project::copy_of("minimal");
    let folder = project.path("");
    fs::set_permissions(&folder, Permissions::from_mode(0o555)).expect("it is ours");
    let writes_anyway = fs::write(project.path("probe"), "").is_ok();
    let ended = project.run(&["plan", "--detailed-exitcode"]);
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).expect("it is ours");
    let ended = ended.ends(2).prints("Digest: ");
    // Somebody who may write anywhere, as root, is not held up by permissions.
    if !writes_anyway {
        ended.says("note: the plan couldn't be kept");
    }
}
