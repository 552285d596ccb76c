//! What one row says of one person.

use super::cell::{self, Wrong};
use super::header::Column;
use crate::core::{Few, RoleName, TeamPath, User};
use crate::document::{Cell, Span};
use crate::platform::{Platform, Words};

/// A person, as far as the cells have been read.
#[derive(Default)]
pub(super) struct Person<'c> {
    /// Attributes and status.
    pub(super) user: User,
    pub(super) roles: Few<RoleName>,
    pub(super) teams: Vec<&'c TeamPath>,
    /// The last cell that should say whether the person holds a role, and doesn't.
    pub(super) open_role: Option<Span>,
    /// Likewise, whether the person is in a team.
    pub(super) open_team: Option<Span>,
}

impl<'c> Person<'c> {
    /// Takes in what a cell says.
    pub(super) fn take(
        &mut self,
        column: &'c Column<'_>,
        cell: Cell<'_>,
        words: Option<&Words>,
        platform: &Platform,
    ) -> Result<(), Wrong> {
        match column {
            Column::Email | Column::NewEmail | Column::Nothing => {}
            Column::Status { active, inactive } => {
                self.user.status = cell::status(cell.text, active, inactive)?.into();
            }
            Column::Attribute { name, of, none } => {
                if let Some(value) = cell::attribute(cell.text, of, *none, words)? {
                    self.user.attributes.insert((*name).clone(), value);
                }
            }
            Column::RoleList { separator } => {
                let names = cell.text.split(separator).map(str::trim);
                for name in names.filter(|name| !name.is_empty()) {
                    self.roles.insert(cell::role(name, platform)?);
                }
            }
            Column::Role(name) => match cell::yes_or_no(cell.text, words)? {
                Some(true) => _ = self.roles.insert(name.clone()),
                Some(false) => {}
                None => self.open_role = Some(cell.span),
            },
            Column::Team(path) => match cell::yes_or_no(cell.text, words)? {
                Some(true) => self.teams.push(path),
                Some(false) => {}
                None => self.open_team = Some(cell.span),
            },
        }
        Ok(())
    }
}
