//! Platforms as data: which roles, permissions, limits and features exist there, each fact with
//! its source and its standing.
//!
//! A platform is one YAML file. Five are built in (the folder `platforms/`); a project may bring
//! one of its own, or extend one with a catalogue. No platform has code here.

mod api;
mod builtin;
mod catalogue;
mod compare;
mod consistent;
mod extend;
mod fact;
mod features;
mod file;
mod founded;
mod lookup;
mod objects;
mod pages;
mod read;
mod rules;
mod scim;
mod table;

pub use api::{
    Api, Chosen, Extent, JobKeys, JobsApi, Pages, Paging, Reads, Route, Routes, TeamKeys, UserKeys,
    Way, Writes,
};
pub use builtin::{
    APIS, BUILT_IN, DEFAULT, SCIM, built_in, read_api, read_built_in, read_scim_names,
};
pub use catalogue::{Catalogue, CataloguePermission};
pub use compare::{Became, Difference, FieldChange, PermissionChange, compare, union};
pub use extend::{Base, read_extension};
pub use fact::{Fact, Source, Standing};
pub use features::{FEATURES, Feature, Part};
pub use file::{
    Administrative, Attribute, AttributeKind, BuiltInRole, CustomRoles, Departments, Effect,
    Invitation, Permission, Platform, Roles, Seat, Teams, Users,
};
pub use lookup::Leaving;
pub use objects::{DepartmentKeys, GroupKeys, InvitationKeys, ObjectsApi, PeopleKeys, RoleKeys};
pub use pages::Page;
pub use read::{is_platform, read_platform};
pub use rules::ruled_otherwise;
pub use scim::{Scim, ScimNames};
pub use table::{Cells, Column, ErrorLog, Table, Words};
