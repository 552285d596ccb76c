//! Each rule refuses the step that breaks it, says so, and lets the other step of the batch through.

mod departments;
mod names;
mod orders;
mod people;
mod roles;
mod seats;
mod teams;
mod values;

use rolecall::core::{FaultKind, State};
use rolecall::plan::Action::Update;
use rolecall::plan::{Step, perform};
use rolecall::platform::Platform;
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;

use super::world::*;

/// Asks for a step that breaks a rule together with one that doesn't.
#[track_caller]
fn refuses_on(platform: &Platform, live: &State, bad: Step, sentence: &str) {
    let sandbox = Sandbox::in_memory(platform, live).expect("the state is legal");
    let good = user(Update, "zoe@x.example", has("note", "was here".into()));
    let mut expected = read(&sandbox);
    perform(&mut expected, &good);
    let answers = wait(sandbox.perform(&[&bad, &good]));
    match &answers[..] {
        [Err(fault), Ok(())] => {
            assert_eq!(fault.message, sentence);
            assert_eq!(fault.kind, FaultKind::Refused);
        }
        _ => panic!("{answers:?}"),
    }
    assert_eq!(sandbox.audit(), Ok(Vec::new()));
    assert_eq!(read(&sandbox), expected);
}

#[track_caller]
fn refuses(bad: Step, sentence: &str) {
    refuses_on(&platform(), &live(), bad, sentence);
}

/// The platform with one thing changed.
fn but(change: impl FnOnce(&mut Platform)) -> Platform {
    let mut platform = platform();
    change(&mut platform);
    platform
}

/// The live state with one thing changed.
fn with(change: impl FnOnce(&mut State)) -> State {
    let mut live = live();
    change(&mut live);
    live
}
