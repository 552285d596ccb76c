//! Entries of people.

use super::Work;
use super::lists::former_names;
use crate::core::{AttributeName, Email, Key, Kind, RoleName, User};
use crate::document::NodeRef;
use crate::edit::Want;
use crate::edit::want::Slot;
use crate::render::scalar;

impl Work<'_> {
    pub(super) fn users(&mut self, list: NodeRef<'_, '_>) -> Want {
        self.listed(list, Kind::User, |work, entry| work.user(entry))
    }

    /// Returns what should stand in a person's entry; nothing if the person isn't live.
    fn user(&mut self, entry: NodeRef<'_, '_>) -> Option<(String, Want)> {
        let declared = Email::new(entry.field("email")?.text()?);
        let Key::User(email) = self.taken.live_name(self.all, &Key::User(declared.clone()))? else {
            return None;
        };
        let user = self.all.live.users.get(&email)?;
        let mut slots = Vec::new();
        let mut count = 0;
        for (at, (key, value)) in entry.members().enumerate() {
            count += 1;
            let key = key.text().map_or("", |text| text.as_ref());
            let want = match key {
                "email" | "previously" if declared == email => Some(Want::Same),
                "email" => Some(Want::Value(scalar(email.as_str()))),
                "previously" => former_names(value, email.as_str()),
                _ => self.field_of_user(key, value, user),
            };
            slots.extend(want.map(|want| Slot::Old(at, want)));
        }
        Some((email.to_string(), Want::items(slots, count)))
    }

    fn field_of_user(&mut self, key: &str, value: NodeRef<'_, '_>, user: &User) -> Option<Want> {
        match key {
            "roles" => {
                let Some(held) = user.roles.value() else { return Some(Want::Same) };
                Some(self.exactly(value, "role", held.iter().cloned(), RoleName::new))
            }
            "status" => {
                let written = value.text().map(|text| text.as_ref());
                Some(match user.status.value() {
                    Some(live) if written != Some(live.as_str()) => {
                        Want::Value(live.as_str().to_owned())
                    }
                    _ => Want::Same,
                })
            }
            _ => {
                let name = AttributeName::new(key);
                self.attribute(Kind::User, &name, value, user.attributes.get(&name))
            }
        }
    }
}
