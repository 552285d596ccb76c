//! The hard cases: where what the laws ask of the order goes in a circle, or nearly so.

mod administrators;
mod asked;
mod before;
pub mod conflicts;
mod departments;
mod divided;
mod emptied;
mod givers;
mod guards;
mod handed;
mod left;
mod moved;
mod parts;
mod people;
mod pieces;
pub mod points;
mod replaced;
mod roles;
mod smallest;
mod taken;
mod teams;
mod waits;

use rolecall::core::{Known, Role};
use rolecall::plan::{Plan, Resource, Step};

use crate::case::Project;
use crate::judged::{judged, whole};
use crate::run::brief;
use crate::world::WIDE;

/// A project that lets much go at once, and keeps one administrator.
fn project() -> Project {
    Project { max_removals: 100, min_admins: 1, ..whole() }
}

/// Fails unless the plan is this one, and keeps all laws. Each line is a stage, and then who refuses
/// it, with the number and the names.
fn planned_as(live: &str, wanted: &str, expected: &str) {
    let plan = judged(&WIDE, live, &project(), wanted);
    assert_eq!(shape(&plan) + &refused(&plan), expected);
}

fn refused(plan: &Plan) -> String {
    let refusals = plan.refusals.iter().map(|refusal| {
        let names: Vec<String> = refusal.names.iter().map(ToString::to_string).collect();
        format!("{} {}: {}\n", refusal.guard, refusal.found, names.join("; "))
    });
    refusals.collect()
}

/// Returns what a plan does, a line for each stage.
pub fn shape(plan: &Plan) -> String {
    let stages = plan.stages.iter().map(|stage| stage.steps.iter().map(told).collect::<Vec<_>>());
    stages.map(|steps| steps.join("; ") + "\n").collect()
}

/// A step in a few words: of a role also what is taken away and added, of a person where they leave
/// and where they go.
fn told(step: &Step) -> String {
    let (was, is) = (said(step.before.as_ref()), said(step.after.as_ref()));
    let gone = was.iter().filter(|one| !is.contains(one)).map(|one| format!(" -{one}"));
    let new = is.iter().filter(|one| !was.contains(one)).map(|one| format!(" +{one}"));
    brief(step) + &gone.chain(new).collect::<String>()
}

fn said(side: Option<&Resource>) -> Vec<String> {
    match side {
        Some(Resource::Role(Role { label, color, permissions, assignable_roles })) => {
            let texts = [label, color].into_iter().filter_map(Known::value).cloned();
            let granted = permissions.value().into_iter().flatten();
            let granted = granted.map(|(id, grant)| format!("{id}: {grant}"));
            let given = assignable_roles.value().into_iter().flatten();
            texts.chain(granted).chain(given.map(|name| format!("giving {name}"))).collect()
        }
        Some(Resource::Team(team)) => team
            .managers
            .value()
            .into_iter()
            .flatten()
            .map(|email| name_of(email.as_str()))
            .collect(),
        Some(Resource::User(user)) => {
            let status = user.status.value().map(|status| status.as_str().to_owned());
            let roles = user.held_roles().map(ToString::to_string);
            let teams = user.member_of().map(ToString::to_string);
            status.into_iter().chain(roles).chain(teams).collect()
        }
        Some(Resource::Department(department)) => {
            department.teams().map(ToString::to_string).collect()
        }
        Some(Resource::RoleOrder(_) | Resource::TeamOrder(_)) | None => Vec::new(),
    }
}

/// Returns the first part of an address.
fn name_of(email: &str) -> String {
    email.split('@').next().unwrap_or_default().to_owned()
}
