//! Teams, and who is in them.

use super::Resolver;
use crate::core::{
    Email, FastMap, Few, Key, NodeId, Origin, Scalar, Team, TeamName, TeamPath, User, codes,
};
use crate::document::{Located, Short};
use crate::manifest::Manifest;
use crate::manifest::written::{self, Text};
use crate::platform::AttributeKind;

/// The entries of a list of members or managers.
type Seats<'s> = [Located<Short<'s, written::Seat<'s>>>];

impl Resolver<'_> {
    pub(super) fn teams(&mut self, manifest: &Manifest<'_>) {
        for team in manifest.teams.iter().flatten() {
            self.team(None, team);
        }
    }

    fn team(&mut self, parent: Option<&TeamPath>, written: &written::Team<'_>) {
        self.legible(&written.name);
        let path = TeamPath::below(parent, &TeamName::new(&written.name));
        if self.declare(Key::Team(path.clone()), written.name.at, fields(written)) {
            return;
        }
        let former = |text: &str| Key::Team(TeamPath::new(text));
        self.previously(Key::Team(path.clone()), written.previously.as_deref(), former);
        let managers = self.managers(&path, written).into();
        let mut team = Team { managers, ..Team::default() };
        for (name, value) in &written.attributes {
            self.attribute_of_team(name, value, &mut team);
        }
        self.desired.state.teams.insert(path.clone(), team);
        self.members(&path, written);
        if let Some(below) = &written.teams {
            let order = below.iter().map(|team| TeamName::new(&team.name)).collect();
            self.desired.state.team_order.insert(Some(path.clone()), order);
            below.iter().for_each(|team| self.team(Some(&path), team));
        }
    }

    fn attribute_of_team(&mut self, name: &str, value: &Located<Scalar>, team: &mut Team) {
        let name = self.attribute_name(name);
        let known = self.context.platform.teams.attributes.get(&name);
        let names_member =
            known.is_some_and(|known| known.kind.value() == Some(&AttributeKind::Member));
        match &value.value {
            Scalar::Text(text) if names_member => {
                let email = self.person_named(text, value.at);
                team.named.extend(email.map(|email| (name, Some(email))));
            }
            _ if names_member => _ = team.named.insert(name, None),
            _ => _ = team.attributes.insert(name, self.attribute(value.clone())),
        }
    }

    fn managers(&mut self, path: &TeamPath, written: &written::Team<'_>) -> Option<Few<Email>> {
        let seats = self.seats(path, written.managers.as_ref()?);
        self.desired.managers.insert(path.clone(), seats.clone());
        Some(seats.into_iter().map(|(email, _)| email).collect())
    }

    fn members(&mut self, path: &TeamPath, written: &written::Team<'_>) {
        let Some(members) = &written.members else { return };
        let seats = self.seats(path, members);
        self.desired.lists_members.insert(path.clone());
        for (email, _) in &seats {
            let row = self.people.row(email.clone(), unmanaged_row);
            row.teams.update(|teams| {
                teams.insert(path.clone());
            });
        }
        self.desired.members.insert(path.clone(), seats);
    }

    /// Returns who sits in a list today, each once, and where that is said.
    fn seats(&mut self, path: &TeamPath, written: &Seats<'_>) -> Vec<(Email, Origin)> {
        let mut seats: Vec<(Email, Origin)> = Vec::with_capacity(written.len());
        let mut seen: FastMap<Email, NodeId> = FastMap::default();
        for entry in written {
            let (name, at, until) = match &entry.value {
                Short::Short(name) => (name, entry.at, None),
                Short::Full(full) => (&full.user.value, full.user.at, full.until.as_ref()),
            };
            let ended = self.has_ended(entry.at, until);
            let Some(email) = self.person_named(name, at) else { continue };
            if let Some(first) = seen.insert(email.clone(), at) {
                let label = format!("`{email}` stands in this list of `{path}` a second time");
                self.twice(label, self.at(at), self.at(first));
            } else if !ended {
                seats.push((email, self.at(at)));
            }
        }
        seats.sort();
        seats
    }

    pub(super) fn team_order(&mut self, manifest: &Manifest<'_>) {
        let Some(order) = &manifest.team_order else { return };
        if !self.order_once(Key::TeamOrder(None), order.at) {
            return;
        }
        let mut names: Vec<TeamName> = Vec::new();
        for text in order.iter() {
            self.team_in_order(text, &mut names, order);
        }
        self.desired.state.team_order.insert(None, names);
    }

    fn team_in_order(&mut self, text: &Text<'_>, names: &mut Vec<TeamName>, order: &[Text<'_>]) {
        let path = TeamPath::new(text);
        let unmanaged = self.desired.unmanaged.teams.contains_key(&path);
        if path.depth() > 0 || !(self.desired.state.teams.contains_key(&path) || unmanaged) {
            self.unknown_team(text, &path);
        } else if let Some(first) = names.iter().position(|name| *name == path.name()) {
            let label = format!("`{path}` stands in this list a second time");
            self.twice(label, self.at(text.at), self.at(order[first].at));
        } else {
            names.push(path.name());
        }
    }

    fn unknown_team(&mut self, text: &Text<'_>, path: &TeamPath) {
        let at_top = |all: &TeamPath| all.depth() == 0;
        let near = if at_top(path) {
            self.near(path.as_str(), |all| {
                all.desired.state.teams.keys().filter(|path| at_top(path)).map(TeamPath::as_str)
            })
        } else {
            None
        };
        let help = "Name a team at the top; sub-teams stand in the order in which their parent lists them.";
        let label = format!("no team at the top is called `{path}`");
        let problem = codes::UNKNOWN_TEAM.at(self.at(text.at), label, near.unwrap_or(help.into()));
        self.found.push(problem);
    }
}

/// The row of a person who isn't declared: of them only the memberships that a team lists are meant.
fn unmanaged_row() -> User {
    User { teams: Few::new().into(), ..User::default() }
}

fn fields<'w>(written: &'w written::Team<'_>) -> Vec<(&'w str, NodeId)> {
    let mut fields = Vec::new();
    fields.extend(written.attributes.iter().map(|(name, _)| (name.value.as_ref(), name.at)));
    fields.extend(written.managers.as_ref().map(|managers| ("managers", managers.at)));
    fields.extend(written.members.as_ref().map(|members| ("members", members.at)));
    fields.extend(written.teams.as_ref().map(|teams| ("teams", teams.at)));
    fields.extend(written.previously.iter().flatten().take(1).map(|name| ("previously", name.at)));
    fields
}
