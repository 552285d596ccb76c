//! What a change attests, or no longer does.

use std::collections::BTreeSet;

use super::{Act, Attested};
use crate::core::Key;
use crate::plan::Step;

/// Returns what is attested otherwise in one file than in the other, each named once.
pub fn attested_anew(before: &Attested, now: &Attested) -> BTreeSet<Key> {
    let (before, now) = (said(before), said(now));
    before.symmetric_difference(&now).map(|(key, _)| key.clone()).collect()
}

/// Returns what is attested: of each thing who said what, and when.
fn said(attested: &Attested) -> BTreeSet<(Key, String)> {
    attested.attested.iter().flat_map(acts).collect()
}

fn acts(act: &Act) -> impl Iterator<Item = (Key, String)> {
    act.steps().into_iter().map(|Step { key, after, .. }| {
        // None of them can fail to have a form in JSON.
        let is = serde_json::to_string(&after).unwrap_or_else(|error| error.to_string());
        (key, format!("{} {} {is}", act.by, act.at))
    })
}
