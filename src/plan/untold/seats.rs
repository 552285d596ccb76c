//! Seats of which nobody knows whether they are a member's or a manager's.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::live_key;
use super::teams::{Places, told_as};
use crate::core::{
    Diagnostic, Diagnostics, Email, FastMap, Few, Key, Known, State, TeamPath, codes,
};
use crate::manifest::Desired;

/// Takes each seat of unknown kind for what the manifests say it is. One that they don't list, in a
/// team whose members and managers they list whole, is warned about: nothing can be planned, since
/// what is unknown is never written.
pub(super) fn take_as_meant(desired: &Desired, live: &mut State, places: &Places) -> Diagnostics {
    let names = names_now(desired, live);
    let untold = live.users.iter().filter(|(_, user)| user.teams.is_unknown());
    let now = |email: &Email| names.get(email).unwrap_or(email).clone();
    let untold = untold.map(|(email, _)| (now(email), email.clone())).collect();
    let seats = Seats { desired, names, untold, places };
    let mut found = Diagnostics::default();
    for (path, at) in places {
        for email in seats.take(live, path, at) {
            seats.warning(path, &email).into_iter().for_each(|warning| found.push(warning));
        }
    }
    found
}

/// Takes each seat of unknown kind for a member's where somebody attests who manages the team, or where
/// the manifests list the person as a member. The others stay unknown: who manages a team is for
/// somebody to say first. Of those who should have no seat at all it is told.
pub(super) fn settle(desired: &Desired, live: &mut State, places: &Places) -> Diagnostics {
    let (names, untold) = (names_now(desired, live), FastMap::default());
    let seats = Seats { desired, names, untold, places };
    let meant: FastMap<TeamPath, TeamPath> =
        places.iter().map(|(path, at)| (at.clone(), path.clone())).collect();
    let mut found = Diagnostics::default();
    let all: Vec<TeamPath> = live.teams.keys().cloned().collect();
    for at in all {
        let path = meant.get(&at).unwrap_or(&at);
        for email in seats.settle(live, path, &at) {
            seats.warning(path, &email).into_iter().for_each(|warning| found.push(warning));
        }
    }
    found
}

struct Seats<'s> {
    desired: &'s Desired,
    /// What people are called now who are live under a former address.
    names: FastMap<Email, Email>,
    /// People of whom no seat is told: what they are called now, and the address that is live.
    untold: FastMap<Email, Email>,
    places: &'s Places,
}

impl Seats<'_> {
    /// Takes the seats of a team as they are meant. Returns those who should have none.
    fn take(&self, live: &mut State, path: &TeamPath, at: &TeamPath) -> Vec<Email> {
        let Some(mut team) = live.teams.remove(at) else { return Vec::new() };
        let meant = self.desired.state.teams.get(path).and_then(|team| team.managers.value());
        let manages = |email: &Email| meant.is_some_and(|all| all.contains(self.now(email)));
        let (managers, others): (BTreeSet<Email>, BTreeSet<Email>) =
            std::mem::take(&mut team.seated).into_iter().partition(manages);
        let (members, others): (BTreeSet<Email>, BTreeSet<Email>) =
            others.into_iter().partition(|email| self.is_member(email, path));
        members.iter().for_each(|email| join(live, email, at));
        if let Some(meant) = meant {
            // Of whom nothing is told isn't compared either.
            let untold = meant.iter().filter_map(|email| self.untold.get(email));
            team.managers = Known::Known(untold.cloned().chain(managers).collect());
        }
        let whole = meant.is_some() && self.desired.lists_members.contains(path);
        let elsewhere = |email: &&Email| self.sits_in_another(email, path, at);
        let unlisted = others.iter().filter(|email| whole && !elsewhere(email)).cloned().collect();
        team.seated = others.into_iter().collect();
        live.teams.insert(at.clone(), team);
        unlisted
    }

    /// Settles the seats of a team. Returns those of whom nobody can tell what to take away.
    fn settle(&self, live: &mut State, path: &TeamPath, at: &TeamPath) -> Vec<Email> {
        let Some(team) = live.teams.get_mut(at) else { return Vec::new() };
        let managers = team.managers.clone();
        let seated = std::mem::take(&mut team.seated);
        let manages = |email: &Email| managers.value().map(|all| all.contains(email));
        let is_member = |email: &Email| match manages(email) {
            Some(manages) => !manages,
            None => self.is_member(email, path),
        };
        let (members, others): (BTreeSet<Email>, BTreeSet<Email>) =
            seated.into_iter().partition(is_member);
        members.iter().for_each(|email| join(live, email, at));
        let meant = self.desired.state.teams.get(path).and_then(|team| team.managers.value());
        let open = others.iter().filter(|email| manages(email).is_none());
        let unlisted = |email: &&Email| {
            meant.is_some_and(|all| !all.contains(self.now(email)))
                && self.desired.lists_members.contains(path)
        };
        let told = open.clone().filter(unlisted).cloned().collect();
        let still: Few<Email> = open.cloned().collect();
        live.teams.entry(at.clone()).or_default().seated = still;
        told
    }

    fn now<'e>(&'e self, email: &'e Email) -> &'e Email {
        self.names.get(email).unwrap_or(email)
    }

    fn is_member(&self, email: &Email, path: &TeamPath) -> bool {
        let user = self.desired.state.users.get(self.now(email));
        user.is_some_and(|user| user.member_of().any(|team| team == path))
    }

    /// Returns whether a person is meant to sit in another team that is told by the same name.
    fn sits_in_another(&self, email: &Email, path: &TeamPath, at: &TeamPath) -> bool {
        let same = |(other, place): &(&TeamPath, &TeamPath)| {
            *other != path && told_as(place) == told_as(at)
        };
        let manages = |other: &TeamPath| {
            let team = self.desired.state.teams.get(other);
            let managers = team.and_then(|team| team.managers.value());
            managers.is_some_and(|all| all.contains(self.now(email)))
        };
        let mut others = self.places.iter().filter(same).map(|(other, _)| other);
        others.any(|other| manages(other) || self.is_member(email, other))
    }

    fn warning(&self, path: &TeamPath, email: &Email) -> Option<Diagnostic> {
        if self.desired.unmanaged.people.by_address(email).is_some() {
            return None;
        }
        let places = self.desired.places.get(&Key::Team(path.clone()))?;
        let label = format!("`{email}` is in `{path}`, as a member or as a manager");
        let help = "List the person, or take them out of the team on the platform.";
        Some(codes::SEAT_OF_UNKNOWN_KIND.at(places.field("members"), label, help))
    }
}

/// Gives a person who is live a member's seat.
fn join(live: &mut State, email: &Email, at: &TeamPath) {
    if let Some(user) = live.users.get_mut(email) {
        Arc::make_mut(user).teams.update(|teams| _ = teams.insert(at.clone()));
    }
}

/// Returns what people are called now who are live under a former address.
fn names_now(desired: &Desired, live: &State) -> FastMap<Email, Email> {
    let renamed = |key: &Key| match (key, live_key(desired, live, key)?) {
        (Key::User(now), Key::User(was)) if now != was => Some((was.clone(), now.clone())),
        _ => None,
    };
    desired.previously.keys().filter_map(renamed).collect()
}
