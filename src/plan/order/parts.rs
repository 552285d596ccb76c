//! Cutting the change of a role into parts, and putting parts together again.
//!
//! What a role allows reaches all its holders at once, while they come and go one by one. So the
//! change of a role may have to be done in parts: narrowed before somebody joins, widened after
//! somebody has left. A part is as small as it can be, one permission for instance; as few steps are
//! made of them as the order allows.

use std::collections::{BTreeMap, BTreeSet};

use super::Edge;
use super::needs::Needs;
use crate::core::{Few, Grant, Known, PermissionId, Role, RoleName};
use crate::plan::{Action, Resource, Step};
use crate::platform::Platform;

/// The smallest change of a role: what some of it is afterwards.
#[derive(Clone, Debug, Default)]
struct Change {
    permissions: Vec<(PermissionId, Option<Grant>)>,
    assignable: Option<Few<RoleName>>,
    /// Whether this is all the rest of the step: its name, its label, its colour.
    rest: bool,
}

/// A step in its parts.
pub(super) struct Cut {
    whole: Step,
    changes: Vec<Change>,
    /// Pairs of parts: the second must be done before the first, or together with it.
    turns: Vec<Edge>,
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
        let dropped = cut.assignable_lost(before, after);
        let gained: Vec<usize> = gains.into_iter().map(|change| cut.push(change)).collect();
        let added = cut.assignable_gained(before, after, platform, &gained);
        cut.same_permission_in_turn(&lost, &gained);
        cut.lists_go_with_their_permission(platform, (&lost, dropped), (&gained, added));
        if step.action == Action::Rename {
            cut.turns.extend((1..cut.changes.len()).map(|part| (part, 0)));
        }
        (cut.changes.len() > 1).then_some(cut)
    }

    fn push(&mut self, change: Change) -> usize {
        self.changes.push(change);
        self.changes.len() - 1
    }

    fn assignable_lost(&mut self, before: &Role, after: &Role) -> Option<usize> {
        let (was, is) = (before.assignable_roles.value()?, after.assignable_roles.value()?);
        let rest: Few<RoleName> = was.iter().filter(|name| is.contains(*name)).cloned().collect();
        (rest != *was).then(|| self.push(Change { assignable: Some(rest), ..Change::default() }))
    }

    fn assignable_gained(
        &mut self,
        before: &Role,
        after: &Role,
        platform: &Platform,
        gained: &[usize],
    ) -> Option<usize> {
        let is = after.assignable_roles.value()?;
        match before.assignable_roles.value() {
            Some(was) if is.is_subset(was) => None,
            Some(_) => {
                Some(self.push(Change { assignable: Some(is.clone()), ..Change::default() }))
            }
            // There was no list, which the permission asks for: the two can't be apart.
            None => {
                let carries = |part: &&usize| self.carries(**part, platform);
                match gained.iter().find(carries).copied() {
                    Some(part) => {
                        self.changes[part].assignable = Some(is.clone());
                        Some(part)
                    }
                    None => Some(
                        self.push(Change { assignable: Some(is.clone()), ..Change::default() }),
                    ),
                }
            }
        }
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
        (lost, dropped): (&[usize], Option<usize>),
        (gained, added): (&[usize], Option<usize>),
    ) {
        let carriers = |parts: &[usize]| -> Vec<usize> {
            parts.iter().filter(|part| self.carries(**part, platform)).copied().collect()
        };
        let (ceases, begins) = (carriers(lost), carriers(gained));
        self.turns.extend(
            dropped.into_iter().flat_map(|list| ceases.iter().map(move |part| (*part, list))),
        );
        let adds = added.into_iter().flat_map(|list| begins.iter().map(move |part| (list, *part)));
        self.turns.extend(adds.filter(|(later, earlier)| later != earlier));
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
        if let Some(assignable) = &self.assignable {
            role.assignable_roles = Known::Known(assignable.clone());
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
            (Some(was), Some(is)) if !is.covers(was) => {
                let meet = was.meet(is);
                if meet != *is {
                    gains.push(one(id, Some(is.clone())));
                }
                losses.push(one(id, Some(meet)));
            }
            (Some(_), None) => losses.push(one(id, None)),
            (was, Some(is)) if was != Some(is) => gains.push(one(id, Some(is.clone()))),
            _ => {}
        }
    }
    (losses, gains)
}

/// The parts of one step among all steps: the step itself if it isn't cut.
pub(super) struct Parts<'c> {
    cut: Option<&'c Cut>,
    /// The place of the first part; the others follow.
    first: usize,
}

impl Parts<'_> {
    fn count(&self) -> usize {
        self.cut.map_or(1, |cut| cut.changes.len())
    }

    /// Returns which part waits for which.
    pub(super) fn turns(&self) -> impl Iterator<Item = Edge> {
        let turns = self.cut.into_iter().flat_map(|cut| &cut.turns);
        turns.map(|(later, earlier)| (self.first + later, self.first + earlier))
    }
}

/// Puts the parts of steps in their place.
pub(super) fn apart(steps: Vec<Step>, cuts: &BTreeMap<usize, Cut>) -> (Vec<Step>, Vec<Parts<'_>>) {
    let (mut all, mut parts) = (Vec::with_capacity(steps.len()), Vec::with_capacity(steps.len()));
    for (at, step) in steps.into_iter().enumerate() {
        let cut = cuts.get(&at);
        parts.push(Parts { cut, first: all.len() });
        match cut {
            Some(cut) => {
                let each: Vec<Vec<usize>> = (0..cut.changes.len()).map(|part| vec![part]).collect();
                all.extend(cut.steps(&each));
            }
            None => all.push(step),
        }
    }
    (all, parts)
}

/// Puts parts of the same step together again, as many as can be without a circle.
pub(super) fn together(
    mut steps: Vec<Step>,
    mut needs: Needs,
    parts: &[Parts<'_>],
) -> (Vec<Step>, Needs) {
    let mut kept: Vec<bool> = vec![true; steps.len()];
    for (cut, part) in parts.iter().filter_map(|part| Some((part.cut?, part))) {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for at in 0..part.count() {
            let joins = groups.iter().position(|group| {
                let merged = needs.merged(part.first + group[0], part.first + at);
                merged.map(|merged| needs = merged).is_some()
            });
            match joins {
                Some(group) => groups[group].push(at),
                None => groups.push(vec![at]),
            }
        }
        let levels = needs.levels();
        groups.sort_by_key(|group| levels[part.first + group[0]]);
        (0..part.count()).for_each(|at| kept[part.first + at] = false);
        for (group, step) in groups.iter().zip(cut.steps(&groups)) {
            let at = part.first + group[0];
            kept[at] = true;
            steps[at] = step;
        }
    }
    renumber(steps, needs, &kept)
}

/// Takes out what was put together with something else.
fn renumber(steps: Vec<Step>, needs: Needs, kept: &[bool]) -> (Vec<Step>, Needs) {
    let mut place = Vec::with_capacity(kept.len());
    let mut next = 0;
    for kept in kept {
        place.push(next);
        next += usize::from(*kept);
    }
    let steps = steps.into_iter().zip(kept).filter_map(|(step, kept)| kept.then_some(step));
    let needs = needs.0.into_iter().zip(kept).filter_map(|(all, kept)| kept.then_some(all));
    let needs = needs.map(|all| all.into_iter().map(|need| place[need]).collect());
    (steps.collect(), Needs(needs.collect()))
}
