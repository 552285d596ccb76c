//! The clock, the only place that looks at it.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::apply::Clock;

/// The machine's own clock.
pub(super) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> String {
        Timestamp::now().to_string()
    }
}

/// Returns the day that it is in a time zone.
pub(super) fn today(zone: &TimeZone) -> Date {
    Timestamp::now().to_zoned(zone.clone()).date()
}
