//! What the platform objected to in a file that somebody uploaded.

use super::header::{self, Column};
use super::notes::Notes;
use crate::core::{AttributeName, Diagnostics, Email, FileId, Origin, codes};
use crate::document::{Row, Rows, Sources, Span};
use crate::platform::{ErrorLog, Platform};

/// An objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// The cell of the upload that it is about; the head of the column where no row is named.
    pub at: Origin,
    /// Whose row it is.
    pub email: Option<Email>,
    /// The field that the column is about, as manifests call it.
    pub field: Option<AttributeName>,
    /// What the platform says.
    pub message: String,
}

/// Finds the cells of an upload that an error log speaks of.
pub fn read_objections(
    sources: &Sources,
    upload: FileId,
    log: FileId,
    platform: &Platform,
) -> (Vec<Objection>, Diagnostics) {
    let mut notes = Notes { file: upload, marks: Vec::new(), found: Diagnostics::default() };
    let text = &sources.file(upload).text;
    let Some((fields, sheet)) = sheet(text, platform, &mut notes) else {
        return (Vec::new(), no_log(log));
    };
    let form = platform.tables.iter().find_map(|table| table.error_log.as_ref()?.value());
    let entries = form.and_then(|form| entries(&sources.file(log).text, form));
    let Some((form, entries)) = form.zip(entries) else { return (Vec::new(), no_log(log)) };
    let first = form.first_row as usize;
    let objections = entries.into_iter().map(|(message, column, row)| {
        let line = row.and_then(|row| row.checked_sub(first)).map_or(0, |row| row + 1);
        let cells = sheet.get(line).or_else(|| sheet.first());
        let cell = column.and_then(|column| cells?.get(column.checked_sub(1)?));
        let email = cells.filter(|_| line > 0).and_then(|cells| Some(cells.first()?.0.as_str()));
        Objection {
            at: notes.mark(cell.map_or(Span::default(), |(_, span)| *span)),
            email: email.map(Email::new),
            field: column.and_then(|column| fields.get(column.checked_sub(1)?)?.clone()),
            message,
        }
    });
    let objections = objections.collect();
    sources.file(upload).keep_spans(std::mem::take(&mut notes.marks));
    (objections, notes.found)
}

/// The cells of a row, each with its place.
type Cells = Vec<(String, Span)>;

/// Returns what each column is about, and all rows, the heads first.
fn sheet(
    text: &str,
    platform: &Platform,
    notes: &mut Notes,
) -> Option<(Vec<Option<AttributeName>>, Vec<Cells>)> {
    let (mut rows, mut row, mut all) = (Rows::of(text), Row::default(), Vec::new());
    let mut fields = None;
    while rows.next_into(&mut row) {
        if fields.is_none() {
            let table = header::table_of(&row, platform.tables.iter())?;
            let columns = header::columns(&row, table, platform, notes);
            fields = Some(columns.iter().map(field).collect());
        }
        all.push(row.cells().map(|cell| (cell.text.to_owned(), cell.span)).collect());
    }
    Some((fields?, all))
}

fn field(column: &Column<'_>) -> Option<AttributeName> {
    match column {
        Column::Attribute { name, .. } => Some((*name).clone()),
        Column::Status { .. } => Some("status".into()),
        Column::Role(_) | Column::RoleList { .. } => Some("roles".into()),
        Column::Email | Column::NewEmail | Column::Team(_) | Column::Nothing => None,
    }
}

/// What an entry of a log says, the column, and the row.
type LogEntry = (String, Option<usize>, Option<usize>);

/// Returns the entries of a log.
fn entries(text: &str, form: &ErrorLog) -> Option<Vec<LogEntry>> {
    let (mut rows, mut row, mut all) = (Rows::of(text), Row::default(), Vec::new());
    rows.next_into(&mut row).then_some(())?;
    let heads: Vec<String> = row.cells().map(|cell| cell.text.trim().to_owned()).collect();
    let place = |name: &str| heads.iter().position(|head| head == name);
    let (message, column, number) =
        (place(&form.message)?, place(&form.column)?, place(&form.row)?);
    while rows.next_into(&mut row) {
        let cells: Vec<&str> = row.cells().map(|cell| cell.text.trim()).collect();
        let number_in = |at: usize| cells.get(at).and_then(|text| text.parse().ok());
        let said = cells.get(message).copied().unwrap_or_default().to_owned();
        all.push((said, number_in(column), number_in(number)));
    }
    Some(all)
}

fn no_log(log: FileId) -> Diagnostics {
    let mut found = Diagnostics::default();
    let at = Origin { file: log, node: crate::core::NodeId(0) };
    let help = "Download the error log again, and name the file that was uploaded with --upload.";
    found.push(codes::MISSING_COLUMN.at(at, "this is no error log of an upload", help));
    found
}
