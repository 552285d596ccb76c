//! `max-removals`: one plan takes away only so much.

use serde::Serialize;

use super::{Guard, Guarded, Objection};
use crate::core::{Few, Grant, Key, PermissionId};
use crate::plan::{Action, Resource, Step};

pub(super) const GUARD: Guard = Guard {
    word: "max-removals",
    title: "Too much would be removed",
    waivable: true,
    explanation: "A mistake in a manifest often looks like a large removal: a file that was \
        forgotten, a list that was cut off. So one plan may delete so many roles and teams, \
        deactivate or delete so many people, and take away so many role grants, memberships and \
        permissions. `guards: max_removals` in `rolecall.yaml` sets the number, 10 of each without \
        it. If all of it is meant, allow it for this plan: `--allow max-removals` with the plan's \
        digest.",
    objections,
};

/// What can be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Roles that are deleted.
    Roles,
    /// Teams that are deleted.
    Teams,
    /// People who are deactivated or deleted.
    Users,
    /// Roles that are taken from people.
    Grants,
    /// Seats that are taken from people, as members or managers.
    Memberships,
    /// Permissions that are taken out of roles, or narrowed.
    Permissions,
    /// Departments that are deleted.
    Departments,
}

impl Relation {
    /// All of them.
    pub const ALL: [Relation; 7] = [
        Relation::Roles,
        Relation::Teams,
        Relation::Users,
        Relation::Grants,
        Relation::Memberships,
        Relation::Permissions,
        Relation::Departments,
    ];

    /// Returns the word for it in the project's file.
    pub(in crate::plan) fn key(self) -> &'static str {
        match self {
            Relation::Roles => "roles",
            Relation::Teams => "teams",
            Relation::Users => "users",
            Relation::Grants => "grants",
            Relation::Memberships => "memberships",
            Relation::Permissions => "permissions",
            Relation::Departments => "departments",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Relation::Roles => "roles would be deleted",
            Relation::Teams => "teams would be deleted",
            Relation::Users => "people would be deactivated or deleted",
            Relation::Grants => "role grants would be taken away",
            Relation::Memberships => "memberships would be taken away",
            Relation::Permissions => "permissions would be revoked or narrowed",
            Relation::Departments => "departments would be deleted",
        }
    }
}

/// A number for each relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removed([usize; 7]);

impl Removed {
    /// The same number for each.
    pub fn each(number: usize) -> Self {
        Self([number; 7])
    }

    /// Returns the number for a relation.
    pub fn of(&self, relation: Relation) -> usize {
        self.0[relation as usize]
    }

    /// Sets the number for a relation.
    pub fn set(&mut self, relation: Relation, number: usize) {
        self.0[relation as usize] = number;
    }
}

fn objections(guarded: &Guarded<'_>) -> Vec<Objection> {
    let limits = guarded.inputs.limits.max_removals;
    let removals: Vec<(Relation, String)> = guarded.steps().flat_map(removals).collect();
    let mut objections = Vec::new();
    for relation in Relation::ALL {
        let of = removals.iter().filter(|(other, _)| *other == relation);
        let names: Vec<String> = of.map(|(_, name)| name.clone()).collect();
        let (found, limit) = (names.len(), limits.of(relation));
        if found > limit {
            let message = format!("{found} {}, and {limit} are allowed", relation.words());
            objections.push(Objection { message, found, limit, names });
        }
    }
    objections
}

/// Returns everything that a step takes away.
fn removals(step: &Step) -> Vec<(Relation, String)> {
    let mut found = Vec::new();
    let whole = match (&step.key, step.action) {
        (Key::Role(_), Action::Delete) => Some(Relation::Roles),
        (Key::Team(_), Action::Delete) => Some(Relation::Teams),
        (Key::Department(_), Action::Delete) => Some(Relation::Departments),
        (Key::User(_), Action::Deactivate | Action::Delete) => Some(Relation::Users),
        _ => None,
    };
    found.extend(whole.map(|relation| (relation, step.key.name().to_owned())));
    match (&step.before, &step.after) {
        (Some(Resource::User(before)), Some(Resource::User(after))) => {
            let name = step.key.name();
            let roles = lost(before.roles.value(), after.roles.value());
            found.extend(roles.map(|role| (Relation::Grants, format!("{name}: {role}"))));
            let teams = lost(before.teams.value(), after.teams.value());
            found.extend(teams.map(|team| (Relation::Memberships, format!("{name}: {team}"))));
        }
        (Some(Resource::Team(before)), after) => {
            let after = after.as_ref().and_then(|after| match after {
                Resource::Team(team) => team.managers.value(),
                _ => None,
            });
            let managers = lost(before.managers.value(), after);
            let seat = |email| (Relation::Memberships, format!("{email}: {}", step.key.name()));
            found.extend(managers.map(seat));
        }
        (Some(Resource::Role(before)), Some(Resource::Role(after))) => {
            let granted = (before.permissions.value(), after.permissions.value());
            if let (Some(before), Some(after)) = granted {
                let narrowed = |(id, grant): &(&PermissionId, &Grant)| {
                    !after.get(*id).is_some_and(|now| now.covers(grant))
                };
                let name = |(id, _)| (Relation::Permissions, format!("{}: {id}", step.key.name()));
                found.extend(before.iter().filter(narrowed).map(name));
            }
        }
        _ => {}
    }
    found
}

fn lost<'s, T: Ord>(
    before: Option<&'s Few<T>>,
    after: Option<&'s Few<T>>,
) -> impl Iterator<Item = &'s T> {
    let stays = move |item: &&T| after.is_some_and(|after| after.contains(*item));
    before.into_iter().flatten().filter(move |item| !stays(item))
}
