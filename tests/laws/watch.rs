//! What must hold at every step, said without asking the planner.

use rolecall::core::{Few, Key, Known, Role, RoleName, State, User};
use rolecall::plan::{Action, Plan, Resource, Step, perform};
use rolecall::platform::Platform;

use super::case::Project;
use super::run::brief;

/// A step says what stands there before it, and changes something.
pub fn step_means_something(state: &State, step: &Step) -> Result<(), String> {
    let there = state.has(step.current_key());
    let built_in = matches!(&step.key, Key::Role(_)) && step.action == Action::Update;
    match step.action {
        Action::Create if there => return Err("it is there already".into()),
        Action::Create => return ensure(step.before.is_none(), "a new thing has a before"),
        _ if !there && !built_in => return Err("it is not there".into()),
        _ => {}
    }
    if let Some(previous) = &step.previous_key {
        ensure(*previous != step.key, "a rename to the same name")?;
        ensure(!state.has(&step.key), "the new name is taken")?;
    } else {
        ensure(step.before != step.after, "it does nothing")?;
        ensure(step.action != Action::Delete || step.after.is_none(), "a deletion with an after")?;
    }
    let Some(before) = &step.before else { return Err("nothing stands before".into()) };
    ensure(stands(state, step.current_key(), &step.key, before), "its before isn't what stands")
}

fn ensure(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

/// Returns whether every known field of `said` is so in the state.
fn stands(state: &State, key: &Key, to: &Key, said: &Resource) -> bool {
    // What a step says is in the names that hold once it is done.
    let mut state = state.clone();
    if key != to {
        let after = Some(empty(to));
        let rename = Step { previous_key: Some(key.clone()), after, ..Step::about(to.clone()) };
        perform(&mut state, &rename);
    }
    match (to, said) {
        (Key::Role(name), Resource::Role(said)) => {
            let found = state.roles.get(name).cloned().unwrap_or_default();
            let Role { label, color, permissions, assignable_roles } = said;
            same(label, &found.label)
                && same(color, &found.color)
                && same(permissions, &found.permissions)
                && same(assignable_roles, &found.assignable_roles)
        }
        (Key::Team(path), Resource::Team(said)) => state.teams.get(path).is_some_and(|found| {
            let values = found.values();
            same(&said.managers, &found.managers)
                && said.values().iter().all(|(name, value)| values.get(name) == Some(value))
        }),
        (Key::User(email), Resource::User(said)) => state.users.get(email).is_some_and(|found| {
            let User { status, roles, teams, attributes } = said;
            same(status, &found.status)
                && same(roles, &found.roles)
                && same(teams, &found.teams)
                && attributes.iter().all(|(name, value)| found.attributes.get(name) == Some(value))
        }),
        (Key::Department(name), Resource::Department(said)) => {
            state.departments.get(name).is_some_and(|found| {
                let mut values = said.attributes.iter();
                same(&said.groups, &found.groups)
                    && values.all(|(name, value)| found.attributes.get(name) == Some(value))
            })
        }
        (Key::RoleOrder, Resource::RoleOrder(said)) => state.role_order.value() == Some(said),
        (Key::TeamOrder(parent), Resource::TeamOrder(said)) => {
            state.team_order.get(parent) == Some(said)
        }
        _ => false,
    }
}

fn empty(key: &Key) -> Resource {
    match key {
        Key::Team(_) | Key::TeamOrder(_) => Resource::Team(Default::default()),
        Key::User(_) => Resource::User(Default::default()),
        Key::Department(_) => Resource::Department(Default::default()),
        Key::Role(_) | Key::RoleOrder => Resource::Role(Default::default()),
    }
}

fn same<T: PartialEq>(said: &Known<T>, found: &Known<T>) -> bool {
    said.is_unknown() || said == found
}

/// Returns how many active people hold something administrative, by the platform's own words.
pub fn administrators(platform: &Platform, state: &State) -> usize {
    let said = platform.administrative.is.as_ref().expect("it is known");
    let suffices = |name: &RoleName| {
        let granted = state.roles.get(name).and_then(|role| role.permissions.value());
        let enough = said.permissions.iter().any(|(id, level)| {
            granted
                .and_then(|granted| granted.get(id))
                .is_some_and(|grant| grant.only.is_empty() && grant.level >= *level)
        });
        enough || said.roles.contains(name)
    };
    state.users.values().filter(|user| user.is_active() && user.held_roles().any(suffices)).count()
}

/// Law 5, after every step of a plan that no guard refuses for it. Once as many administrate as the floor
/// asks and the end has, no step leaves fewer: a run that was cut short there has to be able to carry on.
pub fn nobody_is_locked_out(
    platform: &Platform,
    project: &Project,
    live: &State,
    plan: &Plan,
    steps: &[&Step],
) -> Result<(), String> {
    let allowed = |word: &str| plan.refusals.iter().any(|refusal| refusal.guard == word);
    let mut there = administrators(platform, live);
    let floor = project.min_admins.min(there);
    let reached = project.min_admins.min(administrators(platform, &after_all(live, steps)));
    let mut kept = protected_part(live, project);
    let mut state = live.clone();
    for step in steps {
        perform(&mut state, step);
        if let (Some(_), Some(_)) = (&step.previous_key, &step.after) {
            let after = Some(empty(&step.key));
            perform(&mut kept, &Step { after, ..(*step).clone() });
        }
        let left = administrators(platform, &state);
        if left < floor.max(reached.min(there)) && !allowed("last-administrators") {
            return Err(format!("{left} administrators of {there} after {}", brief(step)));
        }
        there = left;
        if !allowed("protected") {
            still_has(&kept, &state).map_err(|what| format!("{what} after {}", brief(step)))?;
        }
    }
    Ok(())
}

fn after_all(live: &State, steps: &[&Step]) -> State {
    let mut end = live.clone();
    steps.iter().for_each(|step| perform(&mut end, step));
    end
}

/// Returns what is protected and nothing else. Names that go with it are there as well, so that
/// renames take them along.
fn protected_part(live: &State, project: &Project) -> State {
    let mut kept = live.clone();
    kept.users.retain(|email, _| project.protected_users.contains(email));
    kept.roles.retain(|name, _| project.protected_roles.contains(name));
    for team in kept.teams.values_mut() {
        team.managers.update(|all| all.retain(|email| project.protected_users.contains(email)));
    }
    kept.teams.retain(|_, team| team.managers.value().is_some_and(|all| !all.is_empty()));
    kept
}

fn still_has(kept: &State, state: &State) -> Result<(), String> {
    for (email, was) in &kept.users {
        let Some(is) = state.users.get(email) else { return Err(format!("{email} is gone")) };
        ensure(!was.is_active() || is.is_active(), &format!("{email} is inactive"))?;
        ensure(subset(&was.roles, &is.roles), &format!("{email} has lost a role"))?;
        ensure(subset(&was.teams, &is.teams), &format!("{email} has lost a team"))?;
    }
    for (path, was) in &kept.teams {
        let is = state.teams.get(path).map(|team| team.managers.clone()).unwrap_or_default();
        ensure(subset(&was.managers, &is), &format!("a manager of {path} has lost the seat"))?;
    }
    for (name, was) in &kept.roles {
        let Some(is) = state.roles.get(name) else { return Err(format!("{name} is gone")) };
        let granted = is.permissions.value();
        let covered = was.permissions.value().into_iter().flatten().all(|(id, grant)| {
            granted
                .and_then(|granted| granted.get(id))
                .is_some_and(|now| now.level >= grant.level && now.only.is_subset(&grant.only))
        });
        ensure(covered, &format!("{name} has lost a permission"))?;
    }
    Ok(())
}

fn subset<T: Ord>(was: &Known<Few<T>>, is: &Known<Few<T>>) -> bool {
    match (was, is) {
        (Known::Known(was), Known::Known(is)) => was.is_subset(is),
        _ => was.is_unknown(),
    }
}
