//! The change of one person's row.

use std::collections::BTreeSet;

use super::{changed, changed_attributes};
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
        let (was, is) = (&mut row.before.attributes, &mut row.after.attributes);
        row.fields.extend(changed_attributes(&wanted.attributes, &live.attributes, was, is));
        row
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
