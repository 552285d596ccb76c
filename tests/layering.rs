//! The architecture page is true: each layer imports only what stands above it, pure layers touch
//! nothing outside, and no platform has code outside its own target.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test that can't go on fails, and says why"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, in the order of docs/architecture.md: each may import those before it.
const LAYERS: &[&str] = &[
    "core", "document", "platform", "manifest", "check", "access", "plan", "attested", "snapshot",
    "report", "render", "edit", "target", "apply", "serve", "cli",
];

/// The layers that touch nothing outside the program.
const PURE: &[&str] = &[
    "core", "document", "platform", "manifest", "check", "access", "plan", "attested", "snapshot",
    "report", "render", "edit",
];

/// What touches the world outside.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::time",
    "std::thread",
    "std::io::std",
    "tokio",
    "rusqlite",
    "reqwest",
    "Timestamp::now",
    "Zoned::now",
    "println!",
    "eprintln!",
];

/// The layers whose files touch only what they are given, but for those named below.
const GIVEN: &[&str] = &["apply", "serve"];

/// The files of these layers that are a store or a socket.
const STORES: &[&str] = &["src/apply/journal.rs", "src/apply/lock.rs", "src/serve/socket.rs"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Returns every source file: its path from the root, its layer, and its code without comments.
fn sources() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    files(&root.join("src"), &mut found);
    assert!(found.len() > 50, "the sources are found");
    let describe = |path: PathBuf| {
        let shown =
            path.strip_prefix(root).expect("it is inside").to_string_lossy().replace('\\', "/");
        let layer = shown.split('/').nth(1).unwrap_or("").trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&path).expect("it is text");
        (shown, layer, code(&text))
    };
    found.into_iter().map(describe).collect()
}

/// Returns the text without comments and without unit tests, which stand at the end of a file.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the name that a text begins with.
fn first_name(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn level(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|known| *known == layer)
}

#[test]
fn each_layer_imports_only_what_stands_above_it() {
    let mut wrong = Vec::new();
    for (path, layer, code) in sources() {
        let Some(own) = level(&layer) else { continue };
        for used in code.split("crate::").skip(1) {
            let name = first_name(used);
            if level(&name).is_some_and(|other| other > own) {
                wrong.push(format!("{path} names crate::{name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_of_the_library_is_a_layer() {
    for (path, layer, _) in sources() {
        let known = level(&layer).is_some() || ["lib", "main"].contains(&layer.as_str());
        assert!(known, "{path} belongs to no layer");
    }
}

/// Returns the modules that a file declares for the feature `program` alone.
fn of_the_program(file: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = fs::read_to_string(path).expect("the file is there");
    let declared = text.split("#[cfg(feature = \"program\")]\npub mod ").skip(1);
    declared.map(|rest| rest.split(';').next().unwrap_or("").to_owned()).collect()
}

#[test]
fn what_is_built_without_the_program_names_nothing_of_it() {
    let layers = of_the_program("src/lib.rs");
    let targets = of_the_program("src/target/mod.rs");
    assert!(layers.contains(&"cli".to_owned()) && targets.contains(&"ccaas".to_owned()));
    let mut wrong = Vec::new();
    for (path, layer, code) in sources() {
        let is_one = |name: &String| path.starts_with(&format!("src/target/{name}"));
        if layer == "main" || layers.contains(&layer) || targets.iter().any(is_one) {
            continue;
        }
        for (within, of_it) in [("crate::", &layers), ("target::", &targets)] {
            let used = code.split(within).skip(1).map(first_name);
            let named = used.filter(|name| of_it.contains(name));
            wrong.extend(named.map(|name| format!("{path} names {within}{name}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_layers_touch_nothing_outside() {
    let mut wrong = Vec::new();
    for (path, layer, code) in sources() {
        let pure = PURE.contains(&layer.as_str());
        let given = GIVEN.contains(&layer.as_str()) && !STORES.contains(&path.as_str());
        let world = |word: &str| word.starts_with("std::") || word.ends_with("::now");
        // A length of time is none of the clock's.
        let code = code.replace("std::time::Duration", "");
        let outside = OUTSIDE.iter().filter(|word| pure || (given && world(word)));
        wrong.extend(
            outside.filter(|word| code.contains(**word)).map(|word| format!("{path}: {word}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_platform_has_code_outside_its_target() {
    let names: Vec<&str> = rolecall::platform::BUILT_IN.iter().map(|(name, _)| *name).collect();
    let five = ["aimychat", "amity", "ccaas", "reach", "smartflows"];
    assert!(five.iter().all(|name| names.contains(name)), "all five are looked for: {names:?}");
    let mut wrong = Vec::new();
    for (path, _, code) in sources() {
        let own = |name: &str| path.starts_with(&format!("src/target/{name}"));
        if path == "src/platform/builtin.rs" {
            continue;
        }
        let quoted = |name: &&&str| names_it(&code, name) && !own(name);
        wrong.extend(names.iter().filter(quoted).map(|name| format!("{path} names {name}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns whether code has a platform's name as a text, by itself or as a part of a path. Some are
/// English words as well, so that sentences don't count.
fn names_it(code: &str, name: &str) -> bool {
    let forms =
        [format!("\"{name}\""), format!("\"{name}."), format!("\"{name}/"), format!("/{name}")];
    forms.iter().any(|form| code.contains(form.as_str()))
}

#[test]
fn the_architecture_page_lists_the_layers_in_this_order() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let page = fs::read_to_string(page).expect("the page is there");
    let built = LAYERS.iter().filter(|layer| page.contains(&format!("| `{layer}` |")));
    let places: Vec<usize> =
        built.map(|layer| page.find(&format!("| `{layer}` |")).expect("seen")).collect();
    assert!(places.len() >= 10, "the page lists the layers");
    assert!(places.is_sorted(), "the page lists them in their order");
    for (_, layer, _) in sources() {
        let named =
            page.contains(&format!("| `{layer}` |")) || ["lib", "main"].contains(&layer.as_str());
        assert!(named, "the page leaves {layer} out");
    }
}
