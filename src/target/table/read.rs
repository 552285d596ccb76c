//! From the text of a list to a state.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::successors;
use std::sync::Arc;

use super::cell;
use super::expected::Expected;
use super::header::{self, Column};
use super::notes::{Notes, Open};
use super::person::Person;
use crate::core::{
    Diagnostics, Email, FastMap, Few, FileId, Known, Origin, Role, State, Team, TeamPath, User,
    codes,
};
use crate::document::{Row, Rows, Sources, Span};
use crate::plan::Told;
use crate::platform::{Platform, Table, Words};

/// What a list is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be compared with, so that it has to list everybody.
    Live,
    /// To start a project from, so that a list of people to import will do.
    Start,
    /// To be uploaded, so that the platform must be able to take it.
    Upload,
}

/// What a list tells.
#[derive(Debug)]
pub struct Listed {
    /// The people, and of roles and teams that they exist. A seat in a team is one of unknown kind.
    pub state: State,
    /// Which kinds it tells.
    pub told: Told,
    /// Whether it lists everybody who is there.
    pub complete: bool,
    /// Where each person's address stands.
    pub places: FastMap<Email, Origin>,
}

/// Reads a list of people in one of the forms that the platform describes. Nothing is returned where
/// something is wrong with it.
pub fn read_people(
    sources: &Sources,
    file: FileId,
    platform: &Platform,
    purpose: Purpose,
) -> (Option<Listed>, Diagnostics) {
    read(sources, file, platform, purpose, None)
}

/// Returns what the platform would object to in a list that is to be uploaded.
pub fn check_upload(
    sources: &Sources,
    file: FileId,
    platform: &Platform,
    expected: &Expected,
) -> Diagnostics {
    read(sources, file, platform, Purpose::Upload, Some(expected)).1
}

fn read(
    sources: &Sources,
    file: FileId,
    platform: &Platform,
    purpose: Purpose,
    expected: Option<&Expected>,
) -> (Option<Listed>, Diagnostics) {
    let text = &sources.file(file).text;
    let (mut rows, mut row) = (Rows::of(text), Row::default());
    let mut notes = Notes { file, marks: Vec::new(), found: Diagnostics::default() };
    let start = notes.mark(Span::default());
    let there = rows.next_into(&mut row);
    let tables = platform.tables.iter();
    let fitting = tables.filter(|table| purpose == Purpose::Start || table.complete.holds());
    let mut listed = None;
    match header::table_of(&row, fitting) {
        None => {
            let label =
                format!("no list of people of the platform `{}` is known", platform.platform);
            let help = "Its platform file would have to describe one under `tables`.";
            notes.found.push(codes::UNSUPPORTED_TARGET.at(start, label, help));
        }
        Some(_) if !there => {
            let help = "Download the list again.";
            notes.found.push(codes::EMPTY_VALUE.at(start, "the file is empty", help));
        }
        Some(table) => {
            let mut reader = Reader::new(&row, table, platform, &mut notes);
            reader.expected = expected;
            reader.heads(&row);
            listed = reader.read(&mut rows);
        }
    }
    let Notes { marks, found, .. } = notes;
    sources.file(file).keep_spans(marks);
    (listed.filter(|_| !found.has_errors()), found)
}

struct Reader<'r> {
    table: &'r Table,
    platform: &'r Platform,
    words: Option<&'r Words>,
    columns: Vec<Column<'r>>,
    notes: &'r mut Notes,
    /// What there is, where the list is to be uploaded.
    expected: Option<&'r Expected>,
    users: BTreeMap<Email, Arc<User>>,
    seated: BTreeMap<TeamPath, BTreeSet<Email>>,
    places: FastMap<Email, Origin>,
    /// Whether there is a column for each role, and one for each team.
    told: Told,
    open_roles: Open,
    open_teams: Open,
}

impl<'r> Reader<'r> {
    fn new(row: &Row, table: &'r Table, platform: &'r Platform, notes: &'r mut Notes) -> Self {
        let columns = if header::is_one_cell(row) {
            Vec::new()
        } else {
            header::columns(row, table, platform, notes)
        };
        if !columns.iter().any(|column| matches!(column, Column::Email)) {
            notes.push(Span::default(), header::without_addresses(row, table));
        }
        let told = Told {
            roles: columns.iter().any(|column| matches!(column, Column::Role(_))),
            teams: columns.iter().any(|column| matches!(column, Column::Team(_))),
        };
        let teams = columns.iter().filter_map(|column| match column {
            Column::Team(path) => Some(path.clone()),
            _ => None,
        });
        // A team stands below one that is there as well.
        let teams = teams.flat_map(|path| successors(Some(path), TeamPath::parent));
        Self {
            seated: teams.map(|path| (path, BTreeSet::new())).collect(),
            table,
            platform,
            words: table.words.value(),
            columns,
            notes,
            expected: None,
            users: BTreeMap::new(),
            places: FastMap::default(),
            told,
            open_roles: Open::default(),
            open_teams: Open::default(),
        }
    }

    /// Complains about roles and teams that aren't there.
    fn heads(&mut self, row: &Row) {
        let Some(expected) = self.expected else { return };
        header::in_order(row, self.table, self.notes);
        for (column, cell) in self.columns.iter().zip(row.cells()) {
            if let Err(wrong) = expected.head(column, self.platform) {
                self.notes.push(cell.span, wrong);
            }
        }
    }

    fn read(mut self, rows: &mut Rows<'_>) -> Option<Listed> {
        // Under headers that can't be trusted every row would be an echo.
        if self.notes.found.has_errors() && self.expected.is_none() {
            return None;
        }
        let mut row = Row::default();
        while rows.next_into(&mut row) {
            if !row.is_blank() {
                self.row(&row);
            }
        }
        if self.users.is_empty() && !self.notes.found.has_errors() {
            let help = "A list has a row for each person below the first.";
            self.notes.push(
                Span::default(),
                (&codes::EMPTY_VALUE, "the list has nobody in it".into(), help.into()),
            );
        }
        if self.expected.is_some() {
            return None;
        }
        self.open_roles.warn("of every role whether the person holds it", self.notes);
        self.open_teams.warn("of every team whether the person is in it", self.notes);
        let team = |seated: BTreeSet<Email>| Team {
            seated: seated.into_iter().collect(),
            ..Team::default()
        };
        let roles = self.columns.iter().filter_map(|column| match column {
            Column::Role(name) if self.platform.built_in(name).is_none() => Some(name.clone()),
            _ => None,
        });
        let state = State {
            roles: roles.map(|name| (name, Role::default())).collect(),
            teams: self.seated.into_iter().map(|(path, seated)| (path, team(seated))).collect(),
            users: self.users,
            ..State::default()
        };
        let complete = self.table.complete.holds();
        Some(Listed { state, told: self.told, complete, places: self.places })
    }

    fn row(&mut self, row: &Row) {
        let (cells, columns) = (row.cells().len(), self.columns.len());
        if let Some(cell) = row.cells().find(|cell| !cell.whole) {
            self.notes.push(cell.span, header::unquoted());
            return;
        }
        if cells != columns {
            let at = row.cells().nth(columns).or(row.cells().last()).map(|cell| cell.span);
            let label = format!("this row has {cells} cells, and there are {columns} columns");
            let help = "Look for a comma or a quote too many, or one that is missing.";
            self.notes.push(at.unwrap_or_default(), (&codes::ROW_LENGTH, label, help.into()));
            return;
        }
        let Some(email) = self.address(row) else { return };
        let user = self.user(row, &email);
        self.users.insert(email, Arc::new(user));
    }

    /// Returns whose row it is.
    fn address(&mut self, row: &Row) -> Option<Email> {
        let position = self.columns.iter().position(|column| matches!(column, Column::Email))?;
        let cell = row.cells().nth(position)?;
        let text = cell::typed(cell.text);
        if let Some((code, label)) = cell::wrong_address(text) {
            let help = "Write an address, as `ana@acme.example`.";
            self.notes.push(cell.span, (code, label, help.into()));
            return None;
        }
        let email = Email::new(text);
        let at = self.notes.mark(cell.span);
        if let Some(first) = self.places.insert(email.clone(), at) {
            let label = format!("`{email}` has a second row here");
            let problem = codes::DECLARED_TWICE.at(at, label, "Keep one of the two.");
            self.notes.found.push(problem.and(first, "it stands here first"));
        }
        Some(email)
    }

    fn user(&mut self, row: &Row, email: &Email) -> User {
        let mut person = Person::default();
        for (column, cell) in self.columns.iter().zip(row.cells()) {
            if let Err(wrong) = person.take(column, cell, self.words, self.platform) {
                self.notes.push(cell.span, wrong);
            } else if let Some(Err(wrong)) =
                self.expected.map(|expected| expected.value(column, cell.text))
            {
                self.notes.push(cell.span, wrong);
            }
        }
        for path in person.teams {
            self.seated.entry(path.clone()).or_default().insert(email.clone());
        }
        let lists = |column: &Column<'_>| matches!(column, Column::RoleList { .. });
        let told = self.told.roles || self.columns.iter().any(lists);
        User {
            roles: known(person.roles, told, person.open_role, &mut self.open_roles),
            // Which of them are a member's isn't told, so those seats stand in the teams.
            teams: known(Few::new(), self.told.teams, person.open_team, &mut self.open_teams),
            ..person.user
        }
    }
}

/// Returns a list that is known if nothing of it was left open.
fn known<T>(list: T, told: bool, open: Option<Span>, all: &mut Open) -> Known<T> {
    if let Some(span) = open {
        all.rows += 1;
        all.first.get_or_insert(span);
    }
    if told && open.is_none() { Known::Known(list) } else { Known::Unknown }
}
