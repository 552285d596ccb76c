//! `fmt`: what it rewrites, what it prints, and when it writes nothing.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use rolecall::platform::BUILT_IN;

use crate::project::{Ended, Project, files_below};

const UNTIDY: &str = "teams:\n- name: 'Night' # at night\n  members: []\n";
const TIDY: &str = "teams:\n  - name: Night # at night\n    members: []\n";

/// Runs `fmt -` with more arguments, and with an input.
fn with_input(project: &Project, arguments: &[&str], input: &[u8]) -> Ended {
    let mut command = project.command(&[&["fmt", "-"], arguments].concat());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it can be started");
    child.stdin.take().expect("it is piped").write_all(input).expect("it reads");
    Ended::from(child.wait_with_output().expect("it ends"))
}

#[test]
fn the_examples_are_in_their_layout() {
    for example in ["minimal", "guarded", "catalogue", "acme"] {
        let project = Project::copy_of(example);
        project.run(&["fmt", "--check"]).ends(0).prints_nothing().says_nothing();
        let before = project.files();
        project.run(&["fmt"]).ends(0).prints_nothing().says_nothing();
        assert_eq!(project.files(), before);
    }
}

#[test]
fn what_init_and_export_write_is_in_its_layout() {
    for (platform, _) in BUILT_IN {
        let project = Project::empty();
        project.run(&["init", "--platform", platform]).ends(0);
        project.run(&["fmt", "--check"]).ends(0).prints_nothing();
    }
    for example in ["minimal", "guarded", "catalogue", "acme"] {
        let project = Project::copy_of(example);
        project.run(&["export", "--to", "exported"]).ends(0);
        project.run(&["fmt", "--check", "exported"]).ends(0).prints_nothing();
        assert!(project.path("exported/users.yaml").is_file());
    }
}

#[test]
fn all_files_of_the_project_are_rewritten_and_named() {
    let project = Project::copy_of("minimal");
    project.write("access/night.yaml", UNTIDY);
    project.edit("rolecall.yaml", "platform: ccaas", "platform: 'ccaas'");
    project.edit("live/live.yaml", "label: LEAD", "label:   LEAD");
    let live = project.read("live/live.yaml");
    project.write("other/night.yaml", UNTIDY);
    let ended = project.run(&["fmt"]).ends(0).says_nothing();
    assert_eq!(ended.out, "access/night.yaml\nlive/live.yaml\nrolecall.yaml\n");
    assert_eq!(project.read("access/night.yaml"), TIDY);
    assert_eq!(project.read("other/night.yaml"), UNTIDY);
    assert_ne!(project.read("live/live.yaml"), live);
    project.run(&["fmt"]).ends(0).prints_nothing();
    project.run(&["check"]).ends(0);
}

#[test]
fn check_prints_a_diff_and_changes_nothing() {
    let project = Project::copy_of("minimal");
    project.write("access/night.yaml", UNTIDY);
    let before = project.files();
    let ended = project.run(&["fmt", "--check"]).ends(2).says_nothing();
    assert_eq!(
        ended.out,
        "--- access/night.yaml\n+++ access/night.yaml\n@@ -1,3 +1,3 @@\n teams:\n\
         -- name: 'Night' # at night\n-  members: []\n\
         +  - name: Night # at night\n+    members: []\n"
    );
    assert_eq!(project.files(), before);
}

#[test]
fn named_files_and_folders_are_formatted_alone() {
    let project = Project::empty();
    for path in ["a.yaml", "b.yaml", "folder/c.yaml", "folder/d.yml", "folder/e.txt"] {
        project.write(path, UNTIDY);
    }
    let ended = project.run(&["fmt", "b.yaml", "folder", "b.yaml"]).ends(0).says_nothing();
    assert_eq!(ended.out, "b.yaml\nfolder/c.yaml\nfolder/d.yml\n");
    assert_eq!(project.read("a.yaml"), UNTIDY);
    assert_eq!(project.read("b.yaml"), TIDY);
    assert_eq!(project.read("folder/e.txt"), UNTIDY);
    project.run(&["fmt", "nowhere.yaml"]).ends(7).says("unreadable-file").says("nowhere.yaml");
    project.run(&["-C", "folder", "fmt", "c.yaml"]).ends(0).prints_nothing();
}

#[test]
fn a_file_that_is_no_yaml_stops_everything() {
    let project = Project::copy_of("minimal");
    project.write("access/a.yaml", UNTIDY);
    project.write("access/b.yaml", "teams: [\n");
    project.write("access/c.yaml", "a: 1\na: 2\n");
    let before = project.files();
    for arguments in [&["fmt"][..], &["fmt", "--check"], &["fmt", "access"]] {
        let ended = project.run(arguments).ends(7).prints_nothing();
        ended.says("yaml-syntax").says("access/b.yaml:1:8").says("access/c.yaml:2:1");
    }
    assert_eq!(project.files(), before);
}

#[test]
fn what_the_schema_refuses_is_formatted_all_the_same() {
    let project = Project::copy_of("minimal");
    project.write("access/odd.yaml", "odd:   1\nteams:\n- odd: 2\n  name: [x]\n");
    project.run(&["fmt"]).ends(0).says_nothing().prints("access/odd.yaml");
    let expected = "teams:\n  - name: [x]\n    odd: 2\nodd: 1\n";
    assert_eq!(project.read("access/odd.yaml"), expected);
}

#[test]
fn standard_input_becomes_standard_output() {
    let project = Project::empty();
    let ended = with_input(&project, &[], UNTIDY.as_bytes()).ends(0).says_nothing();
    assert_eq!(ended.out, TIDY);
    with_input(&project, &["--check"], TIDY.as_bytes()).ends(0).prints_nothing();
    with_input(&project, &["--check"], UNTIDY.as_bytes()).ends(2).prints("--- <stdin>\n");
    with_input(&project, &[], b"a: [\n").ends(7).prints_nothing().says("<stdin>:1:4");
    with_input(&project, &[], b"a: \xff\n").ends(7).prints_nothing().says("not-utf8");
    project.run(&["fmt", "-", "a.yaml"]).ends(64).prints_nothing().says("`-`");
}

#[test]
fn line_ends_and_a_byte_order_mark_are_a_matter_of_layout() {
    let project = Project::empty();
    project.write("mark.yaml", format!("\u{feff}{TIDY}"));
    project.write("windows.yaml", TIDY.replace('\n', "\r\n"));
    let checked = project.run(&["fmt", "--check", "mark.yaml", "windows.yaml"]).ends(2);
    checked.prints("-\\u{feff}teams:\n").prints("-teams:\\u{d}\n");
    project.run(&["fmt", "mark.yaml", "windows.yaml"]).ends(0);
    assert_eq!(project.read("mark.yaml"), TIDY);
    assert_eq!(project.read("windows.yaml"), TIDY);
}

#[cfg(unix)]
#[test]
fn the_mode_stays_and_a_link_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = Project::empty();
    project.write("real.yaml", UNTIDY);
    let mode = fs::Permissions::from_mode(0o640);
    fs::set_permissions(project.path("real.yaml"), mode).expect("it can be set");
    symlink("real.yaml", project.path("link.yaml")).expect("it can be made");
    project.run(&["fmt", "link.yaml"]).ends(0).prints("link.yaml");
    assert_eq!(project.read("real.yaml"), TIDY);
    let link = fs::symlink_metadata(project.path("link.yaml")).expect("it is there");
    assert!(link.is_symlink());
    let real = fs::metadata(project.path("real.yaml")).expect("it is there");
    assert_eq!(real.permissions().mode() & 0o777, 0o640);
    assert_eq!(project.files().len(), 2, "nothing else is left");
}

#[cfg(unix)]
#[test]
fn where_one_file_cannot_be_written_none_is() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::empty();
    project.write("a.yaml", UNTIDY);
    project.write("shut/b.yaml", UNTIDY);
    let mode = |mode| fs::set_permissions(project.path("shut"), fs::Permissions::from_mode(mode));
    mode(0o555).expect("it can be set");
    // Whoever may do anything can't be kept from it.
    let bound = fs::write(project.path("shut/probe"), "").is_err();
    let ended = project.run(&["fmt", "a.yaml", "shut/b.yaml"]);
    mode(0o755).expect("it can be set");
    if bound {
        ended.ends(1).prints_nothing().says("shut/b.yaml");
        assert_eq!(project.read("a.yaml"), UNTIDY);
        assert_eq!(files_below(&project.path("")).len(), 2, "nothing else is left");
    }
}

#[test]
fn a_directory_in_the_way_is_no_harm() {
    let project = Project::empty();
    project.write("a.yaml", UNTIDY);
    project.write("b.yaml/inside.txt", "");
    let ended = project.run(&["fmt", "a.yaml", "b.yaml"]).ends(0);
    assert_eq!(ended.out, "a.yaml\n");
}
