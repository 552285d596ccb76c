//! Teams: trees of ten in three levels, and who is in them.

use super::line;
use super::people::Person;
use super::random::Random;

/// A tree: the name of each team and how many teams stand above it. A team's sub-teams follow it.
const TREE: [(&str, usize); 10] = [
    ("Region", 0),
    ("Voice", 1),
    ("Voice Early", 2),
    ("Voice Late", 2),
    ("Chat", 1),
    ("Chat Early", 2),
    ("Chat Late", 2),
    ("Mail", 1),
    ("Mail Early", 2),
    ("Mail Late", 2),
];

/// A team.
pub(crate) struct Team {
    site: usize,
    name: String,
    depth: usize,
    /// Those who manage it, by their places in the list of people.
    pub(crate) managers: Vec<usize>,
}

/// Returns so many trees of teams.
pub(crate) fn teams(trees: usize) -> Vec<Team> {
    let tree = |tree: usize| {
        TREE.into_iter().map(move |(name, depth)| Team {
            site: tree / super::TREES_PER_SITE,
            name: format!("{name} {tree:04}"),
            depth,
            managers: Vec::new(),
        })
    };
    (0..trees).flat_map(tree).collect()
}

/// Gives each team one or two managers from its site.
pub(crate) fn appoint(teams: &mut [Team], people: &[Person], random: &mut Random) {
    for team in teams {
        let pool = managers(people, team.site);
        team.managers.push(*random.pick(&pool));
        let second = *random.pick(&pool);
        if random.chance(30) && !team.managers.contains(&second) {
            team.managers.push(second);
        }
    }
}

impl Team {
    /// Puts somebody else from the site in the place of the first manager.
    pub(crate) fn replace_manager(&mut self, people: &[Person], random: &mut Random) {
        let mut pool = managers(people, self.site);
        pool.retain(|manager| !self.managers.contains(manager));
        if !pool.is_empty() {
            self.managers[0] = *random.pick(&pool);
        }
    }
}

/// Returns who may manage the teams of a site.
fn managers(people: &[Person], site: usize) -> Vec<usize> {
    // People stand in the order of their sites until somebody is hired.
    let start = people.partition_point(|person| person.site < site);
    let here = people.iter().enumerate().skip(start).take_while(|(_, person)| person.site == site);
    here.filter(|(_, person)| person.is_manager()).map(|(number, _)| number).collect()
}

/// Makes every agent a member of one team of the site, and some of a second one anywhere.
pub(crate) fn seat(teams: &[Team], people: &mut [Person], random: &mut Random) {
    for person in people.iter_mut().filter(|person| person.is_agent()) {
        person.teams.push(team_of(person.site, &[], random));
        let second = random.below(teams.len());
        if random.chance(40) && !person.teams.contains(&second) {
            person.teams.push(second);
        }
    }
}

/// Returns a team of a site that isn't among these.
pub(crate) fn team_of(site: usize, except: &[usize], random: &mut Random) -> usize {
    let of_a_site = super::TREES_PER_SITE * TREE.len();
    let teams = site * of_a_site..(site + 1) * of_a_site;
    let others: Vec<usize> = teams.filter(|team| !except.contains(team)).collect();
    *random.pick(&others)
}

/// Returns the members of each team.
pub(crate) fn members(teams: &[Team], people: &[Person]) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); teams.len()];
    for (number, person) in people.iter().enumerate() {
        person.teams.iter().for_each(|team| members[*team].push(number));
    }
    members
}

/// Returns a manifest of the teams of a site.
pub(crate) fn yaml(
    teams: &[Team],
    people: &[Person],
    members: &[Vec<usize>],
    site: usize,
) -> String {
    let mut yaml = String::from("teams:\n");
    let mut above = 0;
    for (team, members) in teams.iter().zip(members).filter(|(team, _)| team.site == site) {
        if team.depth > above {
            line(&mut yaml, 4 * above + 4, format_args!("teams:"));
        }
        above = team.depth;
        team.write(people, members, &mut yaml);
    }
    yaml
}

impl Team {
    fn write(&self, people: &[Person], members: &[usize], yaml: &mut String) {
        let indent = 4 * self.depth + 2;
        line(yaml, indent, format_args!("- name: {}", self.name));
        for (key, list) in [("managers", &*self.managers), ("members", members)] {
            line(
                yaml,
                indent + 2,
                format_args!("{key}:{}", if list.is_empty() { " []" } else { "" }),
            );
            for person in list {
                line(yaml, indent + 4, format_args!("- {}", people[*person].email));
            }
        }
    }
}
