//! Teams and their managers.

use std::collections::BTreeSet;

use super::Diff;
use crate::core::{Email, Few, Key, Kind, Known, Team, TeamPath};
use crate::plan::{Action, Resource, Step};

impl Diff<'_> {
    /// Compares which teams there are; returns those that go.
    pub(super) fn teams(&mut self) -> BTreeSet<TeamPath> {
        let (desired, live) = (self.desired, self.live);
        for path in desired.state.teams.keys().filter(|path| !live.teams.contains_key(*path)) {
            let after = Some(Resource::Team(Team::default()));
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

    /// Compares who manages the teams, once it is known which people are changed.
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
            let live = self.live.teams.get(path).map(|team| &team.managers);
            let wanted = match (&team.managers, live) {
                (Known::Unknown, Some(live)) => without(live, &leaving),
                (managers, _) => managers.clone(),
            };
            let known = |email: &Email| !touched.contains(&Key::User(email.clone()));
            match live {
                None if wanted.value().is_none_or(|all| all.iter().all(known)) => {
                    self.complete(path, &wanted);
                }
                None => self.change_managers(path, &Known::Known(Few::new()), &wanted),
                Some(live) => self.change_managers(path, live, &wanted),
            }
        }
        for (path, team) in self.live.teams.iter().filter(|(path, _)| !going.contains(*path)) {
            if !desired.state.teams.contains_key(path) {
                let wanted = without(&team.managers, &leaving);
                self.change_managers(path, &team.managers, &wanted);
            }
        }
        going.iter().for_each(|path| self.release(path, going, &leaving));
    }

    /// Takes people who are deactivated off a team that goes, where the team couldn't go first: it
    /// waits for a team below it, which waits for people who are deactivated.
    fn release(&mut self, path: &TeamPath, going: &BTreeSet<TeamPath>, leaving: &BTreeSet<Email>) {
        let live = self.live;
        let Some(managers) = live.teams.get(path).map(|team| &team.managers) else { return };
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
        self.change_managers(path, managers, &rest);
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

    fn change_managers(
        &mut self,
        path: &TeamPath,
        live: &Known<Few<Email>>,
        wanted: &Known<Few<Email>>,
    ) {
        let (mut before, mut after) = (Team::default(), Team::default());
        if super::changed(wanted, live, &mut before.managers, &mut after.managers) {
            let step = Step {
                before: Some(Resource::Team(before)),
                after: Some(Resource::Team(after)),
                ..Step::about(Key::Team(path.clone()))
            };
            self.push(step, &["managers"]);
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
