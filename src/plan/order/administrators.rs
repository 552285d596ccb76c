//! Rules about who can still administer: law 5.

use std::collections::BTreeSet;

use super::Edge;
use super::graph::{Graph, Side, Turns};
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
/// for those who are administrators by another role than before.
pub(super) fn administrators_come_before_they_go(graph: &Graph<'_>, needs: &Needs) -> Vec<Edge> {
    let before = administrators(graph.live, graph.platform);
    let after = administrators(graph.end, graph.platform);
    let (steady, switching): (Vec<&Email>, Vec<&Email>) =
        before.intersection(&after).partition(|email| is_steady(graph, email));
    let needed = graph.min_admins.min(before.len());
    if steady.len() >= needed {
        return Vec::new();
    }
    // Who is one all the time, though by another role, counts as long as nobody goes before that. Those
    // who come count against the whole floor: once they are there, a run that was cut short may not fall
    // below it again.
    let must_come = graph.min_admins.saturating_sub(steady.len() + switching.len());
    let (mut begin, mut cease) =
        graph.turns(|name, role| graph.platform.is_administrative(name, role));
    begin.retain(|name, _| is_held(graph.end, name));
    cease.retain(|name, _| is_held(graph.live, name));
    let rows = |people: &[&Email]| -> Vec<usize> {
        people.iter().filter_map(|email| deciding_row(graph, email)).collect()
    };
    // Somebody may hold a role that begins to make administrators, and another that ceases to.
    let mut coming: Vec<usize> = begin.values().copied().collect();
    let all = rows(&after.difference(&before).copied().collect::<Vec<_>>());
    let comers: Vec<usize> = if must_come > 0 { all } else { Vec::new() };
    let waits: Vec<usize> = coming.iter().chain(&comers).copied().collect();
    let of_those_who_switch =
        |name: &RoleName| switching.iter().any(|email| holds(graph, email, name));
    // They cease by one role after they begin by another, whoever else comes.
    let changing: Vec<usize> =
        cease.iter().filter(|(name, _)| of_those_who_switch(name)).map(|(_, step)| *step).collect();
    let goers = before.difference(&after);
    let ends: Vec<_> = goers.map(|email| last_to_go(graph, email, &cease, &waits, needs)).collect();
    let must_stay = needed.saturating_sub(steady.len());
    let switching = rows(&switching);
    let each_after = |later: &[usize], earlier: &[usize]| -> Vec<Edge> {
        later.iter().flat_map(|later| earlier.iter().map(|first| (*later, *first))).collect()
    };
    let begun: Vec<usize> = begin.into_values().collect();
    let mut edges = [
        each_after(&changing, &begun),
        each_after(&changing, &switching),
        each_after(&switching, &begun),
    ]
    .concat();
    let staying = those_who_stay(&ends, &waits, needs);
    let floor = needed.max(graph.min_admins.min(after.len()));
    let turns = match staying.len() >= must_stay {
        true => None,
        false => in_turn(&ends, &coming, &comers, (before.len(), floor), needs),
    };
    if let Some(turns) = turns {
        edges.extend(turns);
        edges.extend(ends.iter().flatten().flat_map(|end| each_after(&[*end], &switching)));
        return edges;
    }
    let all = staying.len() < must_stay;
    let going = if all { ends.iter().collect() } else { staying };
    let going: BTreeSet<usize> = going.into_iter().flatten().copied().collect();
    let going: Vec<usize> = going.into_iter().collect();
    coming.extend(enough(comers, must_come, &going, needs));
    edges.extend(each_after(&going, &coming));
    edges.extend(each_after(&going, &switching));
    edges
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
fn those_who_stay<'e>(
    ends: &'e [BTreeSet<usize>],
    coming: &[usize],
    needs: &Needs,
) -> Vec<&'e BTreeSet<usize>> {
    let stays =
        |end: &&BTreeSet<usize>| !coming.iter().any(|step| !needs.behind(*step).is_disjoint(end));
    ends.iter().filter(stays).collect()
}

/// Lets people go one after the other, where some of those who come wait for some of those who go: each
/// goes once as many have come as keep the floor, rather one whom somebody waits for. Returns what waits
/// for what, if all can go like this.
///
/// Whoever goes later has seen at least as many come. So however many of them go at once, no more of them
/// are gone than here, and no fewer have come.
fn in_turn(
    ends: &[BTreeSet<usize>],
    begun: &[usize],
    comers: &[usize],
    (mut there, floor): (usize, usize),
    needs: &Needs,
) -> Option<Vec<Edge>> {
    // Whoever comes counts from their own step only where their role makes administrators by then.
    let late = |step: &usize| ends.iter().any(|end| !needs.behind(*step).is_disjoint(end));
    if begun.iter().any(late) {
        return None;
    }
    let mut edges = Vec::new();
    let mut left: Vec<&BTreeSet<usize>> = ends.iter().collect();
    let mut come: Vec<usize> = Vec::new();
    while !left.is_empty() {
        let waiting: Vec<usize> =
            begun.iter().chain(comers).filter(|step| !come.contains(*step)).copied().collect();
        let held_up = |step: usize, but: Option<&BTreeSet<usize>>| {
            let behind = needs.behind(step);
            let mut others = left.iter().filter(|end| Some(**end) != but);
            others.any(|end| !behind.is_disjoint(end))
        };
        let new: Vec<usize> =
            waiting.iter().filter(|step| !held_up(**step, None)).copied().collect();
        there += new.iter().filter(|step| comers.contains(*step)).count();
        come.extend(&new);
        let waiting: Vec<usize> = waiting.into_iter().filter(|step| !new.contains(step)).collect();
        let can_go = |end: &&&BTreeSet<usize>| {
            let behind = |step: &usize| needs.behind(*step);
            let free = end.iter().all(|step| !held_up(*step, Some(**end)));
            free && end.iter().all(|step| waiting.iter().all(|late| !behind(step).contains(late)))
        };
        let eager = |end: &&&BTreeSet<usize>| {
            waiting.iter().filter(|step| !needs.behind(**step).is_disjoint(end)).count()
        };
        let next = *left.iter().filter(can_go).filter(|_| there > floor).max_by_key(eager)?;
        edges.extend(next.iter().flat_map(|end| come.iter().map(|first| (*end, *first))));
        there -= 1;
        left.retain(|end| !std::ptr::eq(*end, next));
    }
    Some(edges)
}

fn holds(graph: &Graph<'_>, email: &Email, name: &RoleName) -> bool {
    graph.live.users.get(email).is_some_and(|user| user.held_roles().any(|held| held == name))
}

/// Returns of the rows of those who come enough, if they are: those that don't wait for anybody who goes;
/// otherwise all.
fn enough(rows: Vec<usize>, must_come: usize, going: &[usize], needs: &Needs) -> Vec<usize> {
    let is_free = |row: &usize| !needs.behind(*row).iter().any(|step| going.contains(step));
    let free: Vec<usize> = rows.iter().copied().filter(is_free).collect();
    if free.len() >= must_come { free } else { rows }
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
fn deciding_row(graph: &Graph<'_>, email: &Email) -> Option<usize> {
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
