//! The people so far.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::core::{Email, FastMap, User};

/// People by address, in the order in which they are declared: a file lists them by address more
/// often than not, and what is nearly in order is put in order quickly.
#[derive(Default)]
pub(super) struct People {
    places: FastMap<Email, u32>,
    rows: Vec<(Email, User)>,
}

impl People {
    /// Makes room for more: maps that grow are copied again and again.
    pub(super) fn reserve(&mut self, more: usize) {
        self.places.reserve(more);
        self.rows.reserve(more);
    }

    /// Returns the address as it is kept, if it is somebody's.
    pub(super) fn known(&self, email: &str) -> Option<&Email> {
        self.places.get(email).map(|place| &self.rows[*place as usize].0)
    }

    /// Returns a person's row, which is made where there is none yet.
    pub(super) fn row(&mut self, email: Email, new: impl FnOnce() -> User) -> &mut User {
        let place = *self.places.entry(email).or_insert_with_key(|email| {
            self.rows.push((email.clone(), new()));
            self.rows.len() as u32 - 1
        });
        &mut self.rows[place as usize].1
    }

    /// Returns everybody, by address.
    pub(super) fn finish(self) -> BTreeMap<Email, Arc<User>> {
        self.rows.into_iter().map(|(email, user)| (email, Arc::new(user))).collect()
    }

    pub(super) fn addresses(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|(email, _)| email.as_str())
    }
}
