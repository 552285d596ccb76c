//! People: most are agents, some manage teams, a few administer everything.

use super::line;
use super::random::Random;
use super::roles::Role;

const FIRST: [&str; 24] = [
    "Ana", "Bo", "Chidi", "Diego", "Emeka", "Fatima", "Greta", "Hiroshi", "Ines", "José", "Karla",
    "Lea", "Mateo", "Nadia", "Olu", "Priya", "Quentin", "Rosa", "Søren", "Teresa", "Uma",
    "Valeria", "Wei", "Zoë",
];
const LAST: [&str; 24] = [
    "Abara",
    "Becker",
    "Cruz",
    "Diaz",
    "Eze",
    "Fernandez",
    "González",
    "Haddad",
    "Ito",
    "Jansen",
    "Kowalski",
    "Lopez",
    "Muñoz",
    "Nguyen",
    "Okafor",
    "Pereira",
    "Quispe",
    "Ramirez",
    "Santos",
    "Torres",
    "Ueda",
    "Vargas",
    "Weber",
    "Zhang",
];
const LOCATIONS: [&str; 6] = ["Bogota", "Guadalajara", "Lagos", "Manila", "Mexico City", "Porto"];

/// So many people at the start administer everything.
const ADMINISTRATORS: usize = 5;
/// One person in so many manages teams.
const MANAGES: usize = 16;

/// A person.
pub(crate) struct Person {
    pub(crate) site: usize,
    pub(crate) email: String,
    first_name: &'static str,
    last_name: &'static str,
    agent_id: usize,
    pub(crate) location: &'static str,
    pub(crate) roles: Vec<String>,
    pub(crate) is_active: bool,
    /// Whether the status is written, or left to what it is.
    states_status: bool,
    /// The teams that the person is a member of, by their places in the list.
    pub(crate) teams: Vec<usize>,
}

impl Person {
    pub(crate) fn new(number: usize, site: usize, roles: &[Role], random: &mut Random) -> Self {
        let (first_name, last_name) = (*random.pick(&FIRST), *random.pick(&LAST));
        let is_active =
            number.is_multiple_of(MANAGES) || number < ADMINISTRATORS || !random.chance(2);
        let mut person = Self {
            site,
            email: email(first_name, last_name, number),
            first_name,
            last_name,
            agent_id: number + 1,
            location: *random.pick::<&str>(&LOCATIONS),
            roles: built_in_roles(number),
            is_active,
            states_status: !is_active || random.chance(50),
            teams: Vec::new(),
        };
        for _ in 0..*random.pick(&[0, 0, 1, 1, 2]) {
            person.take_role(roles, random);
        }
        person
    }

    /// Returns whether the person may be a member of a team.
    pub(crate) fn is_agent(&self) -> bool {
        self.is_active && self.roles[0] == "Agent"
    }

    /// Returns whether the person may manage a team.
    pub(crate) fn is_manager(&self) -> bool {
        self.roles[0] == MANAGER
    }

    /// Gives the person one more role.
    pub(crate) fn take_role(&mut self, roles: &[Role], random: &mut Random) {
        let role = &random.pick(roles).name;
        if !self.roles.contains(role) {
            self.roles.push(role.clone());
        }
    }

    /// Takes the person out of everything.
    pub(crate) fn deactivate(&mut self) {
        (self.is_active, self.states_status) = (false, true);
        self.teams.clear();
    }

    /// Moves the person to another place.
    pub(crate) fn relocate(&mut self, random: &mut Random) {
        let elsewhere: Vec<&str> =
            LOCATIONS.into_iter().filter(|location| *location != self.location).collect();
        self.location = *random.pick::<&str>(&elsewhere);
    }

    pub(crate) fn write(&self, yaml: &mut String) {
        line(yaml, 2, format_args!("- email: {}", self.email));
        line(yaml, 4, format_args!("first_name: {}", self.first_name));
        line(yaml, 4, format_args!("last_name: {}", self.last_name));
        line(yaml, 4, format_args!("roles: [{}]", self.roles.join(", ")));
        line(yaml, 4, format_args!("agent_id: A-{:06}", self.agent_id));
        line(yaml, 4, format_args!("location: {}", self.location));
        if self.states_status {
            let status = if self.is_active { "active" } else { "inactive" };
            line(yaml, 4, format_args!("status: {status}"));
        }
    }
}

/// The built-in role of those who manage teams, in the quotes that its colon needs.
const MANAGER: &str = "\"Manager: Team\"";

fn built_in_roles(number: usize) -> Vec<String> {
    let role = match number {
        _ if number < ADMINISTRATORS => "Admin",
        _ if number.is_multiple_of(MANAGES) => MANAGER,
        _ => "Agent",
    };
    vec![role.to_owned()]
}

fn email(first: &str, last: &str, number: usize) -> String {
    format!("{}.{}.{number:06}@acme.example", plain(first), plain(last))
}

/// Returns the name in the letters of addresses.
fn plain(name: &str) -> String {
    let letter = |letter: char| match letter {
        'á' => 'a',
        'é' | 'ë' => 'e',
        'ñ' => 'n',
        'ø' => 'o',
        other => other.to_ascii_lowercase(),
    };
    name.chars().map(letter).collect()
}
