//! Whom a team names: somebody who is an active member of it.

use super::{About, Finding};
use crate::core::{Email, Key, State, Status, TeamPath, codes};
use crate::manifest::Desired;
use crate::platform::Platform;

/// A team names only its members. Of one that doesn't list them nobody knows here who they are.
pub(super) fn named_people_are_members(desired: &Desired, _: &Platform) -> Vec<Finding> {
    let knows = |path: &TeamPath| desired.lists_members.contains(path);
    strangers(&desired.state, knows)
}

/// Returns whom teams name without their being active members, as far as it is known.
pub fn strangers(state: &State, knows_members: impl Fn(&TeamPath) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, team) in &state.teams {
        for (name, email) in &team.named {
            let Some(email) = email else { continue };
            let Some(what) = objection(state, path, email, knows_members(path)) else { continue };
            let label = format!("`{email}` {what}");
            let help = "Name a member who can sign in, make the person one, or write `null`.";
            let about = About::Field(Key::Team(path.clone()), name.to_string());
            findings.push(Finding::new(&codes::NOT_A_MEMBER, about, label, help));
        }
    }
    findings
}

fn objection(state: &State, path: &TeamPath, email: &Email, knows: bool) -> Option<String> {
    let user = state.users.get(email);
    let teams = user.and_then(|user| user.teams.value());
    let sits = teams.map(|teams| teams.contains(path));
    if knows && sits != Some(true) && (user.is_none() || sits.is_some()) {
        return Some(format!("is no member of `{path}`"));
    }
    let inactive = user.is_some_and(|user| user.status.value() == Some(&Status::Inactive));
    inactive.then(|| "is inactive".to_owned())
}
