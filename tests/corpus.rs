//! What fuzzing has found to reach something new, once more.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

#[path = "../fuzz/judge.rs"]
mod judge;

use std::fs;
use std::path::Path;

fn replay(target: &str, judge: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut inputs = 0;
    for entry in fs::read_dir(&folder).expect("the corpus is there") {
        let path = entry.expect("it can be read").path();
        let input = fs::read(&path).expect("it can be read");
        if std::panic::catch_unwind(|| judge(&input)).is_err() {
            panic!("{} brings it down", path.display());
        }
        inputs += 1;
    }
    assert!(inputs > 300, "only {inputs} inputs in {}", folder.display());
}

#[test]
fn the_reader_survives_the_corpus() {
    replay("reader", judge::reader);
}

#[test]
fn checking_and_planning_survive_the_corpus() {
    replay("check", judge::whole);
}
