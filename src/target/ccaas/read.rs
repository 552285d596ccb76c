//! What is live, from what the platform tells.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use http::StatusCode;
use serde_json::Value;

use super::Ccaas;
use super::names::{Names, template};
use super::person::{Person, person};
use super::tree::{covers, listed, teams};
use crate::core::{
    Email, FastMap, FastSet, Fault, Few, Known, Role, State, Team, TeamName, TeamPath, User,
};
use crate::render::terminal;
use crate::target::http::line::route;
use crate::target::http::pages::List;
use crate::target::http::wire::{Id, in_answer, known, list, unclear};

/// People by address.
pub(super) type People = FastMap<Email, Person>;

impl Ccaas {
    /// Reads the names of roles and teams.
    pub(super) async fn read_names(&self) -> Result<Names, Fault> {
        let ask = self.ask();
        let request = ask.template()?;
        let answer = self.line.get(&request).await?;
        let what = route(&request);
        let template =
            template(answer.body(), &self.api, &self.platform).map_err(in_answer(&what))?;
        let all = List {
            line: &self.line,
            total: self.api.pages.total.value().map(String::as_str),
            full: None,
            request: |page| ask.page(&self.api.routes.teams, &self.api.pages.teams, page),
            entry: |value: &Value| listed(value, &self.api).map(|team| (team.id.0.clone(), team)),
        };
        let teams = teams(all.read().await?)?;
        covers(&teams, &template.teams)?;
        Ok(Names { roles: template.roles, teams, columns: template.columns })
    }

    /// Reads everybody.
    pub(super) async fn read_people(&self, names: &Names) -> Result<People, Fault> {
        let ask = self.ask();
        let all = List {
            line: &self.line,
            total: self.api.pages.total.value().map(String::as_str),
            full: None,
            request: |page| ask.page(&self.api.routes.users, &self.api.pages.users, page),
            entry: |value: &Value| self.person(value, names),
        };
        by_address(all.read().await?)
    }

    /// Returns a person, and the id by which the person is known.
    fn person(&self, found: &Value, names: &Names) -> Result<(String, Person), Fault> {
        let person = person(found, &self.api, &self.platform, names)?;
        let id = match &person.id {
            Some(id) => format!("id {id}"),
            None => format!("address {}", person.email()),
        };
        Ok((id, person))
    }

    /// Reads some people: by the platform's own ids, and by addresses where no id is known.
    pub(super) async fn read_chosen(
        &self,
        ids: &BTreeSet<Id>,
        addresses: &BTreeSet<String>,
        names: &Names,
    ) -> Result<People, Fault> {
        let ask = self.ask();
        let most = usize::try_from(*known(&self.api.chosen.most)?).unwrap_or(usize::MAX).max(1);
        let ids: Vec<Id> = ids.iter().cloned().collect();
        let addresses: Vec<String> = addresses.iter().cloned().collect();
        let mut found = Vec::new();
        for some in ids.chunks(most) {
            found.extend(self.some(some, |some| ask.with_ids(some), names).await?);
        }
        for some in addresses.chunks(most) {
            found.extend(self.some(some, |some| ask.with_addresses(some), names).await?);
        }
        let emails: FastSet<Email> = addresses.iter().map(|one| Email::new(one)).collect();
        let ids: FastSet<&Id> = ids.iter().collect();
        let asked = |person: &Person| {
            person.id.as_ref().is_some_and(|id| ids.contains(id))
                || emails.contains(&person.email())
        };
        // Whoever answers with others as well doesn't choose, and may have left out some of them.
        if !found.iter().all(asked) {
            let people = self.read_people(names).await?;
            return Ok(people.into_iter().filter(|(_, person)| asked(person)).collect());
        }
        by_address(found)
    }

    /// Asks for some people, and for half of them at a time where the address gets too long.
    async fn some<A: Sync>(
        &self,
        asked: &[A],
        request: impl Fn(&[A]) -> Result<super::Request, Fault>,
        names: &Names,
    ) -> Result<Vec<Person>, Fault> {
        let (mut waiting, mut found) = (vec![asked], Vec::new());
        while let Some(some) = waiting.pop() {
            let request = request(some)?;
            match self.line.ask(&request).await {
                Ok(answer) => {
                    let what = route(&request);
                    for value in list(&what, answer.body())? {
                        found.push(self.person(&value, names).map_err(in_answer(&what))?.1);
                    }
                }
                Err((Some(StatusCode::URI_TOO_LONG), _)) if some.len() > 1 => {
                    let (left, right) = some.split_at(some.len() / 2);
                    waiting.extend([left, right]);
                }
                Err((_, fault)) => return Err(fault),
            }
        }
        Ok(found)
    }

    /// Remarks on teams that can't be told apart, as far as somebody is in them.
    pub(super) fn remark_on_seats(&self, names: &Names, people: &People) {
        let shared = names.teams.shared();
        let mut counts: BTreeMap<TeamName, usize> = BTreeMap::new();
        for name in people.values().flat_map(|person| person.somewhere.iter()) {
            let name = TeamName::new(name);
            if shared.contains(&name) {
                *counts.entry(name).or_default() += 1;
            }
        }
        let text = |(name, count): (&TeamName, &usize)| {
            let people = if *count == 1 { "person is" } else { "people are" };
            format!("several teams are called `{name}`, and {count} {people} in one of them")
        };
        self.memory().remarks.extend(counts.iter().map(text));
    }

    /// Returns everything that is live, as far as it is told.
    pub(super) fn state(&self, names: &Names, people: &People) -> State {
        let held = people.values().flat_map(|person| person.user.held_roles());
        let roles: BTreeSet<_> = names.roles.keys().chain(held).collect();
        let custom = roles.into_iter().filter(|name| self.platform.built_in(name).is_none());
        State {
            roles: custom.map(|name| (name.clone(), Role::default())).collect(),
            teams: seated(names, people),
            users: people.iter().map(|(email, person)| (email.clone(), row(person))).collect(),
            departments: BTreeMap::new(),
            role_order: Known::Unknown,
            team_order: names.teams.order.clone(),
            invited: BTreeMap::new(),
        }
    }
}

/// Returns the teams, with those who are in them.
pub(super) fn seated(names: &Names, people: &People) -> BTreeMap<TeamPath, Team> {
    let mut seated: BTreeMap<&TeamPath, Vec<Email>> = BTreeMap::new();
    for (email, person) in people {
        for path in person.seats.iter().flatten() {
            seated.entry(path).or_default().push(email.clone());
        }
    }
    let mut team = |path: &TeamPath| Team {
        seated: seated.remove(path).unwrap_or_default().into(),
        ..Team::default()
    };
    let paths = names.teams.written.keys();
    paths.map(|path| (path.clone(), team(path))).collect()
}

/// Returns a person's row. No seat is known to be a member's; whether all seats are known is
/// another matter.
fn row(person: &Person) -> Arc<User> {
    let all = person.seats.is_some() && person.somewhere.is_empty();
    let teams = if all { Known::Known(Few::new()) } else { Known::Unknown };
    Arc::new(User { teams, ..person.user.clone() })
}

fn by_address(people: Vec<Person>) -> Result<People, Fault> {
    let mut by_address = People::default();
    for person in people {
        let email = person.email();
        let id = person.id.clone();
        if let Some(other) = by_address.insert(email.clone(), person)
            && other.id != id
        {
            let email = terminal(email.as_str()).into_owned();
            return Err(unclear(format!("two people have the address `{email}`")));
        }
    }
    Ok(by_address)
}
