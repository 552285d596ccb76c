//! Lists of names: roles, members, managers, scopes.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Work;
use crate::core::Email;
use crate::document::{NodeRef, Value};
use crate::edit::Want;
use crate::edit::want::{Slot, with_new};
use crate::render::scalar;

impl Work<'_> {
    /// Returns what should stand in a list of names, so that it holds those that are live. An item
    /// is a name, or a mapping that has it under `field` and may have an end. Names that `missing`
    /// hasn't are live and needn't stand in the list.
    pub(super) fn names<N: Ord + Clone + AsRef<str>>(
        &mut self,
        list: NodeRef<'_, '_>,
        field: &str,
        (live, mut missing): (impl Fn(&N) -> bool, BTreeSet<N>),
        name: impl Fn(&str) -> N,
    ) -> Want {
        let mut kept = Vec::new();
        let mut count = 0;
        for (at, item) in list.children().enumerate() {
            count += 1;
            let is_mapping = *item.value() == Value::Mapping;
            let named = if is_mapping { item.field(field) } else { Some(item) };
            let Some(text) = named.and_then(NodeRef::text) else { continue };
            let name = name(text);
            let is_live = live(&name);
            missing.remove(&name);
            let ended = self.has_ended(item);
            if ended && is_live {
                let label = format!("this ended, and `{}` is still live", name.as_ref());
                let help = "Give it a later `until` or none, or let `apply` take it away first.";
                self.by_hand(item.id(), label, help);
            }
            if is_live || ended {
                kept.push((name, Slot::Old(at, Want::Same)));
            }
        }
        let line = |name: N| (name.clone(), Slot::New(format!("- {}\n", scalar(name.as_ref()))));
        Want::items(with_new(kept, missing.into_iter().map(line).collect()), count)
    }

    /// Returns what should stand in a list that holds what is live and nothing else.
    pub(super) fn exactly<N: Ord + Clone + AsRef<str>>(
        &mut self,
        list: NodeRef<'_, '_>,
        field: &str,
        live: impl Iterator<Item = N>,
        name: impl Fn(&str) -> N,
    ) -> Want {
        let live: BTreeSet<N> = live.collect();
        let is_live = |name: &N| live.contains(name);
        self.names(list, field, (is_live, live.clone()), name)
    }

    fn has_ended(&self, item: NodeRef<'_, '_>) -> bool {
        let until = item.field("until").and_then(NodeRef::text);
        let last = until.and_then(|text| text.parse::<Date>().ok());
        last.is_some_and(|last| last < self.all.today)
    }
}

/// Returns what should stand in a list of former names without the one that is live again; nothing
/// where that was the only one.
pub(super) fn former_names(list: NodeRef<'_, '_>, live: &str) -> Option<Want> {
    // An address is written as people like, and kept in lower case.
    let is_it = |text: &str| text == live || Email::new(text).as_str() == live;
    let items = list.children().enumerate();
    let others = items.filter(|(_, item)| !item.text().is_some_and(|text| is_it(text)));
    let kept: Vec<Slot> = others.map(|(at, _)| Slot::Old(at, Want::Same)).collect();
    (!kept.is_empty()).then(|| Want::items(kept, list.children().count()))
}
