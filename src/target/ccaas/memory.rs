//! What a target remembers from reading to writing: names, who has which id, and who sat where.

use std::collections::BTreeSet;
use std::sync::{Arc, MutexGuard, PoisonError};

use super::Ccaas;
use super::names::Names;
use super::person::Person;
use super::read::People;
use crate::core::{Email, FastMap, Fault, Few, Key, Known, State, TeamPath, User};
use crate::plan::{Resource, Step};
use crate::target::http::wire::Id;

/// What is remembered.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) names: Option<Arc<Names>>,
    /// People without their rows.
    pub(super) people: People,
    /// Whose seats a step changes, and which seats are a member's by what the step says.
    seats: FastMap<Email, Seats>,
    /// What couldn't be told of what was read.
    pub(super) remarks: Vec<String>,
}

#[derive(Debug, Default)]
struct Seats {
    members: Few<TeamPath>,
    before: Few<TeamPath>,
}

impl Ccaas {
    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the names, reading them the first time.
    pub(super) async fn names(&self) -> Result<Arc<Names>, Fault> {
        if let Some(names) = self.memory().names.clone() {
            return Ok(names);
        }
        let names = Arc::new(self.read_names().await?);
        self.memory().names = Some(Arc::clone(&names));
        Ok(names)
    }

    /// Returns those whom steps are about, as they were when they were last read.
    pub(super) async fn people_of(&self, steps: &[&Step], names: &Names) -> Result<People, Fault> {
        let keys: Vec<Key> = steps.iter().map(|step| step.current_key().clone()).collect();
        let new: Vec<Key> = {
            let memory = self.memory();
            let is_new = |key: &&Key| match key {
                Key::User(email) => !memory.people.contains_key(email),
                _ => false,
            };
            keys.iter().filter(is_new).cloned().collect()
        };
        self.people_now(&new, names).await?;
        let memory = self.memory();
        let person = |key: &Key| match key {
            Key::User(email) => Some((email.clone(), memory.people.get(email)?.clone())),
            _ => None,
        };
        Ok(keys.iter().filter_map(person).collect())
    }

    /// Reads people as they are now, by their ids where these are known.
    pub(super) async fn people_now(&self, keys: &[Key], names: &Names) -> Result<People, Fault> {
        let (mut ids, mut addresses) = (BTreeSet::<Id>::new(), BTreeSet::<String>::new());
        {
            let memory = self.memory();
            for key in keys {
                let Key::User(email) = key else { continue };
                match memory.people.get(email) {
                    Some(Person { id: Some(id), .. }) => _ = ids.insert(id.clone()),
                    Some(person) if person.email() == *email => {
                        addresses.insert(person.address.to_string());
                    }
                    // Somebody new, or renamed by a step.
                    _ => _ = addresses.insert(email.to_string()),
                }
            }
        }
        let people = self.read_chosen(&ids, &addresses, names).await?;
        let mut memory = self.memory();
        for (email, person) in &people {
            memory.people.insert(email.clone(), stripped(person));
        }
        Ok(people)
    }

    pub(super) fn remember_people(&self, people: &People) {
        let known = people.iter().map(|(email, person)| (email.clone(), stripped(person)));
        self.memory().people = known.collect();
    }

    /// Remembers which seats are a member's by what steps say, and which there were before. A person
    /// who is renamed is known by the new address as well.
    pub(super) fn remember_seats(&self, steps: &[&Step], people: &People) {
        let mut memory = self.memory();
        for step in steps {
            let (Key::User(email), Key::User(current)) = (&step.key, step.current_key()) else {
                continue;
            };
            let person = people.get(current);
            if let Some(person) = person.filter(|_| email != current) {
                memory.people.insert(email.clone(), person.clone());
            }
            let said = [&step.before, &step.after].into_iter().flatten();
            let teams = said.filter_map(|resource| match resource {
                Resource::User(user) => user.teams.value(),
                _ => None,
            });
            let members: Few<TeamPath> = teams.flatten().cloned().collect();
            let before = person.and_then(|person| person.seats.clone()).unwrap_or_default();
            let touches = |resource: &Resource| match resource {
                Resource::User(user) => !user.teams.is_unknown(),
                _ => false,
            };
            if step.after.as_ref().is_some_and(touches) {
                memory.seats.insert(email.clone(), Seats { members, before });
            }
        }
    }

    /// Returns the state of some people, in which a seat is a member's that a step made or ends, or
    /// that wasn't there before.
    pub(super) fn read_back_of(&self, people: &People) -> State {
        let memory = self.memory();
        let row = |email: &Email, person: &Person| {
            let seats = memory.seats.get(email).zip(person.seats.as_ref());
            let teams = seats.map(|(known, seats)| {
                let counts = |path: &&TeamPath| {
                    known.members.contains(*path) || !known.before.contains(*path)
                };
                seats.iter().filter(counts).cloned().collect::<Few<TeamPath>>()
            });
            Arc::new(User { teams: Known::from(teams), ..person.user.clone() })
        };
        let users = people.iter().map(|(email, person)| (email.clone(), row(email, person)));
        State { users: users.collect(), ..State::default() }
    }
}

fn stripped(person: &Person) -> Person {
    Person { user: User::default(), ..person.clone() }
}
