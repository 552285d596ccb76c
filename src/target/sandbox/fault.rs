//! What the database answers, as a fault that anybody can read.

use std::path::Path;

use rusqlite::{Error, ErrorCode, ffi};

use crate::core::{Fault, FaultKind};

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match &error {
            Error::SqliteFailure(code, Some(message))
                if code.code == ErrorCode::ConstraintViolation =>
            {
                refused(broken_rule(code.extended_code, message))
            }
            _ => unreachable(format!("the sandbox cannot be read or written: {error}")),
        }
    }
}

/// Makes the fault of a step that the platform doesn't allow.
pub(super) fn refused(message: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Refused, message)
}

/// Makes the fault of a database that can't be used.
pub(super) fn unreachable(message: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Unreachable, message)
}

/// Makes the fault of a file that can't be read or written.
pub(super) fn of_file(path: &Path, error: &std::io::Error) -> Fault {
    unreachable(format!("`{}` cannot be written: {error}", path.display()))
}

/// Returns the rule that a constraint states. Triggers speak for themselves; the others are the
/// second line behind them and behind the look-ups, and are seldom met.
fn broken_rule(code: i32, message: &str) -> &str {
    match code {
        ffi::SQLITE_CONSTRAINT_TRIGGER => message,
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
            "there is already something of that name in that place"
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => {
            "it refers to something that is not there, or something that stays refers to it"
        }
        _ => "it contains a value that the platform cannot hold",
    }
}
