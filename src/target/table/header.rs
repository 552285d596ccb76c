//! The first row: which column says what.

use std::collections::BTreeMap;

use super::cell::Wrong;
use super::notes::Notes;
use crate::core::{AttributeName, RoleName, TeamPath, codes, invisible, nearest};
use crate::document::{Row, Span};
use crate::platform::{self, Attribute, Cells, Platform, Table};

/// What a column says.
#[derive(Debug)]
pub(super) enum Column<'p> {
    Email,
    NewEmail,
    Status { active: &'p str, inactive: &'p str },
    Attribute { name: &'p AttributeName, of: &'p Attribute, none: Option<&'p str> },
    RoleList { separator: &'p str },
    Role(RoleName),
    Team(TeamPath),
    Nothing,
}

/// Returns the table that a first row belongs to: the one most of whose columns it has.
pub(super) fn table_of<'p>(
    row: &Row,
    tables: impl Iterator<Item = &'p Table>,
) -> Option<&'p Table> {
    let headers: Vec<&str> = row.cells().map(|cell| cell.text.trim()).collect();
    let known = |table: &Table| {
        let has =
            |header: &&&str| table.columns.iter().any(|column| fits(column, header).is_some());
        headers.iter().filter(has).count()
    };
    let mut best: Option<(usize, &Table)> = None;
    for table in tables {
        let count = known(table);
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, table));
        }
    }
    best.map(|(_, table)| table)
}

/// Returns what each column says.
pub(super) fn columns<'p>(
    row: &Row,
    table: &'p Table,
    platform: &'p Platform,
    notes: &mut Notes,
) -> Vec<Column<'p>> {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut columns = Vec::new();
    for cell in row.cells() {
        let header = cell.text.trim();
        if !cell.whole {
            notes.push(cell.span, unquoted());
        }
        if let Some(first) = seen.insert(header, cell.span).filter(|_| !header.is_empty()) {
            let label = format!("a second column is called `{header}`");
            let help = "Download the list again; two teams of one name can't be told apart in it.";
            let wrong = (&codes::DECLARED_TWICE, label, help.to_owned());
            notes.push_with(cell.span, wrong, first);
        }
        let fitting = table.columns.iter().find_map(|column| Some((column, fits(column, header)?)));
        let column = fitting.and_then(|(column, name)| meaning(column, name, platform));
        match &column {
            Some(Column::Role(name)) => legible(name.as_str(), cell.span, notes),
            Some(Column::Team(path)) => team(path, cell.span, notes),
            None if fitting.is_none() => notes.push(cell.span, unknown(header, table)),
            _ => {}
        }
        columns.push(column.unwrap_or(Column::Nothing));
    }
    columns
}

/// Complains about the first column that stands behind one that the table has further behind.
pub(super) fn in_order(row: &Row, table: &Table, notes: &mut Notes) {
    let place = |header: &str| table.columns.iter().position(|of| fits(of, header).is_some());
    let mut last: Option<(usize, &str)> = None;
    for cell in row.cells() {
        let header = cell.text.trim();
        let Some(at) = place(header) else { continue };
        if let Some((_, before)) = last.filter(|(last, _)| at < *last) {
            let label = format!("`{header}` stands behind `{before}`");
            let heads = table.columns.iter().map(|column| column.header.trim());
            let help = format!("The order is: {}.", heads.collect::<Vec<_>>().join(", "));
            return notes.push(cell.span, (&codes::COLUMN_ORDER, label, help));
        }
        last = Some((at, header));
    }
}

/// Complains about a list that doesn't say whose rows they are.
pub(super) fn without_addresses(row: &Row, table: &Table) -> Wrong {
    let is_email = |column: &&platform::Column| column.cells.value() == Some(&Cells::Email);
    let header = table.columns.iter().find(is_email).map_or("", |column| column.header.as_str());
    let help = if is_one_cell(row) {
        "Save the file with commas between its cells."
    } else {
        "Download the list again, as somebody who may edit this field."
    };
    (&codes::MISSING_COLUMN, format!("no column is called `{header}`"), help.into())
}

/// Returns whether a row looks as if something else than commas stood between its cells.
pub(super) fn is_one_cell(row: &Row) -> bool {
    row.cells().len() == 1 && row.cells().any(|cell| cell.text.contains([';', '\t']))
}

/// Complains about quotes.
pub(super) fn unquoted() -> Wrong {
    let help = "Close the quotes, and write a quote inside of them twice.";
    (&codes::MALFORMED, "the quotes don't end where the cell ends".into(), help.into())
}

fn unknown(header: &str, table: &Table) -> Wrong {
    let known = table.columns.iter().map(|column| column.header.trim());
    let help = match nearest(header, known) {
        Some(near) => format!("It is left out. Did you mean `{near}`?"),
        None => "It is left out.".into(),
    };
    (&codes::UNKNOWN_COLUMN, format!("no column is called `{header}`"), help)
}

fn team(path: &TeamPath, at: Span, notes: &mut Notes) {
    legible(path.as_str(), at, notes);
    if path.as_str().split(TeamPath::SEPARATOR).any(|name| name.trim().is_empty()) {
        let label = format!("`{path}` isn't the path of a team");
        let help = "It is a name, or names from the top with a colon between them.";
        notes.push(at, (&codes::MALFORMED, label, help.into()));
    }
}

fn legible(name: &str, at: Span, notes: &mut Notes) {
    if let Some(label) = invisible(name) {
        let help =
            "Rename it on the platform: it can't be seen, or it hides what stands beside it.";
        notes.push(at, (&codes::CONTROL_CHARACTER, label, help.into()));
    }
}

/// Returns the name in a header that belongs to a column; empty where there is only one such column.
fn fits<'h>(column: &platform::Column, header: &'h str) -> Option<&'h str> {
    match column.cells.value()? {
        Cells::Role | Cells::Team => header.strip_prefix(column.header.trim_end()).map(str::trim),
        _ => (header == column.header).then_some(""),
    }
}

fn meaning<'p>(
    column: &'p platform::Column,
    name: &str,
    platform: &'p Platform,
) -> Option<Column<'p>> {
    Some(match column.cells.value()? {
        Cells::Email => Column::Email,
        Cells::Status { active, inactive } => Column::Status { active, inactive },
        Cells::Attribute { name, none } => {
            let of = platform.users.attributes.get(name)?;
            Column::Attribute { name, of, none: none.as_deref() }
        }
        Cells::RoleList { separator } => Column::RoleList { separator },
        Cells::Role => Column::Role(RoleName::new(name)),
        Cells::Team => Column::Team(TeamPath::new(name)),
        Cells::NewEmail => Column::NewEmail,
        Cells::Nothing => Column::Nothing,
    })
}
