//! Where a value was written.

/// A file that was read, by its place in the list of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A value in a file, by its place in the file's list of spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A pointer to a value in a file. It becomes a line and a column only when something is printed,
/// by asking the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file.
    pub file: FileId,
    /// The value in it.
    pub node: NodeId,
}

impl Origin {
    /// Returns a pointer to another value of the same file.
    pub fn sibling(self, node: NodeId) -> Self {
        Self { node, ..self }
    }
}
