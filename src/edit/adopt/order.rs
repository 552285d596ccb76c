//! The orders of roles and of the teams at the top.

use super::Work;
use crate::core::{Key, RoleName, TeamName, TeamPath};
use crate::document::NodeRef;
use crate::edit::Want;
use crate::edit::want::Slot;
use crate::render::scalar;

impl Work<'_> {
    pub(super) fn role_order(&mut self, list: NodeRef<'_, '_>) -> Want {
        let all = self.all;
        let named = |name: &RoleName| {
            let declared = all.live.roles.contains_key(name)
                && (self.taken.declares(all, &Key::Role(name.clone()))
                    || self.taken.roles.contains(name));
            declared
                || all.platform.built_in(name).is_some()
                || all.desired.unmanaged.roles.contains_key(name)
        };
        let live = all.live.role_order.value().map(Vec::as_slice);
        ordered(list, live, named, RoleName::new)
    }

    pub(super) fn team_order(&mut self, list: NodeRef<'_, '_>) -> Want {
        let all = self.all;
        let named = |name: &TeamName| {
            let path = TeamPath::below(None, name);
            let declared = all.live.teams.contains_key(&path)
                && (self.taken.declares(all, &Key::Team(path.clone()))
                    || self.taken.teams.contains(&path));
            declared || all.desired.unmanaged.teams.contains_key(&path)
        };
        let live = all.live.team_order.get(&None).map(Vec::as_slice);
        ordered(list, live, named, TeamName::new)
    }
}

/// Returns the names that come first, in the live order: those that are written, if that is how they
/// stand, and else all from the first one live to the last one written that can be named.
fn ordered<N: PartialEq + Clone + AsRef<str>>(
    list: NodeRef<'_, '_>,
    live: Option<&[N]>,
    named: impl Fn(&N) -> bool,
    name: impl Fn(&str) -> N,
) -> Want {
    let names = list.children().map(|item| name(item.text().map_or("", |text| text.as_ref())));
    let written: Vec<N> = names.collect();
    let stays = |at: &usize| named(&written[*at]);
    let kept: Vec<usize> = (0..written.len()).filter(stays).collect();
    let live = live.unwrap_or_default();
    let place = |at: &usize| live.iter().position(|other| *other == written[*at]);
    let places: Vec<usize> = kept.iter().filter_map(place).collect();
    if places.iter().enumerate().all(|(at, place)| at == *place) {
        let slots = kept.into_iter().map(|at| Slot::Old(at, Want::Same));
        return Want::items(slots.collect(), written.len());
    }
    let end = places.iter().max().map_or(0, |last| last + 1);
    let first = live[..end].iter().take_while(|name| named(name));
    let slot = |name: &N| match written.iter().position(|other| other == name) {
        Some(at) => Slot::Old(at, Want::Same),
        None => Slot::New(format!("- {}\n", scalar(name.as_ref()))),
    };
    Want::items(first.map(slot).collect(), written.len())
}
