//! docs/github.md is true: its commands do what it says, and what it names is there.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::base::{commit, git};
use crate::project::{Ended, PROGRAM, Project};
use crate::serve::Serving;

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/github.md");
    fs::read_to_string(path).expect("it is there")
}

/// Returns the blocks of a language, without what they are indented by.
fn blocks(language: &str) -> Vec<String> {
    let page = page();
    let lines = page.lines().map(str::trim_start);
    let text = lines.collect::<Vec<_>>().join("\n");
    let parts = text.split("```").skip(1).step_by(2).map(ToOwned::to_owned);
    let of = |block: String| block.strip_prefix(&format!("{language}\n")).map(ToOwned::to_owned);
    parts.filter_map(of).collect()
}

/// Types lines of the page into a shell.
fn typed(project: &Project, lines: &str, variables: &[(&str, &str)]) -> Ended {
    let bin = project.path("../bin");
    fs::create_dir_all(&bin).expect("it can be made");
    let _ = std::os::unix::fs::symlink(PROGRAM, bin.join("rolecall"));
    let mut command = Command::new("sh");
    command.args(["-ec", &format!("PATH=\"$PWD/../bin:$PATH\"; {lines}")]);
    project.prepare(&mut command);
    command.envs(variables.iter().copied());
    Ended::of(command)
}

#[test]
fn a_project_is_set_up_as_the_page_says() {
    let platform = Project::copy_of("minimal");
    let serving = Serving::of(&platform, &[]);
    let project = Project::empty();
    project.run(&["init", "--no-workflow"]).ends(0);
    let [environment] = &blocks("yaml")[..] else { panic!("there is one") };
    let [settings, copies, _] = &blocks("sh")[..] else { panic!("there are three") };
    let file = project.read("rolecall.yaml");
    let (head, tail) = file.split_once("environments:\n").expect("it has environments");
    let (_, tail) = tail.split_once("manage:\n").expect("it goes on");
    // The page's own lines, which were indented, at the address of what is served here.
    let keys = environment.lines().enumerate().map(|(at, line)| match at {
        0 => format!("{line}\n"),
        1 => format!("  {line}\n"),
        _ => format!("    {line}\n"),
    });
    let here = format!("http://{}\n    subdomain: acme", serving.host);
    let keys = keys.collect::<String>().replace("https://acme.uc1.ccaiplatform.com", &here);
    let guards = tail.replace("min_admins: 2", "min_admins: 1");
    project.write("rolecall.yaml", format!("{head}{keys}manage:\n{guards}"));
    let ended = typed(&project, settings, &[("CCAAS_TOKEN", "s3cret")]).ends(0);
    assert!(ended.out.contains("Nothing to do in `production`"), "{ended:?}");
    serving.stop().ends(0);

    // The workflows that are copied are there.
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/github");
    let named = copies.split_once('{').and_then(|(_, rest)| rest.split_once('}')).expect("a list");
    for name in named.0.split(',').chain(["drift-pull-request"]) {
        assert!(examples.join(format!("{name}.yml")).is_file(), "{name}");
    }
}

#[test]
fn another_forge_does_it_with_these_commands() {
    let project = Project::copy_of("minimal");
    project.edit("rolecall.yaml", "  rehearsal:", "  production:");
    project.write(".gitignore", ".rolecall/\n/production.json\n");
    git(&project, &["init", "-q", "-b", "main"]);
    commit(&project);
    git(&project, &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    fs::create_dir(project.path("../snapshots")).expect("it can be made");
    let all = blocks("sh");
    let mut lines = all.last().expect("it is the last").lines();
    let mut next = |variables: &[(&str, &str)]| {
        typed(&project, lines.next().expect("there are four"), variables)
    };
    next(&[]).ends(0).prints("production.json");
    fs::rename(project.path("production.json"), project.path("../snapshots/production.json"))
        .expect("it can be moved");
    // What main has and nobody applied would be given back by this change: a guard says so.
    let plan = next(&[]).ends(4).prints("## Plan for `production`");
    let digest = plan.out.rsplit("Digest: `").next().and_then(|rest| rest.split('`').next());
    let digest = digest.expect("it has one").to_owned();
    next(&[("BEFORE", "HEAD"), ("DIGEST", &digest)]).ends(4).says("Nothing was applied");
    project.run(&["apply", "--approve", &digest]).ends(0);
    project.run(&["export", "--snapshot", "../snapshots/production.json"]).ends(0);
    next(&[]).ends(0).prints("Nothing to do");
}
