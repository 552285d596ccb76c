//! Whether a snapshot can stand for what is live, and how old it is.

use std::fmt;

use jiff::Timestamp;
use thiserror::Error;

use super::Snapshot;

/// How far the clock of the machine that wrote a snapshot may be ahead, in minutes.
const AHEAD: i64 = 5;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// What a snapshot is wanted for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The environment's name.
    pub environment: &'a str,
    /// The platform's short name.
    pub platform: &'a str,
    /// The most hours since it was read.
    pub most_hours: u32,
    /// What time it is.
    pub now: Timestamp,
}

/// When what is live was read, and how long ago that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// When it was read.
    pub read_at: Timestamp,
    /// The whole minutes since then; never less than none.
    pub minutes: i64,
    /// The digest of the snapshot.
    pub digest: String,
}

/// Why a snapshot can't stand for what is live.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unfit {
    /// It is no snapshot at all.
    #[error("it is no snapshot")]
    NotOne,
    /// It has the form of another version.
    #[error("it has version {0} of the format, and this program reads version {VERSION}", VERSION = super::file::VERSION)]
    Version(u64),
    /// It isn't as it was written.
    #[error("it isn't as it was written: a part of it is missing or was changed")]
    Damaged,
    /// It is of another environment.
    #[error("it is of the environment `{0}`")]
    Environment(String),
    /// It is of another platform.
    #[error("it is of the platform `{0}`")]
    Platform(String),
    /// It was read later than now.
    #[error("it is from the future: it was read on {0}")]
    Future(String),
    /// It is too old.
    #[error("it is {of_hours} hours old, and {most} are allowed")]
    TooOld {
        /// The whole hours since it was read.
        of_hours: i64,
        /// The most that are allowed.
        most: u32,
    },
}

impl Snapshot {
    /// Returns how old it is, if it can stand for what is live.
    ///
    /// # Errors
    ///
    /// Why it can't.
    pub fn fits(&self, asked: Asked<'_>) -> Result<AsOf, Unfit> {
        if self.environment != asked.environment {
            return Err(Unfit::Environment(self.environment.clone()));
        }
        if self.platform != asked.platform {
            return Err(Unfit::Platform(self.platform.clone()));
        }
        let minutes = asked.now.duration_since(self.read_at).as_secs().div_euclid(60);
        if minutes < -AHEAD {
            return Err(Unfit::Future(day_and_time(self.read_at)));
        }
        if minutes > i64::from(asked.most_hours) * HOUR {
            return Err(Unfit::TooOld { of_hours: minutes / HOUR, most: asked.most_hours });
        }
        Ok(AsOf { read_at: self.read_at, minutes: minutes.max(0), digest: self.digest() })
    }
}

impl AsOf {
    /// Returns how long ago it was read, in words.
    pub fn age(&self) -> String {
        match self.minutes {
            ..HOUR => "less than an hour ago".to_owned(),
            HOUR..=119 => "an hour ago".to_owned(),
            minutes if minutes < 2 * DAY => format!("{} hours ago", minutes / HOUR),
            minutes => format!("{} days ago", minutes / DAY),
        }
    }
}

/// `as of 2026-11-22 02:00 UTC, 9 hours ago`.
impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "as of {}, {}", day_and_time(self.read_at), self.age())
    }
}

fn day_and_time(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
