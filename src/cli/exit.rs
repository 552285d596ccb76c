//! Exit codes, which scripts rely on.

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Exit {
    /// Done, or nothing to do.
    Done = 0,
    /// It could not be done: a file, a platform, a fault.
    Failed = 1,
    /// With `--detailed-exitcode` or `fmt --check`: there are changes.
    Changes = 2,
    /// With `--detailed-exitcode` and `--base`: there is only drift, which the change doesn't cause.
    Drift = 3,
    /// A guard refused.
    Refused = 4,
    /// What was approved is no longer what would happen.
    Stale = 5,
    /// Some of it was applied.
    Partial = 6,
    /// The manifests, the project, the platform file or the catalogue are not valid.
    Invalid = 7,
    /// The command line is wrong.
    Usage = 64,
}
