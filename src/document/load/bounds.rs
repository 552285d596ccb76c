//! How much a file may ask for: a parser of what anybody wrote must not be led on for ever.

/// How much a file may ask for.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The most bytes of a file.
    pub bytes: usize,
    /// The most bytes of one piece of text.
    pub text: usize,
    /// The deepest nesting.
    pub depth: usize,
    /// The most aliases of a file.
    pub aliases: usize,
    /// The most values that aliases may stand for, all together.
    pub expansion: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { bytes: 256 << 20, text: 64 << 10, depth: 64, aliases: 1_000, expansion: 1_000_000 }
    }
}
