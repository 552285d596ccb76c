//! Rules about what is declared.

use std::collections::{BTreeMap, VecDeque};

use super::{About, Finding};
use crate::core::{Email, Key, Kind, Role, Status, codes};
use crate::manifest::{Desired, instead_of_inactive};
use crate::platform::{BuiltInRole, Leaving, Platform};

/// A built-in role is listed only if the platform lets it be edited, and then for its permissions.
pub(super) fn fixed_roles_stay(desired: &Desired, platform: &Platform) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, role) in &desired.state.roles {
        let Some(built_in) = platform.built_in(name) else { continue };
        let key = Key::Role(name.clone());
        if !built_in.editable.holds() && !built_in.optional.is_empty() {
            findings.extend(not_optional(&key, role, built_in));
        } else if !built_in.editable.holds() {
            findings.push(Finding::new(
                &codes::FIXED_ROLE,
                About::entry(key),
                format!("`{name}` is a built-in role, and what it allows is fixed"),
                "Declare a role of your own with another name.",
            ));
        } else if let Some(field) = beyond_permissions(role, desired.previously.contains_key(&key))
        {
            findings.push(Finding::new(
                &codes::FIXED_ROLE,
                About::Field(key, field.into()),
                format!("of the built-in role `{name}` only the permissions can be changed"),
                "Leave out `label`, `color` and `previously`.",
            ));
        }
    }
    findings.extend(renamed(desired, platform));
    findings
}

/// Finds what an entry says of a fixed role beyond the permissions that can be switched on for it.
fn not_optional(key: &Key, role: &Role, built_in: &BuiltInRole) -> Vec<Finding> {
    let name = &built_in.name;
    let can_be: Vec<String> = built_in.optional.keys().map(|id| format!("`{id}`")).collect();
    let help = format!("Of `{name}` these can be switched on: {}.", can_be.join(", "));
    let granted = role.permissions.value().into_iter().flatten().map(|(id, _)| id);
    let beyond = granted.filter(|id| !built_in.optional.contains_key(*id)).map(|id| {
        let label = format!("`{id}` can't be switched on for the built-in role `{name}`");
        let about = About::Field(key.clone(), id.to_string());
        Finding::new(&codes::FIXED_ROLE, about, label, help.clone())
    });
    let others = [("label", &role.label), ("color", &role.color)].into_iter();
    let others = others.filter(|(_, value)| !value.is_unknown()).map(|(field, _)| {
        let label = format!("`{name}` is a built-in role, which has no `{field}` of its own");
        let about = About::Field(key.clone(), field.to_owned());
        Finding::new(&codes::FIXED_ROLE, about, label, help.clone())
    });
    beyond.chain(others).collect()
}

/// Nobody is declared inactive where people can't be deactivated.
pub(super) fn people_are_deactivated_only_where_they_can_be(
    desired: &Desired,
    platform: &Platform,
) -> Vec<Finding> {
    if platform.leaving() == Leaving::Deactivated {
        return Vec::new();
    }
    let inactive = desired.state.users.iter();
    let inactive = inactive.filter(|(_, user)| user.status.value() == Some(&Status::Inactive));
    let finding = |email: &Email| {
        let about = About::Field(Key::User(email.clone()), "status".into());
        let label = "nobody can be made inactive on this platform".to_owned();
        Finding::new(&codes::CANNOT_DEACTIVATE, about, label, instead_of_inactive(platform))
    };
    inactive.map(|(email, _)| finding(email)).collect()
}

/// Whoever isn't listed is removed only where people can be.
pub(super) fn people_are_managed_only_so_far(
    desired: &Desired,
    platform: &Platform,
) -> Vec<Finding> {
    let manage = &desired.manage;
    if platform.leaving() != Leaving::Elsewhere || !manage.is_all(Kind::User) {
        return Vec::new();
    }
    let label = match platform.created_elsewhere() {
        Some(place) => format!("people come from {place}, and can't be removed from here"),
        None => "people can be neither deactivated nor deleted on this platform".to_owned(),
    };
    let help = "Write `users: listed`: who is live and not listed is reported then.";
    vec![Finding::new(&codes::MANAGED_TOO_FAR, About::Managed(Kind::User), label, help)]
}

/// Finds entries that say that they were a built-in role, which keeps its name.
fn renamed(desired: &Desired, platform: &Platform) -> Vec<Finding> {
    let is_built_in =
        |key: &&Key| matches!(key, Key::Role(name) if platform.built_in(name).is_some());
    let mut findings = Vec::new();
    for (key, former) in desired.previously.iter().filter(|(key, _)| !is_built_in(key)) {
        findings.extend(former.iter().filter(is_built_in).map(|was| {
            Finding::new(
                &codes::FIXED_ROLE,
                About::entry(key.clone()),
                format!("`{}` is a built-in role and keeps its name", was.name()),
                "Take it out of `previously`, and give the new role to those who hold it.",
            )
        }));
    }
    findings
}

/// Returns the first field of a role that isn't about what it allows.
fn beyond_permissions(role: &Role, renamed: bool) -> Option<&'static str> {
    let fields = [
        ("label", !role.label.is_unknown()),
        ("color", !role.color.is_unknown()),
        ("previously", renamed),
    ];
    fields.into_iter().find(|(_, there)| *there).map(|(field, _)| field)
}

/// A role that can't be given stays with whoever has it.
pub(super) fn unassignable_roles_stay(desired: &Desired, platform: &Platform) -> Vec<Finding> {
    let fixed: Vec<_> =
        platform.roles.built_in.iter().filter(|role| role.assignable.is == Some(false)).collect();
    let mut findings = Vec::new();
    if fixed.is_empty() {
        return findings;
    }
    for (email, user) in &desired.state.users {
        for role in user.held_roles().filter(|held| fixed.iter().any(|role| role.name == **held)) {
            findings.push(Finding::new(
                &codes::UNASSIGNABLE_ROLE,
                About::Field(Key::User(email.clone()), "roles".into()),
                format!("`{role}` can neither be given nor taken from here"),
                "Take it out, and name the person under `unmanaged` if they hold it.",
            ));
        }
    }
    findings
}

/// Nothing is declared and left to somebody else at once.
pub(super) fn nothing_is_managed_and_unmanaged(desired: &Desired, _: &Platform) -> Vec<Finding> {
    let unmanaged = &desired.unmanaged;
    let roles = unmanaged.roles.keys().map(|name| Key::Role(name.clone()));
    let teams = unmanaged.teams.keys().map(|path| Key::Team(path.clone()));
    let people =
        desired.state.users.keys().filter(|email| unmanaged.people.by_address(email).is_some());
    roles
        .chain(teams)
        .chain(people.map(|email| Key::User(email.clone())))
        .filter(|key| desired.places.contains_key(key))
        .map(|key| {
            let label = format!("{key} is declared here and named under `unmanaged`");
            let help = "Take it out here, or change the entry under `unmanaged`.";
            Finding::new(&codes::MANAGED_AND_UNMANAGED, About::entry(key), label, help)
        })
        .collect()
}

/// Names don't go round in a circle: before and after such a rename they are the same.
pub(super) fn former_names_make_no_circle(desired: &Desired, _: &Platform) -> Vec<Finding> {
    let circles = desired.previously.keys().filter_map(|first| circle(desired, first));
    circles.filter_map(|circle| circle_finding(&circle)).collect()
}

/// Returns the shortest way from an entry along former names back to it, the entry first and last;
/// only where it is the first in order of all on the way, so that each circle is found once.
fn circle<'d>(desired: &'d Desired, first: &'d Key) -> Option<Vec<&'d Key>> {
    let mut reached: BTreeMap<&Key, &Key> = BTreeMap::new();
    let mut open = VecDeque::from([first]);
    while let Some(key) = open.pop_front() {
        for former in desired.previously.get(key)?.iter().filter(|former| *former >= first) {
            if former == first {
                return Some(way(&reached, first, key));
            }
            if desired.previously.contains_key(former) && !reached.contains_key(former) {
                reached.insert(former, key);
                open.push_back(former);
            }
        }
    }
    None
}

fn way<'d>(reached: &BTreeMap<&'d Key, &'d Key>, first: &'d Key, last: &'d Key) -> Vec<&'d Key> {
    let back = std::iter::successors(Some(last), |key| reached.get(key).copied());
    let mut way: Vec<&Key> = std::iter::once(first).chain(back).collect();
    way.reverse();
    way
}

fn circle_finding(circle: &[&Key]) -> Option<Finding> {
    let edge = |pair: &[&Key]| About::Former(pair[0].clone(), pair[1].clone());
    let told = |pair: &[&Key]| format!("`{}` was `{}`", pair[0].name(), pair[1].name());
    let mut edges = circle.windows(2);
    let first = edges.next()?;
    if circle.len() == 2 {
        let label = format!("`{}` gives its own name as a former one", first[0].name());
        return Some(Finding::new(&codes::RENAME_CIRCLE, edge(first), label, "Take it out."));
    }
    let help = "If this is done already, take `previously` out. If not, rename in two changes: \
                first one of them to a name that nobody has, then the others.";
    let label = format!("{}, and so on in a circle", told(first));
    let finding = Finding::new(&codes::RENAME_CIRCLE, edge(first), label, help);
    Some(edges.fold(finding, |finding, pair| finding.and(edge(pair), told(pair))))
}
