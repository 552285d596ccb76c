//! What is attested where a target reads nothing: it may be about anything, and goes before what was
//! written down earlier.

use std::collections::BTreeSet;

use super::{Act, Attested, SaidTeam, Stands};
use crate::core::{Attributes, Department, Key, Known, Role, State, Team, TeamPath, User};
use crate::plan::{Action, Resource, Step, perform};

/// Lays what is attested over what was written down. Returns what is attested of what, the latest last.
pub fn replay(attested: &Attested, live: &mut State) -> Vec<Stands> {
    let mut stands = Vec::new();
    for (at, act) in attested.attested.iter().enumerate() {
        for step in act.steps() {
            perform(live, &step);
            stands.push(act.stands((at, step.key.clone()), step.key, None));
        }
    }
    stands
}

impl Act {
    /// Returns what it says as steps that leave it so: first what goes.
    pub(super) fn steps(&self) -> Vec<Step> {
        let gone = self.gone.keys().map(|key| Step { action: Action::Delete, ..Step::about(key) });
        let is = |key: Key, after: Resource| Step { after: Some(after), ..Step::about(key) };
        let roles = self.roles.iter();
        let roles =
            roles.map(|(name, role)| (Key::Role(name.clone()), Resource::Role(role.clone())));
        let team = |said: &SaidTeam| Team {
            managers: said.managers.clone(),
            attributes: said.attributes.clone(),
            named: said.named.clone(),
            ..Team::default()
        };
        let teams = self.teams.iter();
        let teams = teams.map(|(path, said)| (Key::Team(path.clone()), Resource::Team(team(said))));
        let users = self.users.iter();
        let users =
            users.map(|(email, user)| (Key::User(email.clone()), Resource::User(user.clone())));
        let order = self.role_order.iter();
        let order = order.map(|names| (Key::RoleOrder, Resource::RoleOrder(names.clone())));
        let below = self.team_order.iter().map(|(parent, names)| {
            let parent = (!parent.is_empty()).then(|| TeamPath::new(parent));
            (Key::TeamOrder(parent), Resource::TeamOrder(names.clone()))
        });
        let departments = self.departments.iter();
        let departments = departments.map(|(name, said)| {
            (Key::Department(name.clone()), Resource::Department(said.clone()))
        });
        let said = roles.chain(teams).chain(users).chain(departments).chain(order).chain(below);
        gone.chain(said.map(|(key, after)| is(key, after))).collect()
    }
}

/// Adds to an act what these steps leave of what is live: values, and no steps.
pub fn say<'s>(live: &State, steps: impl IntoIterator<Item = &'s Step>, act: &mut Act) {
    let (mut end, mut ordered) = (live.clone(), BTreeSet::new());
    for step in steps {
        perform(&mut end, step);
        ordered.extend(Some(&step.key).filter(|key| matches!(key, Key::TeamOrder(_))).cloned());
    }
    act.gone.roles.extend(live.roles.keys().filter(|name| !end.roles.contains_key(*name)).cloned());
    act.gone.teams.extend(live.teams.keys().filter(|path| !end.teams.contains_key(*path)).cloned());
    act.gone.users.extend(live.users.keys().filter(|one| !end.users.contains_key(*one)).cloned());
    let departments = live.departments.keys();
    let gone = departments.filter(|name| !end.departments.contains_key(*name));
    act.gone.departments.extend(gone.cloned());
    for (name, role) in &end.roles {
        let was = live.roles.get(name);
        if was != Some(role) {
            act.roles.insert(name.clone(), changed_role(was, role));
        }
    }
    for (path, team) in &end.teams {
        let was = live.teams.get(path);
        if was != Some(team) {
            let managers = new(was.map(|was| &was.managers), &team.managers);
            let attributes = changed_attributes(was.map(|was| &was.attributes), &team.attributes);
            let same =
                |(name, who): &(&_, &_)| was.is_some_and(|was| was.named.get(*name) == Some(*who));
            let named = team.named.iter().filter(|one| !same(one));
            let named = named.map(|(name, who)| (name.clone(), who.clone())).collect();
            act.teams.insert(path.clone(), SaidTeam { managers, attributes, named });
        }
    }
    for (email, user) in &end.users {
        let was = live.users.get(email);
        if was != Some(user) {
            act.users.insert(email.clone(), changed_user(was.map(AsRef::as_ref), user));
        }
    }
    for (name, is) in &end.departments {
        let was = live.departments.get(name);
        if was != Some(is) {
            let groups = new(was.map(|was| &was.groups), &is.groups);
            let attributes = changed_attributes(was.map(|was| &was.attributes), &is.attributes);
            act.departments.insert(name.clone(), Department { groups, attributes });
        }
    }
    if end.role_order != live.role_order {
        act.role_order = end.role_order.value().cloned();
    }
    for (parent, names) in end.team_order {
        let was = live.team_order.get(&parent);
        // Where the order isn't known, a team that is made doesn't make it so.
        let known = was.is_some() || ordered.contains(&Key::TeamOrder(parent.clone()));
        if known && was != Some(&names) {
            let parent = parent.map_or(String::new(), |path| path.to_string());
            act.team_order.insert(parent, names);
        }
    }
}

fn changed_role(was: Option<&Role>, is: &Role) -> Role {
    Role {
        label: new(was.map(|was| &was.label), &is.label),
        color: new(was.map(|was| &was.color), &is.color),
        permissions: new(was.map(|was| &was.permissions), &is.permissions),
        assignable_roles: new(was.map(|was| &was.assignable_roles), &is.assignable_roles),
    }
}

fn changed_user(was: Option<&User>, is: &User) -> User {
    User {
        status: new(was.map(|was| &was.status), &is.status),
        roles: new(was.map(|was| &was.roles), &is.roles),
        teams: new(was.map(|was| &was.teams), &is.teams),
        attributes: changed_attributes(was.map(|was| &was.attributes), &is.attributes),
    }
}

fn changed_attributes(was: Option<&Attributes>, is: &Attributes) -> Attributes {
    let same = |name: &_, value: &_| was.is_some_and(|was| was.get(name) == Some(value));
    let changed = is.iter().filter(|(name, value)| !same(*name, *value));
    changed.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Returns a field if it is another one than before.
fn new<T: Clone + PartialEq>(was: Option<&Known<T>>, is: &Known<T>) -> Known<T> {
    if was == Some(is) { Known::Unknown } else { is.clone() }
}
