//! People, and what else a list of them tells, as manifests.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::From;
use crate::core::{AttributeName, Email, Key, Known, Scalar, State, User, invisible};
use crate::platform::{Attribute, Platform};
use crate::render::yaml::Writer;
use crate::render::{Entries, manifest};

/// Returns why somebody can't be declared by what is told of them, if it is so.
pub fn undeclarable(user: &User, platform: &Platform) -> Option<String> {
    let Some(roles) = user.roles.value() else {
        return Some("it doesn't say which roles this person holds".into());
    };
    let (min, max) = (platform.roles.min_per_user.value(), platform.roles.max_per_user.value());
    if min.is_some_and(|min| roles.len() < *min as usize) {
        return Some("this person holds no role".into());
    }
    if max.is_some_and(|max| roles.len() > *max as usize) {
        return Some(format!("this person holds {} roles", roles.len()));
    }
    let fixed =
        |name| platform.built_in(name).is_some_and(|role| role.assignable.is == Some(false));
    if let Some(role) = roles.iter().find(|name| fixed(name)) {
        return Some(format!("this person holds `{role}`, which can't be given from here"));
    }
    let required = platform.users.attributes.iter().filter(|(_, of)| of.required.holds());
    let missing = |name: &AttributeName| !user.attributes.get(name).is_some_and(is_declarable);
    required
        .map(|(name, _)| name)
        .find(|name| missing(name))
        .map(|name| format!("the `{name}` of this person isn't told, or can't be written"))
}

/// Returns whether a value can stand in a manifest.
fn is_declarable(value: &Scalar) -> bool {
    match value {
        Scalar::Text(text) => !text.is_empty() && invisible(text).is_none(),
        Scalar::Null | Scalar::Bool(_) | Scalar::Int(_) => true,
    }
}

/// Returns the manifests of what a list tells, by their paths.
pub(super) fn manifests(platform: &Platform, from: &From<'_>) -> BTreeMap<String, String> {
    let state = declarable(from.state, platform);
    let left_out: BTreeSet<&Email> = from.left_out.iter().collect();
    let skip = |key: &Key| match key {
        Key::Role(_) | Key::RoleOrder | Key::Department(_) => true,
        Key::User(email) => left_out.contains(email),
        Key::Team(_) | Key::TeamOrder(_) => false,
    };
    let entries = Entries { state: &state, platform, skip: &skip };
    let about = |path: &str| match path {
        _ if path.starts_with("teams") => Some(TEAMS),
        _ if path.starts_with("users") => Some(USERS),
        // Roles are named by the list, and nothing is told of them.
        _ => None,
    };
    let file = |(path, text): (String, String)| {
        let about = about(&path)?;
        // The first line is for an editor, and says where the schema is.
        let text = text.split_once('\n').map_or("", |(_, rest)| rest);
        Some((format!("access/{path}"), format!("{about}{text}")))
    };
    manifest::manifests(entries).into_iter().filter_map(file).collect()
}

const TEAMS: &str = "# The teams that the list names. It says neither which of them stand below others, nor who is a
# member and who a manager. A team that writes neither `members` nor `managers` keeps its people.
";

const USERS: &str =
    "# The people of the list. Whoever is taken out here is left alone, and not deactivated.
";

/// Returns the state without what can't be written: values that hide something, and memberships.
fn declarable(state: &State, platform: &Platform) -> State {
    let mut state = state.clone();
    for user in state.users.values_mut() {
        let user = Arc::make_mut(user);
        user.teams = Known::Unknown;
        let known = |of: Option<&Attribute>| of.is_some_and(|of| of.writable.is != Some(false));
        let hidden = user.attributes.iter().filter(|(name, value)| {
            !is_declarable(value) || !known(platform.users.attributes.get(*name))
        });
        let hidden: Vec<_> = hidden.map(|(name, _)| name.clone()).collect();
        hidden.iter().for_each(|name| _ = user.attributes.remove(name));
    }
    state
}

/// Returns the entries of the project that leave the custom roles alone: of them the list tells
/// nothing but the names.
pub(super) fn unmanaged(platform: &Platform, state: &State) -> String {
    let custom: Vec<_> =
        state.roles.keys().filter(|name| platform.built_in(name).is_none()).collect();
    if custom.is_empty() {
        return String::new();
    }
    let mut out = Writer::default();
    out.key("unmanaged");
    for name in custom {
        out.item("role", name.as_str());
        out.text("reason", "the list of people doesn't say what it allows");
        out.leave();
    }
    out.finish()
}
