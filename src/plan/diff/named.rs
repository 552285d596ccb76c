//! Whom the attributes of teams name.

use std::collections::{BTreeMap, BTreeSet};

use super::Diff;
use crate::core::{Email, Key, Named, Origin, Team, TeamPath};
use crate::plan::{Action, Resource, Step};

impl Diff<'_> {
    /// Compares whom teams name, once it is known who leaves them. It is a step of its own, which waits
    /// for people who come and for which people wait who go. Nobody is named by a team that they leave,
    /// or that goes, whether or not the manifests say anything of it.
    pub(super) fn named(&mut self, going: &BTreeSet<TeamPath>) {
        let (desired, live) = (self.desired, self.live);
        let rows = self.rows();
        let nothing = Team::default();
        let paths: BTreeSet<&TeamPath> =
            desired.state.teams.keys().chain(live.teams.keys()).collect();
        for path in paths {
            let there = live.teams.get(path);
            let was = &there.unwrap_or(&nothing).named;
            let meant = desired.state.teams.get(path).map_or(&nothing.named, |team| &team.named);
            let mut change = Change::default();
            for (name, email) in meant {
                // A team that is made names nobody.
                let known = was.get(name).or(if there.is_none() { Some(&None) } else { None });
                if known != Some(email) {
                    change.fields.push(name.as_str());
                    change.before.extend(known.map(|known| (name.clone(), known.clone())));
                    change.after.insert(name.clone(), email.clone());
                }
            }
            for (name, email) in was.iter().filter(|(name, _)| !meant.contains_key(*name)) {
                let Some(row) = email.as_ref().and_then(|email| rows.get(email)) else { continue };
                if going.contains(path) || leaves(&self.steps[*row], path) {
                    change.also.extend(&self.steps[*row].because);
                    change.before.insert(name.clone(), email.clone());
                    change.after.insert(name.clone(), None);
                }
            }
            self.change_named(path, change);
        }
    }

    /// Returns the place of the step that changes each person's row.
    fn rows(&self) -> BTreeMap<Email, usize> {
        let row = |(place, step): (usize, &Step)| match &step.key {
            Key::User(email) => Some((email.clone(), place)),
            _ => None,
        };
        // Most platforms have no such attribute, and most instances many people.
        let any = self.live.teams.values().any(|team| team.people_named().next().is_some());
        self.steps.iter().enumerate().filter(|_| any).filter_map(row).collect()
    }

    fn change_named(&mut self, path: &TeamPath, change: Change<'_>) {
        let Change { before, after, fields, also } = change;
        if after.is_empty() {
            return;
        }
        let key = Key::Team(path.clone());
        // What goes no longer names them when it does.
        let goes = self.steps.iter_mut().find(|step| step.key == key && step.after.is_none());
        if let Some(Resource::Team(team)) = goes.and_then(|step| step.before.as_mut()) {
            team.named.extend(after.clone());
        }
        let only = |named| Some(Resource::Team(Team { named, ..Team::default() }));
        let reason = (!also.is_empty()).then(|| REASON.to_owned());
        let step = Step { before: only(before), after: only(after), reason, ..Step::about(key) };
        let unasked = fields.is_empty();
        self.push(step, &fields);
        if let Some(step) = self.steps.last_mut() {
            if unasked {
                step.because.clear();
            }
            step.because.extend(also);
            step.because.sort_unstable();
            step.because.dedup();
        }
    }
}

const REASON: &str = "a team names nobody who leaves it or can no longer sign in";

/// The change of whom one team names.
#[derive(Default)]
struct Change<'c> {
    before: Named,
    after: Named,
    /// The attributes that manifests ask to be changed.
    fields: Vec<&'c str>,
    /// The places that ask for what makes a change necessary.
    also: Vec<Origin>,
}

/// Returns whether a person is no active member of the team after this step on their row.
fn leaves(row: &Step, path: &TeamPath) -> bool {
    let sits = |side: &Option<Resource>| match side {
        Some(Resource::User(user)) => user.teams.value().map(|teams| teams.contains(path)),
        _ => None,
    };
    matches!(row.action, Action::Deactivate | Action::Delete)
        || (sits(&row.before) == Some(true) && sits(&row.after) == Some(false))
}
