//! The database file: whole or not at all, lasting, and opened only where it fits.

use std::fs;
use std::path::Path;

use rolecall::core::{FaultKind, Known, State, Team};
use rolecall::plan::Action::{Create, Update};
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;

use super::world::*;

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn an_illegal_state_leaves_nothing_behind_and_is_told_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rehearsal.db");
    let mut live = live();
    live.users.insert("zoe@x.example".into(), person(&["None"], &["Sales", "Gone"]).into());
    live.teams.insert("Lost:L1".into(), managed_by(&[]));
    live.teams.insert("Sales".into(), managed_by(&["no@x.example"]));
    live.role_order = Known::Known(vec!["Nix".into()]);
    live.roles.insert("Idle".into(), may(&[("moon.walk", rolecall::core::Level::View)]));
    let fault = Sandbox::create(&path, &platform(), &live).expect_err("it is illegal");
    assert_eq!(fault.kind, FaultKind::Refused);
    assert_eq!(
        fault.message,
        "the live state breaks rules of the platform `testdesk`:\n\
         dangling: Idle: has the permission `moon.walk`, which is not there\n\
         dangling: order of roles: names `Nix`, which is not there\n\
         dangling: Lost:L1: is below the team `Lost`, which is not there\n\
         dangling: order of teams: names `Lost:L1`, which is not there\n\
         dangling: zoe@x.example: holds the role `None`, which is not there\n\
         dangling: zoe@x.example: is a member of the team `Gone`, which is not there\n\
         dangling: Sales: is managed by `no@x.example`, which is not there\n\
         seat: `zoe@x.example`: a member of Sales and not eligible\n\
         user-roles: `zoe@x.example`: 0 roles"
    );
    assert!(names_in(folder.path()).is_empty());
}

#[test]
fn many_violations_are_counted() {
    let mut platform = platform();
    platform.users.max.is = None;
    let mut live = live();
    for number in 0..25 {
        live.users.insert(format!("u{number:02}@x.example").into(), person(&[], &[]).into());
    }
    let fault = Sandbox::in_memory(&platform, &live).expect_err("it is illegal");
    let lines: Vec<_> = fault.message.lines().collect();
    assert_eq!(lines.len(), 22);
    assert_eq!(lines[1], "user-roles: `u00@x.example`: 0 roles");
    assert_eq!(lines[21], "and 5 more");
}

#[test]
fn what_was_done_is_there_when_it_is_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new/rehearsal.db");
    let sandbox = Sandbox::create(&path, &platform(), &live()).expect("the state is legal");
    let done = wait(sandbox.perform(&[&team(Create, "New", Team::default())]));
    assert_eq!(done, [Ok(())]);
    let before = read(&sandbox);
    drop(sandbox);
    assert_eq!(names_in(&folder.path().join("new")), ["rehearsal.db"]);
    let again = Sandbox::open(&path, &platform()).expect("it fits");
    assert_eq!(read(&again), before);
    assert!(before.teams.contains_key(&"New".into()));
}

#[test]
fn a_file_that_is_there_is_not_made_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rehearsal.db");
    let first = Sandbox::create(&path, &platform(), &live()).expect("the state is legal");
    let fault = Sandbox::create(&path, &platform(), &State::default()).expect_err("it is there");
    assert_eq!(fault.kind, FaultKind::Unreachable);
    assert!(fault.message.ends_with("rehearsal.db` is already there"), "{fault}");
    assert_eq!(read(&first).users.len(), 5);
}

#[test]
fn the_log_of_an_earlier_file_is_not_taken_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rehearsal.db");
    let first = Sandbox::create(&path, &platform(), &live()).expect("the state is legal");
    wait(first.perform(&[&team(Create, "New", Team::default())])).remove(0).expect("done");
    let log = fs::read(folder.path().join("rehearsal.db-wal")).expect("there is a log");
    assert!(!log.is_empty());
    drop(first);
    fs::remove_file(&path).expect("deleted, as the fault says");
    fs::write(folder.path().join("rehearsal.db-wal"), log).expect("left by a killed process");
    let again = Sandbox::create(&path, &platform(), &live()).expect("the state is legal");
    assert!(!read(&again).teams.contains_key(&"New".into()));
}

#[test]
fn what_does_not_fit_is_not_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rehearsal.db");
    let refuses = |platform: &_, why: &str| {
        let fault = Sandbox::open(&path, platform).expect_err("it does not fit");
        let path = path.display();
        let help = format!("`{path}` {why}; delete `{path}` to start again from live/");
        assert_eq!((fault.kind, fault.message), (FaultKind::Unreachable, help));
    };
    assert!(Sandbox::open(&path, &platform()).is_err(), "it is not there");
    fs::write(&path, "").expect("a file");
    refuses(&platform(), "is not a sandbox");
    fs::write(&path, "a text, and a long one, that nobody would take for a database").unwrap();
    refuses(&platform(), "is not a sandbox");
    fs::remove_file(&path).expect("deleted");

    drop(Sandbox::create(&path, &platform(), &live()).expect("the state is legal"));
    let mut other = platform();
    other.platform = "other".into();
    refuses(&other, "was made for the platform `testdesk`, not for `other`");
    let mut changed = platform();
    changed.users.max.is = Some(7);
    refuses(&changed, "was made before the platform file or the catalogue was changed");
    let raw = rusqlite::Connection::open(&path).expect("it can be opened");
    raw.execute("UPDATE about SET schema = x'00'", []).expect("changed");
    refuses(&platform(), "was made by another version of rolecall");
}

#[test]
fn what_a_state_leaves_out_is_none() {
    let mut platform = platform();
    platform.roles.min_per_user.is = None;
    platform.users.attributes.values_mut().for_each(|attribute| attribute.required.is = None);
    let mut live = State::default();
    live.users.insert("ana@x.example".into(), Default::default());
    live.teams.insert("Sales".into(), Team::default());
    live.roles.insert("Lead".into(), Default::default());
    live.roles.insert("Agent".into(), Default::default());
    // What a fixed role contains is the platform's.
    live.roles.insert("Admin".into(), may(&[("dark", rolecall::core::Level::View)]));
    let state = read(&Sandbox::in_memory(&platform, &live).expect("the state is legal"));
    let ana = &state.users["ana@x.example"];
    assert_eq!((ana.is_active(), ana.held_roles().count(), ana.member_of().count()), (true, 0, 0));
    assert_eq!(ana.attributes.len(), platform.users.attributes.len());
    let sales = &state.teams[&"Sales".into()];
    assert_eq!(sales.managers, managed_by(&[]).managers);
    assert!(sales.values().values().all(|value| *value == rolecall::core::Scalar::Null));
    assert_eq!(sales.values().len(), platform.teams.attributes.len());
    assert_eq!(state.roles.len(), 1);
    let lead = &state.roles["Lead"];
    assert!(lead.label.is_unknown() && lead.color.is_unknown());
    assert_eq!(lead.assignable_roles, Known::Known(set(&[])));
}

#[test]
fn an_order_may_name_the_first_few() {
    let mut live = live();
    live.role_order = Known::Known(vec!["Taker".into(), "Owner".into()]);
    live.team_order.insert(None, vec!["Support".into()]);
    let state = read(&Sandbox::in_memory(&platform(), &live).expect("the state is legal"));
    let order = ["Taker", "Owner", "Admin", "Agent", "Helper", "Idle", "Lead"];
    assert_eq!(state.role_order, Known::Known(order.map(Into::into).to_vec()));
    assert_eq!(state.team_order[&None], ["Support".into(), "Sales".into()]);
}

#[test]
fn a_built_in_role_appears_once_it_is_written() {
    let sandbox = Sandbox::in_memory(&platform(), &live()).expect("the state is legal");
    assert!(!read(&sandbox).roles.contains_key("Agent"));
    let written = role(Update, "Agent", may(&[("queue", rolecall::core::Level::View)]));
    assert_eq!(wait(sandbox.perform(&[&written])), [Ok(())]);
    let agent = &read(&sandbox).roles["Agent"];
    assert_eq!(agent.permissions, may(&[("queue", rolecall::core::Level::View)]).permissions);
}

#[test]
fn twenty_thousand_people() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut platform = platform();
    platform.users.max.is = None;
    let mut live = live();
    for number in 0..20_000 {
        let roles: &[&str] = if number % 2 == 0 { &["Agent"] } else { &["Taker", "Idle"] };
        let teams: &[&str] = if number % 3 == 0 { &["Sales", "Support:L1"] } else { &["Support"] };
        live.users.insert(format!("u{number}@x.example").into(), person(roles, teams).into());
    }
    let path = folder.path().join("rehearsal.db");
    let sandbox = Sandbox::create(&path, &platform, &live).expect("the state is legal");
    let state = read(&sandbox);
    assert_eq!(state.users.len(), 20_005);
    for (email, user) in &live.users {
        let found = &state.users[email];
        assert_eq!(
            (&found.roles, &found.teams, &found.status),
            (&user.roles, &user.teams, &user.status)
        );
    }
}
