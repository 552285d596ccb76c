//! Organisations of any size, written as a project whose live state is the same organisation before
//! one person in a hundred changed.
//!
//! The same size and the same seed always give the same bytes: there is no clock in it, no map
//! without an order, and the generator of random numbers is its own.

mod changes;
mod people;
mod random;
mod roles;
mod teams;

use std::fs;
use std::io;
use std::path::Path;

use people::Person;
use random::Random;
use roles::Role;
use teams::Team;

/// How many people work at a site, which has a folder of manifests.
const PEOPLE_PER_SITE: usize = 1_000;
/// How many trees of ten teams a site has.
const TREES_PER_SITE: usize = 2;
/// How many files hold the people of a site; one more holds its teams.
const PEOPLE_FILES_PER_SITE: usize = 9;

/// The database of the project's sandbox.
pub(crate) const SANDBOX: &str = ".rolecall/rehearsal.db";
/// The role that stands last where nobody gives an order.
pub(crate) const LAST_ROLE: &str = "Workforce 10";

const PROJECT: &str = "\
version: 1
platform: ccaas
environments:
  rehearsal:
    target: sandbox
    live: live
guards: { max_removals: 1000000, min_admins: 2 }
";

/// Who may do what, and where.
struct Organisation {
    sites: usize,
    roles: Vec<Role>,
    teams: Vec<Team>,
    people: Vec<Person>,
}

/// Writes a project into `dir`: what is meant into `access`, and what is live into `live`.
///
/// # Errors
///
/// A folder or a file can't be written.
pub(crate) fn generate(dir: &Path, users: usize, seed: u64) -> io::Result<()> {
    let mut random = Random::new(seed);
    let newcomers = changes::newcomers(users);
    let mut organisation = Organisation::new(users - newcomers, &mut random)?;
    organisation.write(&dir.join("live"))?;
    organisation.change(newcomers, &mut random);
    organisation.write(&dir.join("access"))?;
    fs::write(dir.join("rolecall.yaml"), PROJECT)
}

impl Organisation {
    fn new(users: usize, random: &mut Random) -> io::Result<Self> {
        let sites = users.div_ceil(PEOPLE_PER_SITE);
        let roles = roles::roles(random)?;
        let people = (0..users).map(|number| (number, number * sites / users));
        let mut people: Vec<Person> =
            people.map(|(number, site)| Person::new(number, site, &roles, random)).collect();
        let mut teams = teams::teams(sites * TREES_PER_SITE);
        teams::appoint(&mut teams, &people, random);
        teams::seat(&teams, &mut people, random);
        Ok(Self { sites, roles, teams, people })
    }

    fn write(&self, folder: &Path) -> io::Result<()> {
        let sheets = self.roles.chunks(self.roles.len().div_ceil(3));
        for (number, sheet) in sheets.enumerate() {
            put(&folder.join("roles"), number, &roles::yaml(sheet))?;
        }
        let members = teams::members(&self.teams, &self.people);
        for site in 0..self.sites {
            let folder = folder.join(format!("site-{site:03}"));
            self.write_people(&folder, site)?;
            let teams = teams::yaml(&self.teams, &self.people, &members, site);
            put(&folder.join("teams"), 0, &teams)?;
        }
        Ok(())
    }

    fn write_people(&self, folder: &Path, site: usize) -> io::Result<()> {
        let people: Vec<&Person> =
            self.people.iter().filter(|person| person.site == site).collect();
        let sheets = people.chunks(people.len().div_ceil(PEOPLE_FILES_PER_SITE));
        for (number, sheet) in sheets.enumerate() {
            let mut yaml = String::from("users:\n");
            sheet.iter().for_each(|person| person.write(&mut yaml));
            put(&folder.join("people"), number, &yaml)?;
        }
        Ok(())
    }
}

/// Writes a file and the folder that it stands in.
fn put(folder: &Path, number: usize, yaml: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join(format!("{number:02}.yaml")), yaml)
}

/// Writes a line, indented.
fn line(yaml: &mut String, indent: usize, text: std::fmt::Arguments<'_>) {
    yaml.push_str(&format!("{:indent$}{text}\n", ""));
}
