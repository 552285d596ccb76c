//! How quickly requests follow each other.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A little more than a second, since what is sent at a moment isn't seen at that moment.
const WINDOW: Duration = Duration::from_millis(1040);

/// Lets so many requests through in any second. The second before the first one is taken for full:
/// a run that has just ended, or another target of this one, may have filled it.
#[derive(Debug)]
pub(in crate::target) struct Pacer {
    most: usize,
    turns: Mutex<Turns>,
}

#[derive(Debug)]
struct Turns {
    /// When the last requests went or are to go, the first of them first.
    taken: VecDeque<Duration>,
    /// Nothing goes before.
    held: Duration,
}

impl Pacer {
    pub(in crate::target) fn new(per_second: u32) -> Self {
        let most = per_second.clamp(1, 1000) as usize;
        let taken = std::iter::repeat_n(Duration::ZERO, most).collect();
        Self { most, turns: Mutex::new(Turns { taken, held: Duration::ZERO }) }
    }

    /// Takes a turn, and returns when it is.
    pub(in crate::target) fn turn(&self, now: Duration) -> Duration {
        let mut turns = self.turns();
        let mut at = now.max(turns.held);
        if let Some(last) = turns.taken.back() {
            at = at.max(*last);
        }
        if turns.taken.len() >= self.most
            && let Some(first) = turns.taken.pop_front()
        {
            at = at.max(first.saturating_add(WINDOW));
        }
        turns.taken.push_back(at);
        at
    }

    /// Lets nothing through before.
    pub(in crate::target) fn hold(&self, until: Duration) {
        let mut turns = self.turns();
        turns.held = turns.held.max(until);
    }

    /// Returns until when nothing goes.
    pub(in crate::target) fn held(&self) -> Duration {
        self.turns().held
    }

    fn turns(&self) -> MutexGuard<'_, Turns> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
