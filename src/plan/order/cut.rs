//! Cutting the change of a role into parts.
//!
//! What a role allows reaches all its holders at once, while they come and go one by one. So the
//! change of a role may have to be done in parts: narrowed before somebody joins, widened after
//! somebody has left. A part is as small as it can be, one permission for instance; as few steps are
//! made of them as the order allows.

use std::collections::BTreeSet;

use super::Edge;
use crate::core::{Few, Grant, PermissionId, Role, RoleName};
use crate::plan::{Action, Resource, Step};
use crate::platform::Platform;

/// The smallest change of a role: what some of it is afterwards.
#[derive(Clone, Debug, Default)]
pub(super) struct Change {
    permissions: Vec<(PermissionId, Option<Grant>)>,
    /// Roles that its holders cease to give, or begin to.
    assignable: Option<Vec<(RoleName, bool)>>,
    /// Whether this is all the rest of the step: its name, its label, its colour.
    rest: bool,
}

/// A step in its parts.
pub(super) struct Cut {
    whole: Step,
    pub(super) changes: Vec<Change>,
    /// Pairs of parts: the second must be done before the first, or together with it.
    pub(super) turns: Vec<Edge>,
}

impl Cut {
    /// Cuts a step into as many parts as there are; none if it can't be cut.
    pub(super) fn of(step: &Step, platform: &Platform) -> Option<Self> {
        let (Some(Resource::Role(before)), Some(Resource::Role(after))) =
            (&step.before, &step.after)
        else {
            return None;
        };
        let mut cut = Self { whole: step.clone(), changes: Vec::new(), turns: Vec::new() };
        if step.action == Action::Rename || *after != only_access(after) {
            cut.changes.push(Change { rest: true, ..Change::default() });
        }
        let (losses, gains) = permissions(before, after);
        let lost: Vec<usize> = losses.into_iter().map(|change| cut.push(change)).collect();
        let (dropped, added) = assignable(before, after);
        let dropped: Vec<usize> = dropped.into_iter().map(|change| cut.push(change)).collect();
        let gained: Vec<usize> = gains.into_iter().map(|change| cut.push(change)).collect();
        let added: Vec<usize> = match cut.begins_to_give(before, after, &gained, platform) {
            Some(part) => vec![part],
            None => added.into_iter().map(|change| cut.push(change)).collect(),
        };
        cut.same_permission_in_turn(&lost, &gained);
        cut.lists_go_with_their_permission(platform, (&lost, &dropped), (&gained, &added));
        if step.action == Action::Rename {
            cut.turns.extend((1..cut.changes.len()).map(|part| (part, 0)));
        }
        (cut.changes.len() > 1).then_some(cut)
    }

    fn push(&mut self, change: Change) -> usize {
        self.changes.push(change);
        self.changes.len() - 1
    }

    /// Where there was no list, which the permission asks for, the two can't be apart.
    fn begins_to_give(
        &mut self,
        before: &Role,
        after: &Role,
        gained: &[usize],
        platform: &Platform,
    ) -> Option<usize> {
        let is = after.assignable_roles.value()?;
        if !before.assignable_roles.is_unknown() {
            return None;
        }
        let carrier = gained.iter().copied().find(|part| self.carries(*part, platform));
        let part = carrier.unwrap_or_else(|| self.push(Change::default()));
        self.changes[part].assignable = Some(is.iter().map(|name| (name.clone(), true)).collect());
        Some(part)
    }

    /// Where a grant is neither wider nor narrower than before, it is narrowed first.
    fn same_permission_in_turn(&mut self, lost: &[usize], gained: &[usize]) {
        for later in gained {
            let id = |part: usize| self.changes[part].permissions.first().map(|(id, _)| id);
            let same = lost.iter().filter(|earlier| id(**earlier) == id(*later));
            let turns: Vec<_> = same.map(|earlier| (*later, *earlier)).collect();
            self.turns.extend(turns);
        }
    }

    /// A role says which roles its holders may give to others as long as they may give any.
    fn lists_go_with_their_permission(
        &mut self,
        platform: &Platform,
        (lost, dropped): (&[usize], &[usize]),
        (gained, added): (&[usize], &[usize]),
    ) {
        let turns = |later: &[usize], earlier: &[usize]| -> Vec<Edge> {
            let all = later.iter().flat_map(|later| earlier.iter().map(move |at| (*later, *at)));
            all.filter(|(later, earlier)| later != earlier).collect()
        };
        let carriers = |parts: &[usize]| -> Vec<usize> {
            parts.iter().filter(|part| self.carries(**part, platform)).copied().collect()
        };
        let both = [turns(&carriers(lost), dropped), turns(added, &carriers(gained))];
        self.turns.extend(both.into_iter().flatten());
    }

    fn carries(&self, part: usize, platform: &Platform) -> bool {
        let mut ids = self.changes[part].permissions.iter();
        ids.any(|(id, _)| platform.assigning().any(|carrier| carrier == id))
    }

    /// Returns the steps that do these parts, group after group.
    pub(super) fn steps(&self, groups: &[Vec<usize>]) -> Vec<Step> {
        if groups.len() == 1 {
            return vec![self.whole.clone()];
        }
        let Some(Resource::Role(before)) = &self.whole.before else { return Vec::new() };
        let mut now = only_access(before);
        groups.iter().map(|group| self.step(group, &mut now)).collect()
    }

    fn step(&self, group: &[usize], now: &mut Role) -> Step {
        let rest = group.iter().any(|part| self.changes[*part].rest);
        let was = now.clone();
        group.iter().for_each(|part| self.changes[*part].apply(now));
        let (mut before, mut after) = differing(&was, now);
        let mut step = Step::about(self.whole.key.clone());
        if rest {
            let side = |side: &Option<Resource>| match side {
                Some(Resource::Role(role)) => (role.label.clone(), role.color.clone()),
                _ => Default::default(),
            };
            (before.label, before.color) = side(&self.whole.before);
            (after.label, after.color) = side(&self.whole.after);
            step.action = self.whole.action;
            step.previous_key.clone_from(&self.whole.previous_key);
        }
        step.because.clone_from(&self.whole.because);
        step.reason = Some(REASON.to_owned());
        step.before = Some(Resource::Role(before));
        step.after = Some(Resource::Role(after));
        step
    }
}

/// Why there are several steps about one role.
const REASON: &str =
    "in steps, so that nobody has more, or less, on the way than before or afterwards";

impl Change {
    fn apply(&self, role: &mut Role) {
        if let Some(permissions) = role.permissions.value_mut() {
            for (id, grant) in &self.permissions {
                match grant {
                    Some(grant) => _ = permissions.insert(id.clone(), grant.clone()),
                    None => _ = permissions.remove(id),
                }
            }
        }
        if let Some(names) = &self.assignable {
            role.assignable_roles.update(|all| {
                for (name, begins) in names {
                    if *begins { _ = all.insert(name.clone()) } else { _ = all.remove(name) }
                }
            });
        }
    }
}

/// Returns a role with what it allows alone.
fn only_access(role: &Role) -> Role {
    Role {
        permissions: role.permissions.clone(),
        assignable_roles: role.assignable_roles.clone(),
        ..Role::default()
    }
}

/// Returns of two versions of a role the fields that differ.
fn differing(was: &Role, now: &Role) -> (Role, Role) {
    let (mut before, mut after) = (Role::default(), Role::default());
    if was.permissions != now.permissions {
        before.permissions.clone_from(&was.permissions);
        after.permissions.clone_from(&now.permissions);
    }
    if was.assignable_roles != now.assignable_roles {
        before.assignable_roles.clone_from(&was.assignable_roles);
        after.assignable_roles.clone_from(&now.assignable_roles);
    }
    (before, after)
}

/// Returns what of the permissions is lost, and what is gained, one by one.
fn permissions(before: &Role, after: &Role) -> (Vec<Change>, Vec<Change>) {
    let (mut losses, mut gains) = (Vec::new(), Vec::new());
    let (Some(was), Some(is)) = (before.permissions.value(), after.permissions.value()) else {
        return (losses, gains);
    };
    let one = |id: &PermissionId, grant: Option<Grant>| Change {
        permissions: vec![(id.clone(), grant)],
        ..Change::default()
    };
    let ids: BTreeSet<&PermissionId> = was.keys().chain(is.keys()).collect();
    for id in ids {
        match (was.get(id), is.get(id)) {
            (Some(was), Some(is)) => {
                let meet = was.meet(is);
                if meet != *is {
                    gains.push(one(id, Some(is.clone())));
                }
                if meet != *was {
                    losses.push(one(id, Some(meet)));
                }
            }
            (Some(_), None) => losses.push(one(id, None)),
            (None, is) => gains.push(one(id, is.cloned())),
        }
    }
    (losses, gains)
}

/// Returns the roles that the holders of a role cease to give, and those they begin to, one by one.
fn assignable(before: &Role, after: &Role) -> (Vec<Change>, Vec<Change>) {
    let (Some(was), Some(is)) = (before.assignable_roles.value(), after.assignable_roles.value())
    else {
        return Default::default();
    };
    let only_in = |one: &Few<RoleName>, other: &Few<RoleName>, begins: bool| -> Vec<Change> {
        let names = one.iter().filter(|name| !other.contains(*name));
        let change = |name: &RoleName| Change {
            assignable: Some(vec![(name.clone(), begins)]),
            ..Change::default()
        };
        names.map(change).collect()
    };
    (only_in(was, is, false), only_in(is, was, true))
}
