//! The README is true, and so is the page on adding a platform: every session is run, in order, and
//! every file is written. `BLESS=1` writes the outputs anew.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const BINARY: &str = env!("CARGO_BIN_EXE_rolecall");

/// A fenced block: its language and its lines.
struct Block {
    language: String,
    lines: Vec<String>,
    /// The number of its first line in the page.
    first: usize,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut inside = false;
    for (number, line) in page.lines().enumerate() {
        match line.strip_prefix("```") {
            Some(language) if !inside => {
                let (language, lines) = (language.to_owned(), Vec::new());
                blocks.push(Block { language, lines, first: number + 1 });
                inside = true;
            }
            Some(_) => inside = false,
            None if inside => blocks.last_mut().expect("it is open").lines.push(line.to_owned()),
            None => {}
        }
    }
    blocks
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("it is there") {
        let entry = entry.expect("it can be read");
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name() == ".rolecall" {
            continue;
        } else if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("it can be copied");
        }
    }
}

/// Writes a block whose first line names a file.
fn write(block: &Block, folder: &Path) {
    let name = block.lines.first().and_then(|line| line.strip_prefix("# ")).unwrap_or_default();
    assert!(name.ends_with(".yaml"), "a YAML block names its file first: {name}");
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("it has one")).expect("the folder can be made");
    fs::write(path, block.lines.join("\n") + "\n").expect("it can be written");
}

/// Runs a command and returns what a person sees, perhaps of its output only the last lines.
fn run(command: &str, folder: &Path) -> Vec<String> {
    let (command, last) = command.split_once(" | tail -").unwrap_or((command, ""));
    let last = (!last.is_empty()).then(|| last.parse::<usize>().expect("a number of lines"));
    let mut words = command.split_whitespace();
    assert_eq!(words.next(), Some("rolecall"), "only rolecall is run: {command}");
    let output = Command::new(BINARY)
        .args(words)
        .current_dir(folder)
        .env_clear()
        .output()
        .expect("the program runs");
    let printed = String::from_utf8(output.stdout).expect("it prints UTF-8");
    let kept = last.unwrap_or(usize::MAX);
    let skipped = printed.lines().count().saturating_sub(kept);
    let printed: String = printed.split_inclusive('\n').skip(skipped).collect();
    let complaints = String::from_utf8(output.stderr).expect("it prints UTF-8");
    let text = always_the_same(printed + &complaints);
    text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Puts a day of the page's own in the place of the day on which somebody attested something.
fn always_the_same(text: String) -> String {
    let mark = ["the oldest on ", "2025-11-17"];
    match text.split_once(mark[0]) {
        Some((before, after)) if after.len() > mark[1].len() => {
            format!("{before}{}{}{}", mark[0], mark[1], &after[mark[1].len()..])
        }
        _ => text,
    }
}

/// Runs a session and returns it with the outputs that there were.
fn session(block: &Block, folder: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    for line in &block.lines {
        if let Some(command) = line.strip_prefix("$ ") {
            lines.push(line.clone());
            lines.extend(run(command, folder));
        }
    }
    lines
}

/// Runs the whole page; returns it with the outputs that there were.
fn run_page(page: &str, folder: &Path) -> String {
    let mut lines: Vec<String> = page.lines().map(ToOwned::to_owned).collect();
    let mut sessions: Vec<(usize, usize, Vec<String>)> = Vec::new();
    for block in blocks(page) {
        match block.language.as_str() {
            "yaml" => write(&block, folder),
            "console" => sessions.push((block.first, block.lines.len(), session(&block, folder))),
            _ => {}
        }
    }
    assert!(sessions.len() >= 3, "the page has sessions");
    for (first, length, session) in sessions.into_iter().rev() {
        lines.splice(first..first + length, session);
    }
    lines.join("\n") + "\n"
}

/// Makes sure that a page is as it is once it was run.
fn is_current(name: &str) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a folder can be made");
    copy(&root.join("examples"), &folder.path().join("examples"));
    let page = fs::read_to_string(root.join(name)).expect("the page is there");
    let now = run_page(&page, folder.path());
    if std::env::var_os("BLESS").is_some() {
        fs::write(root.join(name), &now).expect("it can be written");
    } else {
        assert_eq!(page, now, "{name} isn't current: read the difference, then BLESS=1");
    }
}

/// `BLESS=1` writes them anew.
#[test]
fn every_session_on_the_page_of_an_example_is_what_the_program_prints() {
    for name in ["aimychat", "amity", "reach"] {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
        let folder = tempfile::tempdir().expect("a folder can be made");
        copy(&example, folder.path());
        let path = example.join("README.md");
        let page = fs::read_to_string(&path).expect("the page is there");
        let now = run_page(&page, folder.path());
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &now).expect("it can be written");
        } else {
            assert_eq!(page, now, "{name}: read the difference, then BLESS=1");
        }
    }
}

#[test]
fn every_session_in_the_readme_is_what_the_program_prints() {
    is_current("README.md");
}

#[test]
fn a_platform_of_ones_own_is_added_as_the_page_says() {
    is_current("docs/adding-a-platform.md");
}

#[test]
fn the_readme_names_the_commands_that_ci_runs() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("README.md")).expect("the page is there");
    let ci = fs::read_to_string(root.join(".ci/run")).expect("the script is there");
    let commands = [
        "cargo test",
        "tests/editor/run",
        "tests/schemathesis/run",
        "tests/forge/run",
        "tests/real/run",
    ];
    for command in commands {
        assert!(page.contains(&format!("```sh\n{command}\n```")), "{command}");
        assert!(ci.lines().any(|line| line == command), "{command}");
    }
    assert!(page.contains("```sh\ncargo run -- -C examples/acme plan\n```"));
}

/// Returns the pages that somebody reads.
fn pages(root: &Path) -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> =
        ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"].map(PathBuf::from).into();
    for folder in ["docs", "docs/decisions"] {
        let files = fs::read_dir(root.join(folder)).expect("it is there");
        let files = files.map(|file| Path::new(folder).join(file.expect("it is read").file_name()));
        pages.extend(files.filter(|file| file.extension().is_some_and(|end| end == "md")));
    }
    pages.sort();
    pages
}

/// Returns where the links of a page lead that aren't addresses.
fn links(page: &str) -> Vec<&str> {
    let parts = page.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    let links = parts.map(|(link, _)| link).filter(|link| !link.contains("://"));
    links.filter(|link| link.contains(['.', '/', '#']) && !link.contains(' ')).collect()
}

/// Returns the words by which a link leads to the headings of a page, as forges make them.
fn anchors(page: &str) -> Vec<String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    let kept = |letter: char| letter.is_alphanumeric() || "-_ ".contains(letter);
    let made = |line: &str| {
        let text = line.trim_start_matches('#').trim().to_lowercase();
        text.chars().filter(|letter| kept(*letter)).collect::<String>().replace(' ', "-")
    };
    headings.map(made).collect()
}

#[test]
fn every_link_leads_to_a_file_and_to_a_heading_in_it() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for name in pages(&root) {
        let page = fs::read_to_string(root.join(&name)).expect("the page is there");
        for link in links(&page) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let folder = root.join(name.parent().expect("it has one"));
            let to = if file.is_empty() { root.join(&name) } else { folder.join(file) };
            let is_there = to.exists();
            let text = fs::read_to_string(&to).unwrap_or_default();
            if !is_there || !(heading.is_empty() || anchors(&text).iter().any(|a| a == heading)) {
                wrong.push(format!("{}: {link}", name.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
