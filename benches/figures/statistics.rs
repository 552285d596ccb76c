//! The little arithmetic that figures need.

use std::fmt;

/// The middle of what was measured, and how far it spreads.
pub(crate) struct Spread {
    pub(crate) median: f64,
    least: f64,
    most: f64,
}

impl Spread {
    /// Returns the spread of these values; of none it is nothing.
    pub(crate) fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        let at = |place: usize| values.get(place).copied().unwrap_or(f64::NAN);
        let last = values.len().saturating_sub(1);
        let median = f64::midpoint(at(last / 2), at(last.div_ceil(2)));
        Self { median, least: at(0), most: at(last) }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} ({:.2} to {:.2})", self.median, self.least, self.most)
    }
}

/// Returns `k` where a value grows as the size to the power of `k`, from two points.
pub(crate) fn exponent((size, value): (f64, f64), (other_size, other_value): (f64, f64)) -> f64 {
    (other_value / value).ln() / (other_size / size).ln()
}
