//! The change of one person's row.

use std::collections::BTreeSet;

use super::changed;
use crate::core::{Few, Key, Known, Status, TeamPath, User};
use crate::plan::{Action, Resource, Step};

/// What changes in a row.
pub(super) struct Row<'r> {
    before: User,
    after: User,
    /// The fields that change, but for the teams.
    pub(super) fields: Vec<&'r str>,
    /// The teams that the person joins or leaves.
    pub(super) seats: Vec<TeamPath>,
}

impl<'r> Row<'r> {
    /// Compares what is meant of a row, with the teams that are meant, with what is live.
    pub(super) fn of(wanted: &'r User, teams: Option<Known<Few<TeamPath>>>, live: &User) -> Self {
        let (before, after) = (User::default(), User::default());
        let mut row = Self { before, after, fields: Vec::new(), seats: Vec::new() };
        let (before, after) = (&mut row.before, &mut row.after);
        if changed(&wanted.roles, &live.roles, &mut before.roles, &mut after.roles) {
            row.fields.push("roles");
        }
        if changed(&wanted.status, &live.status, &mut before.status, &mut after.status) {
            row.fields.push("status");
        }
        let teams = teams.unwrap_or_default();
        if changed(&teams, &live.teams, &mut before.teams, &mut after.teams) {
            let (was, is) = (live.member_of().collect(), teams.value().into_iter().flatten());
            let is: BTreeSet<&TeamPath> = is.collect();
            row.seats = is.symmetric_difference(&was).map(|team| (*team).clone()).collect();
        }
        row.attributes(wanted, live);
        row
    }

    fn attributes(&mut self, wanted: &'r User, live: &User) {
        // Both are in order, so one look at each is enough: this is the most frequent comparison.
        let mut all = live.attributes.iter().peekable();
        for (name, value) in &wanted.attributes {
            while all.next_if(|(other, _)| *other < name).is_some() {}
            let was = all.next_if(|(other, _)| *other == name).map(|(_, was)| was);
            if was != Some(value) {
                self.fields.push(name.as_str());
                if let Some(was) = was {
                    self.before.attributes.insert(name.clone(), was.clone());
                }
                self.after.attributes.insert(name.clone(), value.clone());
            }
        }
    }

    /// Returns whether nothing changes.
    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.after.teams.is_unknown()
    }

    /// Returns the step that makes the change.
    pub(super) fn step(self, key: Key) -> Step {
        Step {
            action: action(&self.before, &self.after),
            before: Some(Resource::User(self.before)),
            after: Some(Resource::User(self.after)),
            ..Step::about(key)
        }
    }
}

/// Returns what a change of a row is called.
fn action(before: &User, after: &User) -> Action {
    match (before.status.value(), after.status.value()) {
        (_, Some(Status::Inactive)) => Action::Deactivate,
        (Some(Status::Inactive), Some(Status::Active)) => Action::Reactivate,
        _ => Action::Update,
    }
}
