//! When to try again.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::HeaderMap;
use http::header::RETRY_AFTER;
use jiff::Timestamp;

/// How often something is tried that may be repeated.
pub(in crate::target) const TRIES: u32 = 10;

/// The pause after the first try; each further one is twice as long.
const FIRST: Duration = Duration::from_millis(400);

/// The longest pause that is chosen here.
const LONGEST: Duration = Duration::from_secs(20);

/// Chance that is the same in every run that starts from the same number.
#[derive(Debug)]
pub(super) struct Luck(AtomicU64);

impl Luck {
    pub(super) fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// Returns the pause after so many tries: between a half and the whole of what doubles, so that
    /// programs which were turned away together don't come back together.
    pub(super) fn pause(&self, tries: u32) -> Duration {
        let doubled = FIRST.saturating_mul(1 << tries.saturating_sub(1).min(16)).min(LONGEST);
        doubled / 2 + doubled.mul_f64(self.next() / 2.0)
    }

    /// Returns a number from 0 to 1: one of the sequence called SplitMix64.
    fn next(&self) -> f64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut bits = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((bits ^ (bits >> 31)) >> 11) as f64) / ((1_u64 << 53) as f64)
    }
}

/// Returns how long a server asks to be left alone: so many seconds, or until a moment.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let at = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::try_from(at.duration_since(now)).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_seconds_or_a_moment() {
        let now: Timestamp = "1994-11-06T08:49:00Z".parse().unwrap_or_default();
        let after = |text| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, http::HeaderValue::from_static(text));
            retry_after(&headers, now).map(|time| time.as_secs())
        };
        assert_eq!(after("7"), Some(7));
        assert_eq!(after("Sun, 06 Nov 1994 08:49:37 GMT"), Some(37));
        assert_eq!(after("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0));
        assert_eq!(after("soon"), None);
    }

    #[test]
    fn pauses_grow_and_end() {
        let luck = Luck::new(7);
        for tries in 1..60 {
            let pause = luck.pause(tries);
            assert!(pause <= LONGEST && pause >= FIRST / 2, "{tries}: {pause:?}");
        }
    }
}
