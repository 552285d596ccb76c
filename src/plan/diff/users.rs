//! People's rows.

use std::collections::BTreeSet;

use super::{Diff, changed};
use crate::core::{Email, Key, Kind, Known, Origin, Status, TeamPath, User};
use crate::plan::{Action, Resource, Step};

impl Diff<'_> {
    /// Compares people; `going` are the teams that are deleted, which everybody has to leave.
    pub(super) fn users(&mut self, going: &BTreeSet<TeamPath>) {
        let (desired, live) = (self.desired, self.live);
        for (email, wanted) in &desired.state.users {
            match live.users.get(email) {
                Some(user) => self.listed_user(email, wanted, user, going),
                None => self.new_user(email, wanted),
            }
        }
        for (email, user) in &live.users {
            if !desired.state.users.contains_key(email) {
                self.unlisted_user(email, user, going);
            }
        }
    }

    fn new_user(&mut self, email: &Email, wanted: &User) {
        let mut row = wanted.clone();
        if row.status.is_unknown() {
            row.status = Known::Known(Status::Active);
        }
        let mut because: Vec<Origin> =
            row.member_of().flat_map(|team| self.seat(team, email)).collect();
        let step = Step {
            action: Action::Create,
            after: Some(Resource::User(row)),
            ..Step::about(Key::User(email.clone()))
        };
        self.push(step, &[]);
        self.also(&mut because);
    }

    /// Compares the row of a person who is declared, or whom a team lists.
    fn listed_user(
        &mut self,
        email: &Email,
        wanted: &User,
        live: &User,
        going: &BTreeSet<TeamPath>,
    ) {
        let declared = self.desired.places.contains_key(&Key::User(email.clone()));
        let (mut before, mut after) = (User::default(), User::default());
        let mut fields: Vec<&str> = Vec::new();
        if changed(&wanted.roles, &live.roles, &mut before.roles, &mut after.roles) {
            fields.push("roles");
        }
        if changed(&wanted.status, &live.status, &mut before.status, &mut after.status) {
            fields.push("status");
        }
        for (name, value) in &wanted.attributes {
            let was = live.attributes.get(name);
            if was != Some(value) {
                fields.push(name.as_str());
                before.attributes.extend(was.map(|was| (name.clone(), was.clone())));
                after.attributes.insert(name.clone(), value.clone());
            }
        }
        let keeps = !declared && self.left_alone(email, live);
        let teams = self.teams_of(wanted, live, going, keeps);
        let mut because = self.teams_changed(email, live, teams, &mut before, &mut after);
        if !fields.is_empty() || !after.teams.is_unknown() {
            let action = action(&before, &after);
            let step = Step {
                action,
                before: Some(Resource::User(before)),
                after: Some(Resource::User(after)),
                ..Step::about(Key::User(email.clone()))
            };
            let only_seats = fields.is_empty();
            self.push(step, &fields);
            if only_seats && !because.is_empty() {
                self.steps.last_mut().into_iter().for_each(|step| step.because.clear());
            }
            self.also(&mut because);
        } else if !declared {
            self.unmanaged.push(Key::User(email.clone()));
        }
    }

    /// Returns the teams that a person is meant to be in: those that list the person, and those
    /// that list nobody and hold the person now.
    fn teams_of(
        &self,
        wanted: &User,
        live: &User,
        going: &BTreeSet<TeamPath>,
        keeps: bool,
    ) -> Known<BTreeSet<TeamPath>> {
        let ends = wanted.status.value() == Some(&Status::Inactive)
            && self.platform.users.inactive_leaves_teams.holds();
        if ends {
            return Known::Known(BTreeSet::new());
        }
        let stays = |team: &&TeamPath| {
            !going.contains(*team) && (keeps || !self.desired.lists_members.contains(*team))
        };
        let mut teams: BTreeSet<TeamPath> = live.member_of().filter(stays).cloned().collect();
        teams.extend(wanted.member_of().cloned());
        if live.teams.is_unknown() && teams.is_empty() {
            Known::Unknown
        } else {
            Known::Known(teams)
        }
    }

    /// Takes a change of teams over; returns the places that ask for it.
    fn teams_changed(
        &self,
        email: &Email,
        live: &User,
        teams: Known<BTreeSet<TeamPath>>,
        before: &mut User,
        after: &mut User,
    ) -> Vec<Origin> {
        if !changed(&teams, &live.teams, &mut before.teams, &mut after.teams) {
            return Vec::new();
        }
        let empty = BTreeSet::new();
        let (was, is) = (live.teams.value().unwrap_or(&empty), teams.value().unwrap_or(&empty));
        was.symmetric_difference(is).flat_map(|team| self.seat(team, email)).collect()
    }

    /// Returns the place that puts a person into a team; for one who isn't listed, the team's list.
    fn seat(&self, team: &TeamPath, email: &Email) -> Option<Origin> {
        let seats = self.desired.members.get(team)?;
        let listed = seats.binary_search_by(|(other, _)| other.cmp(email));
        let places = self.desired.places.get(&Key::Team(team.clone()))?;
        Some(listed.map_or_else(|_| places.field("members"), |at| seats[at].1))
    }

    /// Adds places to those that ask for the last step.
    fn also(&mut self, because: &mut Vec<Origin>) {
        if let Some(step) = self.steps.last_mut() {
            step.because.append(because);
            step.because.sort_unstable();
            step.because.dedup();
        }
    }

    fn left_alone(&self, email: &Email, live: &User) -> bool {
        let people = &self.desired.unmanaged.people;
        people.by_address(email).is_some() || people.by_role(live.held_roles()).is_some()
    }

    /// Deactivates a person who isn't listed, or takes them out of lists that they aren't in.
    fn unlisted_user(&mut self, email: &Email, live: &User, going: &BTreeSet<TeamPath>) {
        let left_alone = self.left_alone(email, live);
        let key = Key::User(email.clone());
        if !left_alone && self.desired.manage.is_all(Kind::User) && live.is_active() {
            let step = self.deactivation(key, live);
            self.push(step, &[]);
            return;
        }
        let ended = User::default();
        let teams = self.teams_of(&ended, live, going, left_alone);
        let (mut before, mut after) = (User::default(), User::default());
        let mut because = self.teams_changed(email, live, teams, &mut before, &mut after);
        self.unmanaged.push(key.clone());
        if !after.teams.is_unknown() {
            let (before, after) = (Some(Resource::User(before)), Some(Resource::User(after)));
            let reason = Some("not in the list of members".to_owned());
            self.push(Step { before, after, reason, ..Step::about(key) }, &[]);
            if !because.is_empty() {
                self.steps.last_mut().into_iter().for_each(|step| step.because.clear());
            }
            self.also(&mut because);
        }
    }

    fn deactivation(&self, key: Key, live: &User) -> Step {
        let leaves =
            self.platform.users.inactive_leaves_teams.holds() && live.member_of().count() > 0;
        let teams =
            |teams: &Known<BTreeSet<TeamPath>>| if leaves { teams.clone() } else { Known::Unknown };
        let before =
            User { status: live.status.clone(), teams: teams(&live.teams), ..User::default() };
        let after = User {
            status: Known::Known(Status::Inactive),
            teams: teams(&Known::Known(BTreeSet::new())),
            ..User::default()
        };
        let after = Some(Resource::User(after));
        Step { after, ..self.unlisted(key, Action::Deactivate, Resource::User(before)) }
    }
}

/// Returns what a change of a person's row is called.
fn action(before: &User, after: &User) -> Action {
    match (before.status.value(), after.status.value()) {
        (_, Some(Status::Inactive)) => Action::Deactivate,
        (Some(Status::Inactive), Some(Status::Active)) => Action::Reactivate,
        _ => Action::Update,
    }
}
