//! What time it is, as far as this layer needs to know.

/// Tells the time, so that nothing here looks at the clock on the wall and a test can be repeated.
pub trait Clock {
    /// Returns the time in RFC 3339, such as `2026-05-04T09:30:00Z`.
    fn now(&self) -> String;
}
