//! What somebody could try with a pull request; docs/threat-model.md names each of these.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::symlink;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use rolecall::render::json;
use rolecall::snapshot::Snapshot;

use crate::base::{commit, committed, git, refused_by};
use crate::by_hand::run;
use crate::project::{Ended, Project, text};
use crate::serve::Serving;

/// A snapshot of a project in a place of its own.
fn kept(project: &Project) -> (Project, String) {
    let elsewhere = Project::empty();
    let path = elsewhere.path("kept.json").to_str().expect("it is UTF-8").to_owned();
    project.run(&["export", "--snapshot", &path]).ends(0);
    (elsewhere, path)
}

fn against_base(project: &Project, more: &[&str]) -> Ended {
    project.run(&[&["plan", "--base", "HEAD", "--format", "json"], more].concat())
}

#[track_caller]
fn loosens(ended: &Ended, rule: &str) {
    let plan = ended.json();
    let names = refused_by(&plan, "policy-loosened")["names"].to_string();
    assert!(names.contains(rule), "{rule} in {names}");
}

/// A project whose platform is at an address, committed.
fn remote(url: &str) -> Project {
    let project = Project::copy_of("minimal");
    project.write(".gitignore", ".rolecall/\n");
    project.write(
        "rolecall.yaml",
        format!(
            "version: 1\nplatform: ccaas\nenvironments:\n  production:\n    target: ccaas\n    \
             url: {url}\n    subdomain: acme\n    token: {{ env: SANDBOX_TOKEN }}\n"
        ),
    );
    git(&project, &["init", "-q", "-b", "main"]);
    commit(&project);
    project
}

#[test]
fn a_head_that_changes_the_address_is_asked_nothing() {
    let theirs = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    theirs.set_nonblocking(true).expect("it can be asked");
    let address = theirs.local_addr().expect("it has one");
    let served = Project::copy_of("minimal");
    let serving = Serving::of(&served, &[]);
    let project = remote(&format!("http://{}", serving.host));
    project.edit("rolecall.yaml", &serving.host, &address.to_string());
    let ended = run(&project, &["plan", "--base", "HEAD", "--format", "json"]).ends(4);
    loosens(&ended, &format!("url from http://{} to http://{address}", serving.host));
    assert!(theirs.accept().is_err(), "nobody came by");
    serving.stop().ends(0);
}

#[test]
fn a_head_that_names_another_token_is_refused() {
    let served = Project::copy_of("minimal");
    let serving = Serving::of(&served, &[]);
    let project = remote(&format!("http://{}", serving.host));
    project.edit("rolecall.yaml", "env: SANDBOX_TOKEN", "env: GITHUB_TOKEN");
    let plan = ["plan", "--base", "HEAD", "--format", "json"];
    let mut command = project.command(&plan);
    command.env("SANDBOX_TOKEN", "s3cret").env("GITHUB_TOKEN", "gh-s3cret");
    let ended = Ended::of(command).ends(4);
    loosens(&ended, "token: env from SANDBOX_TOKEN to GITHUB_TOKEN");
    assert!(!ended.out.contains("s3cret") && !ended.err.contains("s3cret"));
    serving.stop().ends(0);
}

#[test]
fn a_head_that_changes_the_address_is_told_so_by_a_plan_from_a_snapshot() {
    let platform = Project::copy_of("minimal");
    let serving = Serving::of(&platform, &[]);
    let project = remote(&format!("http://{}", serving.host));
    let elsewhere = Project::empty();
    let path = elsewhere.path("kept.json").to_str().expect("it is UTF-8").to_owned();
    run(&project, &["export", "--snapshot", &path]).ends(0);
    serving.stop().ends(0);
    project.edit("rolecall.yaml", "env: SANDBOX_TOKEN", "env: OTHER");
    let ended = against_base(&project, &["--snapshot", &path]).ends(4);
    loosens(&ended, "token: env from SANDBOX_TOKEN to OTHER");
}

#[test]
fn a_head_that_lets_a_snapshot_be_older_is_held_to_the_base() {
    let project = committed();
    let (elsewhere, path) = kept(&project);
    let mut snapshot = Snapshot::from_json(&elsewhere.read("kept.json")).expect("it is one");
    snapshot.read_at = Timestamp::now() - SignedDuration::from_hours(40);
    elsewhere.write("kept.json", json(&snapshot).expect("it has a form"));
    let file = project.read("rolecall.yaml");
    project.write("rolecall.yaml", format!("{file}guards: {{ max_snapshot_hours: 100 }}\n"));
    project.run(&["plan", "--snapshot", &path]).ends(0);
    let ended = against_base(&project, &["--snapshot", &path]).ends(7);
    ended.says("snapshot-too-old\n").says("36 are allowed");
    snapshot.read_at = Timestamp::now();
    elsewhere.write("kept.json", json(&snapshot).expect("it has a form"));
    let ended = against_base(&project, &["--snapshot", &path]).ends(4);
    loosens(&ended, "guards: max_snapshot_hours from 36 to 100");
}

#[test]
fn a_head_that_brings_its_own_snapshot_is_refused() {
    let project = committed();
    let (elsewhere, path) = kept(&project);
    let refused = |path: &str| {
        let ended = against_base(&project, &["--snapshot", path]).ends(7).prints_nothing();
        ended.says("snapshot-not-usable\n").says("which the change could have brought");
    };
    // In the repository, below it, ignored by git, by another name, and through links either way.
    fs::copy(&path, project.path("kept.json")).expect("it can be copied");
    refused("kept.json");
    refused("./access/../kept.json");
    refused(project.path("kept.json").to_str().expect("it is UTF-8"));
    project.write(".rolecall/kept.json", elsewhere.read("kept.json"));
    refused(".rolecall/kept.json");
    symlink(&path, project.path("out.json")).expect("it can be linked");
    refused("out.json");
    symlink(project.path("kept.json"), elsewhere.path("in.json")).expect("it can be linked");
    refused(elsewhere.path("in.json").to_str().expect("it is UTF-8"));
    against_base(&project, &["--snapshot", &path]).ends(4);
}

#[test]
fn a_head_that_edits_its_platform_file_is_refused() {
    let project = committed();
    let platform = Path::new(env!("CARGO_MANIFEST_DIR")).join("platforms/ccaas.yaml");
    let platform = fs::read_to_string(platform).expect("it is there");
    project.write("ours.yaml", &platform);
    project.edit("rolecall.yaml", "platform: ccaas", "platform: ./ours.yaml");
    commit(&project);
    let before = platform.find("administrative:").expect("it is said");
    let (head, tail) = platform.split_at(before);
    project.write("ours.yaml", format!("{head}{}", tail.replacen("Admin", "Agent", 1)));
    loosens(&against_base(&project, &[]).ends(4), "platform: administrative");
    // What only tells where a fact comes from is no rule.
    project.write("ours.yaml", format!("# a remark\n{platform}"));
    let plan = against_base(&project, &[]).json();
    let guards = plan["guards"].to_string();
    assert!(!guards.contains("policy-loosened"), "{guards}");
}

#[test]
fn a_head_that_edits_its_catalogue_is_refused() {
    let project = Project::copy_of("catalogue");
    git(&project, &["init", "-q", "-b", "main"]);
    commit(&project);
    project.edit(
        "catalogue.yaml",
        "licence: { is: Manager, standing: observed, sources: [INVOICE] }",
        "licence: { is: Agent, standing: observed, sources: [INVOICE] }",
    );
    loosens(&against_base(&project, &[]).ends(4), "platform: permission settings.queue");
}

#[test]
fn a_head_that_attests_what_it_changes_is_refused() {
    let platform = Project::copy_of("minimal");
    let serving = Serving::of(&platform, &[]);
    let project = remote(&format!("http://{}", serving.host));
    project.edit("access/access.yaml", "label: FLOOR LEAD", "label: FLOOR");
    // It says that its own steps by hand are done already, so that the plan looks empty.
    run(&project, &["attest", "--all", "--by", "mallory@acme.example"]).ends(6);
    let plan = ["plan", "--base", "HEAD", "--format", "json"];
    let ended = run(&project, &plan).ends(4);
    loosens(&ended, "attested: role `Floor Lead`, in one change with what is meant");
    // By itself it is what it should be: a record, reviewed by somebody else.
    project.edit("access/access.yaml", "label: FLOOR\n", "label: FLOOR LEAD\n");
    let plan = run(&project, &plan).json();
    assert!(!plan["guards"].to_string().contains("policy-loosened"), "{plan:#}");
    serving.stop().ends(0);
}

#[test]
fn a_digest_that_somebody_made_up_approves_nothing() {
    let project = committed();
    let other = Project::copy_of("guarded");
    for digest in [text(&other.plan()["digest"]), "f".repeat(64)] {
        let ended = project.run(&["apply", "--base", "HEAD", "--approve", &digest]);
        ended.ends(5).prints_nothing().says("Nothing was applied");
    }
    assert!(!project.path(".rolecall/rehearsal.db").exists());
}

/// What a workflow could be told by somebody who may only propose.
const SAID_BY_OTHERS: &[&str] = &[
    "pull_request_target",
    "workflow_run",
    "issue_comment",
    "github.event.comment",
    "github.event.review",
    "github.event.label",
    "github.event.pull_request.title",
    "github.event.pull_request.body",
    "github.event.pull_request.labels",
    "github.head_ref",
    "download-artifact",
    "actions/cache",
];

#[test]
fn nothing_reads_comments_labels_or_artifacts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for folder in ["examples/github", "action", "."] {
        for entry in fs::read_dir(root.join(folder)).expect("it is a folder") {
            let path = entry.expect("it can be read").path();
            let is_action = path.ends_with("action.yml") || folder != ".";
            let Some(text) = fs::read_to_string(&path).ok().filter(|_| is_action) else { continue };
            let code = |line: &&str| !line.trim_start().starts_with('#');
            let text: String = text.lines().filter(code).collect();
            let said = SAID_BY_OTHERS.iter().find(|said| text.contains(**said));
            assert_eq!(said, None, "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 7, "only {seen} files were found");
}

#[test]
fn only_what_runs_on_the_default_branch_in_an_environment_has_the_token() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/github");
    let mut with_token = Vec::new();
    for entry in fs::read_dir(folder).expect("it is a folder") {
        let path = entry.expect("it can be read").path();
        let workflow: serde_yaml::Value =
            serde_yaml::from_str(&fs::read_to_string(&path).expect("it is text")).expect("YAML");
        let on = workflow["on"].as_mapping().expect("it says when it runs").clone();
        for (_, job) in workflow["jobs"].as_mapping().expect("it has jobs") {
            let text = serde_yaml::to_string(job).expect("it has a form");
            if text.contains("secrets.") {
                assert!(job.get("environment").is_some(), "{}", path.display());
                assert!(!on.contains_key("pull_request"), "{}", path.display());
                with_token.push(path.file_name().expect("it has one").to_owned());
            }
        }
    }
    with_token.sort();
    assert_eq!(with_token, ["apply.yml", "snapshot.yml"]);
}

#[test]
fn a_link_out_of_the_project_shows_nothing_of_where_it_leads() {
    let secret = Project::empty();
    secret.write("secret.yaml", "users: [{ email: t0p-s3cret }]\n");
    let out = secret.path("secret.yaml");
    let silent = |ended: Ended| {
        assert!(
            !ended.out.contains("t0p-s3cret") && !ended.err.contains("t0p-s3cret"),
            "{ended:?}"
        );
        ended.ends(7).says("outside-project\n").says("leads out of the project")
    };
    for place in ["access/more.yaml", "rolecall.yaml"] {
        let project = committed();
        let _ = fs::remove_file(project.path(place));
        symlink(&out, project.path(place)).expect("it can be linked");
        silent(project.run(&["plan"]));
        silent(project.run(&["plan", "--base", "HEAD"]));
        silent(project.run(&["check"]));
    }
    // A base that has one isn't valid, and shows as little.
    let project = committed();
    symlink(&out, project.path("access/more.yaml")).expect("it can be linked");
    commit(&project);
    fs::remove_file(project.path("access/more.yaml")).expect("it is there");
    let ended = project.run(&["plan", "--base", "HEAD"]).says("base-not-valid\n");
    assert!(!ended.out.contains("t0p-s3cret") && !ended.err.contains("t0p-s3cret"), "{ended:?}");
}

#[test]
fn a_workflow_command_in_a_name_is_no_command_in_any_format() {
    let project = committed();
    let name = "::error::x ##[group]y";
    project.write(
        "access/more.yaml",
        format!(
            "users:\n  - email: eve@acme.example\n    first_name: \"{name}\"\n    \
             last_name: \"@octocat <b>\"\n    roles: [Agent]\n"
        ),
    );
    let (_elsewhere, path) = kept(&project);
    for format in ["text", "markdown", "github", "sarif", "json"] {
        let plan = ["plan", "--base", "HEAD", "--snapshot", &path, "--format", format];
        let ended = project.run(&plan);
        for line in ended.out.lines().chain(ended.err.lines()) {
            let is_ours = format == "github" && line.starts_with("::");
            assert!(is_ours || !line.trim_start().starts_with("::"), "{format}: {line}");
            assert!(!line.contains("##["), "{format}: {line}");
        }
    }
}

/// Every line of the table of attacks names what shows it, and that is there.
#[test]
fn every_line_of_the_threat_model_names_a_test_that_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/threat-model.md")).expect("it is there");
    let (_, table) = page.split_once("| attack |").expect("it has a table");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let mut count = 0;
    for row in rows {
        let shown = row.trim_end_matches('|').rsplit('|').next().expect("it has cells");
        let named: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "{row}");
        for name in named {
            let (path, test) = name.split_once("::").unwrap_or((name, ""));
            let text = fs::read_to_string(root.join(path));
            let text = text.unwrap_or_else(|error| panic!("{path}: {error}"));
            if path == "tests/forge/run" {
                continue;
            }
            assert!(!test.is_empty(), "{name} names no test");
            let is_there = [format!("fn {test}("), format!("def {test}(")];
            assert!(is_there.iter().any(|one| text.contains(one)), "{name} isn't there");
        }
        count += 1;
    }
    assert!(count >= 20, "only {count} lines were found");
}
