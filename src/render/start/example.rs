//! Two people and a team, for a project that starts from nothing.

use crate::core::RoleName;
use crate::platform::{Attribute, AttributeKind, Platform};
use crate::render::yaml::Writer;

/// Returns manifests that are valid on the platform: what is meant, two people who administer and a
/// team; and what is live, a little less, so that there is something to plan.
pub(super) fn manifests(platform: &Platform) -> (String, String) {
    let role = first_role(platform);
    let people = [("ana@acme.example", "Ana", "Diaz"), ("bo@acme.example", "Bo", "Lind")];
    let mut live = Writer::default();
    live.key("users");
    people.iter().for_each(|person| write_person(&mut live, platform, *person, &role));
    let live = live.finish();
    let mut team = Writer::default();
    team.key("teams");
    team.item("name", "Support");
    if platform.teams.managed.holds() {
        team.list("managers", [people[0].0].into_iter());
    }
    (format!("{}{live}", team.finish()), live)
}

/// Returns the role of the first people: one that administers, if it can be given.
fn first_role(platform: &Platform) -> RoleName {
    let given = || platform.roles.built_in.iter().filter(|role| role.assignable.is != Some(false));
    let administers = given().find(|role| platform.is_administrative(&role.name, None));
    let role = administers.or_else(|| given().next()).map(|role| role.name.clone());
    role.unwrap_or_else(|| RoleName::new("Administrator"))
}

fn write_person(
    out: &mut Writer,
    platform: &Platform,
    (email, first, last): (&str, &str, &str),
    role: &RoleName,
) {
    out.item("email", email);
    for (name, attribute) in &platform.users.attributes {
        match name.as_str() {
            "first_name" => out.text("first_name", first),
            "last_name" => out.text("last_name", last),
            other if attribute.required.holds() => out.entry(other, &example(attribute)),
            _ => {}
        }
    }
    out.list("roles", [role.as_str()].into_iter());
    out.leave();
}

/// Returns some value that the attribute can have.
fn example(attribute: &Attribute) -> String {
    match attribute.kind.value() {
        Some(AttributeKind::Integer { min, .. }) => min.unwrap_or(1).to_string(),
        Some(AttributeKind::Boolean) => "false".into(),
        Some(AttributeKind::OneOf { values }) => values.first().cloned().unwrap_or_default(),
        Some(AttributeKind::Text { .. } | AttributeKind::Member) | None => "example".into(),
    }
}
