//! People's rows.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::Diff;
use super::row::Row;
use crate::core::{Email, Few, Key, Kind, Known, Origin, Status, TeamPath, User};
use crate::plan::{Action, Resource, Step};
use crate::platform::Leaving;

impl Diff<'_> {
    /// Compares people; `going` are the teams that are deleted, which everybody has to leave.
    pub(super) fn users(&mut self, going: &BTreeSet<TeamPath>) {
        let (desired, live) = (self.desired, self.live);
        for (email, both) in pairs(&desired.state.users, &live.users) {
            match both {
                (Some(wanted), Some(user)) => self.listed_user(email, wanted, user, going),
                (None, Some(user)) => self.unlisted_user(email, user, going),
                (Some(wanted), None) if self.is_declared(email) => self.new_user(email, wanted),
                // Somebody whom a team lists, whom somebody else administers, and who isn't there.
                _ => {}
            }
        }
    }

    fn new_user(&mut self, email: &Email, wanted: &User) {
        let mut row = wanted.clone();
        if row.status.is_unknown() {
            row.status = Known::Known(Status::Active);
        }
        let seats: Vec<Origin> = row.member_of().flat_map(|team| self.seat(team, email)).collect();
        let step = Step {
            action: Action::Create,
            after: Some(Resource::User(row)),
            ..Step::about(Key::User(email.clone()))
        };
        self.push(step, &[]);
        self.also(seats);
    }

    /// Compares the row of a person who is declared, or whom a team lists.
    fn listed_user(
        &mut self,
        email: &Email,
        wanted: &User,
        live: &User,
        going: &BTreeSet<TeamPath>,
    ) {
        // Of somebody who isn't declared nothing but seats is meant; that is known without looking.
        let declared = !wanted.roles.is_unknown() || self.is_declared(email);
        let keeps = !declared && self.left_alone(email, live);
        let teams = self.teams_of(wanted, live, going, keeps);
        let row = Row::of(wanted, teams, live);
        if !row.is_empty() {
            self.push_row(email, row, None);
        } else if !declared {
            self.unmanaged.push(Key::User(email.clone()));
        }
    }

    /// Adds the step that changes a row. It is asked for by the lines of the fields, and by those of
    /// the teams that the person joins or leaves.
    fn push_row(&mut self, email: &Email, row: Row<'_>, reason: Option<&str>) {
        let seats: Vec<Origin> = row.seats.iter().flat_map(|team| self.seat(team, email)).collect();
        let only_seats = row.fields.is_empty() && !seats.is_empty();
        let fields = row.fields.clone();
        let reason = reason.map(ToOwned::to_owned);
        let step = Step { reason, ..row.step(Key::User(email.clone())) };
        self.push(step, &fields);
        if only_seats {
            self.steps.last_mut().into_iter().for_each(|step| step.because.clear());
        }
        self.also(seats);
    }

    /// Returns the teams that a person is meant to be in, if they aren't those that the person is in:
    /// the teams that list the person, and those that list nobody and hold the person now.
    fn teams_of(
        &self,
        wanted: &User,
        live: &User,
        going: &BTreeSet<TeamPath>,
        keeps: bool,
    ) -> Option<Known<Few<TeamPath>>> {
        let ends = wanted.status.value() == Some(&Status::Inactive)
            && self.platform.users.inactive_leaves_teams.holds();
        if ends {
            // Of seats that nobody knows of, none has to be given up by name.
            return (!live.teams.is_unknown()).then(|| Known::Known(Few::new()));
        }
        let stays = |team: &&TeamPath| {
            !going.contains(*team) && (keeps || !self.desired.lists_members.contains(*team))
        };
        let listed =
            |team: &TeamPath| wanted.teams.value().is_some_and(|teams| teams.contains(team));
        let holds = |team: &TeamPath| live.teams.value().is_some_and(|teams| teams.contains(team));
        let leaves = live.member_of().any(|team| !stays(&team) && !listed(team));
        // Nearly everybody stays where they are.
        if !leaves && wanted.member_of().all(holds) {
            return None;
        }
        let mut teams: Few<TeamPath> = live.member_of().filter(stays).cloned().collect();
        teams.extend(wanted.member_of().cloned());
        Some(teams.into())
    }

    /// Returns the place that puts a person into a team; for one who isn't listed, the team's list.
    fn seat(&self, team: &TeamPath, email: &Email) -> Option<Origin> {
        let seats = self.desired.members.get(team)?;
        let listed = seats.binary_search_by(|(other, _)| other.cmp(email));
        let places = self.desired.places.get(&Key::Team(team.clone()))?;
        Some(listed.map_or_else(|_| places.field("members"), |at| seats[at].1))
    }

    /// Adds places to those that ask for the last step.
    fn also(&mut self, places: Vec<Origin>) {
        if let Some(step) = self.steps.last_mut() {
            step.because.extend(places);
            step.because.sort_unstable();
            step.because.dedup();
        }
    }

    fn is_declared(&self, email: &Email) -> bool {
        self.desired.places.contains_key(&Key::User(email.clone()))
    }

    fn left_alone(&self, email: &Email, live: &User) -> bool {
        self.desired.unmanaged.people.cover(email, live.held_roles())
    }

    /// Deactivates a person who isn't listed, or takes them out of lists that they aren't in.
    fn unlisted_user(&mut self, email: &Email, live: &User, going: &BTreeSet<TeamPath>) {
        let left_alone = self.left_alone(email, live);
        let key = Key::User(email.clone());
        let goes = !left_alone && self.desired.manage.is_all(Kind::User);
        if let Some(step) = self.departure(&key, live).filter(|_| goes) {
            self.push(step, &[]);
            return;
        }
        let nothing = User::default();
        let teams = self.teams_of(&nothing, live, going, left_alone);
        let row = Row::of(&nothing, teams, live);
        if row.is_empty() {
            self.unmanaged.push(key);
        } else {
            self.push_row(email, row, Some("not in the list of members"));
        }
    }

    /// Returns the step by which somebody goes who isn't listed, if there is one.
    fn departure(&self, key: &Key, live: &User) -> Option<Step> {
        match self.platform.leaving() {
            Leaving::Deactivated if live.is_active() => Some(self.deactivation(key.clone(), live)),
            // Of those whom nobody can change nobody is deleted either.
            Leaving::Deleted
                if !live.held_roles().any(|role| self.platform.fixes_holders(role)) =>
            {
                let before = Resource::User(live.clone());
                Some(self.unlisted(key.clone(), Action::Delete, before))
            }
            Leaving::Deactivated | Leaving::Deleted | Leaving::Elsewhere => None,
        }
    }

    fn deactivation(&self, key: Key, live: &User) -> Step {
        let leaves =
            self.platform.users.inactive_leaves_teams.holds() && live.member_of().next().is_some();
        let teams =
            |teams: &Known<Few<TeamPath>>| if leaves { teams.clone() } else { Known::Unknown };
        let before =
            User { status: live.status.clone(), teams: teams(&live.teams), ..User::default() };
        let after = User {
            status: Known::Known(Status::Inactive),
            teams: teams(&Known::Known(Few::new())),
            ..User::default()
        };
        let after = Some(Resource::User(after));
        Step { after, ..self.unlisted(key, Action::Deactivate, Resource::User(before)) }
    }
}

/// What two maps hold under one key.
type Both<'m, V> = (Option<&'m V>, Option<&'m V>);

/// Goes over two maps side by side, in the order of their keys.
fn pairs<'m, K: Ord, V>(
    left: &'m BTreeMap<K, V>,
    right: &'m BTreeMap<K, V>,
) -> impl Iterator<Item = (&'m K, Both<'m, V>)> {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    std::iter::from_fn(move || {
        let order = match (left.peek(), right.peek()) {
            (Some((a, _)), Some((b, _))) => a.cmp(b),
            (Some(_), None) => Ordering::Less,
            (None, _) => Ordering::Greater,
        };
        let a = if order == Ordering::Greater { None } else { left.next() };
        let b = if order == Ordering::Less { None } else { right.next() };
        let (key, _) = a.or(b)?;
        Some((key, (a.map(|(_, value)| value), b.map(|(_, value)| value))))
    })
}
