//! What the columns of a file say, and their numbers.

use std::collections::BTreeMap;

use crate::core::{AttributeName, RoleName, TeamName};
use crate::platform::{Cells, Platform, Table};
use crate::serve::live::Live;

/// What a column says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Email,
    NewEmail,
    Status,
    Attribute(AttributeName),
    Role(RoleName),
    Team(TeamName),
    /// Nothing that anybody knows.
    Nothing,
}

/// The columns of a file. The number of one is its place, from 1.
#[derive(Clone, Debug, Default)]
pub(in crate::serve) struct Columns {
    all: Vec<Field>,
    numbers: BTreeMap<Field, usize>,
}

impl Columns {
    /// Returns the columns of the platform's own template, which are those of a file without a head
    /// too: one for each role and each team comes last.
    pub(in crate::serve) fn of(platform: &Platform, live: &Live) -> Self {
        let mut columns = Self::default();
        for column in template(platform).into_iter().flat_map(|table| &table.columns) {
            match column.cells.value() {
                Some(Cells::Role) => {
                    columns.extend(live.roles(platform).into_iter().map(Field::Role));
                }
                Some(Cells::Team) => columns.extend(live.team_names().into_iter().map(Field::Team)),
                cells => columns.extend([field(cells)]),
            }
        }
        columns
    }

    /// Returns the columns of a table by its head.
    pub(super) fn of_head<'h>(head: impl Iterator<Item = &'h str>, platform: &Platform) -> Self {
        let mut columns = Self::default();
        columns.extend(head.map(|header| by_header(header.trim(), platform)));
        columns
    }

    fn extend(&mut self, fields: impl IntoIterator<Item = Field>) {
        for field in fields {
            self.all.push(field.clone());
            self.numbers.entry(field).or_insert(self.all.len());
        }
    }

    /// Returns the number of a column; one that isn't there gets the next one.
    pub(super) fn number(&mut self, field: &Field) -> usize {
        if let Some(number) = self.find(field) {
            return number;
        }
        self.extend([field.clone()]);
        self.all.len()
    }

    /// Returns the number of a column that is there.
    pub(super) fn find(&self, field: &Field) -> Option<usize> {
        self.numbers.get(field).copied()
    }

    /// Returns what the column of a number says.
    pub(super) fn field(&self, number: usize) -> &Field {
        number.checked_sub(1).and_then(|place| self.all.get(place)).unwrap_or(&Field::Nothing)
    }

    /// Returns the columns with their numbers.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (usize, &Field)> {
        (1..).zip(&self.all)
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }
}

/// Returns what the head of the template calls an attribute.
pub(super) fn header_of<'p>(platform: &'p Platform, attribute: &AttributeName) -> &'p str {
    let is = |cells: &Cells| matches!(cells, Cells::Attribute { name, .. } if name == attribute);
    let mut columns = template(platform).into_iter().flat_map(|table| &table.columns);
    let column = columns.find(|column| column.cells.value().is_some_and(is));
    column.map_or("", |column| column.header.as_str())
}

/// Returns the table that lists everybody: what is uploaded has its columns.
pub(super) fn template(platform: &Platform) -> Option<&Table> {
    platform.tables.iter().find(|table| table.complete.holds())
}

fn by_header(header: &str, platform: &Platform) -> Field {
    let columns = template(platform).into_iter().flat_map(|table| &table.columns);
    for column in columns {
        let name = || header.strip_prefix(column.header.trim_end()).map(str::trim);
        match column.cells.value() {
            Some(Cells::Role) => {
                if let Some(name) = name() {
                    return Field::Role(RoleName::new(name));
                }
            }
            Some(Cells::Team) => {
                if let Some(name) = name() {
                    return Field::Team(TeamName::new(name));
                }
            }
            cells if header == column.header => return field(cells),
            _ => {}
        }
    }
    Field::Nothing
}

fn field(cells: Option<&Cells>) -> Field {
    match cells {
        Some(Cells::Email) => Field::Email,
        Some(Cells::Status { .. }) => Field::Status,
        Some(Cells::Attribute { name, .. }) => Field::Attribute(name.clone()),
        Some(Cells::NewEmail) => Field::NewEmail,
        _ => Field::Nothing,
    }
}
