//! Plan, apply, plan again, export: round once, and everything agrees.

use rolecall::apply::Event;

use crate::project::{Files, JOURNAL, Project, begun, steps, text};

#[test]
fn what_was_applied_is_no_longer_planned() {
    let project = Project::copy_of("acme");
    project.run(&["plan", "--detailed-exitcode"]).ends(2);
    project.run(&["apply", "--yes"]).ends(0).prints("Applied: 60 of 60 steps.");
    project.run(&["plan", "--detailed-exitcode"]).ends(0).prints("Nothing to do");
}

#[test]
fn applying_twice_does_nothing_the_second_time() {
    let project = Project::copy_of("acme");
    project.run(&["apply", "--yes"]).ends(0);
    let (journal, live) = (project.read(JOURNAL), project.live());

    project.run(&["apply", "--yes"]).ends(0).prints("Nothing to do");

    assert_eq!(project.read(JOURNAL), journal);
    assert_eq!(project.live(), live);
}

#[test]
fn a_project_of_what_was_exported_plans_nothing() {
    for example in ["acme", "minimal"] {
        let project = Project::copy_of(example);
        project.run(&["apply", "--yes"]).ends(0);
        project.run(&["export", "--to", "exported"]).ends(0).prints("exported/users.yaml");
        project.edit("rolecall.yaml", "version: 1\n", "version: 1\nmanifests: [exported]\n");

        project.run(&["check"]).ends(0).says_nothing();
        project.run(&["plan", "--detailed-exitcode"]).ends(0).prints("Nothing to do");
    }
}

#[test]
fn export_overwrites_nothing() {
    let project = Project::copy_of("minimal");
    project.write("exported/users.yaml", "mine\n");
    project.run(&["export", "--to", "exported"]).ends(64).says("exported/users.yaml");
    assert_eq!(project.read("exported/users.yaml"), "mine\n");
    let exported = |files: Files| files.into_keys().filter(|path| path.starts_with("exported/"));
    assert_eq!(exported(project.files()).count(), 1, "the others weren't written either");
}

#[test]
fn the_journal_names_every_step_in_the_order_of_the_plan() {
    let project = Project::copy_of("acme");
    let plan = project.plan();
    project.run(&["apply", "--yes"]).ends(0);
    let journal = project.journal();

    let planned: Vec<String> = steps(&plan).iter().map(|step| text(&step["id"])).collect();
    assert_eq!(begun(&journal), planned.iter().collect::<Vec<_>>());
    let first = journal.first().map(|entry| &entry.event);
    let Some(Event::RunStarted { environment, platform, digest, steps, approved, waived }) = first
    else {
        panic!("a run doesn't begin with {first:?}")
    };
    assert_eq!([environment, platform, approved], ["rehearsal", "ccaas", "--yes"]);
    assert_eq!((digest, *steps, waived.len()), (&text(&plan["digest"]), planned.len(), 0));
    let last = journal.last().map(|entry| &entry.event);
    assert!(matches!(last, Some(Event::RunEnded { done: 60, failed: 0, skipped: 0, .. })));
}

#[test]
fn what_begins_in_the_journal_ends_in_it_and_belongs_to_one_run() {
    let project = Project::copy_of("acme");
    project.run(&["apply", "--yes"]).ends(0);
    let journal = project.journal();

    let mut open = Vec::new();
    for entry in &journal {
        assert_eq!(entry.run, journal[0].run);
        match &entry.event {
            Event::StepBegun { step, .. } => open.push(step),
            Event::StepDone { step } => {
                let place = open.iter().position(|begun| *begun == step);
                open.remove(place.unwrap_or_else(|| panic!("{step} was done before it began")));
            }
            Event::RunStarted { .. } | Event::RunEnded { .. } => assert!(open.is_empty()),
            other => panic!("nothing fails here: {other:?}"),
        }
    }
}
