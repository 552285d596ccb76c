//! Teams whose named members exchange places.

use super::{Resource, Step};
use crate::core::{Named, Team};

/// Where somebody can only leave a team once it names another, who can only come once somebody leaves,
/// and so on in a circle, the teams in it name nobody in between. Returns the steps with those in two
/// that are among the ones for which there is no order, if there are any.
pub(super) fn parted(steps: &[Step], stuck: &[Step]) -> Option<Vec<Step>> {
    let mut parted = Vec::with_capacity(steps.len());
    for step in steps {
        let is_stuck = || {
            stuck.iter().any(|other| {
                (&other.key, &other.before, &other.after) == (&step.key, &step.before, &step.after)
            })
        };
        match in_two(step).filter(|_| is_stuck()) {
            Some(two) => parted.extend(two),
            None => parted.push(step.clone()),
        }
    }
    (parted.len() > steps.len()).then_some(parted)
}

/// Returns the step that names nobody and the one that names somebody else, if it does both.
fn in_two(step: &Step) -> Option<[Step; 2]> {
    let (Some(Resource::Team(before)), Some(Resource::Team(after))) = (&step.before, &step.after)
    else {
        return None;
    };
    let changes = |name| before.named.get(name).is_some_and(Option::is_some);
    if !after.named.iter().any(|(name, email)| email.is_some() && changes(name)) {
        return None;
    }
    let nobody: Named = after.named.keys().map(|name| (name.clone(), None)).collect();
    let only = |named| Some(Resource::Team(Team { named, ..Team::default() }));
    let part = |before, after| Step {
        before: only(before),
        after: only(after),
        reason: Some("people exchange places, so for a moment the team names nobody".to_owned()),
        ..step.clone()
    };
    Some([part(before.named.clone(), nobody.clone()), part(nobody, after.named.clone())])
}
