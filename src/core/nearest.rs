//! Did you mean …?

/// The most bytes of a name that is compared: comparing takes the product of the lengths.
const LONGEST: usize = 256;

/// Returns the candidate that looks most like what was written, if any looks alike at all.
pub fn nearest<'c>(written: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    if written.len() > LONGEST {
        return None;
    }
    let folded = written.to_lowercase();
    let close = |candidate: &&str| strsim::jaro_winkler(&folded, &candidate.to_lowercase()) > 0.82;
    let edits = |candidate: &&str| strsim::damerau_levenshtein(&folded, &candidate.to_lowercase());
    let candidates = candidates.filter(|candidate| candidate.len() <= LONGEST);
    candidates.filter(close).min_by_key(|candidate| (edits(candidate), candidate.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_found_and_what_does_not_is_not() {
        let roles = || ["Supervisor", "Agent", "Admin"].into_iter();
        assert_eq!(nearest("superviser", roles()), Some("Supervisor"));
        assert_eq!(nearest("agent", roles()), Some("Agent"));
        assert_eq!(nearest("Billing", roles()), None);
    }
}
