//! From the bytes of a file to rows of cells, and what is wrong with it as such.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::columns::{Columns, Field};
use super::entry::{Entry, message};
use crate::core::{Email, RoleName, TeamName};
use crate::document::{Row, Rows};
use crate::platform::{JobsApi, Platform};
use crate::serve::api::Uploaded;
use crate::serve::words::word;

/// The rows of a file.
#[derive(Clone, Debug, Default)]
pub(in crate::serve) struct Sheet {
    pub(super) columns: Columns,
    /// Of each row what its cells say, by the number of the column; a cell that isn't there says
    /// nothing.
    pub(super) rows: Vec<Vec<(usize, String)>>,
    /// Whether the file has a head of its own, which can name what isn't there.
    pub(super) headed: bool,
    /// The rows that are about somebody whom a row before is about, by their numbers.
    pub(super) repeated: BTreeSet<usize>,
    /// What is wrong with the file.
    pub(in crate::serve) wrong: Vec<Entry>,
}

/// Reads a file: a table if it is called one, and JSON otherwise.
pub(in crate::serve) fn read(
    file: &Uploaded,
    columns: &Columns,
    platform: &Platform,
    api: &JobsApi,
) -> Sheet {
    let Ok(text) = std::str::from_utf8(&file.bytes) else {
        return broken("The file must be UTF-8");
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table = file.name.to_lowercase().ends_with(".csv");
    let mut sheet = if table { of_table(text, platform) } else { of_json(text, columns, api) };
    addresses(&mut sheet, api);
    sheet
}

fn broken(message: &str) -> Sheet {
    Sheet { wrong: vec![Entry::new(message, None, None)], ..Sheet::default() }
}

fn of_table(text: &str, platform: &Platform) -> Sheet {
    let (mut rows, mut row) = (Rows::of(text), Row::default());
    if !rows.next_into(&mut row) {
        return broken("The file is empty");
    }
    let columns = Columns::of_head(row.cells().map(|cell| cell.text), platform);
    let mut sheet = Sheet { columns, headed: true, ..Sheet::default() };
    while rows.next_into(&mut row) {
        let number = sheet.rows.len() + 1;
        if row.cells().len() != sheet.columns.len() {
            let wrong = Entry::new("The row must have a cell for each column", None, Some(number));
            sheet.wrong.push(wrong);
        }
        let cells = row.cells().enumerate();
        let cells = cells.map(|(place, cell)| (place + 1, cell.text.trim().to_owned()));
        sheet.rows.push(cells.collect());
    }
    sheet
}

fn of_json(text: &str, columns: &Columns, api: &JobsApi) -> Sheet {
    let people = match serde_json::from_str(text) {
        Ok(Value::Array(people)) => people,
        Ok(_) => return broken("The file must be a JSON array"),
        Err(error) => return broken(&format!("The file must be a JSON array: {error}")),
    };
    let mut sheet = Sheet { columns: columns.clone(), ..Sheet::default() };
    for (place, person) in people.iter().enumerate() {
        let row = match person {
            Value::Object(person) => cells(person, place + 1, &mut sheet, api),
            _ => {
                sheet.wrong.push(Entry::new(
                    "The row must be a JSON object",
                    None,
                    Some(place + 1),
                ));
                Vec::new()
            }
        };
        sheet.rows.push(row);
    }
    sheet
}

/// Returns the cells of a person; keys that nobody knows say nothing.
fn cells(
    person: &Map<String, Value>,
    row: usize,
    sheet: &mut Sheet,
    api: &JobsApi,
) -> Vec<(usize, String)> {
    let keys = &api.user;
    let plain = [
        (&keys.email, Field::Email),
        (&keys.new_email, Field::NewEmail),
        (&keys.status, Field::Status),
    ];
    let attributes = keys.attributes.iter();
    let attributes = attributes.map(|(name, key)| (key, Field::Attribute(name.clone())));
    let mut cells = Vec::new();
    for (key, field) in plain.into_iter().chain(attributes) {
        let column = sheet.columns.number(&field);
        match person.get(word(key)).map(said) {
            None | Some(Ok(None)) => {}
            Some(Ok(Some(text))) => cells.push((column, text)),
            Some(Err(())) => {
                let text = message(api, "text_empty", "", 0);
                sheet.wrong.push(Entry::new(text, Some(column), Some(row)));
            }
        }
    }
    let role = |name: &str| Field::Role(RoleName::new(name));
    let team = |name: &str| Field::Team(TeamName::new(name));
    list(person.get(word(&keys.roles)), &role, row, sheet, api, &mut cells);
    list(person.get(word(&keys.teams)), &team, row, sheet, api, &mut cells);
    cells
}

/// Adds what a list of names and values says.
fn list(
    value: Option<&Value>,
    field: &dyn Fn(&str) -> Field,
    row: usize,
    sheet: &mut Sheet,
    api: &JobsApi,
    cells: &mut Vec<(usize, String)>,
) {
    let entries = match value {
        None | Some(Value::Null) => return,
        Some(Value::Array(entries)) => entries.as_slice(),
        Some(_) => &[Value::Null],
    };
    for entry in entries {
        let name = entry.get(word(&api.user.name)).and_then(Value::as_str);
        let value = entry.get(word(&api.user.value)).map_or(Ok(None), said);
        match (name, value) {
            (Some(name), Ok(value)) if !name.is_empty() => {
                let column = sheet.columns.number(&field(name));
                cells.extend(value.map(|value| (column, value)));
            }
            _ => {
                let text = message(api, "text_empty", "", 0);
                sheet.wrong.push(Entry::new(text, None, Some(row)));
            }
        }
    }
}

/// Returns what a value says as the text of a cell; a list or a mapping can't be one.
fn said(value: &Value) -> Result<Option<String>, ()> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.trim().to_owned())),
        Value::Number(_) | Value::Bool(_) => Ok(Some(value.to_string())),
        Value::Array(_) | Value::Object(_) => Err(()),
    }
}

/// Complains about rows that don't say whose they are.
fn addresses(sheet: &mut Sheet, api: &JobsApi) {
    let whole = sheet.wrong.iter().all(|wrong| wrong.row.is_some());
    let column = sheet.columns.find(&Field::Email);
    if column.is_none() && whole {
        sheet.wrong.push(Entry::new(message(api, "email_malformed", "", 0), Some(1), None));
        return;
    }
    let mut seen = BTreeSet::new();
    for (number, row) in (1..).zip(&sheet.rows) {
        let text = row.iter().find(|(number, _)| Some(*number) == column).map(|(_, text)| text);
        if !text.is_some_and(|text| is_address(text)) {
            let text = message(api, "email_malformed", "", 0);
            sheet.wrong.push(Entry::new(text, column, Some(number)));
        } else if !text.is_some_and(|text| seen.insert(Email::new(text))) {
            sheet.repeated.insert(number);
        }
    }
}

/// Returns whether a text is an address.
pub(super) fn is_address(text: &str) -> bool {
    let parts = text.split_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty());
    let whole = parts.is_some_and(|(_, host)| !host.contains('@'));
    whole && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}
