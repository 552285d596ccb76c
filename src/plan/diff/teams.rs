//! Teams and their managers.

use std::collections::BTreeSet;

use super::{Diff, changed, changed_attributes};
use crate::core::{Email, Few, Key, Kind, Known, Team, TeamPath};
use crate::plan::{Action, Resource, Step};

impl Diff<'_> {
    /// Compares which teams there are; returns those that go.
    pub(super) fn teams(&mut self) -> BTreeSet<TeamPath> {
        let (desired, live) = (self.desired, self.live);
        let new = desired.state.teams.iter().filter(|(path, _)| !live.teams.contains_key(*path));
        for (path, team) in new {
            let attributes = team.attributes.clone();
            let after = Some(Resource::Team(Team { attributes, ..Team::default() }));
            let key = Key::Team(path.clone());
            self.push(Step { action: Action::Create, after, ..Step::about(key) }, &[]);
        }
        let mut going = BTreeSet::new();
        for (path, team) in &live.teams {
            if desired.state.teams.contains_key(path) {
                continue;
            }
            let key = Key::Team(path.clone());
            if self.keeps_team(path) || !desired.manage.is_all(Kind::Team) {
                self.unmanaged.push(key);
            } else {
                let step = self.unlisted(key, Action::Delete, Resource::Team(team.clone()));
                self.push(step, &[]);
                going.insert(path.clone());
            }
        }
        going
    }

    /// Returns whether somebody else administers the team, or one below it.
    fn keeps_team(&self, path: &TeamPath) -> bool {
        let kept = &self.desired.unmanaged.teams;
        kept.keys().any(|kept| kept == path || kept.is_below(path) || path.is_below(kept))
    }

    /// Compares who manages the teams, once it is known which people are changed, and the attributes
    /// of those that stay.
    ///
    /// A team is made together with its managers where none of them is changed by this plan; the
    /// managers of other teams are a step of their own, so that a person can wait for the team and
    /// the team's managers for the person.
    pub(super) fn managers(&mut self, going: &BTreeSet<TeamPath>) {
        let touched: BTreeSet<Key> = self
            .steps
            .iter()
            .filter(|step| step.key.kind() == Kind::User)
            .map(|step| step.key.clone())
            .collect();
        let leaving = self.leaving();
        let desired = self.desired;
        for (path, team) in &desired.state.teams {
            let live = self.live.teams.get(path);
            let managers = match (&team.managers, live) {
                (Known::Unknown, Some(live)) => without(&live.managers, &leaving),
                (managers, _) => managers.clone(),
            };
            let attributes = team.attributes.clone();
            let wanted = Team { managers, attributes, ..Team::default() };
            let known = |email: &Email| !touched.contains(&Key::User(email.clone()));
            match live {
                None if wanted.managers.value().is_none_or(|all| all.iter().all(known)) => {
                    self.complete(path, &wanted.managers);
                }
                None => {
                    let made = Team { managers: Few::new().into(), ..wanted.clone() };
                    self.change(path, &made, &wanted);
                }
                Some(live) => self.change(path, live, &wanted),
            }
        }
        for (path, team) in self.live.teams.iter().filter(|(path, _)| !going.contains(*path)) {
            if !desired.state.teams.contains_key(path) {
                let managers = without(&team.managers, &leaving);
                self.change(path, team, &Team { managers, ..Team::default() });
            }
        }
        going.iter().for_each(|path| self.release(path, going, &leaving));
    }

    /// Takes people who are deactivated off a team that goes, where the team couldn't go first: it
    /// waits for a team below it, which waits for people who are deactivated.
    fn release(&mut self, path: &TeamPath, going: &BTreeSet<TeamPath>, leaving: &BTreeSet<Email>) {
        let live = self.live;
        let Some(there) = live.teams.get(path) else { return };
        let managers = &there.managers;
        let below = |team: &TeamPath| going.contains(team) && team.is_below(path);
        let waits =
            |email: &Email| live.users.get(email).is_some_and(|user| user.member_of().any(below));
        let rest = without(managers, leaving);
        if !rest.differs(managers) || !leaving.iter().any(waits) {
            return;
        }
        let key = Key::Team(path.clone());
        let step = self.steps.iter_mut().find(|step| step.key == key);
        if let Some(Resource::Team(team)) = step.and_then(|step| step.before.as_mut()) {
            team.managers = rest.clone();
        }
        self.change(path, there, &Team { managers: rest, ..Team::default() });
        let reason = "the team goes, and a manager is deactivated before it can";
        self.steps.last_mut().into_iter().for_each(|step| step.reason = Some(reason.to_owned()));
    }

    /// Returns the people who are deleted, or deactivated where that takes every seat.
    fn leaving(&self) -> BTreeSet<Email> {
        let ends = self.platform.users.inactive_leaves_teams.holds();
        let deactivated = |step: &Step| match (&step.key, step.action) {
            (Key::User(email), Action::Delete) => Some(email.clone()),
            (Key::User(email), Action::Deactivate) if ends => Some(email.clone()),
            _ => None,
        };
        self.steps.iter().filter_map(deactivated).collect()
    }

    /// Gives a team that is made its managers at once.
    fn complete(&mut self, path: &TeamPath, managers: &Known<Few<Email>>) {
        let key = Key::Team(path.clone());
        let step = self.steps.iter_mut().find(|step| step.key == key);
        if let Some(Resource::Team(team)) = step.and_then(|step| step.after.as_mut()) {
            team.managers = managers.clone();
        }
    }

    /// Adds the step that gives a team other managers and attributes, where they differ.
    fn change(&mut self, path: &TeamPath, live: &Team, wanted: &Team) {
        let (mut before, mut after) = (Team::default(), Team::default());
        let mut fields = Vec::new();
        let (was, is) = (&mut before.managers, &mut after.managers);
        if changed(&wanted.managers, &live.managers, was, is) {
            fields.push("managers");
        }
        let (was, is) = (&mut before.attributes, &mut after.attributes);
        fields.extend(changed_attributes(&wanted.attributes, &live.attributes, was, is));
        if !fields.is_empty() {
            let step = Step {
                before: Some(Resource::Team(before)),
                after: Some(Resource::Team(after)),
                ..Step::about(Key::Team(path.clone()))
            };
            self.push(step, &fields);
        }
    }
}

/// Returns the managers who stay.
fn without(managers: &Known<Few<Email>>, leaving: &BTreeSet<Email>) -> Known<Few<Email>> {
    match managers {
        Known::Known(all) if !leaving.is_empty() => {
            Known::Known(all.iter().filter(|one| !leaving.contains(*one)).cloned().collect())
        }
        other => other.clone(),
    }
}
