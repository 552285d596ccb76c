//! Rules about what people may do on the way: laws 3 and 4.
//!
//! A person's roles change with their row, at once; what a role allows changes with the steps about
//! the role. Who leaves a role must have left before it is widened, and who joins one comes after it
//! is narrowed: else they could do, for a while, what they could neither before nor afterwards. And
//! what somebody has before and afterwards, perhaps by another role, is there before it goes.

use std::collections::{BTreeMap, BTreeSet};

use super::Edge;
use super::graph::Graph;
use super::ways::{Given, Span};
use crate::access::{Ability, abilities, effective_roles, grant_of};
use crate::core::{Email, Grant, Key, Level, Role, RoleName, State};
use crate::plan::{Action, Resource, Step};

/// Something that a person has before and afterwards, and is to have all the time.
pub(in crate::plan) struct Keep {
    pub(in crate::plan) who: Email,
    pub(in crate::plan) what: Ability,
    pub(in crate::plan) grant: Grant,
    /// The step that changes the person's row.
    pub(super) row: Option<usize>,
    /// The ways to keep it: each a list of pairs of steps to be done in turn.
    pub(super) ways: Vec<Vec<Edge>>,
}

/// What the laws ask of the order.
#[derive(Default)]
pub(super) struct Asked {
    /// Law 3.
    pub(super) turns: Vec<Edge>,
    /// Law 4.
    pub(super) keeps: Vec<Keep>,
}

/// What one step takes from the holders of a role, and gives them.
struct Shift {
    step: usize,
    losses: Vec<(Ability, Grant)>,
    gains: Vec<(Ability, Grant)>,
}

/// The roles whose change reaches people.
type Shifts<'g> = BTreeMap<&'g RoleName, Vec<Shift>>;

/// Returns what the laws ask.
pub(super) fn asked(graph: &Graph<'_>) -> Asked {
    let shifts = shifts(graph);
    let mut asked = Asked::default();
    if shifts.is_empty() {
        return asked;
    }
    for email in concerned(graph, &shifts) {
        let person = Person::of(graph, email);
        asked.turns.extend(person.turns(&shifts));
        asked.keeps.extend(person.keeps(&shifts));
    }
    asked
}

fn shifts<'g>(graph: &'g Graph<'_>) -> Shifts<'g> {
    let mut shifts = Shifts::new();
    for (step, what) in graph.each() {
        let (Key::Role(name), Some(Resource::Role(after))) = (&what.key, &what.after) else {
            continue;
        };
        let before = match &what.before {
            Some(Resource::Role(before)) => before.clone(),
            _ => Role::default(),
        };
        if what.action == Action::Create {
            continue;
        }
        let shift =
            Shift { step, losses: uncovered(&before, after), gains: uncovered(after, &before) };
        if !(shift.losses.is_empty() && shift.gains.is_empty()) {
            shifts.entry(name).or_default().push(shift);
        }
    }
    shifts
}

/// Returns what the one version of a role lets its holders do and the other doesn't.
fn uncovered(of: &Role, by: &Role) -> Vec<(Ability, Grant)> {
    let mut found = Vec::new();
    if let (Some(of), by) = (of.permissions.value(), by.permissions.value()) {
        let covered = |id, grant| {
            by.and_then(|by| by.get(id)).is_some_and(|other: &Grant| other.covers(grant))
        };
        let more = of.iter().filter(|(id, grant)| !covered(*id, grant));
        found.extend(more.map(|(id, grant)| (Ability::Permission(id.clone()), grant.clone())));
    }
    if let Some(of) = of.assignable_roles.value() {
        let by = by.assignable_roles.value();
        let more = of.iter().filter(|name| by.is_none_or(|by| !by.contains(*name)));
        let whole = Grant::everywhere(Level::Granted);
        found.extend(more.map(|name| (Ability::Assign(name.clone()), whole.clone())));
    }
    found
}

/// Returns the people whom a change of roles could reach on the way: those whose own row changes,
/// and those who hold several roles that change.
fn concerned<'g>(graph: &'g Graph<'_>, shifts: &Shifts<'_>) -> BTreeSet<&'g Email> {
    let rows = graph.each().filter_map(|(_, step)| match &step.key {
        Key::User(email) => Some(email),
        _ => None,
    });
    let mut found: BTreeSet<&Email> = rows.collect();
    if shifts.len() > 1 {
        let several = graph.live.users.iter().filter(|(_, user)| {
            user.held_roles().filter(|role| shifts.contains_key(*role)).nth(1).is_some()
        });
        found.extend(several.map(|(email, _)| email));
    }
    found
}

/// A person, and what they may do before and afterwards.
struct Person<'g> {
    graph: &'g Graph<'g>,
    email: &'g Email,
    row: Option<usize>,
    before: BTreeSet<&'g RoleName>,
    after: BTreeSet<&'g RoleName>,
}

impl<'g> Person<'g> {
    fn of(graph: &'g Graph<'_>, email: &'g Email) -> Self {
        let roles =
            |state: &'g State| effective_roles(state.users.get(email).map(|user| user.as_ref()));
        let (before, after) = (roles(graph.live), roles(graph.end));
        Self { graph, email, row: graph.row(email), before, after }
    }

    fn grant(&self, state: &'g State, role: &RoleName, what: &Ability) -> Option<&'g Grant> {
        grant_of(state, self.graph.platform, role, what)
    }

    fn gives(&self, state: &'g State, role: &RoleName, what: &Ability, grant: &Grant) -> bool {
        self.grant(state, role, what).is_some_and(|has| has.covers(grant))
    }

    /// Returns whether the person may do it before, or afterwards.
    fn may(&self, what: &Ability, grant: &Grant) -> bool {
        let before = |role: &&RoleName| self.gives(self.graph.live, role, what, grant);
        let after = |role: &&RoleName| self.gives(self.graph.end, role, what, grant);
        self.before.iter().any(before) || self.after.iter().any(after)
    }

    /// Law 3: the pairs of steps that keep the person from what they are never to have.
    fn turns(&self, shifts: &Shifts<'_>) -> Vec<Edge> {
        let Some(row) = self.row else { return Vec::new() };
        let mut turns = Vec::new();
        let foreign = |(what, grant): &(Ability, Grant)| !self.may(what, grant);
        for role in self.before.difference(&self.after) {
            let widened = shifts.get(*role).into_iter().flatten();
            let widened = widened.filter(|shift| shift.gains.iter().any(foreign));
            turns.extend(widened.map(|shift| (shift.step, row)));
        }
        for role in self.after.difference(&self.before) {
            let narrowed = shifts.get(*role).into_iter().flatten();
            let narrowed = narrowed.filter(|shift| shift.losses.iter().any(foreign));
            turns.extend(narrowed.map(|shift| (row, shift.step)));
        }
        turns
    }

    /// Law 4: what the person has before and afterwards, and may lose on the way.
    fn keeps(&self, shifts: &Shifts<'_>) -> Vec<Keep> {
        let both: BTreeSet<&RoleName> = self.before.union(&self.after).copied().collect();
        if !both.iter().any(|role| shifts.contains_key(*role)) {
            return Vec::new();
        }
        let mut seen = BTreeSet::new();
        for held in &self.before {
            for what in abilities(self.graph.live, self.graph.platform, held) {
                let Some(was) = self.grant(self.graph.live, held, &what) else { continue };
                let after = self.after.iter();
                let is = after.filter_map(|role| self.grant(self.graph.end, role, &what));
                seen.extend(is.map(|is| (what.clone(), was.meet(is))));
            }
        }
        seen.into_iter().filter_map(|(what, grant)| self.keep(shifts, what, grant)).collect()
    }

    fn keep(&self, shifts: &Shifts<'_>, what: Ability, grant: Grant) -> Option<Keep> {
        let mut given = Given::default();
        for role in self.before.union(&self.after) {
            let was = self.gives(self.graph.live, role, &what, &grant);
            let is = self.gives(self.graph.end, role, &what, &grant);
            let (held, holds) = (self.before.contains(*role), self.after.contains(*role));
            let changes = shifts.get(role).into_iter().flatten();
            let gained = changes.clone().filter(|shift| concerns(&shift.gains, &what, &grant));
            let lost = changes.filter(|shift| concerns(&shift.losses, &what, &grant));
            let span = Span {
                starts: self.steps(held, gained.take(usize::from(!was))),
                ends: self.steps(holds, lost.take(usize::from(!is))),
            };
            match (was, is, held, holds) {
                (true, _, true, _) => given.from.push(span),
                (_, true, _, true) => given.to.push(span),
                (_, true, true, _) => given.until_left.push(span),
                (true, _, _, true) => given.once_joined.push(span),
                _ => {}
            }
        }
        let ways = given.ways()?;
        let (who, row) = (self.email.clone(), self.row);
        (!ways.is_empty()).then_some(Keep { who, what, grant, row, ways })
    }

    /// Returns the steps by which a role begins, or ceases, to give something to this person: the row,
    /// unless it leaves the person in the role, and the change of the role.
    fn steps<'s>(&self, stays: bool, changes: impl Iterator<Item = &'s Shift>) -> Vec<usize> {
        let moves = self.row.filter(|_| !stays);
        moves.into_iter().chain(changes.map(|shift| shift.step)).collect()
    }
}

/// Returns whether what is gained or lost covers a grant.
fn concerns(moved: &[(Ability, Grant)], what: &Ability, grant: &Grant) -> bool {
    moved.iter().any(|(other, has)| other == what && has.covers(grant))
}

/// Returns whether a step changes what a role allows.
pub(super) fn shifts_access(step: &Step) -> bool {
    match (&step.before, &step.after) {
        (Some(Resource::Role(before)), Some(Resource::Role(after))) => {
            !(uncovered(before, after).is_empty() && uncovered(after, before).is_empty())
        }
        _ => false,
    }
}
