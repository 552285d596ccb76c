//! `fmt` changes the layout alone: over every YAML file of the repository, over random text, and
//! against another reader of YAML.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

mod cases;
mod forms;
mod messy;
mod untidy;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use rolecall::core::FileId;
use rolecall::document::{Bounds, Outline, Sources, load, same};
use rolecall::render::layout::layout;
use serde_yaml::Value;

/// Returns a text in its layout; none if the reader refuses the text.
fn laid_out(text: &str) -> Option<String> {
    let mut sources = Sources::default();
    let id = sources.add("it.yaml", text);
    let text = &sources.file(id).text;
    if load(id, text, Bounds::default()).1.has_errors() {
        return None;
    }
    let new = layout(id, text).0;
    Some(new.unwrap_or_else(|found| panic!("{:?} for\n{text}", found.sorted())))
}

/// Holds a text to the laws of the layout, and returns it in its layout.
fn lawful(text: &str) -> Option<String> {
    let new = laid_out(text)?;
    assert_eq!(laid_out(&new).as_deref(), Some(new.as_str()), "twice changes more:\n{text}");
    let mut sources = Sources::default();
    let id = sources.add("it.yaml", text);
    let (old_tree, _) = load(id, &sources.file(id).text, Bounds::default());
    let (new_tree, _) = load(FileId(0), &new, Bounds::default());
    assert!(same(&old_tree, &new_tree), "it means something else:\n{text}\n===\n{new}");
    if let Ok(old) = serde_yaml::from_str::<Value>(&sources.file(id).text) {
        let new_value = serde_yaml::from_str::<Value>(&new);
        let new_value = new_value.unwrap_or_else(|error| panic!("{error}:\n{text}\n===\n{new}"));
        assert_eq!(old, new_value, "another reader sees a difference:\n{text}\n===\n{new}");
    }
    assert!(!new.contains(['\r', '\u{feff}']) && !new.contains("\t#"), "{new:?}");
    assert!(new.is_empty() || new.ends_with('\n'), "{new:?}");
    Some(new)
}

/// Returns the lines that are nothing but a comment, sorted.
fn comment_lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> =
        text.lines().map(str::trim).filter(|line| line.starts_with('#')).collect();
    lines.sort_unstable();
    lines
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            yaml_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "yaml" || end == "yml") {
            found.push(path);
        }
    }
}

#[test]
fn every_file_of_the_repository_keeps_its_meaning() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["examples", "platforms", "tests"] {
        yaml_files(&root.join(folder), &mut files);
    }
    let mut read = 0;
    for path in &files {
        let Ok(text) = fs::read_to_string(path) else { continue };
        let Some(new) = lawful(&text) else { continue };
        read += 1;
        let text = text.replace('\r', "");
        assert_eq!(Outline::of(&text).comments(), Outline::of(&new).comments(), "{path:?}");
        let (old, new) = (comment_lines(&text), comment_lines(&new));
        assert!(old.iter().all(|line| new.contains(line)), "{path:?} loses a comment");
    }
    assert!(read > 150, "only {read} of {} files were read", files.len());
}

#[test]
fn the_examples_are_in_their_layout() {
    let mut files = Vec::new();
    yaml_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples"), &mut files);
    assert!(files.len() > 30);
    // What is broken on purpose is left as somebody would have broken it, and workflows are no manifests.
    let is_other = |path: &&PathBuf| {
        path.components()
            .any(|part| ["broken", "github"].iter().any(|one| part.as_os_str() == *one))
    };
    for path in files.iter().filter(|path| !is_other(path)) {
        let text = fs::read_to_string(path).expect("it is text");
        assert!(laid_out(&text).as_ref() == Some(&text), "{path:?}: run `rolecall fmt`");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatting_changes_the_layout_alone(messy in messy::messy()) {
        let found = load(FileId(0), messy.text.trim_start_matches('\u{feff}'), Bounds::default()).1;
        // Of what is drawn, an alias may stand within what it mentions, or twice the same key
        // once its text is read.
        prop_assume!(!found.has_errors());
        let new = lawful(&messy.text).expect("it was read");
        for comment in &messy.comments {
            prop_assert_eq!(new.matches(comment.as_str()).count(), 1, "{}\n===\n{}", &messy.text, new);
        }
        let whole = |line: &&str| messy.comments.iter().any(|comment| line.ends_with(comment.as_str()));
        prop_assert_eq!(new.lines().filter(whole).count(), messy.comments.len());
    }
}
