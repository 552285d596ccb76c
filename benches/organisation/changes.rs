//! What happens between what is live and what is meant: one person in a hundred, and a handful of
//! roles and teams.

use super::people::Person;
use super::random::Random;
use super::{Organisation, teams};

/// One person in so many changes.
const CHANGES: usize = 100;
/// One person in so many is new.
const NEWCOMERS: usize = 2_000;
/// So many roles change.
const ROLES: usize = 5;
/// One team in so many gets another manager.
const MANAGERS: usize = 100;

/// Returns how many people are created.
pub(crate) fn newcomers(users: usize) -> usize {
    users.div_ceil(NEWCOMERS)
}

impl Organisation {
    /// Lets the organisation change.
    pub(crate) fn change(&mut self, newcomers: usize, random: &mut Random) {
        self.change_people((self.people.len() / CHANGES).saturating_sub(newcomers), random);
        for _ in 0..ROLES {
            let role = random.below(self.roles.len());
            self.roles[role].change(random);
        }
        for _ in 0..self.teams.len().div_ceil(MANAGERS) {
            let team = random.below(self.teams.len());
            self.teams[team].replace_manager(&self.people, random);
        }
        // Last: who is new doesn't stand with the others of the site.
        (0..newcomers).for_each(|_| self.hire(random));
    }

    /// Changes so many people, each of another stretch of the list.
    fn change_people(&mut self, changes: usize, random: &mut Random) {
        let stretch = self.people.len() / changes.max(1);
        for change in 0..changes {
            let number = change * stretch + random.below(stretch);
            self.change_person(number, random);
        }
    }

    fn change_person(&mut self, number: usize, random: &mut Random) {
        let person = &mut self.people[number];
        match random.below(19) {
            _ if !person.is_agent() => person.relocate(random),
            0..=5 if person.roles.len() > 1 => drop(person.roles.pop()),
            0..=5 => person.take_role(&self.roles, random),
            6..=11 => person.relocate(random),
            12..=17 => person.teams[0] = teams::team_of(person.site, &person.teams, random),
            _ => person.deactivate(),
        }
    }

    /// Takes on a new agent.
    fn hire(&mut self, random: &mut Random) {
        let (number, site) = (self.people.len(), random.below(self.sites));
        let mut person = Person::new(number, site, &self.roles, random);
        if person.is_agent() {
            person.teams.push(teams::team_of(site, &[], random));
        }
        self.people.push(person);
    }
}
