//! What steps do, in words: those that do the same are one line.

use std::collections::BTreeMap;

use super::super::words::{Phrase, Said, phrases, rank, subject};
use super::{Detail, NAMED, Page};

/// The most lines that are shown before the rest is folded away.
const LINES: usize = 12;

/// Resources of one kind to which the same is done.
struct Alike<'p> {
    kind: &'static str,
    names: Vec<&'p str>,
    phrases: Vec<Phrase>,
}

impl Page<'_> {
    /// Returns a line for each thing that is done.
    pub(super) fn lines(&self, all: &[Said<'_>]) -> Vec<String> {
        alike(all).iter().map(|alike| self.bullet(alike)).collect()
    }

    /// Writes a line for each thing that is done, and folds away all after the first few.
    pub(super) fn bullets(&mut self, all: &[Said<'_>]) {
        let lines = self.lines(all);
        let (first, others) = lines.split_at(lines.len().min(LINES));
        self.block(&first.concat());
        if others.is_empty() {
        } else if self.detail == Detail::First {
            self.block(&format!("- and {} more", others.len()));
        } else {
            self.folded(&format!("{} more", others.len()), &others.concat());
        }
    }

    fn bullet(&self, alike: &Alike<'_>) -> String {
        let Alike { kind, names, phrases } = alike;
        let said: Vec<String> = phrases.iter().map(|phrase| self.phrase(phrase)).collect();
        let said = said.join("; ");
        let listed = self.names(names.iter().copied());
        match (kind, names.len()) {
            (kind, 0) => format!("- {kind}: {said}\n"),
            (&"", 1) => format!("- {listed}: {said}\n"),
            (kind, 1) => format!("- {kind} {listed}: {said}\n"),
            (&"", count) if count > NAMED => format!("- {count} people ({listed}): each {said}\n"),
            (&"", _) => format!("- {listed}: each {said}\n"),
            (kind, _) => format!("- {kind}s {listed}: each {said}\n"),
        }
    }

    fn phrase(&self, phrase: &Phrase) -> String {
        if phrase.names.is_empty() {
            return phrase.verb.clone();
        }
        format!("{} {}", phrase.verb, self.names(phrase.names.iter().map(String::as_str)))
    }
}

/// Puts together those to which the same is done, in the order of the first of each.
fn alike<'p>(all: &[Said<'p>]) -> Vec<Alike<'p>> {
    let mut found: Vec<Alike<'p>> = Vec::new();
    let mut places: BTreeMap<(usize, &str, Vec<Phrase>), usize> = BTreeMap::new();
    for said in all {
        let (kind, name) = subject(&said.step.key);
        let phrases = phrases(*said);
        let key = (rank(&said.step.key), kind, phrases.clone());
        let at = *places.entry(key).or_insert_with(|| {
            found.push(Alike { kind, names: Vec::new(), phrases });
            found.len() - 1
        });
        if let Some(alike) = found.get_mut(at) {
            alike.names.extend(name);
        }
    }
    found
}
