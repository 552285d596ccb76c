//! What a step gives to somebody, and what it takes away.

use std::collections::{BTreeMap, BTreeSet};

use super::{Resource, Step};
use crate::core::{Few, Grant, Known, PermissionId, Role, Status, Team, User};

/// What a part of somebody's access is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A person can sign in.
    SignIn,
    /// A person holds a role.
    Role,
    /// A person is a member of a team.
    Team,
    /// A team is managed by a person.
    Manager,
    /// A role allows something.
    Permission,
    /// The holders of a role may give another one to others.
    Assign,
}

/// One part of somebody's access, by name: of a permission with what it grants, of signing in
/// nothing.
pub type Item = (Part, String);

/// What a step gives, and what it takes away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gains {
    /// What it gives. A permission that reaches further than before is among it, as both.
    pub gives: BTreeSet<Item>,
    /// What it takes away. A permission that reaches less far than before is among it, likewise.
    pub takes: BTreeSet<Item>,
    /// What stands there afterwards and of which nobody knows whether it did before. Any of it may be
    /// given, and anything else may be taken away.
    pub sets: BTreeSet<Item>,
    /// Whether it sets something of which nobody knows what was there before, be it to nothing.
    pub is_blind: bool,
}

impl Gains {
    /// Returns what a step gives and takes. What goes whole takes nothing by itself: whoever held it
    /// let go in a step of their own.
    pub fn of(step: &Step) -> Self {
        let mut gains = Self::default();
        match (&step.before, &step.after) {
            (before, Some(Resource::User(after))) => match before {
                Some(Resource::User(before)) => gains.user(before, after),
                _ => gains.user(&nobody(), after),
            },
            (before, Some(Resource::Team(after))) => match before {
                Some(Resource::Team(before)) => gains.team(before, after),
                _ => gains.team(&Team { managers: Few::new().into(), ..Team::default() }, after),
            },
            (before, Some(Resource::Role(after))) => match before {
                Some(Resource::Role(before)) => gains.role(before, after),
                _ => gains.role(&nothing(), after),
            },
            _ => {}
        }
        gains
    }

    fn user(&mut self, before: &User, after: &User) {
        if before.status.is_unknown() && after.status.value() == Some(&Status::Active) {
            self.blind([(Part::SignIn, String::new())]);
        }
        match (before.is_active() || before.status.is_unknown(), after.status.value()) {
            (false, Some(Status::Active)) => self.gives.insert((Part::SignIn, String::new())),
            (true, Some(Status::Inactive)) => self.takes.insert((Part::SignIn, String::new())),
            _ => false,
        };
        self.list(Part::Role, &before.roles, &after.roles);
        self.list(Part::Team, &before.teams, &after.teams);
    }

    fn team(&mut self, before: &Team, after: &Team) {
        self.list(Part::Manager, &before.managers, &after.managers);
    }

    fn role(&mut self, before: &Role, after: &Role) {
        self.list(Part::Assign, &before.assignable_roles, &after.assignable_roles);
        let Some(is) = after.permissions.value() else { return };
        let Some(was) = before.permissions.value() else {
            let item = |(id, grant)| (Part::Permission, granted(id, None, Some(grant)));
            return self.blind(is.iter().map(item));
        };
        let name = |id: &PermissionId| (Part::Permission, granted(id, was.get(id), is.get(id)));
        let more = is.iter().filter(|(id, grant)| !covered(was, id, grant));
        let less = was.iter().filter(|(id, grant)| !covered(is, id, grant));
        self.gives.extend(more.map(|(id, _)| name(id)));
        self.takes.extend(less.map(|(id, _)| name(id)));
    }

    /// Takes note of what is set where nobody knows what was there.
    fn blind(&mut self, items: impl IntoIterator<Item = Item>) {
        self.is_blind = true;
        self.sets.extend(items);
    }

    fn list<T: Ord + ToString>(
        &mut self,
        part: Part,
        before: &Known<Few<T>>,
        after: &Known<Few<T>>,
    ) {
        let Some(is) = after.value() else { return };
        let item = |name: &T| (part, name.to_string());
        let Some(was) = before.value() else { return self.blind(is.iter().map(item)) };
        self.gives.extend(is.difference(was).map(item));
        self.takes.extend(was.difference(is).map(item));
    }
}

/// Returns the row of somebody who isn't there yet.
fn nobody() -> User {
    User {
        status: Known::Known(Status::Inactive),
        roles: Known::Known(Few::new()),
        teams: Known::Known(Few::new()),
        ..User::default()
    }
}

/// Returns a role that isn't there yet.
fn nothing() -> Role {
    Role {
        permissions: Known::Known(BTreeMap::new()),
        assignable_roles: Known::Known(Few::new()),
        ..Role::default()
    }
}

fn covered(by: &BTreeMap<PermissionId, Grant>, id: &PermissionId, grant: &Grant) -> bool {
    by.get(id).is_some_and(|other| other.covers(grant))
}

/// Returns what a permission grants; where it did and does, both.
fn granted(id: &PermissionId, was: Option<&Grant>, is: Option<&Grant>) -> String {
    match (was, is) {
        (Some(was), Some(is)) => format!("{id}: {was} → {is}"),
        (Some(grant), None) | (None, Some(grant)) => format!("{id}: {grant}"),
        (None, None) => id.to_string(),
    }
}
