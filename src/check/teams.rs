//! Laws about teams.

use super::{About, Finding};
use crate::core::{FastMap, Key, State, Status, TeamPath, User, codes};
use crate::platform::Platform;

/// Members of a team hold what members must hold. Where that rests on something unknown, nothing
/// is said.
pub(super) fn members_are_eligible(state: &State, platform: &Platform) -> Vec<Finding> {
    if platform.teams.members_hold.is.is_none() {
        return Vec::new();
    }
    let mut known = FastMap::default();
    let mut findings = Vec::new();
    for (email, user) in &state.users {
        let (Some(roles), true) = (user.roles.value(), user.member_of().next().is_some()) else {
            continue;
        };
        let may = |role| platform.may_make_eligible(role, state.roles.get(role));
        let mut eligible = |role| *known.entry(role).or_insert_with(|| may(role));
        if roles.iter().any(&mut eligible) {
            continue;
        }
        findings.extend(user.member_of().map(|team| {
            Finding::new(
                &codes::NOT_ELIGIBLE,
                About::Member(team.clone(), email.clone()),
                format!("`{email}` holds no role with the permissions of an agent"),
                "Give the person such a role, or make them a manager of the team.",
            )
        }));
    }
    findings
}

/// Nobody is manager and member of one team, where the platform has it so.
pub(super) fn nobody_has_two_seats(state: &State, platform: &Platform) -> Vec<Finding> {
    if !platform.teams.one_seat.holds() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (path, team) in &state.teams {
        for email in team.managers.value().into_iter().flatten() {
            let member = state.users.get(email).is_some_and(|user| is_member(user, path));
            if member {
                findings.push(Finding::new(
                    &codes::MANAGER_AND_MEMBER,
                    About::Manager(path.clone(), email.clone()),
                    format!("`{email}` is a manager and a member of `{path}`"),
                    "Keep one of the two.",
                ));
            }
        }
    }
    findings
}

fn is_member(user: &User, path: &TeamPath) -> bool {
    user.teams.value().is_some_and(|teams| teams.contains(path))
}

/// An inactive person is in no team, where deactivating takes people out of all teams.
pub(super) fn inactive_people_have_no_seat(state: &State, platform: &Platform) -> Vec<Finding> {
    if !platform.users.inactive_leaves_teams.holds() {
        return Vec::new();
    }
    let inactive = |user: &User| user.status.value() == Some(&Status::Inactive);
    let help = "Take the person out of the team, or make them active.";
    let mut findings = Vec::new();
    for (email, user) in state.users.iter().filter(|(_, user)| inactive(user)) {
        findings.extend(user.member_of().map(|team| {
            let label = format!("`{email}` is inactive and a member of `{team}`");
            let about = About::Member(team.clone(), email.clone());
            Finding::new(&codes::INACTIVE_IN_TEAM, about, label, help)
        }));
    }
    for (path, team) in &state.teams {
        let managers = team.managers.value().into_iter().flatten();
        for email in
            managers.filter(|email| state.users.get(*email).is_some_and(|user| inactive(user)))
        {
            let label = format!("`{email}` is inactive and a manager of `{path}`");
            let about = About::Manager(path.clone(), email.clone());
            findings.push(Finding::new(&codes::INACTIVE_IN_TEAM, about, label, help));
        }
    }
    findings
}

/// There are at most so many teams, nested at most so deep, and people are in at most so many.
pub(super) fn teams_are_limited(state: &State, platform: &Platform) -> Vec<Finding> {
    let teams = &platform.teams;
    let nested = teams.nested.is != Some(false);
    let depth = if nested { teams.depth.value().copied() } else { Some(1) };
    let help = "Use fewer teams.";
    let mut findings = Vec::new();
    let finding = |path: &TeamPath, label: String| {
        let about = About::entry(Key::Team(path.clone()));
        Finding::new(&codes::TOO_MANY_TEAMS, about, label, help)
    };
    if let Some(depth) = depth {
        let deep = state.teams.keys().filter(|path| path.depth() >= depth as usize);
        findings.extend(deep.map(|path| finding(path, format!("teams nest {depth} deep at most"))));
    }
    if let Some(max) = teams.max.value()
        && let Some(beyond) = state.teams.keys().nth(*max as usize)
    {
        let count = state.teams.len();
        let label = format!("there are {count} teams, and {max} are allowed");
        findings.push(finding(beyond, label).exceeding(count - *max as usize));
    }
    findings.extend(memberships_are_limited(state, platform));
    findings
}

fn memberships_are_limited(state: &State, platform: &Platform) -> Vec<Finding> {
    let limits = &platform.teams.max_per_holder;
    let mut findings = Vec::new();
    if limits.is_empty() {
        return findings;
    }
    for (email, user) in &state.users {
        let most =
            user.held_roles().filter_map(|role| limits.get(role)?.value().map(|max| (max, role)));
        let Some((max, role)) = most.min() else { continue };
        if user.member_of().count() > *max as usize {
            let team = user.member_of().nth(*max as usize);
            findings.extend(team.map(|team| {
                let teams = match max {
                    0 => "no team".to_owned(),
                    1 => "1 team at most".to_owned(),
                    max => format!("{max} teams at most"),
                };
                let label = format!("a holder of `{role}` can be in {teams}");
                let about = About::Member(team.clone(), email.clone());
                Finding::new(&codes::TOO_MANY_TEAMS, about, label, "Take the person out of some.")
            }));
        }
    }
    findings
}
