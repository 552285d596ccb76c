//! The vocabulary everything else is written in: resources, what is known of them, where a value
//! was written, and what went wrong.
//!
//! This layer knows no file format, no platform and no clock.

mod action;
mod code;
pub mod codes;
mod department;
mod diagnostic;
mod fault;
mod few;
mod grant;
mod hash;
mod invisible;
mod key;
mod known;
mod name;
mod nearest;
mod origin;
mod scalar;
mod state;
mod team;

pub use action::Action;
pub use code::{Code, Severity};
pub use codes::{CODES, code};
pub use department::{Department, Shares};
pub use diagnostic::{Diagnostic, Diagnostics, Label};
pub use fault::{Fault, FaultKind};
pub use few::Few;
pub use grant::{Grant, Level};
pub use hash::{FastMap, FastSet};
pub use invisible::invisible;
pub use key::{Key, Kind};
pub use known::Known;
pub use name::{
    AttributeName, DepartmentName, Email, PermissionId, RoleName, ScopeName, TeamName, TeamPath,
    normal,
};
pub use nearest::nearest;
pub use origin::{FileId, NodeId, Origin};
pub use scalar::Scalar;
pub use state::{Attributes, Role, Siblings, State, Status, User};
pub use team::{Named, Team};
