//! Platforms as data: which roles, permissions, limits and features exist there, each fact with
//! its source and its standing.
//!
//! A platform is one YAML file. Five are built in (the folder `platforms/`); a project may bring
//! one of its own. No platform has code here.

mod builtin;
mod consistent;
mod fact;
mod file;
mod lookup;
mod read;
mod table;

pub use builtin::{BUILT_IN, DEFAULT, built_in, read_built_in};
pub use fact::{Fact, Source, Standing};
pub use file::{
    Administrative, Attribute, AttributeKind, BuiltInRole, CustomRoles, Effect, Permission,
    Platform, Roles, Seat, Teams, Users,
};
pub use read::read_platform;
pub use table::{Cells, Column, Table, Words};
