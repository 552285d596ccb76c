//! Steps on groups themselves. Who is in them is another matter.

use serde_json::{Value, json};

use super::state::only;
use super::world::{Group, World};
use super::write::{Found, moved};
use super::{Smartflows, refused};
use crate::core::{Fault, Team, TeamPath};
use crate::plan::{Resource, Step};
use crate::render::terminal;
use crate::target::http::wire::{known, unclear};

impl Smartflows {
    /// Does a step on a group.
    pub(super) async fn group_step(
        &self,
        step: &Step,
        path: &TeamPath,
        previous: Option<&TeamPath>,
        world: &World,
    ) -> Result<(), Fault> {
        if path.parent().is_some() || step.after.as_ref().is_some_and(says_more) {
            return Err(refused("a group has a name and members here, and nothing else"));
        }
        let current = previous.unwrap_or(path);
        let all = world.groups.get(current).map_or(&[][..], Vec::as_slice);
        if all.len() > 1 {
            return Err(refused(format!("{} groups are called `{current}`", all.len())));
        }
        match (only(all), &step.after) {
            (None, None) => Ok(()),
            (Some(group), None) => self.delete_group(group).await,
            (Some(group), Some(_)) if previous.is_some() => self.rename_group(group, path).await,
            (None, Some(_)) if previous.is_some() && world.group(path).is_some() => Ok(()),
            (None, Some(_)) if previous.is_some() => Err(moved("the group isn't there")),
            (None, Some(_)) => self.create_group(path).await,
            (Some(_), Some(_)) => Ok(()),
        }
    }

    async fn create_group(&self, path: &TeamPath) -> Result<(), Fault> {
        let keys = &self.api.groups;
        let nobody: [&str; 0] = [];
        let body = json!({ known(&keys.name)?.as_str(): path.to_string(), known(&keys.members)?.as_str(): nobody });
        let request = self.ask().make(&keys.path, &body)?;
        self.surely(&request, || self.look_for_group(path)).await?;
        match self.look_for_group(path).await? {
            Found::After => Ok(()),
            Found::Before => Err(unclear("the group was made and isn't there")),
            Found::Else(what) => Err(moved(&what)),
        }
    }

    /// Looks whether there is a group of that name.
    async fn look_for_group(&self, path: &TeamPath) -> Result<Found, Fault> {
        let groups = self.groups().await?;
        let all = groups.iter().filter(|group| TeamPath::new(&group.written) == *path);
        Ok(match all.count() {
            0 => Found::Before,
            1 => Found::After,
            _ => Found::Else(format!("several groups are called `{path}`")),
        })
    }

    async fn rename_group(&self, group: &Group, path: &TeamPath) -> Result<(), Fault> {
        let keys = &self.api.groups;
        let name = path.to_string();
        let seen = |found: Option<Value>| -> Result<Found, Fault> {
            let Some(found) = found else { return Ok(Found::Else("the group is gone".into())) };
            let found = self.keys().group(&found)?.written;
            Ok(match () {
                () if found == name => Found::After,
                () if found == group.written => Found::Before,
                () => Found::Else(format!("it is called `{}`", terminal(&found))),
            })
        };
        let look = async || seen(self.ours(&keys.path, &group.id, &keys.project).await?);
        match look().await? {
            Found::After => return Ok(()),
            Found::Else(what) => return Err(moved(&what)),
            Found::Before => {}
        }
        // Two groups could have one name.
        if let Found::After | Found::Else(_) = self.look_for_group(path).await? {
            return Err(moved("another group has that name"));
        }
        let body = json!({ known(&keys.name)?.as_str(): name });
        let request = self.ask().write(&keys.path, &group.id, &body)?;
        let Some(answer) = self.surely(&request, look).await? else { return Ok(()) };
        self.written(&keys.path, &keys.project, &group.id, &request, &answer).await.map(|_| ())
    }

    /// Removes a group that no department gives conversations to: the server looks at one of the two places
    /// where a department names groups.
    async fn delete_group(&self, group: &Group) -> Result<(), Fault> {
        let departments = self.departments().await?;
        let use_it = departments.iter().filter(|desk| desk.groups().any(|id| id == group.id.0));
        let names: Vec<_> = use_it.map(|desk| format!("`{}`", terminal(&desk.written))).collect();
        if !names.is_empty() {
            let names = names.join(", ");
            return Err(refused(format!("these departments still use it: {names}")));
        }
        let request = self.ask().remove(&self.api.groups.path, &group.id, &[])?;
        let look = async || {
            let groups = self.groups().await?;
            let there = groups.iter().any(|other| other.id == group.id);
            Ok(if there { Found::Before } else { Found::After })
        };
        self.surely(&request, look).await.map(|_| ())
    }
}

/// Returns whether something is said of a group that it doesn't have.
fn says_more(after: &Resource) -> bool {
    match after {
        Resource::Team(Team { managers, seated, attributes, named }) => {
            !(seated.is_empty() && attributes.is_empty() && named.is_empty())
                || managers.value().is_some_and(|managers| !managers.is_empty())
        }
        _ => true,
    }
}
