//! The canonical layout of a manifest or a project file: what `fmt` writes.
//!
//! Only the layout changes: indentation, quotes, the order of keys, empty lines. Entries of lists
//! stay in their order, comments stay with what they belong to, and the meaning stays as it is.

mod flow;
mod forms;
mod order;
mod page;
mod printer;
mod scalar;

pub use forms::{Field, Form, MANIFEST, PROJECT, Rest};

use printer::print;

use crate::core::{Diagnostics, FileId, NodeId, Origin, codes};
use crate::document::{Bounds, Outline, Span, load, same};

/// Returns a file's text in its canonical layout, and the places of its values.
///
/// # Errors
///
/// What the reader has against the text. And, should that ever happen, that the new text doesn't
/// mean the same or lacks a comment: then it is not to be used.
pub fn layout(file: FileId, text: &str) -> (Result<String, Diagnostics>, Vec<Span>) {
    let (tree, found) = load(file, text, Bounds::default());
    if found.has_errors() {
        return (Err(found), tree.into_spans());
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let outline = Outline::of(&text);
    let new = print(&outline);
    let (again, problems) = load(file, &new, Bounds::default());
    let is_same = !problems.has_errors() && same(&tree, &again);
    let laid_out = match is_same && Outline::of(&new).comments() == outline.comments() {
        true => Ok(new),
        false => Err(refusal(file)),
    };
    (laid_out, tree.into_spans())
}

fn refusal(file: FileId) -> Diagnostics {
    let mut found = Diagnostics::default();
    found.push(codes::LAYOUT_MISMATCH.at(
        Origin { file, node: NodeId(0) },
        "in its new layout this file would not say the same",
        "The file is left as it is. Please report this with the file.",
    ));
    found
}
