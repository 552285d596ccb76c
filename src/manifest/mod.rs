//! What was written, and what is meant by it.

mod choice;
mod departments;
mod describe;
mod desired;
mod exact;
mod forms;
mod granted;
mod lacking;
mod project;
mod read_project;
mod resolve;
mod schema;
mod values;
mod written;

pub use choice::{Extended, PlatformChoice};
pub use desired::{Desired, Manage, Places, Unmanaged, UnmanagedPeople};
pub use forms::{FORMS, Form};
pub use granted::{GrantingRole, granting_roles};
pub use project::{
    Environment, Guards, Managed, MaxRemovals, Project, Protected, Removals, Secret, UnmanagedEntry,
};
pub use read_project::read_project;
pub use resolve::{Context, instead_of_inactive, resolve};
pub use schema::{
    catalogue_schema, manifest_rules, manifest_rules_granting, manifest_schema, platform_schema,
    project_schema,
};
pub use written::{Manifest, read_manifest};
