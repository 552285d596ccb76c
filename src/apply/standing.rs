//! Whether what some steps were to bring about stands in a live state.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compare::mismatch;
use crate::core::{
    Department, DepartmentName, Email, Key, Role, RoleName, State, Team, TeamPath, User,
};
use crate::plan::{Resource, Step, perform};

/// What some steps bring about together, and nothing else: all they don't speak of is unknown.
#[derive(Default)]
pub(super) struct Standing {
    state: State,
    orders: BTreeSet<Key>,
    left: BTreeSet<Key>,
}

impl Standing {
    /// Takes the steps one after the other, so that of several that change the same field the last
    /// one counts, and a later rename carries along what was done under the old name.
    pub(super) fn after(steps: &[&Step]) -> Self {
        let mut standing = Self::default();
        for step in steps {
            perform(&mut standing.state, step);
            match &step.after {
                Some(Resource::RoleOrder(_) | Resource::TeamOrder(_)) => {
                    standing.orders.insert(step.key.clone());
                }
                Some(_) => {}
                None => {
                    standing.left.insert(step.key.clone());
                }
            }
            standing.left.extend(step.previous_key.clone());
        }
        standing
    }

    /// Returns what doesn't stand, with what was expected and what was found.
    pub(super) fn fallen(&self, live: &State) -> BTreeMap<Key, String> {
        let mut fallen = BTreeMap::new();
        for key in self.left.iter().filter(|key| live.has(key) && !self.state.has(key)) {
            fallen.insert(key.clone(), "it is still there".to_owned());
        }
        for (key, said) in self.resources() {
            if let Some(found) = mismatch(&key, &said, live) {
                fallen.insert(key, found);
            }
        }
        fallen
    }

    fn resources(&self) -> Vec<(Key, Resource)> {
        let State { roles, teams, users, departments, role_order: _, team_order: _, invited: _ } =
            &self.state;
        let role = |(name, role): (&RoleName, &Role)| {
            (Key::Role(name.clone()), Resource::Role(role.clone()))
        };
        let team = |(path, team): (&TeamPath, &Team)| {
            (Key::Team(path.clone()), Resource::Team(team.clone()))
        };
        let user = |(email, user): (&Email, &Arc<User>)| {
            (Key::User(email.clone()), Resource::User(User::clone(user)))
        };
        let department = |(name, department): (&DepartmentName, &Department)| {
            (Key::Department(name.clone()), Resource::Department(department.clone()))
        };
        let order = |key: &Key| Some((key.clone(), self.order(key)?));
        let mut resources: Vec<_> = roles.iter().map(role).collect();
        resources.extend(teams.iter().map(team));
        resources.extend(users.iter().map(user));
        resources.extend(departments.iter().map(department));
        resources.extend(self.orders.iter().filter_map(order));
        resources
    }

    /// Returns an order that was asked for. That of the teams of a team which then was renamed or
    /// deleted is no longer found under its key and isn't compared.
    fn order(&self, key: &Key) -> Option<Resource> {
        match key {
            Key::RoleOrder => self.state.role_order.value().cloned().map(Resource::RoleOrder),
            Key::TeamOrder(parent) => {
                self.state.team_order.get(parent).cloned().map(Resource::TeamOrder)
            }
            Key::Role(_) | Key::Team(_) | Key::User(_) | Key::Department(_) => None,
        }
    }
}
