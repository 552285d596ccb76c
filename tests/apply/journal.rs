//! The journal in its file.

use std::fs::{self, OpenOptions};
use std::io::Write;

use rolecall::apply::{Entry, Event, FileJournal, JournalStore, Line, Outcome, read};
use rolecall::core::{Fault, FaultKind, Key, TeamPath};
use rolecall::plan::Action;
use serde_json::json;

fn entry(event: Event) -> Entry {
    Entry { run: "run 1".to_owned(), at: "2026-05-04T09:30:00Z".to_owned(), event }
}

fn begun(key: Key, previous_key: Option<Key>) -> Event {
    let (step, action) = ("0123456789ab".to_owned(), Action::Rename);
    let (before, after) = (None, Some(json!({ "label": "two\nlines" })));
    Event::StepBegun { step, action, key, previous_key, before, after }
}

fn one_of_each() -> Vec<Entry> {
    let step = || "0123456789ab".to_owned();
    let fault = Fault::new(FaultKind::NotAsWritten, "not so");
    let team = |path| Key::Team(TeamPath::new(path));
    let events = [
        Event::RunStarted {
            environment: "production".to_owned(),
            platform: "ccaas".to_owned(),
            digest: "d1".to_owned(),
            steps: 3,
            approved: "digest".to_owned(),
            waived: vec!["emptied".to_owned()],
        },
        begun(team("Support:L1"), Some(team("Support:Équipe"))),
        begun(Key::RoleOrder, None),
        begun(Key::TeamOrder(None), None),
        begun(Key::TeamOrder(Some(TeamPath::new("Support"))), None),
        Event::StepDone { step: step() },
        Event::StepFailed { step: step(), fault },
        Event::StepSkipped { step: step(), needs: vec![step()] },
        Event::RunEnded { outcome: Outcome::Partial, done: 1, failed: 1, skipped: 1, by_hand: 0 },
    ];
    events.map(entry).to_vec()
}

fn whole(entries: &[Entry]) -> Vec<Line> {
    entries.iter().map(|entry| Line::Entry(Box::new(entry.clone()))).collect()
}

#[test]
fn what_was_written_is_read_again_whoever_wrote_it() {
    let folder = tempfile::tempdir().expect("there is a place for temporary files");
    let path = folder.path().join(".rolecall/journal/production.jsonl");
    let entries = one_of_each();

    for part in entries.chunks(4) {
        let mut journal = FileJournal::open(&path).expect("it can be opened");
        journal.append(part).expect("it can be written");
    }

    assert_eq!(read(&path).expect("it can be read"), whole(&entries));
    let text = fs::read_to_string(&path).expect("it can be read");
    assert_eq!(text.lines().count(), entries.len());
}

#[test]
fn an_entry_cut_short_anywhere_spoils_no_other() {
    let folder = tempfile::tempdir().expect("there is a place for temporary files");
    let path = folder.path().join("production.jsonl");
    let entries = one_of_each();
    let line = serde_json::to_string(&entries[1]).expect("it is text");
    for end in 1..=line.len() {
        fs::write(&path, "").expect("it can be written");
        let mut journal = FileJournal::open(&path).expect("it can be opened");
        journal.append(&entries[..1]).expect("it can be written");
        let mut file = OpenOptions::new().append(true).open(&path).expect("it is there");
        file.write_all(&line.as_bytes()[..end]).expect("it can be written");

        let before = read(&path).expect("it can be read");
        let mut journal = FileJournal::open(&path).expect("it can be opened");
        journal.append(&entries[2..]).expect("it can be written");

        let lines = read(&path).expect("it can be read");
        assert_eq!(lines[..2], before[..]);
        let is_whole = end == line.len();
        match &lines[1] {
            Line::Entry(entry) => assert!(is_whole && **entry == entries[1]),
            Line::Torn { number, text } => {
                assert!(!is_whole && *number == 2);
                assert!(line.starts_with(text.trim_end_matches('\u{fffd}')));
            }
            Line::Unreadable { text, .. } => panic!("`{text}` is only cut short"),
        }
        assert_eq!(lines[2..], whole(&entries[2..])[..]);
    }
}

#[test]
fn what_is_no_entry_is_shown_and_not_left_out() {
    let folder = tempfile::tempdir().expect("there is a place for temporary files");
    let path = folder.path().join("production.jsonl");
    let later = r#"{"run":"r","at":"t","event":"step_undone","step":"s"}"#;
    fs::write(&path, format!("{later}\n\nnonsense\n")).expect("it can be written");

    let unreadable = |number, text: &str| Line::Unreadable { number, text: text.to_owned() };
    let empty = Line::Torn { number: 2, text: String::new() };
    let lines = read(&path).expect("it can be read");
    assert_eq!(lines, [unreadable(1, later), empty, unreadable(3, "nonsense")]);
}

#[test]
fn a_journal_that_cannot_be_opened_is_named() {
    let folder = tempfile::tempdir().expect("there is a place for temporary files");
    let path = folder.path().join("file");
    fs::write(&path, "").expect("it can be written");
    let error = FileJournal::open(&path.join("below.jsonl")).expect_err("a file holds no file");
    assert!(error.to_string().contains("below.jsonl"), "{error}");
    let error = read(&folder.path().join("nowhere.jsonl")).expect_err("there is none");
    assert!(error.to_string().contains("nowhere.jsonl"), "{error}");
}
