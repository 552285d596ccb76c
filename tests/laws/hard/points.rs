//! What people may do, point by point, without the planner's arithmetic: every level and every set
//! of scopes of a permission is a bit.

use std::collections::{BTreeMap, BTreeSet};

use rolecall::core::{Grant, Known, Level, RoleName, State, Status};

/// The scopes that these cases know.
const SCOPES: [&str; 2] = ["assigned_queues", "assigned_teams"];

/// Of a permission, the levels within each set of scopes.
pub type Points = u32;

/// Whose and what, and what each of their roles gives of it.
pub type Access = BTreeMap<(String, String), BTreeSet<Points>>;

/// What somebody has by a role before, and by a role afterwards.
pub type Kept = (String, String, Points);

/// Returns all that anybody may do.
pub fn access(state: &State) -> Access {
    let mut access = Access::new();
    for (email, user) in &state.users {
        if user.status == Known::Known(Status::Inactive) {
            continue;
        }
        for name in user.held_roles() {
            for (what, points) in of_role(state, name) {
                access.entry((email.to_string(), what)).or_default().insert(points);
            }
        }
    }
    access
}

fn of_role(state: &State, name: &RoleName) -> Vec<(String, Points)> {
    let Some(role) = state.roles.get(name) else {
        return vec![(format!("what {name} contains"), 1)];
    };
    let granted = role.permissions.value().into_iter().flatten();
    let granted = granted.map(|(id, grant)| (id.to_string(), points(grant)));
    let given = role.assignable_roles.value().into_iter().flatten();
    granted.chain(given.map(|other| (format!("giving {other}"), 1))).collect()
}

/// Returns every level up to the one granted, within every set of scopes that restricts it at least
/// as far.
fn points(grant: &Grant) -> Points {
    let restricted = |within: usize| {
        let in_it = |scope: &&str| SCOPES.iter().position(|s| s == scope);
        let scopes = grant.only.iter().map(|scope| scope.to_string());
        scopes
            .into_iter()
            .all(|scope| in_it(&scope.as_str()).is_some_and(|at| within & (1 << at) != 0))
    };
    let mut points = 0;
    for (height, level) in [Level::View, Level::Edit, Level::Granted].into_iter().enumerate() {
        for within in (0..4).filter(|within| level <= grant.level && restricted(*within)) {
            points |= 1 << (height * 4 + within);
        }
    }
    points
}

/// Returns what is to be kept: for each of somebody's roles before, and each afterwards, what both
/// give.
pub fn kept(before: &Access, after: &Access) -> BTreeSet<Kept> {
    let mut kept = BTreeSet::new();
    for (key, was) in before {
        for is in after.get(key).into_iter().flatten() {
            let (who, what) = key.clone();
            kept.extend(was.iter().map(|was| (who.clone(), what.clone(), was & is)));
        }
    }
    kept.retain(|(_, _, points)| *points != 0);
    kept
}

/// Returns which of what is to be kept somebody doesn't have now, as bits.
pub fn missing(now: &Access, kept: &BTreeSet<Kept>) -> u64 {
    let has = |(who, what, points): &Kept| {
        let now = now.get(&(who.clone(), what.clone()));
        now.is_some_and(|all| all.iter().any(|has| has & points == *points))
    };
    kept.iter().enumerate().filter(|(_, one)| !has(one)).fold(0, |bits, (at, _)| bits | 1 << at)
}

/// Returns whether somebody may do what they may neither before nor afterwards.
pub fn too_much(now: &Access, before: &Access, after: &Access) -> bool {
    let union = |access: &Access, key: &(String, String)| {
        access.get(key).into_iter().flatten().fold(0, |all, points| all | points)
    };
    now.keys().any(|key| union(now, key) & !(union(before, key) | union(after, key)) != 0)
}
