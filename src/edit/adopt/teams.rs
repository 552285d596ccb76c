//! Entries of teams.

use std::collections::BTreeSet;

use super::lists::former_names;
use super::{Work, indented};
use crate::core::{AttributeName, Email, Key, Kind, TeamName, TeamPath};
use crate::document::NodeRef;
use crate::edit::Want;
use crate::edit::want::Slot;
use crate::render::scalar;

impl Work<'_> {
    pub(super) fn top_teams(&mut self, list: NodeRef<'_, '_>) -> Want {
        self.listed(list, Kind::Team, |work, entry| {
            let (path, want) = work.team(None, entry)?;
            Some((path.to_string(), want))
        })
    }

    /// Returns the lines of a new team with all that is below it.
    pub(super) fn team_entry(&self, path: &TeamPath) -> String {
        self.entries.team(path, self.members.as_ref())
    }

    /// Returns what should stand in a team's entry; nothing if the team isn't live.
    fn team(
        &mut self,
        parent: Option<&TeamPath>,
        entry: NodeRef<'_, '_>,
    ) -> Option<(TeamPath, Want)> {
        let name = TeamName::new(entry.field("name")?.text()?);
        let declared = TeamPath::below(parent, &name);
        let Key::Team(path) = self.taken.live_name(self.all, &Key::Team(declared.clone()))? else {
            return None;
        };
        let team = self.all.live.teams.get(&path)?;
        let mut slots = Vec::new();
        let mut count = 0;
        for (at, (key, value)) in entry.members().enumerate() {
            count += 1;
            let want = match key.text().map_or("", |text| text.as_ref()) {
                "name" if name != path.name() => Some(Want::Value(scalar(path.name().as_str()))),
                "previously" if declared != path => former_names(value, path.as_str()),
                "managers" => Some(match team.managers.value() {
                    Some(all) => self.exactly(value, "user", all.iter().cloned(), Email::new),
                    None => Want::Same,
                }),
                "members" => Some(self.seats(&path, value)),
                "teams" => Some(self.teams_below(&declared, &path, value)),
                "name" | "previously" => Some(Want::Same),
                name => {
                    let name = AttributeName::new(name);
                    self.attribute(Kind::Team, &name, value, team.values().get(&name))
                }
            };
            slots.extend(want.map(|want| Slot::Old(at, want)));
        }
        if entry.field("teams").is_none() {
            let new: Vec<TeamPath> = self.new_below(&path);
            let lines: String = new.iter().map(|path| indented(&self.team_entry(path))).collect();
            if !lines.is_empty() {
                slots.push(Slot::New(format!("teams:\n{lines}")));
            }
        }
        Some((path, Want::items(slots, count)))
    }

    /// Returns what should stand in a team's list of members. People whom somebody else administers
    /// keep their seats whether or not they are named.
    fn seats(&mut self, path: &TeamPath, list: NodeRef<'_, '_>) -> Want {
        let missing = self.members.as_ref().and_then(|members| members.get(path));
        let Some(missing) = missing else { return Want::Same };
        let missing: BTreeSet<Email> = missing.iter().map(|email| (*email).clone()).collect();
        let users = &self.all.live.users;
        let sits = |email: &Email| {
            users.get(email).is_some_and(|user| user.member_of().any(|team| team == path))
        };
        self.names(list, "user", (sits, missing), Email::new)
    }

    /// Returns what should stand in a list of sub-teams, which is their order as well.
    fn teams_below(
        &mut self,
        declared: &TeamPath,
        parent: &TeamPath,
        list: NodeRef<'_, '_>,
    ) -> Want {
        let mut slots: Vec<(TeamPath, Slot)> = Vec::new();
        let mut count = 0;
        for (at, entry) in list.children().enumerate() {
            count += 1;
            let kept = self.team(Some(declared), entry);
            slots.extend(kept.map(|(path, want)| (path, Slot::Old(at, want))));
        }
        for path in self.new_below(parent) {
            let lines = self.team_entry(&path);
            slots.push((path, Slot::New(lines)));
        }
        slots.sort_by_key(|(path, _)| self.place(path));
        Want::items(slots.into_iter().map(|(_, slot)| slot).collect(), count)
    }

    /// Returns the new teams directly below one, in their order.
    fn new_below(&self, parent: &TeamPath) -> Vec<TeamPath> {
        let mut new: Vec<TeamPath> = self.taken.below(Some(parent)).cloned().collect();
        new.sort_by_key(|path| self.place(path));
        new
    }

    /// Returns a team's place among its siblings; the last where nobody knows it.
    fn place(&self, path: &TeamPath) -> usize {
        let order = self.all.live.team_order.get(&path.parent());
        let name = path.name();
        order.and_then(|order| order.iter().position(|other| *other == name)).unwrap_or(usize::MAX)
    }
}
