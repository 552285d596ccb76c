//! `init` writes a project that works as it is.

use rolecall::platform::BUILT_IN;

use crate::project::Project;

#[test]
fn a_starting_project_checks_clean_and_plans_on_every_platform() {
    for (platform, _) in BUILT_IN {
        let project = Project::empty();
        let wrote = project.run(&["init", "--platform", platform]).ends(0).says_nothing();
        wrote.prints("rolecall.yaml").prints("rolecall plan");
        project.run(&["check"]).ends(0).says_nothing().prints("Valid:");
        project.run(&["plan", "--detailed-exitcode"]).ends(2).prints("create team `Support`");
        project.run(&["apply", "--yes"]).ends(0);
        project.run(&["plan", "--detailed-exitcode"]).ends(0).prints("Nothing to do");
    }
    assert_eq!(BUILT_IN.len(), 5);
}

#[test]
fn a_project_can_start_in_a_folder_that_is_not_there_yet() {
    let project = Project::empty();
    project.run(&["-C", "deep/inside", "init"]).ends(0);
    project.run(&["-C", "deep/inside", "check"]).ends(0);
}

#[test]
fn init_refuses_to_overwrite_and_writes_nothing_else_either() {
    let project = Project::empty();
    project.run(&["init"]).ends(0);
    project.write("access/access.yaml", "# mine\n");
    let before = project.files();
    project.run(&["init"]).ends(64).prints_nothing().says("rolecall.yaml` is there already");
    assert_eq!(project.files(), before);

    let project = Project::empty();
    project.write("live/live.yaml", "# mine\n");
    project.run(&["init"]).ends(64).says("live/live.yaml` is there already");
    assert_eq!(project.files().len(), 1);
}

#[test]
fn init_for_an_unknown_platform_names_the_nearest_one() {
    let project = Project::empty();
    let ended = project.run(&["init", "--platform", "smartflow"]).ends(64).prints_nothing();
    ended.says("a similar value exists: 'smartflows'");
    assert!(project.files().is_empty());
}

#[test]
fn what_init_writes_keeps_the_working_folder_out_of_git() {
    let project = Project::empty();
    project.run(&["init"]).ends(0);
    assert_eq!(project.read(".gitignore"), ".rolecall/\n");
}
