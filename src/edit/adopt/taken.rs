//! What is live, isn't listed, and is added.

use std::collections::BTreeSet;

use super::Adoption;
use super::renamed::renamed;
use crate::core::{
    Department, DepartmentName, Email, FastMap, FastSet, Key, Kind, Known, RoleName, TeamPath,
};

/// What is added, by kind.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// Roles.
    pub(super) roles: BTreeSet<RoleName>,
    /// Teams; one whose parent is added as well stands in the parent's entry.
    pub(super) teams: BTreeSet<TeamPath>,
    /// People.
    pub(super) users: BTreeSet<Email>,
    /// Departments.
    pub(super) departments: BTreeSet<DepartmentName>,
    /// What is declared under another name than it has: a rename that wasn't applied.
    renamed: FastMap<Key, Key>,
    /// The names that those have.
    names_of_renamed: FastSet<Key>,
}

impl Taken {
    /// Chooses what is added.
    pub(super) fn by(all: Adoption<'_>) -> Self {
        let mut taken = Self { renamed: renamed(all), ..Self::default() };
        taken.names_of_renamed = taken.renamed.values().cloned().collect();
        let Adoption { desired, live, platform, .. } = all;
        let whole = |kind: Kind| desired.manage.is_all(kind) || all.unlisted;
        if whole(Kind::Role) {
            let new = live.roles.keys().filter(|name| platform.built_in(name).is_none());
            let new = new.filter(|name| taken.may_take_role(all, name)).cloned();
            taken.roles = new.collect();
        }
        if whole(Kind::Team) {
            let new = live.teams.keys().filter(|path| taken.may_take_team(all, path)).cloned();
            taken.teams = new.collect();
        }
        if whole(Kind::User) {
            let new = live.users.iter().filter(|(_, user)| user.is_active() || all.unlisted);
            let new = new.map(|(email, _)| email).filter(|one| taken.may_take_user(all, one));
            taken.users = new.cloned().collect();
        }
        if whole(Kind::Department) {
            let new = live.departments.keys().filter(|name| !platform.is_default_department(name));
            taken.departments =
                new.filter(|name| taken.may_take_department(all, name)).cloned().collect();
        }
        taken.teams_that_are_named(all);
        taken.people_with_seats(all);
        taken.roles_that_are_named(all);
        taken
    }

    /// Returns the name that something declared has, if it is live.
    pub(super) fn live_name(&self, all: Adoption<'_>, declared: &Key) -> Option<Key> {
        let other = self.renamed.get(declared).cloned();
        other.or_else(|| all.live.has(declared).then(|| declared.clone()))
    }

    /// Returns whether something that is live is declared, by whichever name.
    pub(super) fn declares(&self, all: Adoption<'_>, key: &Key) -> bool {
        all.is_declared(key) || self.names_of_renamed.contains(key)
    }

    /// Returns the teams that are added directly below one, or at the top.
    pub(super) fn below<'t>(
        &'t self,
        parent: Option<&'t TeamPath>,
    ) -> impl Iterator<Item = &'t TeamPath> {
        self.teams.iter().filter(move |path| path.parent().as_ref() == parent)
    }

    /// Adds the teams that a department has to name.
    fn teams_that_are_named(&mut self, all: Adoption<'_>) {
        let declared = all.desired.state.departments.iter();
        let naming = declared.filter(|(_, department)| !department.groups.is_unknown());
        let live = naming.filter_map(|(name, _)| {
            match self.live_name(all, &Key::Department(name.clone())) {
                Some(Key::Department(name)) => Some(name),
                _ => None,
            }
        });
        let departments = live.chain(self.departments.iter().cloned());
        let departments = departments.filter_map(|name| all.live.departments.get(&name));
        let named = departments.flat_map(Department::teams);
        let teams: BTreeSet<TeamPath> =
            named.filter(|path| self.may_take_team(all, path)).cloned().collect();
        self.teams.extend(teams);
    }

    /// Adds the people whom a list of members or managers, or an attribute, has to name.
    fn people_with_seats(&mut self, all: Adoption<'_>) {
        let live_path = |path: &TeamPath| match self.live_name(all, &Key::Team(path.clone())) {
            Some(Key::Team(path)) => Some(path),
            _ => None,
        };
        let desired = all.desired;
        let owns = |path: &&TeamPath| {
            desired.state.teams.get(*path).is_some_and(|team| !team.managers.is_unknown())
        };
        let listing: BTreeSet<TeamPath> =
            desired.lists_members.iter().filter_map(live_path).chain(self.teams.clone()).collect();
        let managed: BTreeSet<TeamPath> = desired
            .state
            .teams
            .keys()
            .filter(owns)
            .filter_map(live_path)
            .chain(self.teams.clone())
            .collect();
        let sits = |path: &TeamPath| listing.contains(path);
        let members = all.live.users.iter().filter(|(_, user)| user.member_of().any(sits));
        let mut people: BTreeSet<Email> = members.map(|(email, _)| email.clone()).collect();
        for team in managed.iter().filter_map(|path| all.live.teams.get(path)) {
            people.extend(team.managers.value().into_iter().flatten().cloned());
        }
        let naming = desired.state.teams.iter().filter(|(_, team)| !team.named.is_empty());
        let naming = naming.filter_map(|(path, _)| live_path(path)).chain(self.teams.clone());
        for team in naming.filter_map(|path| all.live.teams.get(&path)) {
            people.extend(team.people_named().cloned());
        }
        people.retain(|email| self.may_take_user(all, email));
        self.users.extend(people);
    }

    /// Adds the roles that a person or another role has to name.
    fn roles_that_are_named(&mut self, all: Adoption<'_>) {
        let mut named: BTreeSet<RoleName> = BTreeSet::new();
        for (email, user) in &all.live.users {
            if self.users.contains(email) || self.declares(all, &Key::User(email.clone())) {
                named.extend(user.held_roles().cloned());
            }
        }
        let assigned = |name: &RoleName| {
            let role = all.live.roles.get(name);
            role.and_then(|role| role.assignable_roles.value()).cloned().unwrap_or_default()
        };
        let declares = |name: &&RoleName| {
            self.roles.contains(*name) || self.declares(all, &Key::Role((*name).clone()))
        };
        named.extend(all.live.roles.keys().filter(declares).flat_map(assigned));
        let mut open = Vec::from_iter(named);
        let mut seen = BTreeSet::new();
        while let Some(name) = open.pop() {
            let custom = all.platform.built_in(&name).is_none();
            if seen.insert(name.clone()) && custom && self.may_take_role(all, &name) {
                open.extend(assigned(&name));
                self.roles.insert(name);
            }
        }
    }

    /// Returns whether something is live, is declared by no entry, and nobody else administers it.
    pub(super) fn may_take(&self, all: Adoption<'_>, key: &Key) -> bool {
        let ours = match key {
            Key::Role(name) => self.may_take_role(all, name),
            Key::Team(path) => self.may_take_team(all, path),
            Key::User(email) => self.may_take_user(all, email),
            Key::Department(name) => self.may_take_department(all, name),
            Key::RoleOrder | Key::TeamOrder(_) => false,
        };
        ours && all.live.has(key)
    }

    fn may_take_role(&self, all: Adoption<'_>, name: &RoleName) -> bool {
        let unmanaged = all.desired.unmanaged.roles.contains_key(name);
        all.live.roles.contains_key(name)
            && !unmanaged
            && !self.declares(all, &Key::Role(name.clone()))
    }

    fn may_take_team(&self, all: Adoption<'_>, path: &TeamPath) -> bool {
        let kept = all.desired.unmanaged.teams.keys();
        let mut kept =
            kept.filter(|kept| *kept == path || kept.is_below(path) || path.is_below(kept));
        kept.next().is_none() && !self.declares(all, &Key::Team(path.clone()))
    }

    fn may_take_department(&self, all: Adoption<'_>, name: &DepartmentName) -> bool {
        !self.declares(all, &Key::Department(name.clone()))
    }

    /// Whose roles nobody knows can't be declared: an entry needs them.
    fn may_take_user(&self, all: Adoption<'_>, email: &Email) -> bool {
        let Some(user) = all.live.users.get(email) else { return false };
        let covered = all.desired.unmanaged.people.cover(email, user.held_roles());
        let known = matches!(user.roles, Known::Known(_));
        known && !covered && !self.declares(all, &Key::User(email.clone()))
    }
}

impl Adoption<'_> {
    pub(super) fn is_declared(&self, key: &Key) -> bool {
        self.desired.places.contains_key(key)
    }

    /// Returns whether somebody else administers a person.
    pub(super) fn leaves_alone(&self, key: &Key) -> bool {
        let Key::User(email) = key else { return false };
        let roles = self.live.users.get(email).into_iter().flat_map(|user| user.held_roles());
        !self.is_declared(key) && self.desired.unmanaged.people.cover(email, roles)
    }
}
