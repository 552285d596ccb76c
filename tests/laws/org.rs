//! Random organisations.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rolecall::core::{
    AttributeName, Email, Few, Grant, Known, Level, PermissionId, Role, RoleName, Scalar,
    ScopeName, State, Status, Team, TeamName, TeamPath, User,
};

/// Custom roles.
pub const ROLES: [&str; 8] =
    ["Auditor", "Coach", "Desk", "Équipe", "Floor Lead", "Night", "Ops", "QA"];
/// Built-in roles, those that can be edited first.
pub const BUILT_IN: [&str; 5] = ["Manager: Data", "Manager: Team", "Agent", "Admin", "Manager"];
/// Names of teams, at whichever level.
pub const TEAMS: [&str; 4] = ["L1", "L2", "Sales", "Support"];
/// People, by the first part of their address.
pub const PEOPLE: [&str; 9] =
    ["ana", "bo", "cy", "di", "eve", "fay", "svc-mail", "svc-sync", "zoe"];
/// Colours.
const COLORS: [&str; 3] = ["#0B57D0", "#00FF00", "#ABCDEF"];

pub const EDIT_USER: &str = "settings.users_and_teams.edit_user";
pub const AGENT_ALL: &str = "function.agent.all";
pub const DEVELOPER: &str = "settings.developer_settings";

/// All permissions that are granted here.
pub const GRANTED: [&str; 6] = [
    EDIT_USER,
    AGENT_ALL,
    "function.agent.agent_desktop",
    "settings.queue",
    DEVELOPER,
    "dashboards.calls",
];

/// Returns a person's address.
pub fn address(name: &str) -> Email {
    Email::new(&format!("{name}@acme.example"))
}

fn name_of<T: for<'t> From<&'t str> + std::fmt::Debug>(
    names: &'static [&'static str],
) -> impl Strategy<Value = T> {
    prop::sample::select(names).prop_map(T::from)
}

pub fn role_name() -> impl Strategy<Value = RoleName> {
    name_of(&ROLES)
}

pub fn team_name() -> impl Strategy<Value = TeamName> {
    name_of(&TEAMS)
}

pub fn email() -> impl Strategy<Value = Email> {
    prop::sample::select(&PEOPLE[..]).prop_map(address)
}

/// A path one to three levels deep.
pub fn team_path() -> impl Strategy<Value = TeamPath> {
    prop::collection::vec(prop::sample::select(&TEAMS[..]), 1..=3)
        .prop_map(|names| TeamPath::new(&names.join(":")))
}

/// A role that may be held or given: built-in ones more often than each custom one.
pub fn any_role() -> impl Strategy<Value = RoleName> {
    prop_oneof![3 => role_name(), 2 => name_of(&BUILT_IN), 1 => name_of(&["Admin", "Agent"])]
}

pub fn some_roles() -> impl Strategy<Value = Few<RoleName>> {
    prop::collection::btree_set(any_role(), 1..=3).prop_map(Few::from_iter)
}

pub fn some_people() -> impl Strategy<Value = Few<Email>> {
    prop::collection::btree_set(email(), 0..=3).prop_map(Few::from_iter)
}

pub fn some_teams() -> impl Strategy<Value = Few<TeamPath>> {
    prop::collection::btree_set(team_path(), 0..=3).prop_map(Few::from_iter)
}

fn grant() -> impl Strategy<Value = (PermissionId, Grant)> {
    let granted = prop::sample::select(&GRANTED[..3]);
    let leveled = prop::sample::select(&GRANTED[3..5]);
    let level = prop::sample::select(&[Level::View, Level::Edit][..]);
    let scopes = prop::sample::subsequence(&["assigned_queues", "assigned_teams"][..], 0..=2);
    prop_oneof![
        3 => granted.prop_map(|id| (id.into(), Grant::everywhere(Level::Granted))),
        2 => (leveled, level).prop_map(|(id, level)| (id.into(), Grant::everywhere(level))),
        1 => scopes.prop_map(|only| {
            let only = only.into_iter().map(ScopeName::new).collect();
            (GRANTED[5].into(), Grant { level: Level::View, only })
        }),
    ]
}

pub fn permissions() -> impl Strategy<Value = BTreeMap<PermissionId, Grant>> {
    prop::collection::vec(grant(), 0..=4).prop_map(|grants| grants.into_iter().collect())
}

pub fn color() -> impl Strategy<Value = String> {
    prop::sample::select(&COLORS[..]).prop_map(str::to_owned)
}

/// A custom role.
pub fn role() -> impl Strategy<Value = Role> {
    let label = prop::sample::select(&["LEAD", "NIGHT", "x"][..]).prop_map(str::to_owned);
    let assignable = prop::collection::btree_set(any_role(), 0..=3);
    (label, prop::option::of(color()), permissions(), assignable).prop_map(
        |(label, color, permissions, assignable)| Role {
            label: Known::Known(label),
            color: color.into(),
            permissions: Known::Known(permissions),
            assignable_roles: Known::Known(Few::from_iter(assignable)),
        },
    )
}

fn built_in_role() -> impl Strategy<Value = (RoleName, Role)> {
    (name_of(&BUILT_IN[..2]), role()).prop_map(|(name, role)| {
        (name, Role { label: Known::Unknown, color: Known::Unknown, ..role })
    })
}

/// A value of an attribute, or none.
pub fn attribute() -> impl Strategy<Value = (AttributeName, Scalar)> {
    prop_oneof![
        prop::sample::select(&["Lima", "México", "no"][..])
            .prop_map(|city| ("location".into(), Scalar::from(city))),
        Just(("location".into(), Scalar::Null)),
        (1..4i64).prop_map(|chats| ("chat_concurrency".into(), Scalar::Int(chats))),
        any::<bool>().prop_map(|on| ("chat_concurrency_enabled".into(), Scalar::Bool(on))),
        prop::sample::select(&["Di", "010"][..])
            .prop_map(|name| ("first_name".into(), Scalar::from(name))),
    ]
}

/// A person with the attributes that are needed.
pub fn person() -> impl Strategy<Value = User> {
    let status = prop_oneof![6 => Just(Status::Active), 1 => Just(Status::Inactive)];
    let attributes = prop::collection::vec(attribute(), 0..=2);
    (status, some_roles(), some_teams(), attributes).prop_map(|(status, roles, teams, more)| {
        let named = ["first_name", "last_name"].map(|name| (name.into(), Scalar::from("Ana")));
        User {
            status: Known::Known(status),
            roles: Known::Known(roles),
            teams: Known::Known(teams),
            attributes: named.into_iter().chain(more).collect(),
        }
    })
}

fn team() -> impl Strategy<Value = Team> {
    some_people().prop_map(|managers| Team { managers: Known::Known(managers), ..Team::default() })
}

/// An organisation, which may still break laws. There are more teams to sit in than others.
pub fn org() -> impl Strategy<Value = State> {
    let roles = prop::collection::btree_map(role_name(), role(), 0..=5);
    let built_in = prop::option::weighted(0.3, built_in_role());
    let teams = prop::collection::btree_map(team_path(), team(), 0..=5);
    let users = prop::collection::btree_map(email(), person(), 2..=7);
    let role_order = Just(ROLES.iter().chain(&BUILT_IN).map(|name| RoleName::new(name)).collect());
    let team_order = Just(TEAMS.iter().map(|name| TeamName::from(*name)).collect());
    (roles, built_in, teams, users, shuffled(role_order), shuffled(team_order)).prop_map(
        |(mut roles, built_in, teams, users, role_order, team_order)| {
            roles.extend(built_in);
            let parents = teams.keys().cloned().map(Some).chain([None]);
            let team_order = parents.map(|parent| (parent, team_order.clone())).collect();
            let users = users.into_iter().map(|(email, user)| (email, user.into())).collect();
            State {
                roles,
                teams,
                users,
                role_order: Known::Known(role_order),
                team_order,
                ..State::default()
            }
        },
    )
}

fn shuffled<T: Clone + std::fmt::Debug + 'static>(
    order: Just<Vec<T>>,
) -> impl Strategy<Value = Vec<T>> {
    let kept = order.clone();
    prop_oneof![kept, order.prop_shuffle()]
}
