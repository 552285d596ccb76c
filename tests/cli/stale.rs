//! An approval is for one plan. What has moved since is named, and nothing is done.

use serde_json::{Value, json};

use crate::project::{DATABASE, Files, JOURNAL, Project, text};

/// What makes a plan stale.
#[derive(Clone, Copy, Debug)]
struct Moves {
    manifests: bool,
    live: bool,
}

const MOVES: [Moves; 3] = [
    Moves { manifests: true, live: false },
    Moves { manifests: false, live: true },
    Moves { manifests: true, live: true },
];

impl Moves {
    /// Makes the plan stale, and returns the names of what moved.
    fn happen(self, project: &Project) -> Vec<&'static str> {
        let mut names = Vec::new();
        if self.live {
            somebody_else_applies(project);
            names.push("tomas.lindqvist@acme.example");
        }
        if self.manifests {
            project.edit("access/access.yaml", "label: FLOOR LEAD", "label: FLOOR");
            names.push("Floor Lead");
        }
        names
    }
}

/// Applies other manifests, which take somebody else out of the team and give him a location.
fn somebody_else_applies(project: &Project) {
    let ours = project.read("access/access.yaml");
    let live = project.read("live/live.yaml");
    let theirs = live.replace("roles: [Admin, Agent]", "roles: [Admin, Agent, Manager]");
    assert_ne!(theirs, live);
    project.write("access/access.yaml", theirs);
    project.run(&["apply", "--yes"]).ends(0);
    project.write("access/access.yaml", ours);
}

/// What must not change where nothing is done.
fn evidence(project: &Project) -> (Files, Option<String>) {
    let journal = project.path(JOURNAL).exists().then(|| project.read(JOURNAL));
    (project.live(), journal)
}

#[test]
fn a_stale_digest_is_refused_and_what_moved_is_named() {
    for moves in MOVES {
        let project = Project::copy_of("minimal");
        let digest = project.digest();
        let names = moves.happen(&project);
        let before = evidence(&project);

        let ended = project.run(&["apply", "--approve", &digest]).ends(5).prints_nothing();
        let ended = ended.says("plan-is-stale").says(&digest).says("Nothing was applied");
        names.into_iter().fold(ended, |ended, name| ended.says(name));
        assert_eq!(evidence(&project), before, "{moves:?}");
    }
}

#[test]
fn a_stale_plan_file_is_refused_and_what_moved_is_named() {
    for moves in MOVES {
        let project = Project::copy_of("minimal");
        project.run(&["plan", "--out", "plan.json"]).ends(0);
        let names = moves.happen(&project);
        let before = evidence(&project);

        let ended = project.run(&["apply", "--plan", "plan.json"]).ends(5).prints_nothing();
        let ended = ended.says("plan-is-stale");
        names.into_iter().fold(ended, |ended, name| ended.says(name));
        assert_eq!(evidence(&project), before, "{moves:?}");
    }
}

#[test]
fn what_is_not_stale_is_applied() {
    let project = Project::copy_of("minimal");
    let digest = project.digest();
    project.run(&["apply", "--approve", &digest]).ends(0).prints("Applied: 5 of 5 steps.");

    let project = Project::copy_of("minimal");
    project.run(&["plan", "--out", "plan.json"]).ends(0);
    project.run(&["apply", "--plan", "plan.json"]).ends(0).prints("Applied: 5 of 5 steps.");
}

#[test]
fn what_was_applied_already_stays_approved_and_does_nothing() {
    let project = Project::copy_of("minimal");
    project.run(&["plan", "--out", "plan.json"]).ends(0);
    let digest = project.digest();
    for _ in 0..2 {
        project.run(&["apply", "--approve", &digest]).ends(0);
        project.run(&["apply", "--plan", "plan.json"]).ends(0).prints("Nothing to do");
    }
}

#[test]
fn a_digest_that_nobody_saw_is_refused() {
    let project = Project::copy_of("minimal");
    for digest in ["0".repeat(64), "../../../etc/passwd".to_owned(), String::new()] {
        let ended = project.run(&["apply", "--approve", &digest]).ends(5).prints_nothing();
        ended.says("no plan of that digest was shown here");
    }
    assert!(!project.path(JOURNAL).exists());
}

/// Applies a plan file after it was changed by somebody who may approve nothing.
fn apply_forged(project: &Project, forge: impl FnOnce(&mut Value)) -> crate::project::Ended {
    project.run(&["plan", "--out", "plan.json"]).ends(0);
    let mut plan = serde_json::from_str(&project.read("plan.json")).expect("it is JSON");
    forge(&mut plan);
    project.write("plan.json", plan.to_string());
    let ended = project.run(&["apply", "--plan", "plan.json"]).prints_nothing();
    assert!(!project.path(JOURNAL).exists(), "no run began");
    ended
}

#[test]
fn a_plan_file_with_another_digest_is_refused() {
    let project = Project::copy_of("minimal");
    let ended = apply_forged(&project, |plan| plan["digest"] = json!("0".repeat(64)));
    ended.ends(64).says("its steps aren't those of its digest");
}

#[test]
fn a_plan_file_that_shows_other_steps_than_those_of_its_digest_is_refused() {
    let project = Project::copy_of("minimal");
    let label = |plan: &mut Value| plan["stages"][0]["steps"][0]["after"]["label"] = json!("LEAD");
    apply_forged(&project, label).ends(64).says("its steps aren't those of its digest");

    let less = |plan: &mut Value| drop(plan["stages"].as_array_mut().expect("a list").remove(1));
    apply_forged(&project, less).ends(64).says("its steps aren't those of its digest");
}

#[test]
fn a_plan_file_that_shows_a_step_under_another_id_is_refused() {
    let project = Project::copy_of("minimal");
    let id = |plan: &mut Value| plan["stages"][0]["steps"][0]["id"] = json!("000000000000");
    apply_forged(&project, id).ends(64).says("its steps aren't those of its digest");
}

#[test]
fn a_plan_file_for_another_environment_is_refused() {
    let project = Project::copy_of("minimal");
    let text = project.read("rolecall.yaml");
    project
        .write("rolecall.yaml", format!("{text}  other:\n    target: sandbox\n    live: live\n"));
    project.run(&["-e", "other", "plan", "--out", "plan.json"]).ends(0);
    project.run(&["-e", "rehearsal", "apply", "--plan", "plan.json"]).ends(5);
    project.run(&["-e", "other", "apply", "--plan", "plan.json"]).ends(0);
}

#[test]
fn what_is_no_plan_is_refused_as_a_plan_file() {
    let project = Project::copy_of("minimal");
    for text in ["", "{}", "[]", "roles: []", r#"{"format_version":2}"#, r#"{"format_version":1}"#]
    {
        project.write("plan.json", text);
        let ended = project.run(&["apply", "--plan", "plan.json"]).ends(64).prints_nothing();
        ended.says("plan.json` is no plan").says("plan --out");
    }
    project.run(&["apply", "--plan", "nowhere.json"]).ends(1).says("nowhere.json");
}

#[test]
fn a_refused_or_stale_apply_leaves_no_database() {
    let project = Project::copy_of("guarded");
    let digest = text(&project.plan()["digest"]);
    project.run(&["apply", "--approve", &digest]).ends(4);
    project.run(&["apply", "--approve", &"0".repeat(64)]).ends(5);
    assert!(!project.path(DATABASE).exists());
}
