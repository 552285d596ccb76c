//! YAML text to values, and from a value back to its place in the text; the rows of CSV likewise.
//!
//! A file is parsed into a [`Tree`], which JSON Schema validates in place and from which typed
//! values are deserialized. Of the tree only the spans outlive the parse: an
//! [`Origin`](crate::core::Origin) points into them. An [`Outline`] is the same text as it is put,
//! with its comments, for whoever writes it anew.

mod csv;
mod de;
mod json;
mod load;
mod located;
mod outline;
mod same;
mod scalar;
mod schema;
mod sources;
mod tree;

pub use csv::{Cell, Row, Rows};
pub use de::{DeError, from_tree};
pub use json::to_json;
pub use load::{Bounds, load};
pub use located::{Entries, Located, Short};
pub use outline::{Collection, Comment, Entry, EntryId, Kind, Node, Outline, Scalar, Style};
pub use same::same;
pub use scalar::is_plain_text;
pub use schema::Validator;
pub use sources::{Place, SourceFile, Sources};
pub use tree::{NodeRef, Span, Tree, Value};
