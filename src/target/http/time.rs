//! What time it is, and waiting.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::time::Instant;

/// A clock that can be waited by, so that a test needn't wait.
#[async_trait]
pub trait Time: Send + Sync {
    /// Returns how long it has been going. It never goes back.
    fn elapsed(&self) -> Duration;

    /// Returns the time of day, by which servers say when to come back.
    fn now(&self) -> Timestamp;

    /// Waits.
    async fn sleep(&self, time: Duration);
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug)]
pub struct MachineTime(Instant);

impl MachineTime {
    /// Starts it.
    pub fn start() -> Self {
        Self(Instant::now())
    }
}

#[async_trait]
impl Time for MachineTime {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}
