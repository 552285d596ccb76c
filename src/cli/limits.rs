//! What the project says about guards, as the planner takes it.

use crate::core::{Email, RoleName};
use crate::manifest::{MaxRemovals, Project, Removals};
use crate::plan::{Limits, Relation, Removed};

/// Returns how much one plan may do.
pub(super) fn limits(project: &Project) -> Limits {
    let mut limits = Limits::default();
    if let Some(guards) = &project.guards {
        limits.max_removals = guards.max_removals.map_or(limits.max_removals, removed);
        let min_admins = guards.min_admins.as_ref().map(|number| number.value as usize);
        limits.min_admins = min_admins.unwrap_or(limits.min_admins);
        let hours = guards.max_snapshot_hours.as_ref().map(|number| number.value);
        limits.max_snapshot_hours = hours.unwrap_or(limits.max_snapshot_hours);
        let licences = guards.licences.iter().flat_map(|licences| &licences.0);
        limits.licences =
            licences.map(|(name, most)| (name.value.clone(), most.value as usize)).collect();
    }
    if let Some(protected) = &project.protected {
        let users = protected.users.iter().flatten().chain(&protected.first_administrator);
        limits.protected_users = users.map(|email| Email::new(email)).collect();
        limits.protected_roles =
            protected.roles.iter().flatten().map(|name| RoleName::new(name)).collect();
    }
    limits
}

fn removed(max: MaxRemovals) -> Removed {
    match max {
        MaxRemovals::OfEach(number) => Removed::each(number as usize),
        MaxRemovals::By(removals) => by_relation(removals),
    }
}

fn by_relation(said: Removals) -> Removed {
    let Removals { roles, teams, users, grants, memberships, permissions, departments } = said;
    let mut removed = Limits::default().max_removals;
    for (relation, number) in [
        (Relation::Roles, roles),
        (Relation::Teams, teams),
        (Relation::Users, users),
        (Relation::Grants, grants),
        (Relation::Memberships, memberships),
        (Relation::Permissions, permissions),
        (Relation::Departments, departments),
    ] {
        if let Some(number) = number {
            removed.set(relation, number as usize);
        }
    }
    removed
}
