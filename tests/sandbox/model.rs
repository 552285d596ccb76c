//! Whatever steps are asked for: what the sandbox does is what the step means, and what it refuses
//! leaves no trace.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use rolecall::core::{Grant, Known, Level, Role, RoleName, Scalar, State, Status, Team, User};
use rolecall::plan::Action::{Create, Deactivate, Move, Reactivate, Rename, Reorder, Update};
use rolecall::plan::{Action, Resource, Step, perform};
use rolecall::platform::Platform;
use rolecall::target::Target;
use rolecall::target::sandbox::Sandbox;

use super::world::*;

const ROLES: [&str; 9] =
    ["Admin", "Agent", "Owner", "Helper", "Lead", "Taker", "Idle", "New", "Longer name"];
const TEAMS: [&str; 8] =
    ["Support", "Support:L1", "Sales", "Sales:L1", "New", "Support:L1:A", "New:L1", "Sales:L1:A"];
const USERS: [&str; 6] = ["ana", "hal", "lea", "zoe", "ida", "new"];
const PERMISSIONS: [&str; 4] = ["desk.take", "queue", "users.edit", "dark"];

/// A step, or an order that names what is there when its turn comes.
#[derive(Clone, Debug)]
enum Wish {
    Step(Box<Step>),
    RoleOrder(prop::sample::Index),
    TeamOrder(prop::sample::Index),
}

fn one_of(names: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(names)
}

fn some_of(names: &'static [&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(names, 0..=3)
}

fn known<T: Clone + std::fmt::Debug>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = Known<T>> {
    prop::option::weighted(0.7, value).prop_map(Known::from)
}

fn email() -> impl Strategy<Value = String> {
    one_of(&USERS).prop_map(|name| format!("{name}@x.example"))
}

fn grant() -> impl Strategy<Value = Grant> {
    let level = prop::sample::select(&Level::ALL);
    let only = prop::sample::subsequence(&["own_teams", "own_queues"][..], 0..=1);
    (level, prop::option::weighted(0.2, only)).prop_map(|(level, only)| Grant {
        level,
        only: only.map(|only| set(&only)).unwrap_or_default(),
    })
}

fn some_role() -> impl Strategy<Value = Role> {
    let permissions =
        prop::collection::btree_map(one_of(&PERMISSIONS).prop_map(Into::into), grant(), 0..3);
    let color = one_of(&["#0B57D0", "#FFFFFF", "red"]).prop_map(str::to_owned);
    (
        known(one_of(&["A", "LEAD", "TOO LONG"]).prop_map(str::to_owned)),
        known(color),
        known(permissions),
        known(some_of(&ROLES).prop_map(|names| set(&names))),
    )
        .prop_map(|(label, color, permissions, assignable_roles)| Role {
            label,
            color,
            permissions,
            assignable_roles,
        })
}

fn some_team() -> impl Strategy<Value = Team> {
    let managers = known(some_of(&["lea@x.example", "ana@x.example", "zoe@x.example"]));
    let note = prop::sample::select(vec![Scalar::Null, Scalar::from("a"), Scalar::from("longer")]);
    let first = prop::option::of(one_of(&["ana@x.example", "hal@x.example", "zoe@x.example"]));
    let first = prop::option::weighted(0.3, first);
    (managers, prop::option::weighted(0.3, note), first).prop_map(|(managers, note, first)| {
        let team = managers.value().map_or_else(Team::default, |names| managed_by(names));
        Team {
            attributes: note.into_iter().map(|note| ("note".into(), note)).collect(),
            named: first.into_iter().map(|who| ("first".into(), who.map(Into::into))).collect(),
            ..team
        }
    })
}

fn some_user() -> impl Strategy<Value = User> {
    let status = prop::sample::select(&[Status::Active, Status::Active, Status::Inactive][..]);
    let value = prop::sample::select(vec![
        Scalar::Null,
        Scalar::Int(3),
        Scalar::Bool(true),
        Scalar::from("Lima"),
        Scalar::from("some"),
    ]);
    let attribute = one_of(&["name", "note", "badge", "seats", "vip", "city", "dark"]);
    (
        known(status),
        known(prop::sample::subsequence(&ROLES[..], 1..=3).prop_map(|names| set(&names))),
        known(prop::sample::subsequence(&TEAMS[..], 0..=2).prop_map(|paths| set(&paths))),
        prop::collection::btree_map(attribute.prop_map(Into::into), value, 0..2),
    )
        .prop_map(|(status, roles, teams, attributes)| User {
            status,
            roles,
            teams,
            attributes: attributes.into_iter().collect(),
        })
}

fn role_step() -> impl Strategy<Value = Step> {
    let action = prop::sample::select(&[Create, Update, Update, Rename][..]);
    (action, one_of(&ROLES), one_of(&ROLES), some_role()).prop_map(|(action, name, old, after)| {
        let after = role(action, name, after);
        if action == Rename { from(role_key(old), after) } else { after }
    })
}

fn team_step() -> impl Strategy<Value = Step> {
    let action = prop::sample::select(&[Create, Update, Move][..]);
    (action, one_of(&TEAMS), one_of(&TEAMS), some_team()).prop_map(|(action, path, old, after)| {
        let after = team(action, path, after);
        if action == Move { from(team_key(old), after) } else { after }
    })
}

fn user_step() -> impl Strategy<Value = Step> {
    let action =
        prop::sample::select(&[Create, Update, Update, Rename, Deactivate, Reactivate][..]);
    (action, email(), email(), some_user()).prop_map(|(action, email, old, mut after)| {
        if action == Create && !after.attributes.contains_key("name") {
            after.attributes.insert("name".into(), "some".into());
        }
        let after = user(action, &email, after);
        if action == Rename { from(user_key(&old), after) } else { after }
    })
}

fn deletion() -> impl Strategy<Value = Step> {
    prop_oneof![
        one_of(&ROLES).prop_map(|name| delete(role_key(name))),
        one_of(&TEAMS).prop_map(|path| delete(team_key(path))),
        email().prop_map(|email| delete(user_key(&email))),
    ]
}

fn wish() -> impl Strategy<Value = Wish> {
    let boxed = |step| Wish::Step(Box::new(step));
    prop_oneof![
        4 => user_step().prop_map(boxed),
        3 => role_step().prop_map(boxed),
        3 => team_step().prop_map(boxed),
        2 => deletion().prop_map(boxed),
        1 => any::<prop::sample::Index>().prop_map(Wish::RoleOrder),
        1 => any::<prop::sample::Index>().prop_map(Wish::TeamOrder),
    ]
}

/// Makes the wish a step, now that it is known what is there.
fn granted(wish: Wish, state: &State) -> Step {
    match wish {
        Wish::Step(step) => *step,
        Wish::RoleOrder(turn) => {
            let mut order = state.role_order.value().cloned().unwrap_or_default();
            let by = turn.index(order.len());
            order.rotate_left(by);
            step(Reorder, rolecall::core::Key::RoleOrder, Some(Resource::RoleOrder(order)))
        }
        Wish::TeamOrder(turn) => {
            let lists: Vec<_> = state.team_order.iter().collect();
            let Some((parent, names)) = lists.get(turn.index(lists.len().max(1))) else {
                return team_order(None, &[]);
            };
            let mut names = (*names).clone();
            names.reverse();
            let key = rolecall::core::Key::TeamOrder((*parent).clone());
            step(Reorder, key, Some(Resource::TeamOrder(names)))
        }
    }
}

/// The state as the sandbox reads it: where `perform` leaves a field unknown, the sandbox knows.
fn normal(platform: &Platform, mut state: State) -> State {
    let built_in = |name: &RoleName| platform.roles.built_in.iter().any(|role| role.name == *name);
    state.roles.retain(|name, role| !built_in(name) || !role.permissions.is_unknown());
    for role in state.roles.values_mut() {
        role.permissions.update(|_| ());
        let assigns =
            role.permissions.value().is_some_and(|granted| granted.contains_key("users.edit"));
        if !assigns {
            role.assignable_roles.update(|_| ());
        }
    }
    for team in state.teams.values_mut() {
        team.managers.update(|_| ());
        for name in ["note", "open"] {
            team.attributes.entry(name.into()).or_insert(Scalar::Null);
        }
        team.named.entry("first".into()).or_default();
    }
    state.team_order.retain(|_, names| !names.is_empty());
    for user in state.users.values_mut().map(std::sync::Arc::make_mut) {
        user.roles.update(|_| ());
        user.teams.update(|_| ());
        if user.status.is_unknown() {
            user.status = Known::Known(Status::Active);
        }
        for name in platform.users.attributes.keys() {
            user.attributes.entry(name.clone()).or_insert(Scalar::Null);
        }
    }
    state
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_sandbox_does_what_a_step_means(wishes in prop::collection::vec(wish(), 1..40)) {
        let platform = platform();
        let sandbox = Sandbox::in_memory(&platform, &live()).expect("the state is legal");
        let mut state = read(&sandbox);
        for wish in wishes {
            let step = granted(wish, &state);
            let answer = wait(sandbox.perform(&[&step])).remove(0);
            if answer.is_ok() {
                perform(&mut state, &step);
                state = normal(&platform, state);
            }
            prop_assert_eq!(&read(&sandbox), &state, "after {:?}: {:?}", answer, step);
            prop_assert_eq!(sandbox.audit(), Ok(Vec::new()), "after {:?}", step);
        }
        // What it holds is a legal state of its own, and reads back the same.
        let again = Sandbox::in_memory(&platform, &state).expect("what was read is legal");
        prop_assert_eq!(read(&again), state);
    }

    #[test]
    fn reading_back_is_reading_a_part(wishes in prop::collection::vec(wish(), 1..20)) {
        let platform = platform();
        let sandbox = Sandbox::in_memory(&platform, &live()).expect("the state is legal");
        let mut keys = Vec::new();
        for wish in wishes {
            let step = granted(wish, &read(&sandbox));
            wait(sandbox.perform(&[&step]));
            keys.push(step.key);
        }
        let (all, part) = (read(&sandbox), wait(sandbox.read_back(&keys)).expect("it can be read"));
        for key in &keys {
            prop_assert_eq!(part.has(key), all.has(key));
        }
        prop_assert!(part.roles.iter().all(|(name, role)| all.roles.get(name) == Some(role)));
        prop_assert!(part.teams.iter().all(|(path, team)| all.teams.get(path) == Some(team)));
        prop_assert!(part.users.iter().all(|(email, user)| all.users.get(email) == Some(user)));
        prop_assert!(!part.role_order.differs(&all.role_order));
        prop_assert!(part.team_order.iter().all(|(at, names)| all.team_order.get(at) == Some(names)));
    }
}

#[test]
fn most_kinds_of_steps_are_met_in_both_outcomes() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let wishes = prop::collection::vec(wish(), 2000);
    let wishes = wishes.new_tree(&mut runner).expect("a list of wishes").current();
    let sandbox = Sandbox::in_memory(&platform(), &live()).expect("the state is legal");
    let mut met: Vec<(Action, rolecall::core::Kind, bool)> = Vec::new();
    for wish in wishes {
        let step = granted(wish, &read(&sandbox));
        let done = wait(sandbox.perform(&[&step])).remove(0).is_ok();
        met.push((step.action, step.key.kind(), done));
    }
    met.sort();
    met.dedup();
    // Three kinds are created, updated and deleted, done and refused; and so on.
    let kinds = met.len();
    assert!(kinds >= 24, "{met:?}");
}
