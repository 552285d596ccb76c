//! What can be attested of a step.

use super::{Act, SaidTeam};
use crate::core::{Key, Known, Role, State, Team};
use crate::plan::{By, Resource, Step};
use crate::platform::Platform;

/// Why a step can't be attested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unattestable {
    /// A program does it.
    Automatic,
    /// The platform tells by itself whether it was done.
    Read,
    /// The platform tells that it wasn't: what it is about isn't there yet.
    NotThere,
}

/// Adds to an act what the step says and nobody can read: `read` is what was read of the platform,
/// without anything that was attested.
///
/// # Errors
///
/// Why there is nothing to attest.
pub fn part(
    step: &Step,
    read: &State,
    platform: &Platform,
    act: &mut Act,
) -> Result<(), Unattestable> {
    if step.by == By::Automatic {
        return Err(Unattestable::Automatic);
    }
    match (&step.key, &step.after) {
        (Key::Role(name), Some(Resource::Role(after))) => {
            if !read.has(&step.key) && platform.built_in(name).is_none() {
                return Err(Unattestable::NotThere);
            }
            let nothing = Role::default();
            let live = read.roles.get(name).unwrap_or(&nothing);
            let said = role(after, live);
            if said == Role::default() {
                return Err(Unattestable::Read);
            }
            merge(act.roles.entry(name.clone()).or_default(), &said);
        }
        (Key::Team(path), Some(Resource::Team(after))) => {
            let Some(team) = read.teams.get(path) else { return Err(Unattestable::NotThere) };
            let said = team_part(after, team);
            if said == SaidTeam::default() {
                return Err(Unattestable::Read);
            }
            let all = act.teams.entry(path.clone()).or_default();
            all.managers.learn(&said.managers);
            all.attributes.extend(said.attributes);
            all.named.extend(said.named);
        }
        (Key::RoleOrder, Some(Resource::RoleOrder(order))) if read.role_order.is_unknown() => {
            act.role_order = Some(order.clone());
        }
        _ => return Err(Unattestable::Read),
    }
    Ok(())
}

/// Returns what a step says of a role and nobody reads.
fn role(after: &Role, live: &Role) -> Role {
    Role {
        label: unread(&after.label, &live.label),
        color: unread(&after.color, &live.color),
        permissions: unread(&after.permissions, &live.permissions),
        assignable_roles: unread(&after.assignable_roles, &live.assignable_roles),
    }
}

/// Returns what a step says of a team and nobody reads.
fn team_part(after: &Team, live: &Team) -> SaidTeam {
    let attributes =
        after.attributes.iter().filter(|(name, _)| live.attributes.get(*name).is_none());
    let named = after.named.iter().filter(|(name, _)| !live.named.contains_key(*name));
    SaidTeam {
        managers: unread(&after.managers, &live.managers),
        attributes: attributes.map(|(name, value)| (name.clone(), value.clone())).collect(),
        named: named.map(|(name, who)| (name.clone(), who.clone())).collect(),
    }
}

fn unread<T: Clone>(said: &Known<T>, read: &Known<T>) -> Known<T> {
    if read.is_unknown() { said.clone() } else { Known::Unknown }
}

/// Adds what a later step says of the same role.
fn merge(all: &mut Role, later: &Role) {
    let Role { label, color, permissions, assignable_roles } = later;
    all.label.learn(label);
    all.color.learn(color);
    all.permissions.learn(permissions);
    all.assignable_roles.learn(assignable_roles);
}
