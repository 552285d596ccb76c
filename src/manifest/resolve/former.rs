//! Former names, by which something live is renamed.

use std::collections::BTreeMap;

use super::Resolver;
use crate::core::{Diagnostic, Key, Origin, codes};
use crate::manifest::written::Text;

impl Resolver<'_> {
    /// Takes note of the former names of an entry, each once.
    pub(super) fn previously(
        &mut self,
        key: Key,
        written: Option<&[Text<'_>]>,
        name: impl Fn(&str) -> Key,
    ) {
        let mut names = Vec::new();
        for text in written.into_iter().flatten() {
            let (name, at) = (name(text), self.at(text.at));
            let claim = (key.clone(), name.clone());
            if let Some(first) = self.desired.former_places.get(&claim).copied() {
                let label = format!("`{}` stands in this list a second time", name.name());
                self.twice(label, at, first);
            } else {
                self.desired.former_places.insert(claim, at);
                names.push(name);
            }
        }
        if !names.is_empty() {
            self.desired.previously.insert(key, names);
        }
    }

    /// Refuses former names that two entries claim.
    pub(super) fn former_names(&mut self) {
        let mut claims: BTreeMap<&Key, Vec<Origin>> = BTreeMap::new();
        for ((_, former), at) in &self.desired.former_places {
            claims.entry(former).or_default().push(*at);
        }
        let claimed_twice = claims.into_iter().flat_map(claimed_twice).collect::<Vec<_>>();
        claimed_twice.into_iter().for_each(|problem| self.found.push(problem));
    }
}

fn claimed_twice((former, mut places): (&Key, Vec<Origin>)) -> Vec<Diagnostic> {
    places.sort_unstable();
    let Some((first, others)) = places.split_first() else { return Vec::new() };
    let problem = |at: &Origin| {
        let label = format!("{former} is claimed here a second time");
        let help = "Take the former name out of one of the two.";
        codes::CLAIMED_TWICE.at(*at, label, help).and(*first, "it is claimed here first")
    };
    others.iter().map(problem).collect()
}
