//! What is attested, laid over what was read.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan};

use super::{Act, Attested, SaidTeam};
use crate::core::{Email, Key, Known, Role, RoleName, State, Team, TeamPath};
use crate::manifest::Desired;
use crate::platform::Platform;

/// After how many days somebody should look again at what was attested.
pub const STALE_AFTER: i64 = 90;

/// What became of one thing that was attested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    /// The place of the act in the file, and the key under which it stands there.
    pub place: (usize, Key),
    /// What it is about, by the name that it has now.
    pub key: Key,
    /// Who attested it.
    pub by: Email,
    /// When.
    pub at: Timestamp,
    /// What the platform says to the contrary.
    pub contradicted: Option<String>,
}

impl Stands {
    /// Returns how many whole days ago it was attested.
    pub fn days(&self, now: Timestamp) -> i64 {
        (now.as_second() - self.at.as_second()).max(0) / 86_400
    }

    /// Returns whether somebody should look at it again.
    pub fn is_stale(&self, now: Timestamp) -> bool {
        self.at.checked_add((24 * STALE_AFTER).hours()).is_ok_and(|until| until < now)
    }
}

/// Takes what is attested for what is live, where nothing was read. Returns what became of each thing,
/// the latest last.
///
/// A thing that has another name since is found by its former name in the manifests. Somebody who
/// can't sign in manages no team, where the platform takes such people out of all teams. Roles that
/// came after their order was attested stand at its end, where the platform puts new ones.
pub fn lay_over(
    attested: &Attested,
    live: &mut State,
    desired: &Desired,
    platform: &Platform,
) -> Vec<Stands> {
    let names = Names { desired, live: &live.clone() };
    let mut stands = Vec::new();
    for (at, act) in attested.attested.iter().enumerate() {
        for (name, said) in &act.roles {
            let place = (at, Key::Role(name.clone()));
            let found = names.role(name, platform);
            let name = found.clone().unwrap_or_else(|| name.clone());
            let contradicted = match found {
                Some(name) => role(live.roles.entry(name).or_default(), said),
                None => Some(GONE.to_owned()),
            };
            stands.push(act.stands(place, Key::Role(name), contradicted));
        }
        for (path, said) in &act.teams {
            let place = (at, Key::Team(path.clone()));
            let found = names.team(path).filter(|path| live.teams.contains_key(path));
            let contradicted = found.is_none().then(|| GONE.to_owned());
            if let Some(team) = found.as_ref().and_then(|path| live.teams.get_mut(path)) {
                names.lay_team(team, said, platform);
            }
            let path = found.unwrap_or_else(|| path.clone());
            stands.push(act.stands(place, Key::Team(path), contradicted));
        }
        if let Some(order) = act.role_order.as_ref().filter(|_| live.role_order.is_unknown()) {
            live.role_order = Known::Known(names.order(order, platform));
            stands.push(act.stands((at, Key::RoleOrder), Key::RoleOrder, None));
        }
    }
    stands
}

const GONE: &str = "it isn't there";

impl Act {
    pub(super) fn stands(
        &self,
        place: (usize, Key),
        key: Key,
        contradicted: Option<String>,
    ) -> Stands {
        Stands { place, key, by: self.by.clone(), at: self.at, contradicted }
    }
}

/// Takes what is said of a role where nothing was read; returns what was read and is something else.
fn role(live: &mut Role, said: &Role) -> Option<String> {
    let Role { label, color, permissions, assignable_roles } = live;
    let wrong = [
        (take(label, &said.label), "label"),
        (take(color, &said.color), "color"),
        (take(permissions, &said.permissions), "permissions"),
        (take(assignable_roles, &said.assignable_roles), "assignable_roles"),
    ];
    let named = wrong.into_iter().find_map(|(differs, field)| differs.then_some(field));
    named.map(|field| format!("its `{field}` can be read, and is something else"))
}

/// Takes over what is said of a field of which nothing was read; returns whether something else was.
fn take<T: Clone + PartialEq>(live: &mut Known<T>, said: &Known<T>) -> bool {
    if live.is_unknown() {
        live.learn(said);
    }
    live.differs(said)
}

/// Finds what something is called now.
struct Names<'n> {
    desired: &'n Desired,
    live: &'n State,
}

impl Names<'_> {
    /// Returns what is live of the two: the name itself, or the one that it has since.
    fn now(&self, key: &Key) -> Option<Key> {
        if self.live.has(key) {
            return Some(key.clone());
        }
        let renamed =
            |(now, former): &(&Key, &Vec<Key>)| former.contains(key) && self.live.has(now);
        self.desired.previously.iter().find(renamed).map(|(now, _)| now.clone())
    }

    fn role(&self, name: &RoleName, platform: &Platform) -> Option<RoleName> {
        match self.now(&Key::Role(name.clone())) {
            Some(Key::Role(name)) => Some(name),
            _ => platform.built_in(name).map(|_| name.clone()),
        }
    }

    fn team(&self, path: &TeamPath) -> Option<TeamPath> {
        match self.now(&Key::Team(path.clone()))? {
            Key::Team(path) => Some(path),
            _ => None,
        }
    }

    /// Takes over what is said of a team where nothing was read.
    fn lay_team(&self, team: &mut Team, said: &SaidTeam, platform: &Platform) {
        let seated = |email: &Email| self.seated(email, platform);
        if let (true, Some(managers)) = (team.managers.is_unknown(), said.managers.value()) {
            team.managers = Known::Known(managers.iter().filter_map(seated).collect());
        }
        for (name, value) in &said.attributes {
            if team.attributes.get(name).is_none() {
                team.attributes.insert(name.clone(), value.clone());
            }
        }
        for (name, who) in &said.named {
            let now = || who.as_ref().and_then(seated);
            team.named.entry(name.clone()).or_insert_with(now);
        }
    }

    /// Returns the present address of somebody who was said to be in a team, and still is.
    fn seated(&self, email: &Email, platform: &Platform) -> Option<Email> {
        let Some(Key::User(now)) = self.now(&Key::User(email.clone())) else { return None };
        let leave = platform.users.inactive_leaves_teams.holds();
        let is_active = || self.live.users.get(&now).is_some_and(|user| user.is_active());
        (!leave || is_active()).then_some(now)
    }

    fn order(&self, said: &[RoleName], platform: &Platform) -> Vec<RoleName> {
        let mut order: Vec<RoleName> = Vec::new();
        let known = said.iter().filter_map(|name| self.role(name, platform));
        let built_in = platform.roles.built_in.iter().map(|role| &role.name);
        let rest: BTreeMap<&RoleName, ()> =
            built_in.chain(self.live.roles.keys()).map(|name| (name, ())).collect();
        for name in known.chain(rest.into_keys().cloned()) {
            if !order.contains(&name) {
                order.push(name);
            }
        }
        order
    }
}
