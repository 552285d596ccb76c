//! What somebody has to do by hand, and what doesn't wait for it.
//!
//! A target that can't write everything says so in its [`Means`]. The order is found as if it could;
//! then the steps that it can't do are marked, a person's row is divided where only a part of it can
//! be written, and what a row takes away is done at once where it would wait for somebody's hand.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::order::restage;
use super::planner::Inputs;
use super::{Action, By, Means, Plan, Resource, Stage, Step};
use crate::access::{abilities, effective_roles, grant_of};
use crate::core::{
    Attributes, Diagnostics, Email, Few, Key, Kind, Known, RoleName, State, Status, Team, TeamName,
    TeamPath, User, codes,
};
use crate::manifest::Desired;
use crate::platform::{Platform, Way};

/// Takes the seats of managers who are deactivated by this plan out of what is live, under the names
/// that it has once the renames are done, where nobody could take these seats away by a program and the
/// platform does it by itself.
pub(super) fn let_leavers_go(live: &mut Cow<'_, State>, inputs: Inputs<'_>) {
    let Inputs { desired, platform, means, .. } = inputs;
    if means.managers == Way::Automatic || !platform.users.inactive_leaves_teams.holds() {
        return;
    }
    let leaves = |email: &Email| is_deactivated(desired, live, email);
    let left = |(path, team): (&TeamPath, &Team)| {
        let mut managers = team.managers.value().into_iter().flatten();
        let any = managers.any(leaves) || team.people_named().any(leaves);
        any.then(|| (path.clone(), without(team, leaves)))
    };
    let left: Vec<(TeamPath, Team)> = live.teams.iter().filter_map(left).collect();
    if !left.is_empty() {
        live.to_mut().teams.extend(left);
    }
}

/// Returns a team that those who leave no longer manage, and that names none of them.
fn without(team: &Team, leaves: impl Fn(&Email) -> bool) -> Team {
    let mut team = team.clone();
    if let Some(managers) = team.managers.value_mut() {
        managers.retain(|email| !leaves(email));
    }
    for named in team.named.values_mut().filter(|named| named.as_ref().is_some_and(&leaves)) {
        *named = None;
    }
    team
}

fn is_deactivated(desired: &Desired, live: &State, email: &Email) -> bool {
    let Some(user) = live.users.get(email).filter(|user| user.is_active()) else { return false };
    match desired.state.users.get(email).filter(|user| !user.roles.is_unknown()) {
        Some(wanted) => wanted.status.value() == Some(&Status::Inactive),
        None => {
            desired.manage.is_all(Kind::User)
                && !desired.unmanaged.people.cover(email, user.held_roles())
        }
    }
}

/// Marks what is done by hand, and divides rows.
pub(super) fn divided(
    stages: Vec<Stage>,
    inputs: Inputs<'_>,
    live: &State,
    end: &State,
) -> Vec<Stage> {
    let Inputs { platform, means, .. } = inputs;
    let elsewhere = platform
        .created_elsewhere()
        .filter(|_| stages.iter().flat_map(|stage| &stage.steps).any(makes_somebody));
    if *means == Means::default() && elsewhere.is_none() {
        return stages;
    }
    let mut steps: Vec<Step> = stages.into_iter().flat_map(|stage| stage.steps).collect();
    let twins = twins(live, end);
    steps.iter_mut().for_each(|step| step.by = by(step, means, &twins));
    if let Some(place) = elsewhere {
        for step in steps.iter_mut().filter(|step| makes_somebody(step)) {
            step.by = By::Hand;
            step.reason = Some(format!("people are created elsewhere: {place}"));
        }
    }
    if means.held_roles == Way::ByHand {
        // Nobody comes without a role where everybody has one.
        let least = platform.roles.min_per_user.value().copied().unwrap_or(0);
        let comes = |step: &&mut Step| matches!(step.action, Action::Create | Action::Reactivate);
        let people = steps.iter_mut().filter(|step| step.key.kind() == Kind::User && least > 0);
        people.filter(comes).for_each(|step| step.by = By::Hand);
    }
    parts_by_hand(&mut steps, means);
    at_once(&mut steps, &Sides { live, end, platform });
    restage(steps)
}

fn makes_somebody(step: &Step) -> bool {
    step.action == Action::Create && step.key.kind() == Kind::User
}

/// Warns of people who are declared, aren't there, and have to be created elsewhere.
pub fn awaited(plan: &Plan, platform: &Platform) -> Diagnostics {
    let mut found = Diagnostics::default();
    let Some(place) = platform.created_elsewhere() else { return found };
    for step in plan.steps().filter(|step| makes_somebody(step)) {
        let Some(at) = step.because.first() else { continue };
        let label = format!("{} isn't there yet, and people come from {place}", step.key);
        let help = "Have the person created there first; everything else doesn't wait for it.";
        found.push(codes::CREATED_ELSEWHERE.at(*at, label, help));
    }
    found
}

/// Returns the names that several teams have, each in its own place.
fn twins(live: &State, end: &State) -> BTreeSet<TeamName> {
    let paths: BTreeSet<&TeamPath> = live.teams.keys().chain(end.teams.keys()).collect();
    let mut seen = BTreeSet::new();
    paths.into_iter().map(TeamPath::name).filter(|name| !seen.insert(name.clone())).collect()
}

fn by(step: &Step, means: &Means, twins: &BTreeSet<TeamName>) -> By {
    let of_twin = || {
        let sides = [&step.before, &step.after].map(|side| match side {
            Some(Resource::User(user)) => user.teams.value(),
            _ => None,
        });
        let [before, after] =
            sides.map(|teams| teams.into_iter().flatten().collect::<BTreeSet<_>>());
        before.symmetric_difference(&after).any(|team| twins.contains(&team.name()))
    };
    match means.of_key(&step.key) {
        Way::ByHand => By::Hand,
        Way::Automatic if means.people_come_and_go == Way::ByHand && comes_or_goes(step) => {
            By::Hand
        }
        Way::Automatic if step.key.kind() == Kind::User && !means.teams_by_path && of_twin() => {
            By::Hand
        }
        Way::Automatic => By::Automatic,
    }
}

/// Returns whether a step is about who is there, and not about what the person has.
fn comes_or_goes(step: &Step) -> bool {
    let kind = step.key.kind() == Kind::User;
    kind && !matches!(step.action, Action::Update)
}

/// Takes what can't be written by a program out of rows and teams, into steps of their own that come
/// after them.
fn parts_by_hand(steps: &mut Vec<Step>, means: &Means) {
    let mut more = Vec::new();
    for (place, step) in steps.iter_mut().enumerate().filter(|(_, step)| step.by == By::Automatic) {
        let Some(after) = step.after.as_mut() else { continue };
        let Some(parts) = take(after, means) else { continue };
        let before = step.before.as_mut().and_then(|before| take(before, means));
        let before = before.or_else(|| nothing_of(&parts));
        if is_nothing(after) && step.action == Action::Update {
            (step.before, step.after, step.by) = (before, Some(parts), By::Hand);
            continue;
        }
        more.push(Step {
            before,
            after: Some(parts),
            because: step.because.clone(),
            needs: vec![place],
            by: By::Hand,
            ..Step::about(step.key.clone())
        });
    }
    let first = steps.len();
    for (number, part) in
        (first..).zip(&more).filter(|(_, part)| part.after.as_ref().is_some_and(holds_up))
    {
        let waits = |step: &&mut Step| part.needs.iter().any(|need| step.needs.contains(need));
        steps.iter_mut().filter(waits).for_each(|step| step.needs.push(number));
    }
    steps.extend(more);
}

/// Returns whether what comes after a step waits for this part of it as well. For an attribute nothing
/// waits.
fn holds_up(part: &Resource) -> bool {
    match part {
        Resource::User(user) => !user.roles.is_unknown() || !user.teams.is_unknown(),
        _ => true,
    }
}

/// Takes out of a resource what can't be written by a program, if it says anything of that.
fn take(from: &mut Resource, means: &Means) -> Option<Resource> {
    match from {
        Resource::User(user) => {
            let names = means.attributes.iter();
            let attributes: Attributes = names
                .filter_map(|name| Some((name.clone(), user.attributes.remove(name)?)))
                .collect();
            let mut parts = User { attributes, ..User::default() };
            if means.held_roles == Way::ByHand && !user.roles.is_unknown() {
                parts.roles = std::mem::take(&mut user.roles);
                // Membership takes roles, so it waits for them. Who goes, goes at once.
                if user.status != Known::Known(Status::Inactive) {
                    parts.teams = std::mem::take(&mut user.teams);
                }
            }
            (parts != User::default()).then_some(Resource::User(parts))
        }
        Resource::Team(team) if means.managers == Way::ByHand => {
            let parts = Team { managers: std::mem::take(&mut team.managers), ..Team::default() };
            (parts != Team::default()).then_some(Resource::Team(parts))
        }
        _ => None,
    }
}

fn nothing_of(resource: &Resource) -> Option<Resource> {
    match resource {
        Resource::User(_) => Some(Resource::User(User::default())),
        Resource::Team(_) => Some(Resource::Team(Team::default())),
        _ => None,
    }
}

fn is_nothing(resource: &Resource) -> bool {
    match resource {
        Resource::User(user) => *user == User::default(),
        Resource::Team(team) => *team == Team::default(),
        _ => false,
    }
}

/// What there is before the plan and after it.
struct Sides<'s> {
    live: &'s State,
    end: &'s State,
    platform: &'s Platform,
}

/// Takes at once what a row takes away, where the row waits for somebody's hand. What it gives still
/// waits.
fn at_once(steps: &mut Vec<Step>, sides: &Sides<'_>) {
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
