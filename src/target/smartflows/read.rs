//! Reading all there is.

use serde_json::Value;

use super::Smartflows;
use super::department::Desk;
use super::world::{Custom, Group, Invitation, Keys, Member, World};
use crate::core::{Fault, RoleName, TeamPath};
use crate::platform::Fact;
use crate::render::terminal;
use crate::target::http::line::route;
use crate::target::http::pages::List;
use crate::target::http::wire::{Id, in_answer, list, unclear, value};

impl Smartflows {
    pub(super) fn keys(&self) -> Keys<'_> {
        Keys { api: &self.api, platform: &self.platform }
    }

    /// Reads everything that has to do with what is administered, with the invitations.
    pub(super) async fn all(&self) -> Result<World, Fault> {
        let mut world = self.world().await?;
        world.invited = self.invitations().await?;
        Ok(world)
    }

    /// Reads people, roles, groups and departments.
    pub(super) async fn world(&self) -> Result<World, Fault> {
        let mut world = World::default();
        for group in self.groups().await? {
            self.add_group(&mut world, group);
        }
        let people = self.list_of(&self.api.people.path).await?;
        let mut without = 0;
        for found in &people {
            match self.keys().member(found)? {
                Some(member) => add_member(&mut world, member)?,
                None => without += 1,
            }
        }
        if without > 0 {
            world.untold.push(format!("{without} members of the project have no account any more"));
        }
        for role in self.roles().await? {
            self.add_role(&mut world, role);
        }
        for desk in self.departments().await? {
            world.departments.entry(desk.name.clone()).or_default().push(desk);
        }
        Ok(world)
    }

    /// Reads all custom roles.
    pub(super) async fn roles(&self) -> Result<Vec<Custom>, Fault> {
        let ask = self.ask();
        let all = List {
            line: &self.line,
            total: None,
            full: self.api.roles.most.value().map(|most| u64::from(*most)),
            request: |page| ask.roles(&self.api.roles, page),
            entry: |value: &Value| self.keys().role(value).map(|role| (role.id.0.clone(), role)),
        };
        all.read().await
    }

    /// Reads all groups.
    pub(super) async fn groups(&self) -> Result<Vec<Group>, Fault> {
        let groups = self.list_of(&self.api.groups.path).await?;
        groups.iter().map(|found| self.keys().group(found)).collect()
    }

    /// Reads all members who aren't in the bin, each with all of their entries.
    pub(super) async fn members(&self) -> Result<Vec<Member>, Fault> {
        let people = self.list_of(&self.api.people.path).await?;
        let members: Result<Vec<_>, _> =
            people.iter().map(|found| self.keys().member(found)).collect();
        Ok(members?.into_iter().flatten().collect())
    }

    /// Reads all invitations.
    pub(super) async fn invitations(&self) -> Result<Vec<Invitation>, Fault> {
        let invited = self.list_of(&self.api.invitations.path).await?;
        invited.iter().map(|found| self.keys().invitation(found)).collect()
    }

    /// Reads all departments that are in a list.
    pub(super) async fn departments(&self) -> Result<Vec<Desk>, Fault> {
        let all = self.list_of(&self.api.departments.list).await?;
        all.iter().map(|found| self.keys().department(found)).collect()
    }

    async fn list_of(&self, path: &Fact<String>) -> Result<Vec<Value>, Fault> {
        let request = self.ask().list(path)?;
        let answer = self.line.get(&request).await?;
        list(&route(&request), answer.body())
    }

    /// Reads one object; nothing where it isn't there.
    pub(super) async fn one(&self, path: &Fact<String>, id: &Id) -> Result<Option<Value>, Fault> {
        let request = self.ask().one(path, id)?;
        let what = route(&request);
        match self.line.ask(&request).await {
            Ok(answer) => {
                let found = serde_json::from_slice(answer.body());
                found.map(Some).map_err(|_| in_answer(&what)(unclear("this isn't JSON")))
            }
            Err((Some(http::StatusCode::NOT_FOUND), _)) => Ok(None),
            Err((_, fault)) => Err(fault),
        }
    }

    /// Reads an object that belongs to the project; nothing where it isn't there, or belongs to another.
    pub(super) async fn ours(
        &self,
        path: &Fact<String>,
        id: &Id,
        project: &Fact<String>,
    ) -> Result<Option<Value>, Fault> {
        let found = self.one(path, id).await?;
        Ok(found.filter(|found| self.is_ours(found, project)))
    }

    /// Returns whether an object says that it belongs to the project that the address names.
    pub(super) fn is_ours(&self, found: &Value, project: &Fact<String>) -> bool {
        match value(found, project) {
            Ok(Some(Value::String(id))) => self.line.place.ends_with(id),
            _ => false,
        }
    }

    fn add_role(&self, world: &mut World, role: Custom) {
        let name = RoleName::new(&role.written);
        if self.is_reserved(&role.written) {
            let shown = terminal(&role.written);
            world
                .untold
                .push(format!("a custom role is called `{shown}`, which means another one"));
            return;
        }
        world.roles.entry(name).or_default().push(role);
    }

    /// Returns whether a name means something else than a custom role.
    pub(super) fn is_reserved(&self, name: &str) -> bool {
        let reserved = self.api.reserved.value();
        self.platform.built_in(&RoleName::new(name)).is_some()
            || reserved.is_some_and(|names| names.iter().any(|other| other == name))
    }

    fn add_group(&self, world: &mut World, group: Group) {
        if group.written.contains(TeamPath::SEPARATOR) || group.written.trim().is_empty() {
            let shown = terminal(&group.written);
            world.untold.push(format!("the group `{shown}` has a name that manifests can't say"));
            return;
        }
        world.groups.entry(TeamPath::new(&group.written)).or_default().push(group);
    }
}

/// Adds a member. Who was disabled and invited again stands twice: what counts is the entry that is active.
fn add_member(world: &mut World, member: Member) -> Result<(), Fault> {
    use std::collections::btree_map::Entry;
    match world.people.entry(member.email.clone()) {
        Entry::Vacant(free) => _ = free.insert(member),
        Entry::Occupied(mut taken) => {
            let shown = terminal(member.email.as_str()).into_owned();
            let (new, old) = (member.row.is_active(), taken.get().row.is_active());
            if new && old {
                return Err(unclear(format!("two active members have the address `{shown}`")));
            }
            // Ids grow with time.
            if new || (!old && member.id > taken.get().id) {
                taken.insert(member);
            }
            world.untold.push(format!("`{shown}` stands among the members more than once"));
        }
    }
    Ok(())
}
