//! What a row asks for, and what is wrong with it.

use super::columns::{Field, header_of, template};
use super::entry::{Entry, message};
use super::sheet::{Sheet, is_address};
use crate::core::{AttributeName, Email, RoleName, Scalar, Status, TeamName};
use crate::platform::{Attribute, AttributeKind};
use crate::serve::live::Live;
use crate::serve::service::Service;
use crate::serve::words::word;

/// What a row asks for: of everything that it doesn't say nothing is changed.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) email: Email,
    pub(super) new_email: Option<Email>,
    pub(super) status: Option<Status>,
    pub(super) attributes: Vec<(AttributeName, Scalar)>,
    pub(super) roles: Vec<(RoleName, bool)>,
    pub(super) teams: Vec<(TeamName, bool)>,
}

/// A row that is being read.
struct Reading<'r> {
    service: &'r Service,
    live: &'r Live,
    sheet: &'r Sheet,
    number: usize,
    asked: Asked,
    wrong: Vec<Entry>,
}

/// Reads a row, by its number from 1.
pub(super) fn read(
    service: &Service,
    live: &Live,
    sheet: &Sheet,
    number: usize,
) -> Result<Asked, Vec<Entry>> {
    let row = number.checked_sub(1).and_then(|place| sheet.rows.get(place));
    let cells = row.map(Vec::as_slice).unwrap_or_default();
    let column = sheet.columns.find(&Field::Email);
    let address = cells.iter().find(|(number, _)| Some(*number) == column);
    let asked = Asked {
        email: Email::new(address.map_or("", |(_, text)| text)),
        new_email: None,
        status: None,
        attributes: Vec::new(),
        roles: Vec::new(),
        teams: Vec::new(),
    };
    let mut reading = Reading { service, live, sheet, number, asked, wrong: Vec::new() };
    reading.whose();
    cells.iter().for_each(|(column, text)| reading.cell(*column, text));
    reading.required();
    if reading.wrong.is_empty() { Ok(reading.asked) } else { Err(reading.wrong) }
}

/// Returns what a table's head names that isn't there.
pub(super) fn wrong_head(service: &Service, live: &Live, sheet: &Sheet) -> Vec<Entry> {
    let missing = |(number, field): (usize, &Field)| {
        let (case, name) = missing(service, live, field)?;
        Some(Entry::new(message(&service.api, case, name, 0), Some(number), None))
    };
    sheet.columns.numbered().filter(|_| sheet.headed).filter_map(missing).collect()
}

/// Returns what logs say of a column of something that isn't there, and its name.
fn missing<'f>(
    service: &Service,
    live: &Live,
    field: &'f Field,
) -> Option<(&'static str, &'f str)> {
    match field {
        Field::Role(name) => {
            let known = service.platform.built_in(name).is_some();
            let there = known || live.state.roles.contains_key(name);
            (!there).then(|| ("role_missing", name.as_str()))
        }
        Field::Team(name) => {
            (!live.named.contains_key(name)).then(|| ("team_missing", name.as_str()))
        }
        _ => None,
    }
}

impl Reading<'_> {
    fn complain(&mut self, case: &str, name: &str, column: Option<usize>) {
        let text = message(&self.service.api, case, name, self.service.options.most);
        self.wrong.push(Entry::new(text, column, Some(self.number)));
    }

    /// Looks at whose row it is.
    fn whose(&mut self) {
        let column = self.sheet.columns.find(&Field::Email);
        if self.sheet.repeated.contains(&self.number) {
            self.complain("email_taken", "", column);
        }
        if self.service.options.first_administrator.as_ref() == Some(&self.asked.email) {
            let text = "The administrator account can't be changed in bulk";
            self.wrong.push(Entry::new(text, column, Some(self.number)));
        }
    }

    fn cell(&mut self, column: usize, text: &str) {
        let sheet = self.sheet;
        match sheet.columns.field(column) {
            Field::Email | Field::Nothing => {}
            Field::NewEmail => self.new_email(column, text),
            Field::Status => self.status(column, text),
            Field::Attribute(name) => self.attribute(column, name, text),
            field @ Field::Role(name) => {
                if let Some(held) = self.held(column, field, name.as_str(), text) {
                    self.asked.roles.push((name.clone(), held));
                }
            }
            field @ Field::Team(name) => {
                if let Some(seated) = self.held(column, field, name.as_str(), text) {
                    self.asked.teams.push((name.clone(), seated));
                }
            }
        }
    }

    fn new_email(&mut self, column: usize, text: &str) {
        let email = Email::new(text);
        if text.is_empty() || email == self.asked.email {
            return;
        }
        if !is_address(text) {
            self.complain("email_malformed", "", Some(column));
        } else if self.live.user(&email).is_some() {
            self.complain("email_taken", "", Some(column));
        } else {
            self.asked.new_email = Some(email);
        }
    }

    fn status(&mut self, column: usize, text: &str) {
        let keys = &self.service.api.user;
        match text {
            "" => {}
            text if text == word(&keys.active) => self.asked.status = Some(Status::Active),
            text if text == word(&keys.inactive) => self.asked.status = Some(Status::Inactive),
            _ => self.complain("status_unknown", "", Some(column)),
        }
    }

    /// Returns whether a cell gives a role or a team, or takes it away.
    fn held(&mut self, column: usize, field: &Field, name: &str, text: &str) -> Option<bool> {
        let value = self.yes_or_no(text);
        if value.is_none() && !text.is_empty() {
            let case = if matches!(field, Field::Role(_)) { "role_value" } else { "team_value" };
            self.complain(case, name, Some(column));
            return None;
        }
        if let Some((case, _)) = missing(self.service, self.live, field) {
            // Of a table the head was complained about already, which says enough of who hasn't it.
            if value.is_some_and(|has| has || !self.sheet.headed) {
                self.complain(case, name, Some(column));
            }
            return None;
        }
        value
    }

    fn yes_or_no(&self, text: &str) -> Option<bool> {
        let words = template(&self.service.platform)?.words.value()?;
        match text {
            text if text == words.yes => Some(true),
            text if text == words.no => Some(false),
            _ => None,
        }
    }

    fn attribute(&mut self, column: usize, name: &AttributeName, text: &str) {
        let service = self.service;
        let Some(of) = service.platform.users.attributes.get(name) else { return };
        if text.is_empty() {
            if of.required.holds() {
                self.complain(&format!("{name}_empty"), "", Some(column));
            }
        } else if of.clearable.holds() && text == word(&service.api.user.cleared) {
            self.asked.attributes.push((name.clone(), Scalar::Null));
        } else if let Some(value) = self.value(column, name, of, text) {
            self.asked.attributes.push((name.clone(), value));
        }
    }

    fn value(
        &mut self,
        column: usize,
        name: &AttributeName,
        of: &Attribute,
        text: &str,
    ) -> Option<Scalar> {
        match of.kind.value() {
            Some(AttributeKind::Integer { min, max }) => {
                let most = max.unwrap_or(self.service.options.most);
                let number = text.parse().ok();
                let number = number.filter(|n| (min.unwrap_or(i64::MIN)..=most).contains(n));
                if number.is_none() {
                    self.complain(&format!("{name}_range"), "", Some(column));
                }
                number.map(Scalar::Int)
            }
            Some(AttributeKind::Boolean) => {
                let value = self.yes_or_no(text);
                if value.is_none() {
                    let header = header_of(&self.service.platform, name);
                    self.complain("role_value", header, Some(column));
                }
                value.map(Scalar::Bool)
            }
            _ => {
                let case = format!("{name}_unknown");
                let unknown = self.service.options.locations.as_ref();
                let unknown = unknown.is_some_and(|known| !known.contains(text));
                if unknown && self.service.api.messages.contains_key(&case) {
                    self.complain(&case, "", Some(column));
                    return None;
                }
                Some(Scalar::from(text))
            }
        }
    }

    /// Looks for what somebody who isn't there yet can't be without.
    fn required(&mut self) {
        if self.live.user(&self.asked.email).is_some() {
            return;
        }
        let service = self.service;
        for (name, of) in &service.platform.users.attributes {
            let column = self.sheet.columns.find(&Field::Attribute(name.clone()));
            let complained = self.wrong.iter().any(|wrong| wrong.column == column);
            let given = self.asked.attributes.iter().any(|(given, _)| given == name);
            if of.required.holds() && !given && !(complained && column.is_some()) {
                self.complain(&format!("{name}_empty"), "", column);
            }
        }
    }
}
