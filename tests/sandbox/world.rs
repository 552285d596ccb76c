//! A small platform, a state that is legal on it, and short words for steps.

use rolecall::core::{
    Department, Email, Few, Grant, Key, Known, Level, Role, RoleName, Scalar, State, Status, Team,
    TeamName, TeamPath, User,
};
use rolecall::plan::{Action, By, Resource, Step};
use rolecall::platform::Platform;
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;

pub fn platform() -> Platform {
    serde_yaml::from_str(include_str!("platform.yaml")).expect("the test platform is well written")
}

/// Lea leads the team Support, in which Ana and Hal are members; Zoe is in no team; Ida is inactive.
pub fn live() -> State {
    let mut live = State::default();
    live.roles
        .insert("Lead".into(), may(&[("queue", Level::Edit), ("users.edit", Level::Granted)]));
    live.roles.insert("Taker".into(), may(&[("desk.take", Level::Granted)]));
    live.roles.insert("Idle".into(), may(&[]));
    if let Some(lead) = live.roles.get_mut("Lead") {
        lead.assignable_roles = Known::Known(set(&["Taker"]));
    }
    live.teams.insert("Support".into(), managed_by(&["lea@x.example"]));
    live.teams.insert("Support:L1".into(), managed_by(&[]));
    live.teams.insert("Sales".into(), managed_by(&[]));
    live.users.insert("ana@x.example".into(), person(&["Agent"], &["Support"]).into());
    live.users.insert("hal@x.example".into(), person(&["Taker"], &["Support"]).into());
    live.users.insert("lea@x.example".into(), person(&["Lead"], &[]).into());
    live.users.insert("zoe@x.example".into(), person(&["Admin"], &[]).into());
    let ida = User { status: Known::Known(Status::Inactive), ..person(&["Idle"], &[]) };
    live.users.insert("ida@x.example".into(), ida.into());
    live
}

pub fn set<T: Ord + for<'t> From<&'t str>>(names: &[&str]) -> Few<T> {
    names.iter().map(|name| T::from(name)).collect()
}

pub fn may(permissions: &[(&str, Level)]) -> Role {
    let grants = permissions.iter().map(|(id, level)| ((*id).into(), Grant::everywhere(*level)));
    Role { permissions: Known::Known(grants.collect()), ..Role::default() }
}

pub fn managed_by(emails: &[&str]) -> Team {
    Team { managers: Known::Known(set(emails)), ..Team::default() }
}

/// A person with the required attribute.
pub fn person(roles: &[&str], teams: &[&str]) -> User {
    User {
        status: Known::Known(Status::Active),
        attributes: [("name".into(), Scalar::from("somebody"))].into_iter().collect(),
        ..row(roles, teams)
    }
}

/// The roles and teams of a person, and nothing else.
pub fn row(roles: &[&str], teams: &[&str]) -> User {
    User { roles: Known::Known(set(roles)), teams: Known::Known(set(teams)), ..User::default() }
}

pub fn holds(roles: &[&str]) -> User {
    User { roles: Known::Known(set(roles)), ..User::default() }
}

pub fn member(teams: &[&str]) -> User {
    User { teams: Known::Known(set(teams)), ..User::default() }
}

pub fn has(attribute: &str, value: Scalar) -> User {
    User { attributes: [(attribute.into(), value)].into_iter().collect(), ..User::default() }
}

/// A department with the required attribute.
pub fn desk(groups: &[(&str, Option<u8>)]) -> Department {
    let groups = groups.iter().map(|(path, share)| (TeamPath::new(path), *share));
    Department {
        groups: Known::Known(groups.collect()),
        attributes: [("way".into(), Scalar::from("all"))].into_iter().collect(),
    }
}

pub fn department(action: Action, name: &str, department: Department) -> Step {
    step(action, Key::Department(name.into()), Some(Resource::Department(department)))
}

/// An attribute of a team, and nothing else.
pub fn of_team(attribute: &str, value: Scalar) -> Team {
    Team { attributes: [(attribute.into(), value)].into_iter().collect(), ..Team::default() }
}

/// Whom a team names, and nothing else.
pub fn names(attribute: &str, email: Option<&str>) -> Team {
    Team { named: [(attribute.into(), email.map(Email::new))].into(), ..Team::default() }
}

pub fn is(status: Status) -> User {
    User { status: Known::Known(status), ..User::default() }
}

pub fn role(action: Action, name: &str, role: Role) -> Step {
    step(action, Key::Role(name.into()), Some(Resource::Role(role)))
}

pub fn team(action: Action, path: &str, team: Team) -> Step {
    step(action, Key::Team(path.into()), Some(Resource::Team(team)))
}

pub fn user(action: Action, email: &str, user: User) -> Step {
    step(action, Key::User(email.into()), Some(Resource::User(user)))
}

pub fn delete(key: Key) -> Step {
    step(Action::Delete, key, None)
}

pub fn role_order(names: &[&str]) -> Step {
    let names = names.iter().map(|name| RoleName::new(name)).collect();
    step(Action::Reorder, Key::RoleOrder, Some(Resource::RoleOrder(names)))
}

pub fn team_order(parent: Option<&str>, names: &[&str]) -> Step {
    let names = names.iter().map(|name| TeamName::new(name)).collect();
    let key = Key::TeamOrder(parent.map(TeamPath::new));
    step(Action::Reorder, key, Some(Resource::TeamOrder(names)))
}

pub fn step(action: Action, key: Key, after: Option<Resource>) -> Step {
    Step {
        action,
        key,
        previous_key: None,
        before: None,
        after,
        because: Vec::new(),
        reason: None,
        needs: Vec::new(),
        by: By::Automatic,
    }
}

/// The same step on something that had another name before.
pub fn from(previous: Key, step: Step) -> Step {
    Step { previous_key: Some(previous), ..step }
}

pub fn role_key(name: &str) -> Key {
    Key::Role(name.into())
}

pub fn team_key(path: &str) -> Key {
    Key::Team(path.into())
}

pub fn user_key(email: &str) -> Key {
    Key::User(Email::new(email))
}

/// Runs something that waits.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}

pub fn read(sandbox: &Sandbox) -> State {
    wait(sandbox.read()).expect("the sandbox can be read")
}
