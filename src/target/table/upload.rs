//! What somebody uploads in the portal, instead of a program that writes: rows on the customer's own
//! template, with what is live now in every cell that doesn't change.

use super::header::{self, Column};
use super::notes::Notes;
use crate::core::{
    Diagnostics, Email, FastMap, Few, FileId, Key, Known, RoleName, Scalar, Status, TeamPath, User,
};
use crate::document::{Row, Rows};
use crate::plan::{Action, Resource, Step};
use crate::platform::{Platform, Words};

/// A list of people as it was downloaded: the template of what is uploaded.
pub struct Sheet<'s> {
    head: Vec<String>,
    columns: Vec<Column<'s>>,
    rows: FastMap<Email, Vec<String>>,
    words: Option<&'s Words>,
}

impl<'s> Sheet<'s> {
    /// Takes a list for the template of an upload; nothing where it isn't one, or where it has a column
    /// that nobody knows: an empty cell in such a column may take something away.
    pub fn of(file: FileId, text: &str, platform: &'s Platform) -> Option<Self> {
        let (mut rows, mut row) = (Rows::of(text), Row::default());
        let mut notes = Notes { file, marks: Vec::new(), found: Diagnostics::default() };
        rows.next_into(&mut row);
        let table = header::table_of(&row, platform.tables.iter().filter(|t| t.complete.holds()))?;
        let columns = header::columns(&row, table, platform, &mut notes);
        let head: Vec<String> = row.cells().map(|cell| cell.text.trim().to_owned()).collect();
        let email = columns.iter().position(|column| matches!(column, Column::Email))?;
        let mut all = FastMap::default();
        while rows.next_into(&mut row) {
            let cells: Vec<String> = row.cells().map(|cell| cell.text.to_owned()).collect();
            if let Some(address) = cells.get(email).filter(|_| cells.len() == columns.len()) {
                all.insert(Email::new(address), cells);
            }
        }
        notes.found.is_empty().then(|| Self {
            head,
            columns,
            rows: all,
            words: table.words.value(),
        })
    }

    /// Returns the text of an upload that does the steps: the template's columns in their order, and a
    /// row for each person.
    ///
    /// # Errors
    ///
    /// What can't be uploaded: each step's key, and why.
    pub fn upload(&self, steps: &[&Step]) -> Result<String, Vec<(Key, String)>> {
        let mut text = line(&self.head);
        let mut wrong = Vec::new();
        for step in steps {
            match self.row(step) {
                Ok(row) => text += &line(&row),
                Err(why) => wrong.push((step.key.clone(), why)),
            }
        }
        if wrong.is_empty() { Ok(text) } else { Err(wrong) }
    }

    fn row(&self, step: &Step) -> Result<Vec<String>, String> {
        let (Key::User(email), Some(Resource::User(after))) = (&step.key, &step.after) else {
            return Err("only people are uploaded".into());
        };
        let Key::User(now) = step.current_key() else { return Err("it is no person".into()) };
        let mut row = match self.rows.get(now) {
            Some(row) => row.clone(),
            None if step.action == Action::Create => self.empty(email),
            None => return Err("the list has no row of this person".into()),
        };
        if email != now {
            let place =
                |column: &Column<'_>| matches!(column, Column::NewEmail).then(|| email.to_string());
            self.put(&mut row, "a new address", place)?;
        }
        let nothing = User::default();
        let before = match &step.before {
            Some(Resource::User(before)) => before,
            _ => &nothing,
        };
        self.write(&mut row, before, after)?;
        match row.iter().find(|cell| cell.starts_with(['=', '+', '-', '@', '\t'])) {
            Some(cell) => Err(format!("`{cell}` would be taken for a formula")),
            None => Ok(row),
        }
    }

    /// Returns the row of somebody new: without any role or team, and nothing else said.
    fn empty(&self, email: &Email) -> Vec<String> {
        let cell = |column: &Column<'_>| match (column, self.words) {
            (Column::Email, _) => email.to_string(),
            (Column::Role(_) | Column::Team(_), Some(words)) => words.no.clone(),
            _ => String::new(),
        };
        self.columns.iter().map(cell).collect()
    }

    fn write(&self, row: &mut [String], before: &User, after: &User) -> Result<(), String> {
        let User { status, roles, teams, attributes } = after;
        if let Some(status) = status.value() {
            let place = |column: &Column<'_>| match column {
                Column::Status { active, inactive } => {
                    Some(if *status == Status::Active { *active } else { *inactive }.to_owned())
                }
                _ => None,
            };
            self.put(row, "the status", place)?;
        }
        for (name, value) in attributes {
            let place = |column: &Column<'_>| match column {
                Column::Attribute { name: other, none, .. } if *other == name => {
                    Some(self.cell(value, *none))
                }
                _ => None,
            };
            self.put(row, name.as_str(), place)?;
        }
        self.roles(row, &before.roles, roles)?;
        self.teams(row, &before.teams, teams)
    }

    fn roles(
        &self,
        row: &mut [String],
        before: &Known<Few<RoleName>>,
        after: &Known<Few<RoleName>>,
    ) -> Result<(), String> {
        let is_it = |name: &RoleName, column: &Column<'_>| matches!(column, Column::Role(told) if told == name);
        for (name, has) in changes(before, after) {
            self.mark(row, has, "role", name.as_str(), |column| is_it(name, column))?;
        }
        Ok(())
    }

    /// Writes the seats that change and no others: one that stays may be a manager's, which no upload
    /// may touch.
    fn teams(
        &self,
        row: &mut [String],
        before: &Known<Few<TeamPath>>,
        after: &Known<Few<TeamPath>>,
    ) -> Result<(), String> {
        let is_it = |path: &TeamPath, column: &Column<'_>| match column {
            Column::Team(told) => {
                path == told || (told.parent().is_none() && path.name().as_str() == told.as_str())
            }
            _ => false,
        };
        for (path, has) in changes(before, after) {
            self.mark(row, has, "team", path.as_str(), |column| is_it(path, column))?;
        }
        Ok(())
    }

    /// Says yes or no in the one column that something belongs to. What goes with its column needs none.
    fn mark(
        &self,
        row: &mut [String],
        has: bool,
        what: &str,
        name: &str,
        is_it: impl Fn(&Column<'_>) -> bool,
    ) -> Result<(), String> {
        let words = self.words.ok_or("nobody knows the words for yes and no")?;
        match self.columns.iter().position(is_it) {
            Some(at) => row[at] = if has { &words.yes } else { &words.no }.clone(),
            None if has => {
                return Err(format!(
                    "the template has no column for the {what} `{name}`: make it, and download the \
                     list again"
                ));
            }
            None => {}
        }
        Ok(())
    }

    /// Writes the cell of the one column that something belongs to.
    fn put(
        &self,
        row: &mut [String],
        what: &str,
        place: impl Fn(&Column<'_>) -> Option<String>,
    ) -> Result<(), String> {
        let found =
            self.columns.iter().enumerate().find_map(|(at, column)| Some((at, place(column)?)));
        let (at, text) = found.ok_or_else(|| format!("the template has no column for {what}"))?;
        row[at] = text;
        Ok(())
    }

    fn cell(&self, value: &Scalar, none: Option<&str>) -> String {
        match (value, self.words) {
            (Scalar::Null, _) => none.unwrap_or_default().to_owned(),
            (Scalar::Bool(yes), Some(words)) => if *yes { &words.yes } else { &words.no }.clone(),
            (value, _) => value.to_string(),
        }
    }
}

/// Returns what comes to a list, and what goes from it.
fn changes<'k, T: Ord>(
    before: &'k Known<Few<T>>,
    after: &'k Known<Few<T>>,
) -> impl Iterator<Item = (&'k T, bool)> {
    let after = after.value();
    let was = before.value().filter(|_| after.is_some()).into_iter().flatten();
    let comes = move |one: &&T| !before.value().is_some_and(|was| was.contains(*one));
    let goes = move |one: &&T| !after.is_some_and(|is| is.contains(*one));
    let coming = after.into_iter().flatten().filter(comes).map(|one| (one, true));
    coming.chain(was.filter(goes).map(|one| (one, false)))
}

fn line(cells: &[String]) -> String {
    let quoted = |cell: &String| match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n"
}
