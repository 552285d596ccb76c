//! What is taken away waits for nobody's hand.

use crate::access::{abilities, effective_roles, grant_of};
use crate::core::{Email, Few, Key, Known, RoleName, State, TeamPath, User};
use crate::plan::{Action, By, Resource, Step};
use crate::platform::Platform;

/// What there is before the plan and after it.
pub(super) struct Sides<'s> {
    pub(super) live: &'s State,
    pub(super) end: &'s State,
    pub(super) platform: &'s Platform,
}

/// Takes at once what a row takes away, where the row waits for somebody's hand. What it gives still
/// waits.
pub(super) fn at_once(steps: &mut Vec<Step>, sides: &Sides<'_>) {
    let mut waits = vec![false; steps.len()];
    let mut more = Vec::new();
    // A step stands after those that it needs.
    for place in 0..steps.len() {
        let step = &steps[place];
        let mut hands =
            step.needs.iter().filter(|need| steps[**need].by == By::Hand || waits[**need]);
        waits[place] = hands.next().is_some();
        if !waits[place] || step.by == By::Hand {
            continue;
        }
        let Some((taken, rest)) = sides.in_two(step) else { continue };
        // What stays can't be written by a name that somebody gives to it first.
        let later = |need: &usize| steps[*need].by == By::Hand || waits[*need];
        if !step.needs.iter().filter(|need| later(need)).any(|need| names(&steps[*need], &taken)) {
            more.push((place, taken, rest));
        }
    }
    for (place, mut taken, rest) in more {
        let needs = steps[place].needs.clone();
        taken.needs =
            needs.into_iter().filter(|need| steps[*need].by != By::Hand && !waits[*need]).collect();
        let first = steps.len();
        steps[place].before = rest;
        steps[place].needs.push(first);
        steps.push(taken);
    }
}

/// Returns whether a step gives a name to what a row holds.
fn names(step: &Step, row: &Step) -> bool {
    let Some(Resource::User(held)) = &row.after else { return false };
    match &step.key {
        _ if step.previous_key.is_none() => false,
        Key::Role(name) => held.held_roles().any(|role| role == name),
        Key::Team(path) => held.member_of().any(|team| team == path || team.is_below(path)),
        _ => false,
    }
}

impl Sides<'_> {
    /// Divides a row into what it takes away and the rest, if no law is against it: the first step,
    /// and what stands before the second.
    fn in_two(&self, step: &Step) -> Option<(Step, Option<Resource>)> {
        let Key::User(email) = &step.key else { return None };
        let (Some(Resource::User(before)), Some(Resource::User(after))) =
            (&step.before, &step.after)
        else {
            return None;
        };
        if step.action != Action::Update {
            return None;
        }
        let (roles, teams) = (kept(&before.roles, &after.roles), kept(&before.teams, &after.teams));
        let taken = User { roles: roles.clone(), teams: teams.clone(), ..User::default() };
        if taken == User::default() || !self.is_lawful(email, &taken) {
            return None;
        }
        let only = |of: &User| User {
            roles: if roles.is_unknown() { Known::Unknown } else { of.roles.clone() },
            teams: if teams.is_unknown() { Known::Unknown } else { of.teams.clone() },
            ..User::default()
        };
        let first = Step {
            before: Some(Resource::User(only(before))),
            after: Some(Resource::User(taken)),
            because: step.because.clone(),
            reason: Some("what is taken away waits for nobody's hand".to_owned()),
            ..Step::about(step.key.clone())
        };
        let mut rest = before.clone();
        rest.roles.learn(&roles);
        rest.teams.learn(&teams);
        Some((first, Some(Resource::User(rest))))
    }

    /// Returns whether nobody is without a role, loses what they have before and afterwards, stays in
    /// a team without what it takes, or ceases to be an administrator.
    fn is_lawful(&self, email: &Email, taken: &User) -> bool {
        let (Some(was), Some(is)) = (self.live.users.get(email), self.end.users.get(email)) else {
            return false;
        };
        let least = self.platform.roles.min_per_user.value().copied().unwrap_or(0) as usize;
        let mut row = User::clone(was);
        row.roles.learn(&taken.roles);
        row.teams.learn(&taken.teams);
        let held: Vec<&RoleName> = row.held_roles().collect();
        let eligible =
            |role: &&RoleName| self.platform.may_make_eligible(role, self.live.roles.get(*role));
        let administers = |user: &User| {
            user.held_roles()
                .any(|role| self.platform.is_administrative(role, self.live.roles.get(role)))
        };
        let leaves = |path: &&TeamPath| row.member_of().all(|stays| stays != *path);
        let is_named = |path: &TeamPath| {
            let team = self.live.teams.get(path);
            team.is_some_and(|team| team.people_named().any(|named| named == email))
        };
        held.len() >= least
            && !was.member_of().filter(leaves).any(is_named)
            && (row.member_of().next().is_none() || held.iter().any(eligible))
            && administers(was) == administers(&row)
            && self.keeps(was, is, &row)
    }

    /// Returns whether a person keeps what they may do before and afterwards.
    fn keeps(&self, was: &User, is: &User, row: &User) -> bool {
        let grants = |user: &User, state, what: &_| {
            let roles = effective_roles(Some(user));
            let grants =
                roles.into_iter().filter_map(|role| grant_of(state, self.platform, role, what));
            grants.cloned().collect::<Vec<_>>()
        };
        effective_roles(Some(was)).into_iter().all(|role| {
            abilities(self.live, self.platform, role).into_iter().all(|what| {
                let (before, after) = (grants(was, self.live, &what), grants(is, self.end, &what));
                let left = grants(row, self.live, &what);
                let both = before.iter().flat_map(|a| after.iter().map(|b| a.meet(b)));
                both.into_iter().all(|need| left.iter().any(|has| has.covers(&need)))
            })
        })
    }
}

/// Returns what of a list stays, if anything of it goes.
fn kept<T: Clone + Ord>(before: &Known<Few<T>>, after: &Known<Few<T>>) -> Known<Few<T>> {
    let (Some(was), Some(is)) = (before.value(), after.value()) else { return Known::Unknown };
    let stays: Few<T> = was.iter().filter(|one| is.contains(*one)).cloned().collect();
    if stays.len() < was.len() { Known::Known(stays) } else { Known::Unknown }
}
