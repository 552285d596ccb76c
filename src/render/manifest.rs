//! A state as manifests: what `export` writes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::entry::{Entries, Members, write_department, write_user};
use super::yaml::Writer;
use crate::core::{
    Department, DepartmentName, Email, Key, Role, RoleName, Scalar, TeamName, TeamPath, User,
};

/// The most people that are written into one file, whatever else they have in common.
const MANY: usize = 200;

/// The file of the JSON Schema that the manifests name in their first line.
pub const SCHEMA_FILE: &str = "manifest.schema.json";

/// Returns the manifests that mean the state, by the path of each. What isn't known isn't written,
/// and a comment says so.
///
/// Up to 200 people stand in `users.yaml`, and all teams in `teams.yaml`. Where there are more, each
/// team at the top has a file `teams/NAME.yaml`, and its people are in `users/NAME.yaml`: those of
/// the first such team, by name, that they are members of. Who is in no team is in `users.yaml`.
/// People beyond 200 of one file go on in `users/NAME-2.yaml`, in the order of their addresses.
pub fn manifests(entries: Entries<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let many = entries.state.users.len() > MANY;
    files.insert("roles.yaml".to_owned(), roles(entries));
    let members = entries.members();
    let top = entries.in_order(None);
    let slugs = slugs(&top);
    if many {
        for path in &top {
            let text = teams(entries, members.as_ref(), std::slice::from_ref(path), None);
            files.insert(format!("teams/{}.yaml", slugs[path]), text);
        }
    }
    let order = entries.state.team_order.get(&None).filter(|_| !top.is_empty());
    let together = if many { &[][..] } else { &top };
    files.insert("teams.yaml".to_owned(), teams(entries, members.as_ref(), together, order));
    for (path, people) in groups(entries, &slugs, many) {
        files.insert(path, users(&people));
    }
    files.insert("departments.yaml".to_owned(), departments(entries));
    files.retain(|_, text| !text.is_empty());
    let mut named = BTreeMap::new();
    for (path, text) in files {
        let up = if path.contains('/') { "../" } else { "./" };
        let head = format!("# yaml-language-server: $schema={up}{SCHEMA_FILE}\n");
        named.insert(path, head + &text);
    }
    named
}

fn roles(entries: Entries<'_>) -> String {
    let Entries { state, platform, skip } = entries;
    let mut out = Writer::default();
    let kept = |(name, _): &(&RoleName, &Role)| !skip(&Key::Role((*name).clone()));
    let listed: Vec<_> = state.roles.iter().filter(kept).collect();
    let silent = platform.roles.built_in.iter().map(|role| &role.name);
    let silent: Vec<&str> =
        silent.filter(|name| !state.roles.contains_key(*name)).map(RoleName::as_str).collect();
    if !silent.is_empty() && !listed.is_empty() {
        let names = silent.join(", ");
        out.comment(&textwrap::fill(
            &format!(
                "Built in, and not listed, since nothing was read of what they allow: {names}."
            ),
            96,
        ));
    }
    if !listed.is_empty() {
        out.key("roles");
        listed.iter().for_each(|(name, role)| entries.write_role(&mut out, name, role));
    }
    if let Some(order) = state.role_order.value().filter(|order| !order.is_empty()) {
        out.top();
        out.list("role_order", order.iter().map(RoleName::as_str));
    }
    out.finish()
}

fn teams(
    entries: Entries<'_>,
    members: Option<&Members<'_>>,
    top: &[TeamPath],
    order: Option<&Vec<TeamName>>,
) -> String {
    let mut out = Writer::default();
    if !top.is_empty() {
        out.key("teams");
        top.iter().for_each(|path| entries.write_team(&mut out, members, path));
    }
    // An order may name what somebody else administers.
    if let Some(order) = order {
        out.top();
        out.list("team_order", order.iter().map(TeamName::as_str));
    }
    out.finish()
}

/// The default department stands in it as soon as something is known of it.
fn departments(entries: Entries<'_>) -> String {
    let Entries { state, platform, skip } = entries;
    let mut out = Writer::default();
    let told = |(name, department): &(&DepartmentName, &Department)| {
        let says = department.teams().next().is_some()
            || department.attributes.values().any(|value| *value != Scalar::Null);
        let key = Key::Department((*name).clone());
        !skip(&key) && (says || !platform.is_default_department(name))
    };
    let listed: Vec<_> = state.departments.iter().filter(told).collect();
    if !listed.is_empty() {
        out.key("departments");
        listed.iter().for_each(|(name, department)| write_department(&mut out, name, department));
    }
    out.finish()
}

/// The people of one file.
type People<'e> = Vec<(&'e Email, &'e Arc<User>)>;

/// Returns the people of each file.
fn groups<'e>(
    entries: Entries<'e>,
    slugs: &BTreeMap<TeamPath, String>,
    many: bool,
) -> BTreeMap<String, People<'e>> {
    let mut groups: BTreeMap<String, People<'_>> = BTreeMap::new();
    for (email, user) in &entries.state.users {
        if (entries.skip)(&Key::User(email.clone())) {
            continue;
        }
        let team = user.member_of().map(top_of).filter(|top| slugs.contains_key(top)).min();
        let name = team.filter(|_| many).map(|top| format!("users/{}", slugs[&top]));
        groups.entry(name.unwrap_or_else(|| "users".to_owned())).or_default().push((email, user));
    }
    let mut files = BTreeMap::new();
    for (name, people) in groups {
        let before: BTreeSet<String> = files.keys().cloned().collect();
        for (at, part) in people.chunks(MANY).enumerate() {
            let plain = if at == 0 { name.clone() } else { format!("{name}-{}", at + 1) };
            let path = free(&plain, |path| before.contains(&format!("{path}.yaml")));
            files.insert(format!("{path}.yaml"), part.to_vec());
        }
    }
    files
}

fn users(people: &People<'_>) -> String {
    let (listed, silent): (Vec<_>, Vec<_>) =
        people.iter().partition(|(_, user)| !user.roles.is_unknown());
    let mut out = Writer::default();
    if !silent.is_empty() {
        let names: Vec<&str> = silent.iter().map(|(email, _)| email.as_str()).collect();
        let names = names.join("\n");
        out.comment(&format!("Not listed, since nothing was read of their roles:\n{names}"));
    }
    if !listed.is_empty() {
        out.key("users");
        listed.iter().for_each(|(email, user)| write_user(&mut out, email, user));
    }
    out.finish()
}

/// Returns the team at the top that a team is in.
fn top_of(path: &TeamPath) -> TeamPath {
    std::iter::successors(Some(path.clone()), TeamPath::parent)
        .last()
        .unwrap_or_else(|| path.clone())
}

/// Returns a name for a file for each team, all of them different.
fn slugs(teams: &[TeamPath]) -> BTreeMap<TeamPath, String> {
    let mut slugs: BTreeMap<TeamPath, String> = BTreeMap::new();
    let mut sorted: Vec<&TeamPath> = teams.iter().collect();
    sorted.sort();
    for path in sorted {
        let taken: BTreeSet<&String> = slugs.values().collect();
        let slug = free(&slug(path.as_str()), |name| taken.contains(&name.to_owned()));
        slugs.insert(path.clone(), slug);
    }
    slugs
}

/// Returns a name with a number behind it where it is taken.
fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| !taken(name)).unwrap_or_default()
}

/// Returns a text as the name of a file that every system takes.
fn slug(text: &str) -> String {
    let plain =
        |c: char| if c.is_alphanumeric() { c.to_lowercase().to_string() } else { " ".into() };
    let words: String = text.chars().map(plain).collect();
    let slug: String =
        words.split_whitespace().collect::<Vec<_>>().join("-").chars().take(60).collect();
    if slug.is_empty() { "team".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_names_of_their_own() {
        let teams = ["VIP Desk", "vip-desk", "Équipe 1", "***"].map(TeamPath::new);
        let slugs: Vec<String> = slugs(&teams).into_values().collect();
        assert_eq!(slugs, ["team", "vip-desk", "vip-desk-2", "équipe-1"]);
    }
}
