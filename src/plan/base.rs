//! What a change starts from.

use std::collections::BTreeSet;

use super::Plan;
use super::guard::{Limits, Relation, Removed};
use crate::core::{FileId, Kind};
use crate::document::Located;
use crate::manifest::{Desired, Environment, Managed, Project, UnmanagedEntry};

/// What a change starts from: what the base means, and what would be done without the change.
#[derive(Clone, Copy, Debug)]
pub struct Base<'b> {
    /// What the base's manifests mean, where they are valid.
    pub desired: Option<&'b Desired>,
    /// The plan of the base against the same live state, where there is one.
    pub plan: Option<&'b Plan>,
    /// The rules of the base that the change loosens, each in a sentence.
    pub loosened: &'b [String],
}

/// Returns the rules that a project has and another one hasn't any more, or not as strictly.
pub fn loosened(base: (&Project, &Limits), head: (&Project, &Limits)) -> Vec<String> {
    let (before, now) = (base.0, head.0);
    let mut found = environments(before, now);
    found.extend(limits(base.1, head.1));
    for kind in Kind::ALL {
        let managed = |project: &Project| project.managed(FileId(0), kind).0;
        if managed(before) == Managed::All && managed(now) == Managed::Listed {
            found.push(format!("manage: {} from all to listed", kind.plural()));
        }
    }
    let left = |project: &Project| -> BTreeSet<String> {
        project.unmanaged.iter().flatten().flat_map(|entry| unmanaged(entry)).collect()
    };
    let more = &left(now) - &left(before);
    found.extend(more.into_iter().map(|entry| format!("unmanaged: {entry} is new")));
    if before.platform().0 != now.platform().0 {
        let (before, now) = (before.platform().0, now.platform().0);
        found.push(format!("platform: from {before} to {now}"));
    }
    found
}

/// Returns what is said otherwise of where an environment is and of its token. One that is new has no
/// rule yet.
fn environments(before: &Project, now: &Project) -> Vec<String> {
    let mut found = Vec::new();
    for (name, environment) in &before.environments.0 {
        let Some(other) = now.environment(name) else { continue };
        let texts = |one: &Environment| {
            let text =
                |text: &Option<Located<String>>| text.as_ref().map(|text| text.value.clone());
            let token = one.token.as_ref();
            [
                ("target", Some(one.target.value.clone())),
                ("live", text(&one.live)),
                ("url", text(&one.url)),
                ("subdomain", text(&one.subdomain)),
                ("token: env", token.and_then(|token| text(&token.env))),
                ("token: file", token.and_then(|token| text(&token.file))),
            ]
        };
        let pairs = texts(environment).into_iter().zip(texts(other));
        for ((key, was), (_, is)) in pairs.filter(|((_, was), (_, is))| was != is) {
            let [was, is] = [was, is].map(|text| text.unwrap_or_else(|| "nothing".to_owned()));
            found.push(format!("environment {}: {key} from {was} to {is}", name.value));
        }
    }
    found
}

fn limits(before: &Limits, now: &Limits) -> Vec<String> {
    let mut found = removals(&before.max_removals, &now.max_removals);
    let (was, is) = (before.min_admins, now.min_admins);
    if is < was {
        found.push(format!("guards: min_admins from {was} to {is}"));
    }
    let (was, is) = (before.max_snapshot_hours, now.max_snapshot_hours);
    if is > was {
        found.push(format!("guards: max_snapshot_hours from {was} to {is}"));
    }
    for (name, was) in &before.licences {
        match now.licences.get(name) {
            Some(is) if is <= was => {}
            Some(is) => found.push(format!("guards: licences of {name} from {was} to {is}")),
            None => found.push(format!("guards: licences of {name} from {was} to any number")),
        }
    }
    let users = before.protected_users.difference(&now.protected_users);
    found.extend(users.map(|email| format!("protected: {email} is left out")));
    let roles = before.protected_roles.difference(&now.protected_roles);
    found.extend(roles.map(|role| format!("protected: {role} is left out")));
    found
}

fn removals(before: &Removed, now: &Removed) -> Vec<String> {
    let numbers = Relation::ALL.map(|relation| (relation, before.of(relation), now.of(relation)));
    let (_, was, is) = numbers[0];
    if is > was && numbers.iter().all(|(_, other, now)| (*other, *now) == (was, is)) {
        return vec![format!("guards: max_removals from {was} to {is}")];
    }
    let looser = numbers.iter().filter(|(_, was, is)| is > was);
    let said = looser.map(|(relation, was, is)| {
        format!("guards: max_removals of {} from {was} to {is}", relation.key())
    });
    said.collect()
}

/// Returns what an entry leaves to others; the reason may change as it likes.
fn unmanaged(entry: &UnmanagedEntry) -> Vec<String> {
    let UnmanagedEntry { users, users_holding, role, team, reason: _ } = entry;
    let all = [("users", users), ("users_holding", users_holding), ("role", role), ("team", team)];
    let said = all.into_iter().filter_map(|(key, text)| Some((key, text.as_ref()?)));
    said.map(|(key, text)| format!("{key} {}", text.value)).collect()
}
