//! What differs between what is meant and what is, as steps without an order.

mod departments;
mod named;
mod orders;
mod roles;
mod row;
mod teams;
mod users;

use super::{Action, Resource, Step};
use crate::core::{Attributes, Key, Known, State};
use crate::manifest::Desired;
use crate::platform::Platform;

pub(super) use orders::orders;

/// Everything that a comparison needs. `live` has the names that are meant already.
pub(super) struct Diff<'d> {
    pub(super) desired: &'d Desired,
    pub(super) live: &'d State,
    pub(super) platform: &'d Platform,
    pub(super) steps: Vec<Step>,
    /// What is live, isn't listed and is left alone.
    pub(super) unmanaged: Vec<Key>,
}

impl<'d> Diff<'d> {
    /// Compares the two.
    pub(super) fn of(desired: &'d Desired, live: &'d State, platform: &'d Platform) -> Self {
        let mut diff = Self { desired, live, platform, steps: Vec::new(), unmanaged: Vec::new() };
        diff.roles();
        let going = diff.teams();
        diff.users(&going);
        diff.managers(&going);
        diff.named(&going);
        diff.departments();
        diff
    }

    /// Adds a step, with the places of the fields that it changes.
    fn push(&mut self, mut step: Step, fields: &[&str]) {
        let places = self.desired.places.get(&step.key);
        step.because = match places {
            Some(places) if fields.is_empty() => vec![places.entry],
            Some(places) => fields.iter().map(|field| places.field(field)).collect(),
            None => vec![self.desired.manage.said_at(step.key.kind())],
        };
        step.because.sort_unstable();
        step.because.dedup();
        self.steps.push(step);
    }

    /// Returns a step that removes something which isn't listed, for the reason that it isn't.
    fn unlisted(&self, key: Key, action: Action, before: Resource) -> Step {
        let plural = key.kind().plural();
        let said = self.desired.manage.is_said(key.kind());
        let default = if said { "" } else { " by default" };
        let reason = format!("not listed, and `manage: {plural}` is `all`{default}");
        Step { action, before: Some(before), reason: Some(reason), ..Step::about(key) }
    }
}

/// Takes a field over into both sides of a change if it differs; returns whether it does.
fn changed<T: Clone + PartialEq>(
    wanted: &Known<T>,
    live: &Known<T>,
    before: &mut Known<T>,
    after: &mut Known<T>,
) -> bool {
    // What nobody knows can't be compared, but what is meant by a manifest can't be left undone.
    let differs = wanted.differs(live) || (live.is_unknown() && !wanted.is_unknown());
    if differs {
        *before = live.clone();
        *after = wanted.clone();
    }
    differs
}

/// Takes the attributes that differ over into both sides of a change; returns their names.
fn changed_attributes<'w>(
    wanted: &'w Attributes,
    live: &Attributes,
    before: &mut Attributes,
    after: &mut Attributes,
) -> Vec<&'w str> {
    // Both are in order, so one look at each is enough: this is the most frequent comparison.
    let mut all = live.iter().peekable();
    let mut fields = Vec::new();
    for (name, value) in wanted {
        while all.next_if(|(other, _)| *other < name).is_some() {}
        let was = all.next_if(|(other, _)| *other == name).map(|(_, was)| was);
        if was != Some(value) {
            fields.push(name.as_str());
            if let Some(was) = was {
                before.insert(name.clone(), was.clone());
            }
            after.insert(name.clone(), value.clone());
        }
    }
    fields
}
