//! Which licence people count as.
//!
//! A person counts as the dearest licence of any of their roles, and a role as the dearest of any of
//! its permissions. Where the platform's table isn't known, what they count as is known only so far:
//! at least one, and at most another.

use std::collections::BTreeMap;

use super::effective_roles;
use crate::core::{RoleName, State};
use crate::platform::{Fact, Platform};

/// How many people count as a licence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Those of whom it is known.
    pub known: usize,
    /// Those besides who may, since it isn't known what they count as.
    pub possible: usize,
}

/// What somebody counts as: places in the platform's list, of which the first is the dearest.
#[derive(Clone, Copy, Debug)]
struct Span {
    /// The dearest that it may be.
    at_most: usize,
    /// The dearest that is known of; the length of the list for none.
    at_least: usize,
}

impl Span {
    /// Returns what two together count as.
    fn with(self, other: Self) -> Self {
        Self {
            at_most: self.at_most.min(other.at_most),
            at_least: self.at_least.min(other.at_least),
        }
    }
}

/// What somebody counts as, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Licence<'p> {
    /// The dearest that is known of, if any is.
    pub at_least: Option<&'p str>,
    /// The dearest that it may be; nothing where there is none at all.
    pub at_most: Option<&'p str>,
}

/// Returns what the holder of all these roles counts as.
pub fn licence_of<'p, 'r>(
    state: &State,
    platform: &'p Platform,
    roles: impl Iterator<Item = &'r RoleName>,
) -> Licence<'p> {
    let names = platform.licence_names();
    let none = Span { at_most: names.len(), at_least: names.len() };
    let span = roles.fold(none, |span, role| span.with(of_role(state, platform, &names, role)));
    Licence {
        at_least: names.get(span.at_least).copied(),
        at_most: names.get(span.at_most).copied(),
    }
}

/// Returns how many active people count as each licence, by its name.
pub fn licences<'p>(state: &State, platform: &'p Platform) -> BTreeMap<&'p str, Counted> {
    let names = platform.licence_names();
    let none = Span { at_most: names.len(), at_least: names.len() };
    let mut roles: BTreeMap<&RoleName, Span> = BTreeMap::new();
    let mut counted = vec![Counted::default(); names.len()];
    for user in state.users.values() {
        let mut span = none;
        if user.roles.is_unknown() && user.is_active() {
            span.at_most = 0;
        }
        for name in effective_roles(Some(user)) {
            let role = roles.entry(name).or_insert_with(|| of_role(state, platform, &names, name));
            span = span.with(*role);
        }
        for (rank, counted) in counted.iter_mut().enumerate() {
            match span {
                Span { at_most, at_least } if at_most == rank && at_least == rank => {
                    counted.known += 1;
                }
                Span { at_most, at_least } if at_most <= rank && rank <= at_least => {
                    counted.possible += 1;
                }
                _ => {}
            }
        }
    }
    names.into_iter().zip(counted).collect()
}

/// Returns what a role counts as.
fn of_role(state: &State, platform: &Platform, names: &[&str], name: &RoleName) -> Span {
    let none = Span { at_most: names.len(), at_least: names.len() };
    let anything = Span { at_most: 0, ..none };
    let of = |licence: Option<&String>| {
        let rank = licence.and_then(|licence| names.iter().position(|name| name == licence));
        rank.map_or(anything, |rank| Span { at_most: rank, at_least: rank })
    };
    if let Some(built_in) = platform.built_in(name) {
        return of(built_in.licence.as_ref().and_then(Fact::value));
    }
    let permissions = state.roles.get(name).and_then(|role| role.permissions.value());
    let Some(permissions) = permissions else { return anything };
    let each = permissions.keys().map(|id| platform.permission(id));
    let each = each.map(|permission| of(permission.and_then(|known| known.licence.value())));
    each.fold(none, Span::with)
}
