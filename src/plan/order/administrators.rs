//! Rules about who can still administer: law 5.

use std::collections::BTreeSet;

use super::Edge;
use super::access::Keep;
use super::gap;
use super::graph::{Graph, Side, Turns};
use super::in_turn::in_turn;
use super::needs::Needs;
use crate::core::{Email, RoleName, State};
use crate::platform::Platform;

/// Returns the active people who hold something administrative.
pub(in crate::plan) fn administrators<'s>(
    state: &'s State,
    platform: &Platform,
) -> BTreeSet<&'s Email> {
    let built_in = platform.roles.built_in.iter().map(|role| &role.name);
    let names: BTreeSet<&RoleName> = built_in
        .chain(state.roles.keys())
        .filter(|name| platform.is_administrative(name, state.roles.get(*name)))
        .collect();
    let administers = |user: &crate::core::User| {
        user.is_active() && user.held_roles().any(|role| names.contains(role))
    };
    state.users.iter().filter(|(_, user)| administers(user)).map(|(email, _)| email).collect()
}

/// Where too few administrators would be left on the way, those who go wait for as many of those who come
/// as are needed, rather for those who needn't wait for them (`needs` is what the other rules ask), and
/// for those who are administrators by another role than before. Where that goes in a circle, they come and
/// go in turn. `keeps` is what people are to keep besides: if there is an order that interrupts no more of
/// it than has to be anyway, it is taken.
pub(super) fn administrators_come_before_they_go(
    graph: &Graph<'_>,
    needs: &Needs,
    keeps: &[Keep],
) -> Vec<Edge> {
    let Some(missing) = Missing::of(graph) else { return Vec::new() };
    let mut kept = needs.clone();
    gap::keep(&mut kept, keeps);
    let edges = who_waits(graph, &missing, &kept);
    if goes_in_a_circle(&kept, &edges) { who_waits(graph, &missing, needs) } else { edges }
}

fn who_waits(graph: &Graph<'_>, missing: &Missing<'_>, needs: &Needs) -> Vec<Edge> {
    let shift = Shift::of(graph, missing, needs);
    let mut edges = [
        each_after(&shift.changing, &shift.begun),
        each_after(&shift.changing, &shift.switching),
        each_after(&shift.switching, &shift.begun),
    ]
    .concat();
    let staying = those_who_stay(&shift, needs);
    let all_may_stay = staying.len() >= missing.must_stay;
    let going = if all_may_stay { staying } else { shift.ends.iter().collect() };
    edges.extend(after_those_who_come(&shift, going, needs));
    let in_turn = || goes_in_a_circle(needs, &edges).then(|| in_turn(graph, needs));
    in_turn().flatten().unwrap_or(edges)
}

fn goes_in_a_circle(needs: &Needs, edges: &[Edge]) -> bool {
    let mut needs = needs.clone();
    needs.extend(edges.iter().copied());
    !needs.in_circles().is_empty()
}

/// Too few stay what they are, so that somebody has to wait for somebody else.
struct Missing<'g> {
    before: BTreeSet<&'g Email>,
    after: BTreeSet<&'g Email>,
    /// Those who are administrators by another role than before.
    switching: Vec<&'g Email>,
    /// How many have to come before somebody goes.
    must_come: usize,
    /// How many of those who go have to stay until then.
    must_stay: usize,
}

impl<'g> Missing<'g> {
    fn of(graph: &'g Graph<'_>) -> Option<Self> {
        let before = administrators(graph.live, graph.platform);
        let after = administrators(graph.end, graph.platform);
        let (steady, switching): (Vec<&Email>, Vec<&Email>) =
            before.intersection(&after).partition(|email| is_steady(graph, email));
        // Where fewer are left at the end a guard objects; on the way there needn't be more than that.
        let needed = graph.min_admins.min(before.len()).min(after.len());
        let must_stay = needed.checked_sub(steady.len()).filter(|missing| *missing > 0)?;
        // Who is one all the time, though by another role, counts as long as nobody goes before that.
        // Those who come count against the whole floor: once they are there, a run that was cut short may
        // not fall below it again.
        let must_come = graph.min_admins.saturating_sub(steady.len() + switching.len());
        Some(Self { before, after, switching, must_come, must_stay })
    }
}

/// The steps by which it changes who administers.
struct Shift {
    /// Those by which roles that somebody holds begin to make administrators.
    begun: Vec<usize>,
    /// The rows by which people become administrators, if any of them have to.
    comers: Vec<usize>,
    /// How many of these have to come before somebody goes.
    must_come: usize,
    /// The rows of those who are administrators by another role than before.
    switching: Vec<usize>,
    /// The steps by which these people's roles cease to make administrators.
    changing: Vec<usize>,
    /// The last steps by which somebody ceases to be one, for each who does.
    ends: Vec<BTreeSet<usize>>,
}

impl Shift {
    fn of(graph: &Graph<'_>, missing: &Missing<'_>, needs: &Needs) -> Self {
        let Missing { before, after, switching, must_come, .. } = missing;
        let (mut begin, mut cease) =
            graph.turns(|name, role| graph.platform.is_administrative(name, role));
        begin.retain(|name, _| is_held(graph.end, name));
        cease.retain(|name, _| is_held(graph.live, name));
        let rows = |people: &mut dyn Iterator<Item = &&Email>| -> Vec<usize> {
            people.filter_map(|email| deciding_row(graph, email)).collect()
        };
        let begun: Vec<usize> = begin.values().copied().collect();
        let comers = if *must_come > 0 { rows(&mut after.difference(before)) } else { Vec::new() };
        // Somebody may hold a role that begins to make administrators, and another that ceases to.
        let waits: Vec<usize> = begun.iter().chain(&comers).copied().collect();
        // They cease by one role after they begin by another, whoever else comes.
        let of_those_who_switch =
            |name: &RoleName| switching.iter().any(|email| holds(graph, email, name));
        let changing = cease.iter().filter(|(name, _)| of_those_who_switch(name));
        let last = |email: &&Email| last_to_go(graph, email, &cease, &waits, needs);
        Self {
            changing: changing.map(|(_, step)| *step).collect(),
            ends: before.difference(after).map(last).collect(),
            switching: rows(&mut switching.iter()),
            must_come: *must_come,
            begun,
            comers,
        }
    }
}

/// Lets people go at once, after enough have come.
fn after_those_who_come(shift: &Shift, going: Vec<&BTreeSet<usize>>, needs: &Needs) -> Vec<Edge> {
    let going: BTreeSet<usize> = going.into_iter().flatten().copied().collect();
    let going: Vec<usize> = going.into_iter().collect();
    let coming = [shift.begun.clone(), enough(shift, &going, needs)].concat();
    [each_after(&going, &coming), each_after(&going, &shift.switching)].concat()
}

/// Has each of some steps wait for each of others.
fn each_after(later: &[usize], earlier: &[usize]) -> Vec<Edge> {
    later.iter().flat_map(|later| earlier.iter().map(|first| (*later, *first))).collect()
}

/// Returns the steps by which somebody who goes ceases to be an administrator by one of their roles:
/// whoever holds several is one as long as any of them makes it, so only the last has to wait. That is
/// the one for which the fewest wait of those who come.
fn last_to_go(
    graph: &Graph<'_>,
    email: &Email,
    cease: &Turns<'_>,
    coming: &[usize],
    needs: &Needs,
) -> BTreeSet<usize> {
    let row = deciding_row(graph, email);
    let leaves = |name: &RoleName| {
        let after = graph.end.users.get(email).filter(|user| user.is_active());
        !after.is_some_and(|user| user.held_roles().any(|held| held == name))
    };
    let ends = |name: &RoleName| -> BTreeSet<usize> {
        row.filter(|_| leaves(name)).into_iter().chain(cease.get(name).copied()).collect()
    };
    let makes =
        |name: &&RoleName| graph.platform.is_administrative(name, graph.live.roles.get(*name));
    let held = graph.live.users.get(email).into_iter().flat_map(|user| user.held_roles());
    let sources = held.filter(makes).map(ends);
    let waited_for = |source: &BTreeSet<usize>| {
        coming.iter().filter(|step| !needs.behind(**step).is_disjoint(source)).count()
    };
    sources.min_by_key(waited_for).unwrap_or_default()
}

/// Returns of the ends of those who go the ones that nobody who comes waits for: these people can stay
/// until then.
fn those_who_stay<'s>(shift: &'s Shift, needs: &Needs) -> Vec<&'s BTreeSet<usize>> {
    let coming = || shift.begun.iter().chain(&shift.comers);
    let stays =
        |end: &&BTreeSet<usize>| !coming().any(|step| !needs.behind(*step).is_disjoint(end));
    shift.ends.iter().filter(stays).collect()
}

fn holds(graph: &Graph<'_>, email: &Email, name: &RoleName) -> bool {
    graph.live.users.get(email).is_some_and(|user| user.held_roles().any(|held| held == name))
}

/// Returns of the rows of those who come enough, if they are: those that don't wait for anybody who goes;
/// otherwise all.
fn enough(shift: &Shift, going: &[usize], needs: &Needs) -> Vec<usize> {
    let is_free = |row: &usize| !needs.behind(*row).iter().any(|step| going.contains(step));
    let free: Vec<usize> = shift.comers.iter().copied().filter(is_free).collect();
    if free.len() >= shift.must_come { free } else { shift.comers.clone() }
}

/// Returns whether somebody who can sign in holds a role.
fn is_held(state: &State, name: &RoleName) -> bool {
    let mut active = state.users.values().filter(|user| user.is_active());
    active.any(|user| user.held_roles().any(|held| held == name))
}

/// Returns whether a person is an administrator by one and the same role before and afterwards.
fn is_steady(graph: &Graph<'_>, email: &Email) -> bool {
    let (Some(before), Some(after)) = (graph.live.users.get(email), graph.end.users.get(email))
    else {
        return false;
    };
    let administrative = |state: &State, name: &RoleName| {
        graph.platform.is_administrative(name, state.roles.get(name))
    };
    before
        .held_roles()
        .filter(|name| after.held_roles().any(|other| other == *name))
        .any(|name| administrative(graph.live, name) && administrative(graph.end, name))
}

/// Returns the step on a person's row, if it changes their roles or their status.
pub(super) fn deciding_row(graph: &Graph<'_>, email: &Email) -> Option<usize> {
    let decides = |row: &usize| {
        let (before, after) = (Side::before(&graph.steps[*row]), Side::after(&graph.steps[*row]));
        before.roles() != after.roles() || status(before) != status(after)
    };
    graph.row(email).filter(decides)
}

fn status(side: Side<'_>) -> Option<crate::core::Status> {
    match side.0 {
        Some(crate::plan::Resource::User(user)) => user.status.value().copied(),
        _ => None,
    }
}
