//! Random cases in which people and roles change at once, so that laws 3 and 4 pull both ways: roles
//! are narrowed and widened while people join and leave them, exchange them, come and go.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rolecall::core::{
    Email, Few, Grant, Known, Level, PermissionId, Role, RoleName, Scalar, ScopeName, State,
    Status, User,
};

use crate::case::{Case, Project};
use crate::edits::Goal;
use crate::generated::all_laws;
use crate::legal::legalize;
use crate::org;
use crate::run::complete;
use crate::world::{WIDE, World};
use crate::written::Written;

/// The roles of these cases: few, so that they are shared.
const ROLES: &[&str] = &["Auditor", "Coach", "Desk", "Night", "Ops"];
const PEOPLE: &[&str] = &["ana", "bo", "cy", "di", "eve", "fay"];

/// Something before, and afterwards.
type Sides<T> = (T, T);

fn grant() -> impl Strategy<Value = (PermissionId, Grant)> {
    let leveled = prop::sample::select(&["settings.queue", org::DEVELOPER][..]);
    let level = prop::sample::select(&[Level::View, Level::Edit][..]);
    let scopes = prop::sample::subsequence(&["assigned_queues", "assigned_teams"][..], 0..=2);
    let whole = prop::sample::select(
        &["function.agent.agent_desktop", "function.agent.agent_desktop", org::EDIT_USER][..],
    );
    prop_oneof![
        3 => (leveled, level).prop_map(|(id, level)| (id.into(), Grant::everywhere(level))),
        2 => scopes.prop_map(|only| {
            let only = only.into_iter().map(ScopeName::new).collect();
            ("dashboards.calls".into(), Grant { level: Level::View, only })
        }),
        1 => whole.prop_map(|id| (id.into(), Grant::everywhere(Level::Granted))),
    ]
}

fn permissions(most: usize) -> impl Strategy<Value = BTreeMap<PermissionId, Grant>> {
    prop::collection::vec(grant(), 1..=most).prop_map(|all| all.into_iter().collect())
}

/// Some of the first so many roles, most often one.
fn names(of: usize) -> impl Strategy<Value = Few<RoleName>> + Clone {
    let name = prop::sample::select(&ROLES[..of]).prop_map(RoleName::new);
    let count = prop_oneof![3 => Just(1), 1 => Just(2), 1 => Just(3)];
    count
        .prop_flat_map(move |most| prop::collection::vec(name.clone(), most).boxed())
        .prop_map(|all| all.into_iter().collect())
        .boxed()
}

/// One of some before, and the next or another afterwards: so that things are handed round.
fn handed_round(of: usize) -> impl Strategy<Value = Sides<usize>> {
    let by = prop_oneof![4 => Just(1), 3 => Just(of - 1), 1 => Just(0)];
    (0..of, by).prop_map(move |(at, by)| (at, (at + by) % of))
}

/// What roles contain is handed round among a few sets: one begins to give what another ceases to.
fn role(sets: Vec<BTreeMap<PermissionId, Grant>>, of: usize) -> impl Strategy<Value = Sides<Role>> {
    let label = || prop::sample::select(&["x", "x", "x", "y"][..]);
    let side = |label: &str, permissions: &BTreeMap<PermissionId, Grant>, assignable| Role {
        label: Known::Known(label.to_owned()),
        permissions: Known::Known(permissions.clone()),
        assignable_roles: Known::Known(assignable),
        ..Role::default()
    };
    (handed_round(sets.len()), label(), label(), names(of), names(of)).prop_map(
        move |((was, is), label, other, gives, will)| {
            (side(label, &sets[was], gives), side(other, &sets[is], will))
        },
    )
}

/// Most people go from one role to the next.
fn person(of: usize) -> impl Strategy<Value = Sides<User>> {
    let name = |at: usize| [RoleName::new(ROLES[at])].into_iter().collect::<Few<RoleName>>();
    let next = handed_round(of).prop_map(move |(was, is)| (name(was), name(is)));
    let roles = prop_oneof![5 => next, 1 => (names(of), names(of))];
    let status = || prop_oneof![16 => Just(Status::Active), 1 => Just(Status::Inactive)];
    let named = ["first_name", "last_name"].map(|name| (name.into(), Scalar::from("A")));
    let user = move |roles, status| User {
        status: Known::Known(status),
        roles: Known::Known(roles),
        teams: Known::Known(Few::new()),
        attributes: named.clone().into_iter().collect(),
    };
    (roles, status(), status())
        .prop_map(move |((was, is), status, other)| (user(was, status), user(is, other)))
}

/// How large a case may be.
#[derive(Clone, Copy)]
pub struct Size {
    pub roles: usize,
    pub permissions: usize,
    pub people: usize,
    /// Of eight roles, how many are there on one side only.
    pub made_or_gone: u32,
}

pub const USUAL: Size = Size { roles: 3, permissions: 4, people: 6, made_or_gone: 1 };

/// Random cases of a size.
pub fn conflicts(world: &'static World, size: Size) -> impl Strategy<Value = Case> {
    let sets = prop::collection::vec(permissions(size.permissions), 2..=4);
    (2..=size.roles, 3..=size.people, sets)
        .prop_flat_map(move |(roles, people, sets)| {
            let all = (role(sets, roles), there(size.made_or_gone));
            let all = prop::collection::vec(all, roles);
            (all, prop::collection::vec(person(roles), people), 1..u64::MAX, any::<u64>())
        })
        .prop_map(move |(roles, people, layout, seed)| case(world, roles, people, (layout, seed)))
}

/// On which of the two sides a role is.
fn there(one_side: u32) -> impl Strategy<Value = [bool; 2]> {
    prop_oneof![
        8 - one_side => Just([true; 2]),
        one_side => prop::sample::select(&[[true, false], [false, true]][..]),
    ]
}

fn case(
    world: &World,
    roles: Vec<(Sides<Role>, [bool; 2])>,
    people: Vec<Sides<User>>,
    (layout, seed): (u64, u64),
) -> Case {
    let [mut live, mut end] = [State::default(), State::default()];
    for (name, ((before, after), [was, is])) in ROLES.iter().zip(roles) {
        live.roles.extend(was.then(|| (RoleName::new(name), before)));
        end.roles.extend(is.then(|| (RoleName::new(name), after)));
    }
    for (name, (before, after)) in PEOPLE.iter().zip(people) {
        let email: Email = org::address(name);
        live.users.insert(email.clone(), before.into());
        end.users.insert(email, after.into());
    }
    legalize(&mut live, &world.platform);
    complete(&world.platform, &mut live);
    legalize(&mut end, &world.platform);
    let goal = Goal::unlike(end);
    let mut written = Written::all(&goal, &world.platform);
    written.role_order = None;
    let (files, shuffled) = (written.files(0), written.files(layout));
    let project = Project { all: [true; 3], max_removals: 100, ..Project::default() };
    Case { live, project, files, shuffled, seed }
}

#[test]
fn the_laws_hold_where_roles_and_people_change_at_once() {
    let tally = all_laws(&WIDE, conflicts(&WIDE, USUAL), 3_000);
    assert!(tally.accepted() > 0.9, "too few are accepted");
    assert!(tally.cut() > 0.08, "too few roles are changed in parts");
    assert!(tally.gaps() > 0.08, "too few have gaps");
}
