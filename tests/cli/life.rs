//! The whole life of a change: from the branch to the drift of next month.

use std::fs;

use serde_json::Value;

use crate::base::{commit, git, refused_by};
use crate::by_hand::{Form, run};
use crate::project::{Ended, Project, steps, text};
use crate::serve::Serving;

const PROJECT: &str = "version: 1
platform: ccaas
environments:
";

const PRODUCTION: &str = "  production:
    target: ccaas
    subdomain: acme
    requests_per_second: 10
    token: { env: SANDBOX_TOKEN }
";

const RULES: &str = "protected: { first_administrator: root@acme.example }
guards: { min_admins: 1 }
";

fn access(members: &str) -> String {
    let person = |name: &str, role: &str| {
        format!(
            "  - email: {name}@acme.example\n    first_name: {name}\n    last_name: Diaz\n    \
             roles: [{role}]\n"
        )
    };
    let people = [("root", "Admin"), ("lea", "Manager"), ("ana", "Agent"), ("bo", "Agent")];
    let people: String = people.iter().map(|(name, role)| person(name, role)).collect();
    format!(
        "teams:\n  - name: Support\n    managers: [lea@acme.example]\n    members: [{members}]\n\
         users:\n{people}"
    )
}

const ACCESS: &str = "access/access.yaml";
const BEFORE: &str = "ana@acme.example";
const AFTER: &str = "ana@acme.example, bo@acme.example";

/// The platform that is administered, and the repository of whoever administers it.
struct Setting {
    serving: Serving,
    _platform: Project,
    project: Project,
    /// Another place, which no branch of the repository can write to.
    kept: Project,
}

impl Setting {
    fn new() -> Self {
        let platform = Project::empty();
        let sandbox = "  rehearsal: { target: sandbox, live: live }\n";
        platform.write("rolecall.yaml", format!("{PROJECT}{sandbox}{RULES}"));
        platform.write("live/live.yaml", access(BEFORE));
        platform.write(ACCESS, access(BEFORE));
        let serving = Serving::of(&platform, &[]);
        let project = Project::empty();
        let url = format!("    url: http://{}\n", serving.host);
        project.write("rolecall.yaml", format!("{PROJECT}{PRODUCTION}{url}{RULES}"));
        project.write(ACCESS, access(BEFORE));
        project.write(".gitignore", ".rolecall/\n");
        git(&project, &["init", "-q", "-b", "main"]);
        Self { serving, _platform: platform, project, kept: Project::empty() }
    }

    fn snapshot(&self) -> String {
        self.kept.path("production.json").to_str().expect("it is UTF-8").to_owned()
    }

    /// What the workflow does every night.
    fn night(&self) {
        run(&self.project, &["export", "--snapshot", &self.snapshot()]).ends(0);
    }

    /// What the pull request does: no token is at hand.
    fn pull_request(&self, format: &str) -> Ended {
        let snapshot = self.snapshot();
        let arguments = ["plan", "--base", "main", "--snapshot", &snapshot, "--detailed-exitcode"];
        self.project.run(&[&arguments[..], &["--format", format]].concat())
    }

    /// What happens after the merge, with the token.
    fn apply(&self, digest: &str, more: &[&str]) -> Ended {
        let arguments = ["apply", "--approve", digest, "--base", "HEAD~1"];
        run(&self.project, &[&arguments[..], more].concat())
    }

    /// Somebody changes who is in the team, in the portal.
    fn by_hand(&self, members: &[&str]) {
        let mut form = Form::open(&self.serving, "/portal/team?path=Support");
        form.set("members", [members.join("\n").as_str()]);
        form.press(&self.serving, "save");
    }
}

fn keys(plan: &Value) -> Vec<&str> {
    steps(plan).into_iter().map(|step| step["key"].as_str().expect("it has one")).collect()
}

#[test]
fn a_change_lives_from_the_branch_to_the_drift_of_next_month() {
    let all = Setting::new();
    let project = &all.project;

    // The beginning: what no API tells is attested once, and main means what is live.
    run(project, &["attest", "--all", "--by", "root@acme.example"]).ends(0);
    run(project, &["plan", "--detailed-exitcode"]).ends(0).prints("Nothing to do");
    commit(project);
    all.night();

    // A branch, its plan, and the comment that shows it.
    git(project, &["checkout", "-q", "-b", "bo-joins"]);
    project.edit(ACCESS, &format!("members: [{BEFORE}]"), &format!("members: [{AFTER}]"));
    commit(project);
    let comment = all.pull_request("markdown").ends(2);
    let comment = comment.prints("bo@acme.example").prints("joins").prints("**as of 20");
    let plan = all.pull_request("json").ends(2).json();
    assert_eq!(keys(&plan), ["bo@acme.example"]);
    let approved = text(&plan["digest"]);
    comment.prints(&approved);

    // Meanwhile somebody takes Ana out of the team in the portal; then the change is merged.
    all.by_hand(&[]);
    git(project, &["checkout", "-q", "main"]);
    git(project, &["merge", "-q", "--no-ff", "-m", "merge", "bo-joins"]);
    let stale = all.apply(&approved, &[]).ends(5).prints_nothing();
    stale.says("plan-is-stale").says("ana@acme.example").says("Nothing was applied");

    // Planned again, it would give back what was taken away: somebody has to want that.
    let again = ["plan", "--base", "HEAD~1", "--format", "json"];
    let plan = run(project, &again).ends(4).json();
    assert_eq!(keys(&plan), ["ana@acme.example", "bo@acme.example"]);
    refused_by(&plan, "regrant-drift");
    let approved = text(&plan["digest"]);
    all.apply(&approved, &[]).ends(4).says("Nothing was applied");
    let applied = all.apply(&approved, &["--allow", "regrant-drift"]).ends(0);
    applied.prints("Applied: 2 of 2 steps.");

    // The night finds no drift.
    all.night();
    let clean = ["plan", "--snapshot", &all.snapshot(), "--detailed-exitcode"];
    project.run(&clean).ends(0).prints("Nothing to do");

    // Next month Bo has left the team, and no change says so.
    all.by_hand(&["ana@acme.example"]);
    all.night();
    let drift = project.run(&clean).ends(2).prints("bo@acme.example");
    assert!(!drift.out.contains("ana@acme.example"), "{}", drift.out);

    // That becomes a branch, without a token, whose plan is empty: what it takes over is no longer done.
    git(project, &["checkout", "-q", "-b", "drift"]);
    let taken = project.run(&["export", "--into", "--from", &all.snapshot()]).ends(0);
    assert_eq!(taken.out, format!("{ACCESS}\n"));
    assert_eq!(project.read(ACCESS), access(BEFORE), "and nothing else is touched");
    commit(project);
    all.pull_request("markdown").ends(0).prints("Nothing to do").prints("no longer done (1 step)");
    assert!(keys(&all.pull_request("json").ends(0).json()).is_empty());
    assert_eq!(fs::read_dir(all.kept.path("")).expect("it is a folder").count(), 1);
    all.serving.stop().ends(0);
}

#[test]
fn what_nobody_knew_before_is_told_apart_from_what_is_given() {
    let all = Setting::new();
    let page = run(&all.project, &["plan", "--format", "markdown"]).out;
    let (_, unknown) = page.split_once("### May change access: ").expect("it has a group");
    assert!(unknown.contains("is to be managed only by `lea@acme.example`"), "{page}");
    assert!(!page.contains("### Gives access"), "nothing is known to be given: {page}");
    let plan = run(&all.project, &["plan", "--format", "json"]).json();
    assert_eq!(keys(&plan).len(), page.matches("is done by hand").count(), "{page}");
    let log = run(&all.project, &["plan", "--format", "sarif"]).json();
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "may-change-access");
    all.serving.stop().ends(0);
}

#[test]
fn a_manager_who_left_is_not_kept_in_manifests_unseen() {
    let all = Setting::new();
    let mut form = Form::open(&all.serving, "/portal/team?path=Support");
    form.set("managers", [""]);
    form.press(&all.serving, "save");
    let ended = run(&all.project, &["export", "--into"]).ends(7).says("by-hand\n");
    ended.says("`lea@acme.example` is no longer in `Support`");
    all.serving.stop().ends(0);
}

#[test]
fn a_seat_of_unknown_kind_is_not_taken_into_manifests() {
    let all = Setting::new();
    // Nobody has attested who manages the team, so nobody knows what Bo is in it.
    all.by_hand(&["ana@acme.example", "bo@acme.example"]);
    let before = all.project.files();
    let ended = run(&all.project, &["export", "--into"]).ends(7).says("by-hand\n");
    let ended = ended.says("`bo@acme.example` is in `Support`, and nobody says whether");
    assert!(!ended.err.contains("`ana@acme.example`") && !ended.err.contains("`lea@acme.example`"));
    assert_eq!(all.project.files(), before);
    run(&all.project, &["attest", "--all", "--by", "root@acme.example"]).ends(0);
    run(&all.project, &["export", "--into"]).ends(0).prints(ACCESS);
    assert!(
        all.project.read(ACCESS).contains("- bo@acme.example")
            || all.project.read(ACCESS).contains(AFTER)
    );
    run(&all.project, &["plan", "--detailed-exitcode"]).ends(0);
    all.serving.stop().ends(0);
}
