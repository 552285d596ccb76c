//! What a change causes, apart from what had drifted before it, and which rules it is held to.

use std::process::Command;

use serde_json::Value;

use crate::project::{Ended, Project, steps};

/// Runs git in the project, for somebody with a name.
pub(crate) fn git(project: &Project, arguments: &[&str]) -> Ended {
    let mut command = Command::new("git");
    command.args([
        "-c",
        "user.name=T",
        "-c",
        "user.email=t@acme.example",
        "-c",
        "commit.gpgsign=false",
    ]);
    command.args(arguments);
    project.prepare(&mut command);
    Ended::of(command).ends(0)
}

pub(crate) fn commit(project: &Project) {
    git(project, &["add", "-A"]);
    git(project, &["commit", "-q", "--allow-empty", "-m", "x"]);
}

/// The example in a repository, as it was committed.
pub(crate) fn committed() -> Project {
    let project = Project::copy_of("minimal");
    project.write(".gitignore", ".rolecall/\n");
    git(&project, &["init", "-q", "-b", "main"]);
    commit(&project);
    project
}

const FILE: &str = "access/access.yaml";
const LABEL: (&str, &str) = ("label: FLOOR LEAD", "label: DRIFTED");

/// The example, applied, with a label that somebody changed since.
fn drifted() -> Project {
    let project = committed();
    project.run(&["apply", "--yes"]).ends(0);
    project.edit(FILE, LABEL.0, LABEL.1);
    project.run(&["apply", "--yes"]).ends(0);
    project.edit(FILE, LABEL.1, LABEL.0);
    project
}

fn base(format: &str) -> [&str; 6] {
    ["plan", "--base", "HEAD", "--detailed-exitcode", "--format", format]
}

fn causes(plan: &Value) -> Vec<(&str, &str)> {
    let cause = |step| (text_of(step, "key"), text_of(step, "cause"));
    steps(plan).into_iter().map(cause).collect()
}

fn text_of<'p>(step: &'p Value, field: &str) -> &'p str {
    step[field].as_str().expect("it is a text")
}

#[track_caller]
pub(crate) fn refused_by<'p>(plan: &'p Value, guard: &str) -> &'p Value {
    let guards = plan["guards"].as_array().expect("it is a list");
    guards.iter().find(|one| one["guard"] == guard).unwrap_or_else(|| panic!("{guard}: {plan:#}"))
}

#[test]
fn drift_alone_ends_3_and_is_said_to_be_drift() {
    let project = drifted();
    let plan = project.run(&base("json")).ends(3).json();
    assert_eq!(causes(&plan), [("Floor Lead", "drift")]);
    assert_eq!(plan["drift"][0]["key"], "Floor Lead");
    assert_eq!(plan["drift"][0]["step"], steps(&plan)[0]["id"]);
    assert_eq!((&plan["base"]["caused"], &plan["base"]["drift"]), (&0.into(), &1.into()));
    let text = project.run(&base("text")).ends(3).prints("This change causes nothing.");
    text.prints("Drift, which `HEAD` would change back as well (1)");
    project.run(&base("markdown")).ends(3).prints("## Drift (1 step)");
}

#[test]
fn what_a_change_causes_stands_apart_from_drift() {
    let project = drifted();
    project.edit(FILE, "location: Mexico", "location: Lima");
    let plan = project.run(&base("json")).ends(2).json();
    assert_eq!(causes(&plan), [("Floor Lead", "drift"), ("ana.reyes@acme.example", "change")]);
    let text = project.run(&base("text")).ends(2).out;
    let (caused, drift) = text.split_once("Drift, which").expect("there are two groups");
    assert!(caused.contains("ana.reyes") && !caused.contains("Floor Lead"), "{text}");
    assert!(drift.contains("Floor Lead") && !drift.contains("ana.reyes"), "{text}");
    let page = project.run(&base("markdown")).ends(2).out;
    let (caused, drift) = page.split_once("## Drift").expect("there are two groups");
    assert!(caused.contains("ana.reyes") && drift.contains("Floor Lead"), "{page}");
    assert_eq!(plan["digest"], project.plan()["digest"], "an approval is for the whole plan");
    let annotations = project.run(&base("github")).ends(2).prints("title=Drift%3A ").out;
    let last = annotations.lines().rfind(|line| line.starts_with("::")).expect("it is there");
    let drift = Some(last).filter(|line| line.contains("Drift%3A")).expect("drift comes last");
    assert!(drift.starts_with("::notice file=access/access.yaml,") && drift.contains("Floor Lead"));
}

#[test]
fn a_step_can_be_both_the_changes_and_drifts() {
    let project = drifted();
    project.edit(FILE, "\"#0B57D0\"", "\"#123456\"");
    let plan = project.run(&base("json")).ends(2).json();
    assert_eq!(causes(&plan), [("Floor Lead", "both")]);
}

#[test]
fn what_a_change_takes_over_is_no_longer_done() {
    let project = drifted();
    project.edit(FILE, LABEL.0, LABEL.1);
    let plan = project.run(&base("json")).ends(0).json();
    assert!(steps(&plan).is_empty());
    assert_eq!(plan["base"]["dropped"][0]["key"], "Floor Lead");
    project.run(&base("text")).ends(0).prints("No longer done because of this change (1):");
}

#[test]
fn a_base_with_more_commits_is_said_to_be_stale() {
    let project = drifted();
    git(&project, &["checkout", "-q", "-b", "ahead"]);
    commit(&project);
    git(&project, &["checkout", "-q", "main"]);
    let ended = project.run(&["plan", "--base", "ahead", "--format", "json"]);
    let plan = ended.ends(0).says("stale-base\n").json();
    assert_eq!(plan["base"]["stale"], true);
    project.run(&["plan", "--base", "ahead", "--format", "markdown"]).prints("[!WARNING]");
    assert_eq!(project.run(&base("json")).json()["base"]["stale"], false);
}

#[test]
fn a_name_that_is_no_commit_is_refused_and_never_an_option_of_git() {
    let project = committed();
    for rev in ["--base=--output=x", "--base=-h", "--base=", "--base=nothing", "--base=HEAD:access"]
    {
        project.run(&["plan", rev]).ends(64).says("no-base\n").prints_nothing();
    }
    assert!(!project.path("x").exists());
    Project::copy_of("minimal").run(&["plan", "--base", "HEAD"]).ends(64).says("no-base\n");
}

#[test]
fn neither_the_work_tree_nor_the_index_is_touched() {
    let project = drifted();
    project.edit(FILE, "location: Mexico", "location: Lima");
    let before = project.files();
    project.run(&base("text")).ends(2);
    let mut after = project.files();
    after.retain(|path, _| before.contains_key(path) || !path.starts_with(".rolecall/plans/"));
    assert_eq!(after, before);
}

#[test]
fn a_project_that_is_new_causes_all_of_its_plan() {
    let project = Project::empty();
    git(&project, &["init", "-q", "-b", "main"]);
    commit(&project);
    for (path, bytes) in Project::copy_of("minimal").files() {
        project.write(&path, bytes);
    }
    let ended = project.run(&base("json")).ends(2).says("base-not-valid\n");
    assert!(causes(&ended.json()).iter().all(|(_, cause)| *cause == "change"));
}

#[test]
fn a_base_that_is_not_valid_is_mended_by_a_change() {
    let project = committed();
    project.edit(FILE, "Agent", "Agnet");
    commit(&project);
    project.edit(FILE, "Agnet", "Agent");
    let ended =
        project.run(&base("json")).ends(2).says("base-not-valid\n").says("access/access.yaml");
    assert!(causes(&ended.json()).iter().all(|(_, cause)| *cause == "change"));
    project.edit("rolecall.yaml", "version: 1", "version: 9");
    commit(&project);
    project.edit("rolecall.yaml", "version: 9", "version: 1");
    project.run(&base("json")).ends(7).says("no-base\n").prints_nothing();
}

#[test]
fn a_project_below_the_repositorys_folder_is_found() {
    let project = Project::empty();
    for (path, bytes) in Project::copy_of("minimal").files() {
        project.write(&format!("a/b/{path}"), bytes);
    }
    git(&project, &["init", "-q", "-b", "main"]);
    commit(&project);
    let inside = ["-C", "a/b", "plan", "--base", "HEAD", "--format", "json"];
    let plan = project.run(&inside).json();
    assert!(causes(&plan).iter().all(|(_, cause)| *cause == "drift"));
    // In a hook git says which repository it is of.
    let mut hook = project.command(&inside);
    hook.env("GIT_DIR", project.path(".git")).env("GIT_PREFIX", "");
    assert_eq!(Ended::of(hook).json(), plan);
}

#[test]
fn a_change_is_held_to_the_rules_that_it_loosens() {
    let project = committed();
    let rules =
        "guards: { max_removals: 0, min_admins: 1 }\nprotected: { users: [root@acme.example] }\n";
    let loose = "guards: { max_removals: 5, min_admins: 0 }\nmanage: { roles: listed }\nunmanaged:\n  - { users: \"*@partner.example\", reason: theirs }\n";
    let file = project.read("rolecall.yaml");
    let kept = |line: &&str| !line.starts_with("guards:") && !line.starts_with("protected:");
    let file: String = file.lines().filter(kept).map(|line| format!("{line}\n")).collect();
    project.write("rolecall.yaml", format!("{file}{rules}"));
    commit(&project);
    project.write("rolecall.yaml", format!("{file}{loose}"));
    let plan = project.run(&base("json")).ends(4).json();
    let names = refused_by(&plan, "policy-loosened")["names"].to_string();
    for rule in [
        "guards: max_removals from 0 to 5",
        "min_admins from 1 to 0",
        "manage: roles from all to listed",
        "unmanaged: users *@partner.example is new",
        "protected: root@acme.example is left out",
    ] {
        assert!(names.contains(rule), "{rule} in {names}");
    }
    assert_eq!(refused_by(&plan, "max-removals")["limit"], 0, "the stricter number is in force");
    project.run(&["plan"]).ends(0);
}

#[test]
fn whoever_is_taken_out_with_all_access_is_named() {
    let project = committed();
    project.run(&["apply", "--yes"]).ends(0);
    let text = project.read(FILE);
    let (before, _) = text.split_once("  - email: ana.reyes@").expect("she is the last");
    project.write(FILE, before.replace("ana.reyes@acme.example", ""));
    let ended = project.run(&base("json"));
    let plan = ended.ends(4).json();
    let names = &refused_by(&plan, "released-with-access")["names"];
    assert_eq!(names, &serde_json::json!(["ana.reyes@acme.example"]));
}

#[test]
fn access_that_is_gone_is_not_given_back_unseen() {
    let project = committed();
    let plan = project.run(&base("json")).ends(4).json();
    let names = &refused_by(&plan, "regrant-drift")["names"];
    assert_eq!(names, &serde_json::json!(["Floor Lead: monitoring.calls.monitor: granted"]));
    let digest = project.digest();
    let apply = ["apply", "--approve", &digest, "--base", "HEAD"];
    project.run(&apply).ends(4).prints("Refused by regrant-drift");
    let waived = [&apply[..], &["--allow", "regrant-drift"]].concat();
    project.run(&waived).ends(0);
}

#[test]
fn what_is_live_is_read_where_the_base_says() {
    let project = committed();
    let before = causes(&project.run(&base("json")).json()).len();
    // Somebody lets the plan look empty.
    project.edit("rolecall.yaml", "live: live", "live: access");
    let plan = project.run(&base("json")).ends(4).json();
    assert_eq!(steps(&plan).len(), before);
    let names = refused_by(&plan, "policy-loosened")["names"].to_string();
    assert!(names.contains("live from live to access"), "{names}");
}

#[test]
fn a_change_does_not_say_where_a_token_goes() {
    let project = committed();
    let file = project.read("rolecall.yaml");
    let environments = "environments:\n  stolen: { target: sandbox, token: { env: USER } }\n";
    project.write("rolecall.yaml", file.replace("environments:\n", environments));
    project.run(&["-e", "stolen", "plan", "--base", "HEAD"]).ends(7).says("no-base\n");
}

#[test]
fn what_is_said_of_a_base_is_no_command_to_a_log() {
    let project = committed();
    project.write("access/more.yaml", "users: [{ email: \"::error::x ##[group]y@x.example\" }]\n");
    commit(&project);
    project.write("access/more.yaml", "teams: []\n");
    let ended = project.run(&base("json")).says("base-not-valid\n");
    let commands = |line: &&str| line.trim_start().starts_with("::") || line.contains("##[");
    assert_eq!(ended.err.lines().find(commands), None);
}
