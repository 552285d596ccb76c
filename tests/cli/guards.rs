//! Guards refuse by name, and are waived by name, for one plan.

use rolecall::apply::Event;

use crate::project::{JOURNAL, Project, steps};

/// The guards that object to the example, with the number that each names.
const OBJECTIONS: [(&str, &str); 5] = [
    ("max-removals", "4 memberships would be taken away, and 3 are allowed"),
    ("last-administrators", "of 4 administrators 1 would be left, and there must be 3"),
    ("protected", "`vera.lindholm@acme.example` is protected"),
    ("emptied", "team `Nights` would lose its last member"),
    ("identity-change", "1 person would get another address"),
];

/// The flags that waive these guards for the plan with the digest.
fn waiving<'f>(digest: &'f str, guards: &[&'f str]) -> Vec<&'f str> {
    let mut flags = vec!["apply", "--approve", digest];
    guards.iter().for_each(|guard| flags.extend(["--allow", guard]));
    flags
}

fn all() -> [&'static str; 5] {
    OBJECTIONS.map(|(guard, _)| guard)
}

#[test]
fn a_refused_plan_is_printed_whole_with_every_guard_and_its_number() {
    let project = Project::copy_of("guarded");
    let ended = project.run(&["plan"]).ends(4);
    for step in steps(&project.plan()) {
        assert!(ended.out.contains(step["key"].as_str().expect("it has a name")), "{step}");
    }
    for (guard, number) in OBJECTIONS {
        let line = ended.out.lines().find(|line| line.contains(&format!("Refused by {guard}:")));
        assert!(line.is_some_and(|line| line.contains(number)), "{guard}: {line:?}");
        assert!(ended.out.contains(&format!("`--allow {guard}`")), "{guard} can be waived");
    }
}

#[test]
fn the_json_of_a_refused_plan_holds_what_is_found_and_what_is_allowed() {
    let plan = Project::copy_of("guarded").plan();
    let guards = plan["guards"].as_array().expect("it is a list");
    let found: Vec<_> = guards.iter().map(|g| (&g["guard"], &g["found"], &g["limit"])).collect();
    let numbers = format!("{found:?}");
    for expected in [
        r#"(String("max-removals"), Number(4), Number(3))"#,
        r#"(String("last-administrators"), Number(1), Number(3))"#,
        r#"(String("protected"), Number(1), Number(0))"#,
        r#"(String("emptied"), Number(4), Number(0))"#,
        r#"(String("identity-change"), Number(1), Number(0))"#,
    ] {
        assert!(numbers.contains(expected), "{expected} isn't in {numbers}");
    }
    assert_eq!(found.len(), 5);
}

#[test]
fn four_waivers_of_five_are_not_enough() {
    let project = Project::copy_of("guarded");
    let (digest, live) = (project.digest(), project.live());
    for left_out in all() {
        let guards: Vec<&str> = all().into_iter().filter(|guard| *guard != left_out).collect();
        let ended = project.run(&waiving(&digest, &guards)).ends(4);
        ended.prints(&format!("Refused by {left_out}:")).says("Nothing was applied");
    }
    assert_eq!(project.live(), live);
    assert!(!project.path(JOURNAL).exists(), "no run began");
}

#[test]
fn with_every_waiver_the_plan_is_applied_and_the_journal_says_so() {
    let project = Project::copy_of("guarded");
    let digest = project.digest();
    project.run(&waiving(&digest, &all())).ends(0).prints("Applied: 9 of 9 steps.");
    project.run(&["plan", "--detailed-exitcode"]).ends(0);
    let Event::RunStarted { waived, approved, .. } = &project.journal()[0].event else {
        panic!("a run begins with its start")
    };
    assert_eq!(
        (approved.as_str(), waived.as_slice()),
        ("digest", all().map(String::from).as_slice())
    );
}

#[test]
fn a_plan_file_can_be_waived_for_as_well() {
    let project = Project::copy_of("guarded");
    project.run(&["plan", "--out", "plan.json"]).ends(4);
    let mut flags = vec!["apply", "--plan", "plan.json"];
    all().iter().for_each(|guard| flags.extend(["--allow", guard]));
    project.run(&flags).ends(0);
}

#[test]
fn yes_waives_nothing() {
    let project = Project::copy_of("guarded");
    project.run(&["apply", "--yes"]).ends(4).says("Nothing was applied");
    assert!(!project.path(JOURNAL).exists());
}

#[test]
fn a_waiver_without_a_named_plan_is_refused() {
    let project = Project::copy_of("guarded");
    for flags in
        [&["apply", "--yes", "--allow", "emptied"][..], &["apply", "--allow", "emptied"][..]]
    {
        project.run(flags).ends(64).prints_nothing().says("--approve DIGEST");
    }
}

#[test]
fn an_unknown_guard_is_refused_with_the_nearest_name() {
    let project = Project::copy_of("guarded");
    let digest = project.digest();
    let ended = project.run(&waiving(&digest, &["max-removal"])).ends(64).prints_nothing();
    ended.says("no guard is called `max-removal`").says("Did you mean `max-removals`?");
}

#[test]
fn a_guard_that_can_not_be_waived_is_not() {
    let project = Project::copy_of("guarded");
    let digest = project.digest();
    for guard in ["in-use", "no-safe-order"] {
        let ended = project.run(&waiving(&digest, &[guard])).ends(64).prints_nothing();
        ended.says(&format!("`{guard}` can't be waived"));
    }
}

#[test]
fn a_role_that_somebody_holds_is_refused_and_the_holder_named() {
    let project = Project::copy_of("acme");
    project.edit(
        "rolecall.yaml",
        "  - role: Directory Sync
    reason: The identity team's sync job brings this role along and edits it.
",
        "",
    );
    let text = project.read("rolecall.yaml");
    let (before, after) = text.split_once("  - users_holding:").expect("it is there");
    let after = after.split_once("\n\n").expect("it ends").1;
    project.write("rolecall.yaml", format!("{before}\n{after}"));

    let ended = project.run(&["plan"]).ends(4).prints("Refused by in-use");
    ended.prints("directory.sync@acme.example").prints("This can't be waived");
}
