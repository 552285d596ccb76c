//! Entries with an end.

use jiff::civil::Date;

use super::Resolver;
use crate::core::{NodeId, codes};
use crate::manifest::written::Text;

impl Resolver<'_> {
    /// Returns whether an entry has ended. `until` is its last day; a day that isn't one is an error.
    pub(super) fn has_ended(&mut self, entry: NodeId, until: Option<&Text<'_>>) -> bool {
        let Some(until) = until else { return false };
        let Ok(last) = until.parse::<Date>() else {
            let label = format!("`{}` is no day of the calendar", until.value);
            let help = "Write the last day, as `2026-12-31`.";
            self.found.push(codes::MALFORMED.at(self.at(until.at), label, help));
            return false;
        };
        let ended = last < self.context.today;
        if ended {
            let label = format!("this ended with {last}, and is treated as absent");
            let help = "Take the entry out, or give it a later end.";
            let problem = codes::EXPIRED.at(self.at(entry), label, help);
            self.found.push(problem);
        }
        ended
    }
}
