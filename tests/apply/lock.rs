//! The lock of an environment.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rolecall::apply::{Held, Holder, Lock, LockError};

/// Tells the child process which lock to take.
const PATH: &str = "ROLECALL_TEST_LOCK";

fn holder(who: &str) -> Holder {
    Holder { who: who.to_owned(), pid: 7, since: "2026-05-04T09:30:00Z".to_owned() }
}

fn held_by(path: &Path) -> Option<Holder> {
    match Lock::take(path, &holder("late@host")) {
        Err(LockError::Held(Held { by })) => by,
        other => panic!("it should be held: {other:?}"),
    }
}

#[test]
fn a_second_run_is_told_who_is_at_work() {
    let folder = tempfile::tempdir().expect("there is a place for temporary files");
    let path = folder.path().join(".rolecall/lock/production.lock");
    let lock = Lock::take(&path, &holder("ana@host")).expect("it is free");
    assert_eq!(lock.left_by(), None);

    let error = Lock::take(&path, &holder("bo@host")).expect_err("ana holds it");
    assert_eq!(
        error.to_string(),
        "another run is at work: ana@host, process 7, since 2026-05-04T09:30:00Z"
    );
    drop(lock);
    let lock = Lock::take(&path, &holder("bo@host")).expect("ana let go");
    assert_eq!(lock.left_by(), None);
    fs::write(&path, "{").expect("it can be written");
    assert_eq!(held_by(&path), None);
}

#[test]
fn a_lock_that_cannot_be_made_is_no_held_lock() {
    let folder = tempfile::tempdir().expect("there is a place for temporary files");
    let error = Lock::take(folder.path(), &holder("ana@host")).expect_err("it is a folder");
    assert!(matches!(error, LockError::Unusable(_)), "{error:?}");
}

#[test]
fn a_killed_run_leaves_the_lock_free_and_its_name_in_it() {
    let folder = tempfile::tempdir().expect("there is a place for temporary files");
    let path = folder.path().join("production.lock");
    let mut child = start_child(&path);
    assert_eq!(held_by(&path), Some(holder("child@host")));

    child.kill().expect("it can be killed");
    child.wait().expect("it is gone");

    let lock = Lock::take(&path, &holder("ana@host")).expect("its holder is gone");
    assert_eq!(lock.left_by(), Some(&holder("child@host")));
}

/// Starts this test binary once more, and returns when it has taken the lock.
fn start_child(path: &Path) -> Child {
    let me = env::current_exe().expect("it has a path");
    let mut child = Command::new(me)
        .args(["--exact", "lock::child", "--ignored", "--nocapture"])
        .env(PATH, path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it can be started");
    let output = BufReader::new(child.stdout.take().expect("it is piped"));
    let is_held = output.lines().any(|line| line.is_ok_and(|line| line.contains("lock is held")));
    assert!(is_held, "the child ended without the lock");
    child
}

#[test]
#[ignore = "the other process of the test above"]
fn child() {
    let Some(path) = env::var_os(PATH) else { return };
    let _lock = Lock::take(Path::new(&path), &holder("child@host")).expect("it is free");
    println!("lock is held");
    // Ends with the parent, should the parent not kill it.
    let _ = std::io::stdin().read(&mut [0]);
}
