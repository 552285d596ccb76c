//! Ninety roles of about forty permissions each, as many as a large customer has.

use std::collections::BTreeMap;
use std::io;

use rolecall::core::{Level, PermissionId, ScopeName};
use rolecall::platform::{Permission, Platform, built_in};

use super::line;
use super::random::Random;

/// Nine lines of work with ten roles each. A name may have 20 characters, its label 16.
const WORK: [&str; 9] = [
    "Floor Lead",
    "Coach",
    "Voice Expert",
    "Chat Expert",
    "Back Office",
    "Retention",
    "Sales Desk",
    "Workforce",
    "Reporting",
];

/// One role in so many may edit people.
const EDITS_PEOPLE: usize = 30;

/// A role of the customer's own.
pub(crate) struct Role {
    pub(crate) name: String,
    color: u32,
    permissions: BTreeMap<PermissionId, Granted>,
    /// Written for the roles that may edit people, and for no other.
    assignable_roles: Vec<String>,
}

/// How far a permission goes.
struct Granted {
    level: Level,
    only: Option<ScopeName>,
}

/// Returns the permissions whose levels are known.
fn catalogue() -> io::Result<Vec<Permission>> {
    let text = built_in("ccaas").ok_or(io::ErrorKind::NotFound)?;
    let platform: Platform = serde_yaml::from_str(text).map_err(io::Error::other)?;
    Ok(platform.permissions.into_iter().filter(|known| known.levels.is.is_some()).collect())
}

fn assigns(permission: &Permission) -> bool {
    permission.assigns_roles.as_ref().is_some_and(|fact| fact.holds())
}

/// Returns whether one of those without which a permission can't be granted is.
fn has_needed(granted: &BTreeMap<PermissionId, Granted>, permission: &Permission) -> bool {
    let needs = permission.needs.as_ref().and_then(|fact| fact.is.as_ref());
    needs.is_none_or(|ids| ids.iter().any(|id| granted.contains_key(id)))
}

pub(crate) fn roles(random: &mut Random) -> io::Result<Vec<Role>> {
    let catalogue = catalogue()?;
    let numbers = 0..WORK.len() * 10;
    Ok(numbers.map(|number| Role::new(number, &catalogue, random)).collect())
}

impl Role {
    fn new(number: usize, catalogue: &[Permission], random: &mut Random) -> Self {
        let edits_people = number.is_multiple_of(EDITS_PEOPLE);
        let mut permissions = BTreeMap::new();
        for permission in catalogue {
            let wanted = if assigns(permission) { edits_people } else { random.chance(95) };
            if wanted && has_needed(&permissions, permission) {
                permissions.insert(permission.id.clone(), Granted::new(permission, random));
            }
        }
        Self {
            name: name(number),
            color: random.below(0x100_0000) as u32,
            permissions,
            assignable_roles: if edits_people { assignable(number) } else { Vec::new() },
        }
    }

    /// Takes one permission out, and narrows or widens another one.
    pub(crate) fn change(&mut self, random: &mut Random) {
        let spared = |id: &PermissionId| {
            let ends = |end| id.as_str().ends_with(end);
            id.as_str().starts_with("function.agent") || ends("edit_user") || ends("create_users")
        };
        let ids: Vec<PermissionId> =
            self.permissions.keys().filter(|id| !spared(id)).cloned().collect();
        self.permissions.remove(random.pick(&ids));
        let scoped = self.permissions.values_mut().find(|granted| granted.only.is_some());
        if let Some(granted) = scoped {
            granted.only = None;
        }
    }

    fn write(&self, yaml: &mut String) {
        line(yaml, 2, format_args!("- name: {}", self.name));
        line(yaml, 4, format_args!("label: {}", self.name.to_uppercase()));
        line(yaml, 4, format_args!("color: \"#{:06X}\"", self.color));
        line(yaml, 4, format_args!("permissions:"));
        for (id, Granted { level, only }) in &self.permissions {
            let level = level.as_str();
            let granted = match only {
                None => level.to_owned(),
                Some(scope) => format!("{{ level: {level}, only: [{scope}] }}"),
            };
            line(yaml, 6, format_args!("{id}: {granted}"));
        }
        if !self.assignable_roles.is_empty() {
            let roles = self.assignable_roles.join(", ");
            line(yaml, 4, format_args!("assignable_roles: [{roles}]"));
        }
    }
}

impl Granted {
    fn new(permission: &Permission, random: &mut Random) -> Self {
        let levels: Vec<Level> = permission.levels.is.iter().flatten().copied().collect();
        let scopes: Vec<&ScopeName> = permission.scopes.is.iter().flatten().collect();
        let restricted = !scopes.is_empty() && random.chance(40);
        let only = restricted.then(|| (*random.pick(&scopes)).clone());
        Self { level: *random.pick(&levels), only }
    }
}

fn name(number: usize) -> String {
    format!("{} {:02}", WORK[number / 10], number % 10 + 1)
}

fn assignable(number: usize) -> Vec<String> {
    let line_of_work = number / 10 * 10..number / 10 * 10 + 10;
    std::iter::once("Agent".to_owned()).chain(line_of_work.skip(1).map(name)).collect()
}

/// Returns a manifest of these roles.
pub(crate) fn yaml(roles: &[Role]) -> String {
    let mut yaml = String::from("roles:\n");
    roles.iter().for_each(|role| role.write(&mut yaml));
    yaml
}
