//! What a step says to somebody who does it by hand.

use std::collections::BTreeMap;

use super::super::entry::share_words;
use super::super::terminal;
use crate::core::{
    AttributeName, Department, Few, Grant, Key, Known, PermissionId, Role, RoleName, Scalar,
    Shares, Team, TeamPath, User,
};
use crate::plan::{Action, Resource, Step};
use crate::platform::Platform;

/// A step in words.
pub(super) struct Said {
    pub(super) title: String,
    /// What stands below, as items of a list.
    pub(super) lines: Vec<String>,
}

/// Returns a text as Markdown shows it letter by letter.
pub(super) fn code(text: &str) -> String {
    let text = terminal(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let (fence, edge) = ("`".repeat(longest + 1), if longest > 0 { " " } else { "" });
    format!("{fence}{edge}{text}{edge}{fence}")
}

/// Says what is to be done.
pub(super) fn step(step: &Step, platform: &Platform) -> Said {
    let title = title(step, platform);
    let lines = match (&step.before, &step.after) {
        (before, Some(Resource::Role(after))) => role(part(before, as_role), after, platform),
        (before, Some(Resource::Team(after))) => team(part(before, as_team), after, &step.key),
        (before, Some(Resource::User(after))) => user(part(before, as_user), after),
        (before, Some(Resource::Department(after))) => {
            department(part(before, as_department), after)
        }
        (_, Some(Resource::RoleOrder(names))) => numbered(names),
        (_, Some(Resource::TeamOrder(names))) => numbered(names),
        (Some(Resource::Team(team)), None) => leave(team),
        (_, None) => Vec::new(),
    };
    Said { title, lines }
}

fn title(step: &Step, platform: &Platform) -> String {
    let (team, nested) = (&platform.teams.called, platform.teams.nested.is != Some(false));
    let (now, is) = (step.current_key(), code(step.key.name()));
    let was = code(now.name());
    match (&step.key, step.action) {
        (Key::Role(_), Action::Create) => format!("Create the role {is}, with"),
        (Key::Role(_), Action::Delete) => format!("Delete the role {is}, and confirm it."),
        (Key::Role(_), Action::Rename) => format!("Rename the role {was} to {is}."),
        (Key::Role(_), _) => format!("Edit the role {is}:"),
        (Key::Team(path), Action::Create) => format!("Create the {team} {}.", place(path, nested)),
        (Key::Team(_), Action::Delete) => format!("Delete the {team} {is}."),
        (Key::Team(path), Action::Rename) => {
            format!("Rename the {team} {was} to {}.", code(path.name().as_str()))
        }
        (Key::Team(path), Action::Move) => {
            format!("Move the {team} {was}: it becomes {}.", place(path, nested))
        }
        (Key::Team(_), _) => format!("Edit the {team} {is}:"),
        (Key::User(_), Action::Create) => format!("Create the user {is}, with"),
        (Key::User(_), Action::Delete) => format!("Delete the user {is}."),
        (Key::User(_), _) if was != is => format!("Give the user {was} the address {is}:"),
        (Key::User(_), _) => format!("Edit the user {is}:"),
        (Key::Department(_), Action::Create) => format!("Create the department {is}, with"),
        (Key::Department(_), Action::Delete) => format!("Delete the department {is}."),
        (Key::Department(_), Action::Rename) => {
            format!("Rename the department {was} to {is}.")
        }
        (Key::Department(_), _) => format!("Edit the department {is}:"),
        (Key::RoleOrder, _) if step.before.is_none() => {
            "Drag these roles to the top, in this order; the others keep theirs:".to_owned()
        }
        (Key::RoleOrder, _) => "Drag the roles into this order:".to_owned(),
        (Key::TeamOrder(None), _) => "Drag the teams at the top into this order:".to_owned(),
        (Key::TeamOrder(Some(_)), _) => format!("Drag the teams below {is} into this order:"),
    }
}

fn place(path: &TeamPath, nested: bool) -> String {
    let name = code(path.name().as_str());
    match path.parent() {
        Some(parent) => format!("{name} below {}", code(parent.as_str())),
        None if nested => format!("{name} at the top"),
        None => name,
    }
}

fn part<T: Clone + Default>(before: &Option<Resource>, as_it: fn(&Resource) -> Option<&T>) -> T {
    before.as_ref().and_then(as_it).cloned().unwrap_or_default()
}

fn as_role(resource: &Resource) -> Option<&Role> {
    if let Resource::Role(role) = resource { Some(role) } else { None }
}

fn as_team(resource: &Resource) -> Option<&Team> {
    if let Resource::Team(team) = resource { Some(team) } else { None }
}

fn as_user(resource: &Resource) -> Option<&User> {
    if let Resource::User(user) = resource { Some(user) } else { None }
}

fn as_department(resource: &Resource) -> Option<&Department> {
    if let Resource::Department(department) = resource { Some(department) } else { None }
}

fn department(before: Department, after: &Department) -> Vec<String> {
    let Department { groups, attributes } = after;
    let texts = |all: &Shares| all.iter().map(|(path, share)| share_words(path, *share)).collect();
    let mut lines: Vec<String> =
        list("Groups", &before.groups, groups, texts).into_iter().collect();
    lines.extend(attributes.iter().map(|(name, value)| attribute(name, value)));
    lines
}

fn role(before: Role, after: &Role, platform: &Platform) -> Vec<String> {
    let Role { label, color, permissions, assignable_roles } = after;
    let mut lines = Vec::new();
    lines.extend(field("Label", &before.label, label));
    lines.extend(field("Colour", &before.color, color));
    if let Some(all) = permissions.value() {
        lines.extend(grants(before.permissions.value(), all, platform));
    }
    let names = |all: &Few<RoleName>| all.iter().map(RoleName::to_string).collect();
    lines.extend(list(
        "Roles that its holders may give",
        &before.assignable_roles,
        assignable_roles,
        names,
    ));
    lines
}

/// Says what a role is to grant: all of it where nobody knows what it grants now, else what changes.
fn grants(
    before: Option<&BTreeMap<PermissionId, Grant>>,
    after: &BTreeMap<PermissionId, Grant>,
    platform: &Platform,
) -> Vec<String> {
    let line = |id: &PermissionId, grant: &Grant| {
        format!("  - {}: {}", permission(id, platform), code(&grant.to_string()))
    };
    let all = || after.iter().map(|(id, grant)| line(id, grant));
    let Some(before) = before else {
        let head = if after.is_empty() {
            "- No permission."
        } else {
            "- These permissions, and no others:"
        };
        return std::iter::once(head.to_owned()).chain(all()).collect();
    };
    let gone = before.keys().filter(|id| !after.contains_key(*id));
    let changed = after.iter().filter(|(id, grant)| before.get(*id) != Some(*grant));
    let mut lines: Vec<String> =
        gone.map(|id| format!("- Take away {}.", permission(id, platform))).collect();
    lines.extend(changed.map(|(id, grant)| {
        let was = before.get(id).map(|was| format!(" (was {})", code(&was.to_string())));
        let grant = code(&grant.to_string());
        format!("- Set {} to {grant}{}.", permission(id, platform), was.unwrap_or_default())
    }));
    lines
}

/// Returns a permission by the name that the portal shows.
fn permission(id: &PermissionId, platform: &Platform) -> String {
    let known = platform.permission(id).and_then(|permission| permission.name.value());
    code(known.map_or(id.as_str(), String::as_str))
}

/// Says who is in a team that goes.
fn leave(team: &Team) -> Vec<String> {
    let in_it: Vec<String> = team
        .managers
        .value()
        .into_iter()
        .flatten()
        .chain(&team.seated)
        .map(|email| code(email.as_str()))
        .collect();
    if in_it.is_empty() {
        return Vec::new();
    }
    vec![format!("- Take out first who is in it: {}.", in_it.join(", "))]
}

fn team(before: Team, after: &Team, key: &Key) -> Vec<String> {
    let names = |all: &Few<_>| all.iter().map(ToString::to_string).collect();
    let mut lines: Vec<String> =
        list("Managers", &before.managers, &after.managers, names).into_iter().collect();
    if !lines.is_empty() {
        let team = code(key.name());
        lines.push(format!(
            "- Whoever is a member of {team} is removed before becoming its manager."
        ));
    }
    lines.extend(after.values().into_iter().map(|(name, value)| attribute(name, &value)));
    lines
}

fn attribute(name: &AttributeName, value: &Scalar) -> String {
    let name = code(name.as_str());
    match value {
        Scalar::Null => format!("- {name}: none"),
        value => format!("- {name}: {}", code(&value.to_string())),
    }
}

fn user(before: User, after: &User) -> Vec<String> {
    let names = |all: &Few<RoleName>| all.iter().map(RoleName::to_string).collect();
    let paths = |all: &Few<TeamPath>| all.iter().map(TeamPath::to_string).collect();
    let mut lines: Vec<String> =
        field("Status", &before.status, &after.status).into_iter().collect();
    lines.extend(list("Roles", &before.roles, &after.roles, names));
    lines.extend(list("Member of", &before.teams, &after.teams, paths));
    lines.extend(after.attributes.iter().map(|(name, value)| attribute(name, value)));
    lines
}

fn field<T: ToString>(name: &str, before: &Known<T>, after: &Known<T>) -> Option<String> {
    let after = code(&after.value()?.to_string());
    let was = before.value().map(|was| format!(" (was {})", code(&was.to_string())));
    Some(format!("- {name}: {after}{}", was.unwrap_or_default()))
}

fn list<T>(
    name: &str,
    before: &Known<T>,
    after: &Known<T>,
    names: impl Fn(&T) -> Vec<String>,
) -> Option<String> {
    let said = |all: Vec<String>| match all.is_empty() {
        true => "none".to_owned(),
        false => all.iter().map(|name| code(name)).collect::<Vec<_>>().join(", "),
    };
    let was = before.value().map(|was| format!(" (was {})", said(names(was))));
    let is = said(names(after.value()?));
    Some(format!("- {name}, whole: {is}{}", was.unwrap_or_default()))
}

fn numbered<T: ToString>(names: &[T]) -> Vec<String> {
    let line = |(number, name): (usize, &T)| format!("{number}. {}", code(&name.to_string()));
    (1..).zip(names).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn what_is_shown_letter_by_letter_stays_inside() {
        assert_eq!(code("Floor Lead"), "`Floor Lead`");
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
        assert_eq!(code("a\nb"), "`a\\u{a}b`");
    }
}
