//! Steps on roles.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::state::{granted, only, unnamed};
use super::world::{Custom, World};
use super::write::{Found, moved};
use super::{Smartflows, refused};
use crate::core::{Fault, Grant, Known, PermissionId, Role, RoleName};
use crate::plan::{Resource, Step};
use crate::platform::Fact;
use crate::target::http::wire::{known, unclear};

impl Smartflows {
    /// Does a step on a role.
    pub(super) async fn role_step(
        &self,
        step: &Step,
        name: &RoleName,
        previous: Option<&RoleName>,
        world: &World,
    ) -> Result<(), Fault> {
        let current = previous.unwrap_or(name);
        let all = world.roles.get(current).map_or(&[][..], Vec::as_slice);
        if all.len() > 1 {
            return Err(refused(format!("{} roles are called `{current}`", all.len())));
        }
        match (only(all), &step.after) {
            (None, None) => Ok(()),
            (Some(role), None) => self.delete_role(role).await,
            (Some(role), Some(Resource::Role(after))) if previous.is_some() => {
                let allowed = self.after_rename(role, &before(step), after)?;
                self.rename_role(role, name, &allowed).await
            }
            (None, Some(Resource::Role(after))) if previous.is_some() => {
                self.is_renamed(name, after, world)
            }
            (None, Some(Resource::Role(after))) if step.before.is_none() => {
                self.create_role(name, &permissions(after)?).await
            }
            (Some(role), Some(Resource::Role(after))) => {
                self.update_role(role, &before(step), after).await
            }
            (None, Some(_)) => Err(moved("the role isn't there")),
            (Some(_), Some(_)) => Err(refused("this can't be written")),
        }
    }

    /// Makes a role.
    async fn create_role(&self, name: &RoleName, permissions: &[String]) -> Result<(), Fault> {
        if self.is_reserved(name.as_str()) {
            return Err(refused(format!("the server has a meaning of its own for `{name}`")));
        }
        let keys = &self.api.roles;
        let body = json!({ known(&keys.name)?.as_str(): name.as_str(), known(&keys.permissions)?.as_str(): permissions });
        // Names aren't unique there: another one would be made.
        match self.look_for(name, permissions).await? {
            Found::After => return Ok(()),
            Found::Else(what) => return Err(moved(&what)),
            Found::Before => {}
        }
        let request = self.ask().make(&keys.path, &body)?;
        self.surely(&request, || self.look_for(name, permissions)).await?;
        match self.look_for(name, permissions).await? {
            Found::After => Ok(()),
            Found::Before => Err(unclear("the role was made and isn't there")),
            Found::Else(what) => Err(moved(&what)),
        }
    }

    /// Looks whether there is a role of that name with these permissions.
    async fn look_for(&self, name: &RoleName, permissions: &[String]) -> Result<Found, Fault> {
        let roles = self.roles().await?;
        let all: Vec<_> =
            roles.iter().filter(|role| RoleName::new(&role.written) == *name).collect();
        Ok(match *all.as_slice() {
            [] => Found::Before,
            [one] if same(&one.permissions, permissions) => Found::After,
            [_] => Found::Else(format!("another role is called `{name}`")),
            _ => Found::Else(format!("several roles are called `{name}`")),
        })
    }

    /// Changes what a role allows. What the platform file doesn't name stays as it is.
    async fn update_role(
        &self,
        role: &Custom,
        before: &Granted,
        after: &Role,
    ) -> Result<(), Fault> {
        let wanted = permissions(after)?;
        let Known::Known(meant) = &after.permissions else {
            return Err(refused("a role has nothing here but its permissions"));
        };
        let keys = &self.api.roles;
        let seen = |role: Option<Custom>| {
            let Some(role) = role else { return Found::Else("the role is gone".to_owned()) };
            let stands = granted(&role, &self.platform);
            match before.value() {
                _ if stands == *meant => Found::After,
                Some(before) if stands != *before => {
                    Found::Else("the role allows something else".to_owned())
                }
                _ => Found::Before,
            }
        };
        let now = self.role_now(role).await?;
        let other: Vec<String> =
            now.iter().flat_map(|now| unnamed(now, &self.platform)).cloned().collect();
        match seen(now) {
            Found::After => return Ok(()),
            Found::Else(what) => return Err(moved(&what)),
            Found::Before => {}
        }
        let all: Vec<String> = wanted.into_iter().chain(other).collect();
        let body = json!({ known(&keys.permissions)?.as_str(): all });
        let request = self.ask().write(&keys.path, &role.id, &body)?;
        let look = async || self.role_now(role).await.map(seen);
        let Some(answer) = self.surely(&request, look).await? else { return Ok(()) };
        let found = self.written(&keys.path, &keys.project, &role.id, &request, &answer).await?;
        let found = self.keys().role(&found)?;
        if same(&found.permissions, &all) { Ok(()) } else { Err(moved("somebody else writes it")) }
    }

    /// Returns what a role allows once it has another name: the same, or what the step says as well.
    fn after_rename(
        &self,
        role: &Custom,
        before: &Granted,
        after: &Role,
    ) -> Result<Vec<String>, Fault> {
        let said = permissions(after)?;
        if after.permissions.is_unknown() {
            return Ok(role.permissions.clone());
        }
        if before.differs(&Known::Known(granted(role, &self.platform))) {
            return Err(moved("the role allows something else"));
        }
        Ok(said.into_iter().chain(unnamed(role, &self.platform).cloned()).collect())
    }

    /// Makes sure that a role has its new name already.
    fn is_renamed(&self, name: &RoleName, after: &Role, world: &World) -> Result<(), Fault> {
        match world.role(name) {
            Some(role) if !after.permissions.differs(&granted(role, &self.platform).into()) => {
                Ok(())
            }
            _ => Err(moved("the role isn't there")),
        }
    }

    async fn role_now(&self, role: &Custom) -> Result<Option<Custom>, Fault> {
        let keys = &self.api.roles;
        let found = self.ours(&keys.path, &role.id, &keys.project).await?;
        found.map(|found| self.keys().role(&found)).transpose()
    }

    /// Gives a role another name: the new one is made, everybody is moved, and the old one goes. Cut short,
    /// both are there, and everybody holds one of them.
    async fn rename_role(
        &self,
        role: &Custom,
        name: &RoleName,
        allowed: &[String],
    ) -> Result<(), Fault> {
        self.create_role(name, allowed).await?;
        for member in self.members().await?.iter().filter(|member| member.role == role.written) {
            self.set_role(&self.api.people.path, &member.id, name.as_str(), &self.api.people.role)
                .await?;
        }
        for invited in self.invitations().await?.iter().filter(|one| one.role == role.written) {
            let keys = &self.api.invitations;
            self.set_role(&keys.path, &invited.id, name.as_str(), &keys.role).await?;
        }
        self.delete_role(role).await
    }

    /// Gives whoever has this id another role. It is looked up first: the server makes what it doesn't know.
    async fn set_role(
        &self,
        path: &Fact<String>,
        id: &crate::target::http::wire::Id,
        role: &str,
        key: &Fact<String>,
    ) -> Result<(), Fault> {
        let key = known(key)?.as_str();
        let seen = |found: Option<Value>| match found {
            Some(found) if found.get(key).and_then(Value::as_str) == Some(role) => Found::After,
            Some(_) => Found::Before,
            // Nobody has to be moved who isn't there.
            None => Found::After,
        };
        if matches!(seen(self.one(path, id).await?), Found::After) {
            return Ok(());
        }
        let request = self.ask().write(path, id, &json!({ key: role }))?;
        self.surely(&request, async || self.one(path, id).await.map(seen)).await?;
        Ok(())
    }

    /// Removes a role that nobody holds: the server would leave them with a name that means nothing.
    async fn delete_role(&self, role: &Custom) -> Result<(), Fault> {
        let members = self.members().await?;
        let invited = self.invitations().await?;
        let holders = members.iter().filter(|one| one.role == role.written);
        let holders = holders.map(|one| one.email.to_string());
        let invited = invited.into_iter().filter(|one| one.role == role.written);
        let holders: Vec<String> = holders.chain(invited.map(|one| one.email)).collect();
        if !holders.is_empty() {
            return Err(refused(format!("it is still held by {}", holders.join(", "))));
        }
        let path = &self.api.roles.path;
        let request = self.ask().remove(path, &role.id, &[])?;
        self.surely(&request, || self.gone(path, &role.id)).await.map(|_| ())
    }
}

/// What a role allows, by what the platform file names.
type Granted = Known<BTreeMap<PermissionId, Grant>>;

/// Returns what a role allows where a step begins.
fn before(step: &Step) -> Granted {
    match &step.before {
        Some(Resource::Role(before)) => before.permissions.clone(),
        _ => Known::Unknown,
    }
}

/// Returns what a role is to allow, in the words of the server.
fn permissions(role: &Role) -> Result<Vec<String>, Fault> {
    let Role { label, color, permissions, assignable_roles } = role;
    let assigns = assignable_roles.value().is_some_and(|roles| !roles.is_empty());
    if assigns || !label.is_unknown() || !color.is_unknown() {
        return Err(refused("a role has a name and permissions here, and nothing else"));
    }
    let ids = permissions.value().into_iter().flat_map(BTreeMap::keys);
    Ok(ids.map(|id| id.as_str().to_owned()).collect())
}

/// Returns whether two lists hold the same, in whatever order.
fn same(some: &[String], others: &[String]) -> bool {
    let [mut some, mut others] = [some, others].map(<[String]>::to_vec);
    for list in [&mut some, &mut others] {
        list.sort_unstable();
        list.dedup();
    }
    some == others
}
