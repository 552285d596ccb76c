//! What is declared and nobody says whether the platform has it: a warning for each, at the first
//! place. What a platform is known to lack its schema refuses.

use super::{About, Finding};
use crate::core::{Key, Known, State, Status, codes};
use crate::manifest::Desired;
use crate::platform::{FEATURES, Feature, Leaving, Platform};

/// What a platform may have or not isn't passed over in silence.
pub(super) fn features_are_documented(desired: &Desired, platform: &Platform) -> Vec<Finding> {
    let mut findings = Vec::new();
    for feature in FEATURES.iter().filter(|feature| (feature.fact)(platform).is.is_none()) {
        findings.extend(finding(&uses(desired, platform, feature), feature.what, platform));
    }
    if platform.roles.custom.allowed.is.is_none() {
        let custom =
            |key: &&Key| matches!(key, Key::Role(name) if platform.built_in(name).is_none());
        let keys = desired.places.keys().filter(custom);
        let roles: Vec<About> = keys.map(|key| About::entry(key.clone())).collect();
        findings.extend(finding(&roles, "custom roles", platform));
    }
    if platform.teams.nested.is.is_none() {
        let below = desired.state.teams.keys().filter(|path| path.depth() > 0);
        let teams: Vec<About> = below.map(|path| About::entry(Key::Team(path.clone()))).collect();
        findings.extend(finding(&teams, "sub-teams", platform));
    }
    findings
}

fn finding(uses: &[About], what: &str, platform: &Platform) -> Option<Finding> {
    let first = uses.first()?.clone();
    let more = match uses.len() {
        1 => String::new(),
        many => format!(", which are declared in {many} places"),
    };
    let title = &platform.title;
    let label = format!("nobody says whether {title} has {what}{more}");
    let help = "Look at the platform, and say what you saw in a platform file; or take it out.";
    Some(Finding::new(&codes::UNDOCUMENTED, first, label, help))
}

/// Returns where a feature is declared, in the order of keys.
fn uses(desired: &Desired, platform: &Platform, feature: &Feature) -> Vec<About> {
    let State { roles, teams, users, role_order, .. } = &desired.state;
    let field = |key: Key| About::Field(key, feature.key.to_owned());
    let roles_with = |has: fn(&crate::core::Role) -> bool| -> Vec<About> {
        let found = roles.iter().filter(|(_, role)| has(role));
        found.map(|(name, _)| field(Key::Role(name.clone()))).collect()
    };
    let declared = |key: &Key| desired.places.contains_key(key);
    match feature.key {
        "label" => roles_with(|role| !role.label.is_unknown()),
        "color" => roles_with(|role| !role.color.is_unknown()),
        "role_order" if !role_order.is_unknown() => vec![About::entry(Key::RoleOrder)],
        "team_order" => {
            let top = Key::TeamOrder(None);
            if declared(&top) { vec![About::entry(top)] } else { Vec::new() }
        }
        "managers" => {
            let managed = teams.iter().filter(|(_, team)| !team.managers.is_unknown());
            managed.map(|(path, _)| field(Key::Team(path.clone()))).collect()
        }
        // Where people are deleted, or belong elsewhere, it is refused.
        "status" if platform.leaving() == Leaving::Deactivated => {
            let inactive = |status: &Known<Status>| *status == Known::Known(Status::Inactive);
            let gone = users.iter().filter(|(_, user)| inactive(&user.status));
            gone.map(|(email, _)| field(Key::User(email.clone()))).collect()
        }
        "previously" => {
            let keys = desired.previously.keys().filter(|key| matches!(key, Key::User(_)));
            keys.map(|key| field(key.clone())).collect()
        }
        _ => Vec::new(),
    }
}
