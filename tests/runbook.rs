//! What somebody reads who does by hand what no program can do.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

use std::fs;

use rolecall::core::{Grant, Key, Known, Level, Role, Team, User};
use rolecall::plan::{Action, By, Digest, Plan, Resource, Stage, Step};
use rolecall::platform::{read_api, read_built_in};
use rolecall::render::{Portal, runbook};

fn plan(steps: Vec<Step>) -> Plan {
    Plan {
        platform: "ccaas".to_owned(),
        environment: "production".to_owned(),
        digest: Digest::new(&"ab".repeat(32)),
        stages: vec![Stage { steps }],
        unmanaged: Vec::new(),
        drift: Vec::new(),
        effects: Vec::new(),
        refusals: Vec::new(),
    }
}

fn text(plan: &Plan, done: &[usize], uploads: bool) -> Option<String> {
    let platform = read_built_in("ccaas").expect("it is built in").expect("it is valid");
    let api = read_api("ccaas").expect("it is built in").expect("it is valid");
    let (pages, sources) = (api.by_hand(), api.sources());
    runbook(plan, Portal { platform: &platform, pages, sources, uploads }, done)
}

fn step(action: Action, key: Key, before: Option<Resource>, after: Option<Resource>) -> Step {
    Step { action, before, after, by: By::Hand, ..Step::about(key) }
}

fn grants(all: &[(&str, Level)]) -> Resource {
    let grants = all.iter().map(|(id, level)| ((*id).into(), Grant::everywhere(*level)));
    Resource::Role(Role { permissions: Known::Known(grants.collect()), ..Role::default() })
}

fn managers(all: &[&str]) -> Team {
    Team {
        managers: Known::Known(all.iter().map(|one| (*one).into()).collect()),
        ..Team::default()
    }
}

/// Returns the items of a page, without what stands above them.
fn items(text: &str) -> String {
    let (_, below) = text.split_once("\n- [ ]").expect("it has an item");
    format!("- [ ]{below}")
}

#[test]
fn what_changes_of_a_role_is_said_one_by_one() {
    let before = grants(&[("settings.queue", Level::View), ("dashboards.chats", Level::View)]);
    let after = grants(&[("settings.queue", Level::Edit)]);
    let role = step(Action::Update, Key::Role("Floor Lead".into()), Some(before), Some(after));
    let text = text(&plan(vec![role]), &[], false).expect("there is something to do");
    assert!(text.contains("## Settings › Users & Teams › Roles & Permissions\n"), "{text}");
    assert!(text.contains("\n    rolecall attest -e production --all --by you@example.com\n"));
    let said = items(&text);
    assert_eq!(
        said,
        "- [ ] **1.** Edit the role `Floor Lead`:\n  - Take away `Dashboards › Chats`.\n  \
         - Set `Settings › Queue` to `edit` (was `view`).\n"
    );
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    assert!(fs::read_to_string(readme).unwrap().contains(&said), "the README shows it");
}

#[test]
fn a_role_of_which_nobody_knows_anything_is_said_whole() {
    let after = grants(&[("settings.queue", Level::Edit)]);
    let role = step(Action::Update, Key::Role("Floor Lead".into()), None, Some(after));
    let text = text(&plan(vec![role]), &[], false).expect("there is something to do");
    assert!(
        text.ends_with("  - These permissions, and no others:\n    - `Settings › Queue`: `edit`\n")
    );
}

#[test]
fn pages_come_one_after_the_other_and_what_waits_is_only_named() {
    let role = step(Action::Delete, Key::Role("Old".into()), None, None);
    let moved = Step {
        previous_key: Some(Key::Team("Support:L1".into())),
        ..step(
            Action::Move,
            Key::Team("Care:L1".into()),
            None,
            Some(Resource::Team(Team::default())),
        )
    };
    let going = Team { seated: ["bo@x.example".into()].into(), ..managers(&["lea@x.example"]) };
    let gone = step(Action::Delete, Key::Team("Nights".into()), Some(Resource::Team(going)), None);
    let row = Step {
        by: By::Automatic,
        ..step(Action::Update, Key::User("a@x.example".into()), None, None)
    };
    let waits = Step {
        needs: vec![3],
        ..step(Action::Update, Key::Team("Care".into()), None, Some(Resource::Team(managers(&[]))))
    };
    let plan = plan(vec![role, moved, gone, row, waits]);
    let said = text(&plan, &[], false).expect("there is something to do");
    let roles = said.find("Roles & Permissions").expect("a page");
    let teams = said.find("Manage Users & Teams").expect("another page");
    assert!(roles < teams);
    for line in [
        "**1.** Delete the role `Old`, and confirm it.",
        "**2.** Move the team `Support:L1`: it becomes `L1` below `Care`.",
        "**3.** Delete the team `Nights`.\n  - Take out first who is in it: `lea@x.example`, `bo@x.example`.",
        "## Not yet",
        "- update `team `Care``",
    ] {
        let line = line.replace("`team `Care``", "`` team `Care` ``");
        assert!(said.contains(&line), "{line}\n{said}");
    }
    let later = text(&plan, &[3], false).expect("there is something to do");
    assert!(
        !later.contains("Not yet") && later.contains("**4.** Edit the team `Care`:"),
        "{later}"
    );
}

#[test]
fn who_is_uploaded_is_not_edited_one_by_one() {
    let user = User { status: Known::Known(rolecall::core::Status::Active), ..User::default() };
    let row =
        step(Action::Update, Key::User("a@x.example".into()), None, Some(Resource::User(user)));
    assert!(text(&plan(vec![row.clone()]), &[], false).is_some());
    assert_eq!(text(&plan(vec![row]), &[], true), None);
}

#[test]
fn names_stay_letters() {
    let key = Key::Role("a`b [x](http://evil) <b>\n# c".into());
    let text = text(&plan(vec![step(Action::Delete, key, None, None)]), &[], false).unwrap();
    let parser = "``a`b [x](http://evil) <b>\\u{a}# c``";
    assert!(text.contains(&parser.replace("``a", "`` a").replace("c``", "c ``")), "{text}");
}
