//! What a row asks for, as steps on the sandbox.

use super::row::Asked;
use crate::core::{Email, Few, Key, Known, Scalar, Status, Team, TeamName, TeamPath, User};
use crate::plan::{Action, Resource, Step};
use crate::serve::live::Live;

/// Returns the steps, in the order in which they go.
///
/// Whoever manages a team stays its manager where the row puts them into it, and a team that has its
/// name from another can't be meant: the one that was made first is.
pub(super) fn steps(asked: &Asked, live: &Live) -> Vec<Step> {
    let current = live.user(&asked.email);
    let leaves = asked.status == Some(Status::Inactive);
    let mut managed = live.managed_by(&asked.email);
    let taken = |name: &TeamName| asked.teams.iter().any(|(other, on)| other == name && !on);
    let mut steps: Vec<Step> = managed
        .iter()
        .filter(|path| leaves || taken(&path.name()))
        .filter_map(|path| stop_managing(path, &asked.email, live))
        .collect();
    managed.retain(|path| !leaves && !taken(&path.name()));
    let mut user =
        User { attributes: asked.attributes.iter().cloned().collect(), ..User::default() };
    user.status = asked.status.into();
    if !asked.roles.is_empty() || current.is_none() {
        let held = current.and_then(|user| user.roles.value()).cloned().unwrap_or_default();
        user.roles = Known::Known(switched(held, &asked.roles));
    }
    if leaves {
        user.teams = Known::Known(Few::new());
    } else if !asked.teams.is_empty() {
        let seats = current.and_then(|user| user.teams.value()).cloned().unwrap_or_default();
        user.teams = Known::Known(seated(seats, &managed, &asked.teams, live));
    }
    let (action, previous) = match (current, &asked.new_email) {
        (None, _) => (Action::Create, None),
        (Some(_), Some(_)) => (Action::Rename, Some(Key::User(asked.email.clone()))),
        (Some(_), None) => (Action::Update, None),
    };
    let email = asked.new_email.as_ref().unwrap_or(&asked.email);
    let about = Step::about(Key::User(email.clone()));
    let after = Some(Resource::User(user));
    steps.push(Step { action, previous_key: previous, after, ..about });
    steps
}

/// Returns the step by which somebody manages a team no more.
fn stop_managing(path: &TeamPath, email: &Email, live: &Live) -> Option<Step> {
    let mut managers = live.state.teams.get(path)?.managers.value()?.clone();
    managers.remove(email);
    let team = Team { managers: Known::Known(managers), ..Team::default() };
    let about = Step::about(Key::Team(path.clone()));
    Some(Step { after: Some(Resource::Team(team)), ..about })
}

fn switched<T: Ord + Clone>(mut all: Few<T>, switches: &[(T, bool)]) -> Few<T> {
    for (one, on) in switches {
        if *on {
            all.insert(one.clone());
        } else {
            all.remove(one);
        }
    }
    all
}

fn seated(
    mut seats: Few<TeamPath>,
    managed: &Few<TeamPath>,
    switches: &[(TeamName, bool)],
    live: &Live,
) -> Few<TeamPath> {
    for (name, on) in switches {
        let there = seats.iter().chain(managed).any(|path| path.name() == *name);
        if !on {
            seats.retain(|path| path.name() != *name);
        } else if !there {
            seats.extend(live.named.get(name).cloned());
        }
    }
    seats
}

/// Returns the step that takes back what one of these did to the managers of a team.
pub(super) fn undo(step: &Step, live: &Live) -> Option<Step> {
    let Key::Team(path) = &step.key else { return None };
    let team = Team { managers: live.state.teams.get(path)?.managers.clone(), ..Team::default() };
    Some(Step { after: Some(Resource::Team(team)), ..Step::about(step.key.clone()) })
}

/// Takes away what a row says nothing about, as far as it can be.
pub(super) fn blank(asked: &mut Asked, live: &Live, clearable: impl Fn(&str) -> bool) {
    let Some(user) = live.user(&asked.email) else { return };
    for (name, value) in &user.attributes {
        let said = asked.attributes.iter().any(|(said, _)| said == name);
        if !said && *value != Scalar::Null && clearable(name.as_str()) {
            asked.attributes.push((name.clone(), Scalar::Null));
        }
    }
    for name in user.member_of().map(TeamPath::name) {
        if !asked.teams.iter().any(|(said, _)| *said == name) {
            asked.teams.push((name, false));
        }
    }
}
