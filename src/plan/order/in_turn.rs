//! Who administers, one step after the other: where it goes in a circle to let everybody come before
//! anybody goes, all orders of the steps that decide it are looked through.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Edge;
use super::administrators::deciding_row;
use super::graph::Graph;
use super::needs::Needs;
use crate::core::{Email, RoleName, State};

/// Steps that are done, as the bits of a number.
type Done = u64;

/// The most dead ends that are looked into.
const MOST_TRIED: usize = 10_000;

/// Returns what waits for what in an order in which there are always administrators enough, if one is
/// found: among more steps than a number has bits none is looked for.
pub(super) fn in_turn(graph: &Graph<'_>, needs: &Needs) -> Option<Vec<Edge>> {
    let board = Board::of(graph, needs)?;
    let mut order = Vec::new();
    let found = board.go_on(0, &mut order, &mut BTreeSet::new());
    let steps: Vec<usize> = order.into_iter().map(|bit| board.steps[bit]).collect();
    found.then(|| steps.windows(2).map(|pair| (pair[1], pair[0])).collect())
}

/// What decides who administers.
struct Board<'g> {
    /// The steps that do. All else speaks of them by their places here.
    steps: Vec<usize>,
    /// For each of them those that it waits for.
    behind: Vec<Done>,
    /// The roles that make administrators, before or afterwards.
    roles: BTreeMap<&'g RoleName, Makes>,
    people: Vec<Person<'g>>,
    /// The fewest administrators that there are ever.
    floor: usize,
    /// How many there have to be from when on there are as many.
    reached: usize,
}

/// Whether a role makes administrators.
enum Makes {
    Always,
    Since(usize),
    Until(usize),
}

/// Who holds such roles, before and after their row is changed.
struct Person<'g> {
    row: Option<usize>,
    before: Vec<&'g RoleName>,
    after: Vec<&'g RoleName>,
}

impl Makes {
    fn step(&self) -> Option<usize> {
        match self {
            Self::Always => None,
            Self::Since(step) | Self::Until(step) => Some(*step),
        }
    }

    /// The same with the place of the step.
    fn at(self, place: impl Fn(usize) -> Option<usize>) -> Self {
        match self {
            Self::Since(step) => place(step).map_or(Self::Always, Self::Since),
            Self::Until(step) => place(step).map_or(Self::Always, Self::Until),
            Self::Always => self,
        }
    }
}

/// Returns the roles that make administrators, before or afterwards.
fn turning<'g>(graph: &'g Graph<'_>) -> BTreeMap<&'g RoleName, Makes> {
    let (begin, cease) = graph.turns(|name, role| graph.platform.is_administrative(name, role));
    let built_in = graph.platform.roles.built_in.iter().map(|role| &role.name);
    let names: BTreeSet<&RoleName> =
        built_in.chain(graph.live.roles.keys()).chain(graph.end.roles.keys()).collect();
    let makes = |name: &RoleName| {
        let role = graph.live.roles.get(name).or_else(|| graph.end.roles.get(name));
        let always = graph.platform.is_administrative(name, role).then_some(Makes::Always);
        let since = begin.get(name).copied().map(Makes::Since);
        since.or_else(|| cease.get(name).copied().map(Makes::Until)).or(always)
    };
    names.into_iter().filter_map(|name| Some((name, makes(name)?))).collect()
}

/// Returns who holds any of these roles.
fn people<'g>(graph: &'g Graph<'_>, roles: &BTreeMap<&RoleName, Makes>) -> Vec<Person<'g>> {
    let emails: BTreeSet<&Email> = graph.live.users.keys().chain(graph.end.users.keys()).collect();
    let held = |email: &Email, state: &'g State| -> Vec<&'g RoleName> {
        let user = state.users.get(email).filter(|user| user.is_active());
        let held = user.into_iter().flat_map(|user| user.held_roles());
        held.filter(|name| roles.contains_key(name)).collect()
    };
    let person = |email: &Email| {
        let (before, after) = (held(email, graph.live), held(email, graph.end));
        Person { row: deciding_row(graph, email), before, after }
    };
    let all = emails.into_iter().map(person);
    all.filter(|person| !person.before.is_empty() || !person.after.is_empty()).collect()
}

fn with(done: Done, bit: usize) -> Done {
    done | 1 << bit
}

impl<'g> Board<'g> {
    fn of(graph: &'g Graph<'_>, needs: &Needs) -> Option<Self> {
        let turning = turning(graph);
        let people = people(graph, &turning);
        let changing = people.iter().filter(|person| person.before != person.after);
        let rows = changing.filter_map(|person| person.row);
        let steps: BTreeSet<usize> = rows.chain(turning.values().filter_map(Makes::step)).collect();
        let steps: Vec<usize> = steps.into_iter().collect();
        if steps.len() >= Done::BITS as usize {
            return None;
        }
        let waits = |step: &usize| {
            let behind = needs.behind(*step);
            let bits = (0..steps.len()).filter(|bit| steps[*bit] != *step);
            bits.filter(|bit| behind.contains(&steps[*bit])).fold(0, with)
        };
        let behind = steps.iter().map(waits).collect();
        let place = |step: usize| steps.binary_search(&step).ok();
        let roles = turning.into_iter().map(|(name, makes)| (name, makes.at(place))).collect();
        let at = |person: Person<'g>| Person { row: person.row.and_then(place), ..person };
        let people = people.into_iter().map(at).collect();
        let mut board = Self { behind, roles, people, floor: 0, reached: 0, steps };
        board.reached = graph.min_admins.min(board.administrators(Done::MAX));
        board.floor = board.reached.min(board.administrators(0));
        Some(board)
    }

    /// Returns whether all steps can be done that aren't yet, and how.
    fn go_on(&self, done: Done, order: &mut Vec<usize>, dead: &mut BTreeSet<Done>) -> bool {
        if order.len() == self.steps.len() {
            return true;
        }
        for bit in self.possible(done) {
            let then = with(done, bit);
            if dead.contains(&then) {
                continue;
            }
            order.push(bit);
            if self.go_on(then, order, dead) {
                return true;
            }
            order.pop();
            dead.insert(then);
            if dead.len() > MOST_TRIED {
                return false;
            }
        }
        false
    }

    /// Returns what can be done next, first that after which the most administer.
    fn possible(&self, done: Done) -> Vec<usize> {
        let enough = self.floor.max(self.reached.min(self.administrators(done)));
        let free = |bit: &usize| done >> bit & 1 == 0 && self.behind[*bit] & !done == 0;
        let then = |bit| (Reverse(self.administrators(with(done, bit))), bit);
        let mut next: Vec<_> = (0..self.steps.len()).filter(free).map(then).collect();
        next.sort_unstable();
        next.into_iter().filter(|(left, _)| left.0 >= enough).map(|(_, bit)| bit).collect()
    }

    fn administrators(&self, done: Done) -> usize {
        let is_done = |bit: usize| done >> bit & 1 == 1;
        let makes = |name: &&RoleName| match self.roles.get(*name) {
            Some(Makes::Always) => true,
            Some(Makes::Since(bit)) => is_done(*bit),
            Some(Makes::Until(bit)) => !is_done(*bit),
            None => false,
        };
        let administers = |person: &&Person<'_>| {
            let held = if person.row.is_some_and(is_done) { &person.after } else { &person.before };
            held.iter().any(&makes)
        };
        self.people.iter().filter(administers).count()
    }
}
