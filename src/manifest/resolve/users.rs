//! People.

use super::Resolver;
use crate::core::{
    AttributeName, Email, Few, Key, Known, NodeId, RoleName, Scalar, Status, User, codes,
};
use crate::document::{Located, Short};
use crate::manifest::Manifest;
use crate::manifest::written::{self, HeldRole};
use crate::platform::{Leaving, Platform};

impl Resolver<'_> {
    /// Resolves the people of a file, and lets go of what is written about them: there may be very
    /// many.
    pub(super) fn users(&mut self, manifest: &mut Manifest<'_>) {
        for user in manifest.users.take().into_iter().flatten() {
            self.user(user.value);
        }
    }

    fn user(&mut self, mut written: written::User<'_>) {
        self.legible(&written.email);
        self.of_one_script(&written.email);
        let email = Email::new(&written.email);
        if self.declare(Key::User(email.clone()), written.email.at, fields(&written)) {
            return;
        }
        let former = |text: &str| Key::User(Email::new(text));
        self.previously(Key::User(email.clone()), written.previously.as_deref(), former);
        self.invited(&written, &email);
        let mut user = User {
            status: written.status.as_ref().map(|status| status.value).into(),
            teams: Few::new().into(),
            ..User::default()
        };
        self.held_roles(&written, &mut user);
        for (name, value) in written.attributes.drain(..) {
            user.attributes.insert(self.attribute_name(&name), self.attribute(value));
        }
        self.people.row(email, || user);
    }

    /// Takes note of since when somebody is invited, who hasn't accepted yet.
    fn invited(&mut self, written: &written::User<'_>, email: &Email) {
        let Some(since) = &written.invited else { return };
        if self.context.project.is_some() {
            let label = "whether somebody accepts an invitation can't be declared";
            let help = "Take it out: it stands in what is live, and nowhere else.";
            return self.found.push(codes::UNKNOWN_KEY.at(self.at(since.at), label, help));
        }
        match since.parse() {
            Ok(day) => _ = self.desired.state.invited.insert(email.clone(), day),
            Err(_) => {
                let label = format!("`{}` is no day of the calendar", since.value);
                let help = "Write the day, as `2026-12-31`.";
                self.found.push(codes::MALFORMED.at(self.at(since.at), label, help));
            }
        }
    }

    /// Returns the name of an attribute, each made once: there are few of them and many people.
    pub(super) fn attribute_name(&mut self, name: &str) -> AttributeName {
        if let Some(known) = self.attribute_names.get(name) {
            return known.clone();
        }
        let made = AttributeName::new(name);
        self.attribute_names.insert(made.clone());
        made
    }

    pub(super) fn attribute(&mut self, value: Located<Scalar>) -> Scalar {
        if let Scalar::Text(text) = &value.value {
            self.legible(&Located { at: value.at, value: text.as_ref().into() });
        }
        value.value
    }

    /// Resolves the roles that a person holds today.
    fn held_roles(&mut self, written: &written::User<'_>, user: &mut User) {
        let mut held = Few::new();
        let (mut any_ended, mut all_known) = (false, true);
        for (position, entry) in written.roles.iter().enumerate() {
            let (name, until) = match &entry.value {
                Short::Short(name) => (name, None),
                Short::Full(full) => (&full.role.value, full.until.as_ref()),
            };
            let Some(role) = self.role_named(at_role(entry), name) else {
                all_known = false;
                continue;
            };
            if self.has_ended(entry.at, until) {
                any_ended = true;
            } else if !held.insert(role.clone()) {
                self.role_twice(written, position, &role);
            }
        }
        self.ends(written);
        if held.is_empty() && any_ended {
            user.status = Known::Known(Status::Inactive);
        } else if all_known {
            // What would be said of a list with an unknown role in it would be an echo.
            user.roles = held.into();
        }
    }

    fn role_twice(&mut self, written: &written::User<'_>, position: usize, role: &RoleName) {
        let is_it = |entry: &&Located<Short<'_, HeldRole<'_>>>| match &entry.value {
            Short::Short(name) => RoleName::new(name) == *role,
            Short::Full(full) => RoleName::new(&full.role) == *role,
        };
        if let Some(first) = written.roles.iter().find(is_it) {
            let label = format!("`{role}` is given to this person a second time");
            self.twice(label, self.at(written.roles[position].at), self.at(first.at));
        }
    }

    /// Asks what becomes of a person all of whose roles have an end, and whether it can.
    fn ends(&mut self, written: &written::User<'_>) {
        let platform = self.context.platform;
        let deactivates = platform.leaving() == Leaving::Deactivated;
        for entry in written.roles.iter().filter(|_| !deactivates) {
            if let Short::Full(full) = &entry.value
                && let Some(then) = &full.then
            {
                let label = "nobody can be made inactive on this platform";
                let help = instead_of_inactive(platform);
                self.found.push(codes::CANNOT_DEACTIVATE.at(self.at(then.at), label, help));
            }
        }
        let ends = |entry: &Located<Short<'_, HeldRole<'_>>>| match &entry.value {
            Short::Short(_) => false,
            Short::Full(full) => full.until.is_some() && full.then.is_none(),
        };
        if !written.roles.is_empty() && written.roles.iter().all(ends) {
            self.found.push(codes::NO_ROLE_LEFT.at(
                self.at(written.roles.at),
                "every one of these roles has an end",
                if deactivates {
                    "Add `then: inactive` to the one that ends last, or a role without an end."
                } else {
                    "Add a role without an end, and take the person out when their time has come."
                },
            ));
        }
    }
}

/// Returns where a held role is named.
fn at_role(entry: &Located<Short<'_, HeldRole<'_>>>) -> NodeId {
    match &entry.value {
        Short::Short(_) => entry.at,
        Short::Full(full) => full.role.at,
    }
}

fn fields<'w>(written: &'w written::User<'_>) -> Vec<(&'w str, NodeId)> {
    let mut fields = Vec::with_capacity(2 + written.attributes.len());
    fields.push(("roles", written.roles.at));
    fields.extend(written.status.as_ref().map(|status| ("status", status.at)));
    fields.extend(written.attributes.iter().map(|(name, _)| (name.value.as_ref(), name.at)));
    fields.extend(written.previously.iter().flatten().take(1).map(|name| ("previously", name.at)));
    fields
}

/// Returns what to do with somebody who should have no access, where nobody can be made inactive.
pub fn instead_of_inactive(platform: &Platform) -> String {
    match platform.created_elsewhere() {
        Some(place) if platform.leaving() == Leaving::Elsewhere => {
            format!("Take the person out, and end their access where people come from: {place}.")
        }
        _ => "Take the person out: under `manage: { users: all }` they are deleted.".to_owned(),
    }
}
