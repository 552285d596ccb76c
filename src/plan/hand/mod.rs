//! What somebody has to do by hand, and what doesn't wait for it.
//!
//! A target that can't write everything says so in its [`Means`]. The order is found as if it could;
//! then the steps that it can't do are marked, a person's row is divided where only a part of it can
//! be written, and what a row takes away is done at once where it would wait for somebody's hand.

mod at_once;
mod parts;

use std::borrow::Cow;
use std::collections::BTreeSet;

use at_once::{Sides, at_once};
use parts::parts_by_hand;

use super::order::restage;
use super::planner::Inputs;
use super::{Action, By, Means, Plan, Resource, Stage, Step};
use crate::core::{Diagnostics, Email, Kind, State, Status, Team, TeamName, TeamPath, codes};
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
