//! An environment that is the platform itself: here the sandbox of another environment, served.

use std::process::Command;

use crate::project::{Ended, Project};
use crate::serve::Serving;

/// What nobody may ever see: the password of every request.
const TOKEN: &str = "s3cret";

/// As it goes over the wire.
const ENCODED: &str = "YWNtZTpzM2NyZXQ=";

/// A project with people alone, whose production is at a host.
fn project(host: &str) -> Project {
    let project = Project::empty();
    project.write(
        "rolecall.yaml",
        format!(
            "version: 1\nplatform: ccaas\ndefault: rehearsal\nenvironments:\n  \
             rehearsal: {{ target: sandbox, live: live }}\n  production:\n    target: ccaas\n    \
             url: http://{host}\n    subdomain: acme\n    requests_per_second: 10\n    \
             token: {{ env: CCAAS_TOKEN }}\nprotected: {{ first_administrator: root@acme.example }}\n\
             guards: {{ min_admins: 1 }}\n"
        ),
    );
    let person = |name: &str, role: &str, more: &str| {
        format!(
            "  - email: {name}@acme.example\n    first_name: Ana\n    last_name: Diaz\n    \
             roles: [{role}]\n{more}"
        )
    };
    let (root, ana) = (person("root", "Admin", ""), person("ana", "Agent", ""));
    project.write("live/people.yaml", format!("users:\n{root}{ana}"));
    let moved = person("ana", "Agent", "    location: Mexico\n");
    let new = person("noa", "Manager", "    chat_concurrency: 3\n");
    project.write("access/people.yaml", format!("users:\n{root}{moved}{new}"));
    project
}

fn with_token(project: &Project, arguments: &[&str]) -> Ended {
    let mut command: Command = project.command(arguments);
    command.env("CCAAS_TOKEN", TOKEN);
    hidden(Ended::of(command))
}

/// Makes sure that the token is in nothing that was said.
fn hidden(ended: Ended) -> Ended {
    for text in [&ended.out, &ended.err] {
        assert!(!text.contains(TOKEN) && !text.contains(ENCODED), "{text}");
    }
    ended
}

#[test]
fn a_plan_is_made_of_what_is_live_and_applied_by_a_bulk_job() {
    let served = project("127.0.0.1:1");
    let serving = Serving::of(&served, &[]);
    let project = project(&serving.host);
    let plan = with_token(&project, &["plan", "-e", "production", "--verbose"]).ends(0);
    assert!(plan.out.contains("noa@acme.example") && plan.out.contains("location"), "{}", plan.out);
    assert!(plan.err.contains("GET /manager/api/v1/teams: 200 OK"), "{}", plan.err);
    with_token(&project, &["apply", "-e", "production", "--yes", "--verbose"]).ends(0);
    let again = with_token(&project, &["plan", "-e", "production"]).ends(0);
    assert!(again.out.contains("Nothing to do"), "{}", again.out);
    with_token(&project, &["plan", "-e", "production", "--out", "plan.json"]).ends(0);
    with_token(&project, &["export", "-e", "production"]);
    for (path, bytes) in project.files() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains(TOKEN) && !text.contains(ENCODED), "{path} holds the token");
    }
    assert!(!project.read(".rolecall/journal/production.jsonl").is_empty());
    serving.stop().ends(0);
}

#[test]
fn a_wrong_token_is_refused_and_not_shown() {
    let served = project("127.0.0.1:1");
    let serving = Serving::of(&served, &[]);
    let project = project(&serving.host);
    let mut command = project.command(&["plan", "-e", "production", "--verbose"]);
    command.env("CCAAS_TOKEN", "another-t0ken");
    let ended = Ended::of(command).ends(1);
    assert!(ended.err.contains("answered 401"), "{}", ended.err);
    assert!(!ended.err.contains("another-t0ken"), "{}", ended.err);
    serving.stop().ends(0);
}

#[test]
fn a_platform_that_is_not_there_is_said_to_be_unreachable() {
    let ended = with_token(&project("127.0.0.1:1"), &["check"]).ends(0);
    assert!(!ended.err.contains("127.0.0.1"), "nothing is asked: {}", ended.err);
    // A host outside of the platform is refused whatever answers there, unless it is named.
    let elsewhere = project("elsewhere.invalid");
    elsewhere.edit("rolecall.yaml", "http://", "https://");
    with_token(&elsewhere, &["plan", "-e", "production"]).ends(7).says("foreign-host");
}
