//! Addresses of people in what many can read.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How addresses are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Emails {
    /// What stands for each address; none where they are shown as they are.
    short: Option<BTreeMap<String, String>>,
}

impl Emails {
    /// Addresses are cut after the first characters that tell each from all others of its domain:
    /// `ana…@acme.example`. They are those that the texts mention.
    pub fn short<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mentioned: BTreeSet<String> =
            texts.flat_map(|text| pieces(text).filter(is_address)).map(str::to_lowercase).collect();
        let mut of_domain: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (local, domain) in mentioned.iter().filter_map(|address| address.rsplit_once('@')) {
            of_domain.entry(domain).or_default().push(local);
        }
        let mut short = BTreeMap::new();
        for (domain, locals) in of_domain {
            for (at, local) in locals.iter().enumerate() {
                let before = at.checked_sub(1).and_then(|at| locals.get(at));
                let shared = [before, locals.get(at + 1)].into_iter().flatten();
                let shared = shared.map(|other| shared_chars(local, other)).max();
                let first = first_chars(local, shared.unwrap_or(0) + 1);
                short.insert(format!("{local}@{domain}"), format!("{first}…@{domain}"));
            }
        }
        Self { short: Some(short) }
    }

    /// Returns a text with the addresses in it as they are shown.
    pub fn in_text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match &self.short {
            Some(short) if text.contains('@') => {
                Cow::Owned(pieces(text).map(|piece| shown(piece, short)).collect())
            }
            _ => Cow::Borrowed(text),
        }
    }
}

fn shown<'t>(piece: &'t str, short: &BTreeMap<String, String>) -> Cow<'t, str> {
    if !is_address(&piece) {
        return Cow::Borrowed(piece);
    }
    match (short.get(&piece.to_lowercase()), piece.rsplit_once('@')) {
        (Some(known), _) => Cow::Owned(known.clone()),
        (None, Some((local, domain))) => Cow::Owned(format!("{}…@{domain}", first_chars(local, 1))),
        (None, None) => Cow::Borrowed(piece),
    }
}

/// Returns what a text consists of: what could be an address, and what stands between.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| c.is_whitespace() || "`'\"<>()[]{},;:|→".contains(c);
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let in_it = |c: char| ends(c) == ends(first);
        let (piece, after) = rest.split_at(rest.find(|c| !in_it(c)).unwrap_or(rest.len()));
        rest = after;
        Some(piece)
    })
}

fn is_address(piece: &&str) -> bool {
    piece.rsplit_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
}

fn shared_chars(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count()
}

fn first_chars(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::Emails;

    #[test]
    fn addresses_are_cut_and_still_differ() {
        let all = "ana@x.example: Lead, anabel@x.example, bo@x.example and bo@y.example";
        let emails = Emails::short([all].into_iter());
        let shown =
            emails.in_text("`Ana@x.example` to anabel@x.example; bo@y.example, zoe@z.example");
        assert_eq!(shown, "`ana…@x.example` to anab…@x.example; b…@y.example, z…@z.example");
        assert_eq!(emails.in_text("no address @ all"), "no address @ all");
        assert_eq!(Emails::default().in_text("ana@x.example"), "ana@x.example");
    }
}
