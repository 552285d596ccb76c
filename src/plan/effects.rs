//! What else the platform does when a plan is carried out.

use super::{Resource, Step};
use crate::core::{Department, Few, Known, Role, Team, User};
use crate::platform::{Effect, Platform, Source};

/// Something that the platform does by itself, and the steps that it follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caused {
    /// The word for it in the platform file.
    pub name: String,
    /// What the platform does.
    pub effect: Effect,
    /// The texts that say so.
    pub sources: Vec<Source>,
    /// The steps, by their place in the plan (all stages counted through); at least one.
    pub steps: Vec<usize>,
}

/// Returns what follows from the steps, by name. What nobody knows to happen isn't in it.
pub fn effects<'s>(platform: &Platform, steps: impl Iterator<Item = &'s Step>) -> Vec<Caused> {
    let known = platform.effects.iter().filter(|(_, effect)| effect.what.value().is_some());
    let mut all: Vec<Caused> = known
        .map(|(name, effect)| Caused {
            name: name.clone(),
            effect: effect.clone(),
            sources: sources(platform, effect),
            steps: Vec::new(),
        })
        .collect();
    for (place, step) in steps.enumerate() {
        let caused = all.iter_mut().filter(|caused| follows(&caused.effect, step));
        caused.for_each(|caused| caused.steps.push(place));
    }
    all.retain(|caused| !caused.steps.is_empty());
    all
}

fn sources(platform: &Platform, effect: &Effect) -> Vec<Source> {
    effect.what.sources.iter().filter_map(|key| platform.sources.get(key)).cloned().collect()
}

/// Returns whether the platform does this when the step is done.
fn follows(effect: &Effect, step: &Step) -> bool {
    let Effect { kind, actions, fields, what: _, reversible: _ } = effect;
    *kind == step.key.kind()
        && actions.contains(&step.action)
        && (fields.is_empty() || fields.iter().any(|field| changes(step, field)))
}

/// Returns whether the step changes the field. Who is made without any of something gets nothing of
/// it.
fn changes(step: &Step, field: &str) -> bool {
    let made = step.before.is_none();
    match &step.after {
        Some(Resource::Role(role)) => of_role(role, field, made),
        Some(Resource::Team(Team { managers, seated: _, attributes, named })) => match field {
            "managers" => some(managers, made),
            other => attributes.keys().chain(named.keys()).any(|name| name.as_str() == other),
        },
        Some(Resource::User(user)) => of_user(user, field, made),
        Some(Resource::Department(Department { groups, attributes })) => match field {
            "groups" => groups.value().is_some_and(|groups| !made || !groups.is_empty()),
            other => attributes.keys().any(|name| name.as_str() == other),
        },
        Some(Resource::RoleOrder(_) | Resource::TeamOrder(_)) | None => false,
    }
}

fn of_role(role: &Role, field: &str, made: bool) -> bool {
    let Role { label, color, permissions, assignable_roles } = role;
    match field {
        "label" => !label.is_unknown(),
        "color" => !color.is_unknown(),
        "permissions" => permissions.value().is_some_and(|all| !made || !all.is_empty()),
        "assignable_roles" => some(assignable_roles, made),
        _ => false,
    }
}

fn of_user(user: &User, field: &str, made: bool) -> bool {
    let User { status, roles, teams, attributes } = user;
    match field {
        "status" => !status.is_unknown(),
        "roles" => some(roles, made),
        "teams" => some(teams, made),
        other => attributes.iter().any(|(name, _)| name.as_str() == other),
    }
}

fn some<T>(names: &Known<Few<T>>, made: bool) -> bool {
    names.value().is_some_and(|names| !made || !names.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{AttributeName, Key, Kind, Scalar, Status};

    /// A step that changes every field of its kind, to nothing.
    fn step(kind: Kind) -> Step {
        let (key, after) = match kind {
            Kind::Role => {
                let role = Role {
                    label: String::new().into(),
                    color: String::new().into(),
                    permissions: Known::Known([].into()),
                    assignable_roles: Few::new().into(),
                };
                (Key::Role("R".into()), Resource::Role(role))
            }
            Kind::Team => {
                let team = Team { managers: Few::new().into(), ..Team::default() };
                (Key::Team("T".into()), Resource::Team(team))
            }
            Kind::User => {
                let mut user = User { status: Status::Active.into(), ..User::default() };
                (user.roles, user.teams) = (Few::new().into(), Few::new().into());
                user.attributes.insert(AttributeName::new("alias"), Scalar::Null);
                (Key::User("u@acme.example".into()), Resource::User(user))
            }
            Kind::Department => {
                let groups = Known::Known([].into());
                let department = Department { groups, ..Department::default() };
                (Key::Department("D".into()), Resource::Department(department))
            }
        };
        Step { before: Some(after.clone()), after: Some(after), ..Step::about(key) }
    }

    #[test]
    fn every_field_of_every_kind_can_be_what_changes() {
        for kind in Kind::ALL {
            let touched = step(kind);
            let nothing = match &touched.after {
                Some(Resource::Role(_)) => Resource::Role(Role::default()),
                Some(Resource::Team(_)) => Resource::Team(Team::default()),
                Some(Resource::Department(_)) => Resource::Department(Department::default()),
                _ => Resource::User(User::default()),
            };
            let untouched = Step { after: Some(nothing), ..touched.clone() };
            for field in kind.fields() {
                assert!(changes(&touched, field), "{kind}: {field}");
                assert!(!changes(&untouched, field), "{kind}: {field}");
            }
            assert!(!changes(&touched, "of_no_kind"), "{kind}");
        }
        assert!(changes(&step(Kind::User), "alias"));
    }

    #[test]
    fn who_is_made_without_teams_joins_none() {
        let made = Step { before: None, ..step(Kind::User) };
        assert!(!changes(&made, "teams") && changes(&made, "status"));
    }
}
