//! Who is in which group. A group names its members, and is written whole: so all changes of a batch to one
//! group are one write, and whoever else is in it stays.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::world::{Group, Member, World};
use super::write::{Found, moved};
use super::{Smartflows, refused};
use crate::core::{Fault, FaultKind, Few, TeamPath, User};
use crate::plan::{Resource, Step};
use crate::target::http::wire::known;

/// One person who joins a group or leaves it.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    /// The place of the step that asks for it.
    place: usize,
    account: String,
    joins: bool,
    /// Whether the person gets another role as well.
    with_role: bool,
}

/// All changes of a batch, by group.
#[derive(Debug, Default)]
pub(super) struct Seats<'w> {
    groups: BTreeMap<TeamPath, (Option<&'w Group>, Vec<Seat>)>,
}

/// Some changes to one group.
#[derive(Debug)]
pub(super) struct Change<'w> {
    group: &'w Group,
    seats: Vec<Seat>,
}

impl<'w> Seats<'w> {
    /// Takes note of what a step changes.
    pub(super) fn take(
        &mut self,
        place: usize,
        step: &Step,
        member: &Member,
        after: &User,
        world: &'w World,
    ) -> Result<(), Fault> {
        let nobody = Few::new();
        let Some(after_teams) = after.teams.value() else { return Ok(()) };
        let before = match &step.before {
            Some(Resource::User(before)) => before.teams.value().unwrap_or(&nobody),
            _ => &nobody,
        };
        let joins = after_teams.difference(before).map(|path| (path, true));
        let leaves = before.difference(after_teams).map(|path| (path, false));
        let changes: Vec<_> = joins.chain(leaves).collect();
        for (path, joins) in &changes {
            if *joins && world.group(path).is_none() {
                return Err(refused(format!("there isn't one group `{path}`")));
            }
        }
        for (path, joins) in changes {
            let (_, seats) =
                self.groups.entry(path.clone()).or_insert((world.group(path), Vec::new()));
            let account = member.account.0.clone();
            seats.push(Seat { place, account, joins, with_role: !after.roles.is_unknown() });
        }
        Ok(())
    }

    /// Takes out what steps ask for that failed.
    pub(super) fn drop_failed(&mut self, results: &[Result<(), Fault>]) {
        for (_, seats) in self.groups.values_mut() {
            seats.retain(|seat| results.get(seat.place).is_some_and(Result::is_ok));
        }
    }

    /// Returns what is to be done before roles are given: groups that somebody leaves who gets another one,
    /// with everything else of them that doesn't wait for a role.
    pub(super) fn first(&mut self) -> Vec<Change<'w>> {
        let early = |seats: &[Seat]| seats.iter().any(|seat| seat.with_role && !seat.joins);
        self.changes(|seats| {
            let now = early(seats);
            seats.extract_if(.., |seat| now && !(seat.with_role && seat.joins)).collect()
        })
    }

    /// Returns what is left to be done.
    pub(super) fn rest(&mut self) -> Vec<Change<'w>> {
        self.changes(std::mem::take)
    }

    fn changes(&mut self, take: impl Fn(&mut Vec<Seat>) -> Vec<Seat>) -> Vec<Change<'w>> {
        let changes = self.groups.values_mut().filter_map(|(group, seats)| {
            let group = (*group)?;
            let seats = take(seats);
            (!seats.is_empty()).then_some(Change { group, seats })
        });
        changes.collect()
    }
}

impl Smartflows {
    /// Writes groups, one write for each; a group that can't be written fails the steps that ask for it.
    pub(super) async fn seat(&self, changes: &[Change<'_>], results: &mut [Result<(), Fault>]) {
        for change in changes {
            let Err(fault) = self.write_members(change).await else { continue };
            for seat in &change.seats {
                if let Some(result) = results.get_mut(seat.place) {
                    *result = Err(fault.clone());
                }
            }
        }
    }

    async fn write_members(&self, change: &Change<'_>) -> Result<(), Fault> {
        let keys = &self.api.groups;
        let id = &change.group.id;
        // Right before it is written, since whoever is left out is out.
        let Some(now) = self.group_now(change.group).await? else {
            return Err(moved("the group isn't there"));
        };
        let wanted = change.applied_to(&now.members);
        if wanted == now.members {
            return Ok(());
        }
        let body = json!({ known(&keys.members)?.as_str(): wanted });
        let request = self.ask().write(&keys.path, id, &body)?;
        let look = async || {
            let Some(found) = self.group_now(change.group).await? else {
                return Ok(Found::Else("the group isn't there".to_owned()));
            };
            Ok(match () {
                () if same(&found.members, &wanted) => Found::After,
                () if same(&found.members, &now.members) => Found::Before,
                () => Found::Else("somebody else writes its members".to_owned()),
            })
        };
        let Some(answer) = self.surely(&request, look).await? else { return Ok(()) };
        let found = self.written(&keys.path, &keys.project, id, &request, &answer).await?;
        if same(&self.keys().group(&found)?.members, &wanted) {
            return Ok(());
        }
        let text = "somebody else writes the members of the group at the same time";
        Err(Fault::new(FaultKind::NotAsWritten, text))
    }

    async fn group_now(&self, group: &Group) -> Result<Option<Group>, Fault> {
        let keys = &self.api.groups;
        let found: Option<Value> = self.ours(&keys.path, &group.id, &keys.project).await?;
        found.map(|found| self.keys().group(&found)).transpose()
    }
}

impl Change<'_> {
    /// Returns a list of members with the changes; everybody else keeps their place in it.
    fn applied_to(&self, members: &[String]) -> Vec<String> {
        let of = |joins: bool| {
            let seats = self.seats.iter().filter(move |seat| seat.joins == joins);
            seats.map(|seat| &seat.account)
        };
        let leave: BTreeSet<&String> = of(false).collect();
        let stay = members.iter().filter(|account| !leave.contains(account));
        let join = of(true).filter(|account| !members.contains(account));
        stay.chain(join).cloned().collect()
    }
}

fn same(some: &[String], others: &[String]) -> bool {
    let [some, others] = [some, others].map(|list| list.iter().collect::<BTreeSet<_>>());
    some == others
}
