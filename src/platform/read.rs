//! Reads a platform file.

use super::Platform;
use super::consistent::{contradictions, member};
use crate::core::{Diagnostics, FileId, NodeId, Origin, codes};
use crate::document::{Bounds, Sources, from_tree, load};

/// Reads a platform file. Nothing is returned where it isn't valid.
pub fn read_platform(sources: &Sources, file: FileId) -> (Option<Platform>, Diagnostics) {
    let (tree, mut found) = load(file, &sources.file(file).text, Bounds::default());
    let at = Origin { file, node: NodeId(0) };
    let help = "`rolecall schema platform` prints the form of a platform file.";
    let mut platform = None;
    match tree.root() {
        _ if found.has_errors() => {}
        None => found.push(codes::PLATFORM_FILE.at(at, "the file is empty", help)),
        Some(root) => match from_tree::<Platform>(root) {
            Ok(read) => {
                found.extend(contradictions(file, root));
                platform = Some(read).filter(|_| !found.has_errors());
            }
            Err(error) => found.push(codes::PLATFORM_FILE.at(at, error.to_string(), help)),
        },
    }
    sources.file(file).keep_spans(tree.into_spans());
    (platform, found)
}

/// Returns whether a file is a platform file, as far as can be told: a catalogue names no platform.
pub fn is_platform(sources: &Sources, file: FileId) -> bool {
    let (tree, _) = load(file, &sources.file(file).text, Bounds::default());
    tree.root().and_then(|root| member(root, "platform")).is_some()
}
