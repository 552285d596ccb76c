//! The steps, and who is looking for which.

use std::collections::BTreeMap;

use super::Between;
use crate::core::{Department, Email, FastMap, Few, Key, Role, RoleName, State, TeamPath};
use crate::plan::{Action, Resource, Step};
use crate::platform::Platform;

/// Roles and the steps that change them.
pub(super) type Turns<'g> = BTreeMap<&'g RoleName, usize>;

/// The steps, before they have an order, and what the rules ask about them.
pub(in crate::plan) struct Graph<'g> {
    pub(super) steps: Vec<Step>,
    /// What is live, under the names that it has once the renames are done.
    pub(super) live: &'g State,
    /// What there is at the end.
    pub(super) end: &'g State,
    pub(super) platform: &'g Platform,
    /// The fewest administrators that must be left.
    pub(super) min_admins: usize,
    /// The steps that make a name: by creating, renaming or moving.
    makers: FastMap<Key, usize>,
    /// The steps that change a person's row.
    rows: FastMap<Email, usize>,
}

impl<'g> Graph<'g> {
    pub(in crate::plan) fn new(steps: Vec<Step>, between: Between<'g>) -> Self {
        let Between { live, end, platform, min_admins } = between;
        let mut makers = FastMap::default();
        let mut rows = FastMap::default();
        for (index, step) in steps.iter().enumerate() {
            if matches!(step.action, Action::Create | Action::Rename | Action::Move) {
                makers.insert(step.key.clone(), index);
            }
            if let Key::User(email) = &step.key {
                rows.insert(email.clone(), index);
            }
        }
        Self { steps, live, end, platform, min_admins, makers, rows }
    }

    /// Returns the steps with their places.
    pub(super) fn each(&self) -> impl Iterator<Item = (usize, &Step)> {
        self.steps.iter().enumerate()
    }

    /// Returns the steps that delete something.
    pub(super) fn deletions(&self) -> impl Iterator<Item = (usize, &Step)> {
        self.each().filter(|(_, step)| step.action == Action::Delete)
    }

    /// Returns the step that changes a person's row.
    pub(super) fn row(&self, email: &Email) -> Option<usize> {
        self.rows.get(email).copied()
    }

    /// Returns the roles that begin to be so, and those that cease to.
    pub(super) fn turns(
        &self,
        is_so: impl Fn(&RoleName, Option<&Role>) -> bool,
    ) -> (Turns<'_>, Turns<'_>) {
        let (mut begin, mut cease) = (Turns::new(), Turns::new());
        for (index, step) in self.each() {
            let (Key::Role(name), Some(Resource::Role(before)), Some(Resource::Role(after))) =
                (&step.key, &step.before, &step.after)
            else {
                continue;
            };
            // Of a built-in role that wasn't read, nothing is known.
            let with = |change: &Role| {
                let mut role = self.live.roles.get(name).cloned().unwrap_or_default();
                role.permissions.learn(&change.permissions);
                role
            };
            match (is_so(name, Some(&with(before))), is_so(name, Some(&with(after)))) {
                (false, true) => begin.insert(name, index),
                (true, false) => cease.insert(name, index),
                _ => None,
            };
        }
        (begin, cease)
    }

    /// Returns the step that makes a name; of a team also those that make the teams above it.
    pub(super) fn makers(&self, key: &Key) -> Vec<usize> {
        let mut found = Vec::new();
        if self.makers.is_empty() {
            return found;
        }
        found.extend(self.makers.get(key));
        let mut above = match key {
            Key::Team(path) => path.parent(),
            _ => None,
        };
        while let Some(path) = above {
            above = path.parent();
            found.extend(self.makers.get(&Key::Team(path)));
        }
        found
    }
}

/// The two sides of a step: what a person's row, a role or a team names before, or afterwards.
pub(super) struct Side<'s>(pub(super) Option<&'s Resource>);

impl<'s> Side<'s> {
    pub(super) fn before(step: &'s Step) -> Self {
        Self(step.before.as_ref())
    }

    pub(super) fn after(step: &'s Step) -> Self {
        Self(step.after.as_ref())
    }

    pub(super) fn roles(&self) -> Option<&'s Few<RoleName>> {
        match self.0 {
            Some(Resource::User(user)) => user.roles.value(),
            Some(Resource::Role(role)) => role.assignable_roles.value(),
            _ => None,
        }
    }

    pub(super) fn teams(&self) -> Option<&'s Few<TeamPath>> {
        match self.0 {
            Some(Resource::User(user)) => user.teams.value(),
            _ => None,
        }
    }

    pub(super) fn managers(&self) -> Option<&'s Few<Email>> {
        match self.0 {
            Some(Resource::Team(team)) => team.managers.value(),
            _ => None,
        }
    }

    fn people_named(&self) -> impl Iterator<Item = &'s Email> {
        let team = match self.0 {
            Some(Resource::Team(team)) => Some(team),
            _ => None,
        };
        team.into_iter().flat_map(|team| team.people_named())
    }

    /// Returns everything that this side names.
    pub(super) fn names(&self) -> Vec<Key> {
        let roles = self.roles().into_iter().flatten().map(|name| Key::Role(name.clone()));
        let teams = self.teams().into_iter().flatten().map(|path| Key::Team(path.clone()));
        let groups = match self.0 {
            Some(Resource::Department(department)) => Some(department),
            _ => None,
        };
        let groups = groups.into_iter().flat_map(Department::teams);
        let groups = groups.map(|path| Key::Team(path.clone()));
        let people = self.managers().into_iter().flatten().chain(self.people_named());
        let people = people.map(|email| Key::User(email.clone()));
        roles.chain(teams).chain(people).chain(groups).collect()
    }
}
