//! Names: nothing invisible in them, and every one that is mentioned is known.

use super::Resolver;
use crate::core::{Email, NodeId, Origin, RoleName, codes, invisible, nearest};
use crate::manifest::written::Text;

impl Resolver<'_> {
    /// Refuses characters that nobody sees, or that change what others look like.
    pub(super) fn legible(&mut self, text: &Text<'_>) {
        if let Some(label) = invisible(text) {
            let help = "Take it out: it can't be seen, or it hides what stands beside it.";
            self.found.push(codes::CONTROL_CHARACTER.at(self.at(text.at), label, help));
        }
    }

    /// Returns the role that is named, if there is one.
    pub(super) fn role_named(&mut self, at: NodeId, name: &str) -> Option<RoleName> {
        if let Some(known) = self.known_roles.get(name) {
            return Some(known.clone());
        }
        let name = RoleName::new(name);
        if let Some(known) = self.known_roles.get(&name) {
            return Some(known.clone());
        }
        let near = self.near(name.as_str(), |all| all.known_roles.iter().map(RoleName::as_str));
        let problem = codes::UNKNOWN_ROLE.at(
            self.at(at),
            format!("no role is called `{name}`"),
            near.unwrap_or_else(|| "Declare it under `roles:`, or name one that is there.".into()),
        );
        self.found.push(problem);
        None
    }

    /// Returns the person who is named, if that is somebody.
    pub(super) fn person_named(&mut self, text: &str, at: NodeId) -> Option<Email> {
        // Most addresses are written as they are kept.
        if let Some((known, _)) = self.people.get_key_value(text) {
            return Some(known.clone());
        }
        let email = Email::new(text);
        if let Some((known, _)) = self.people.get_key_value(&email) {
            return Some(known.clone());
        }
        if self.desired.unmanaged.people.by_address(&email).is_some() {
            return Some(email);
        }
        let near = self.near(email.as_str(), |all| all.people.keys().map(Email::as_str));
        let problem = codes::UNKNOWN_USER.at(
            self.at(at),
            format!("nobody is declared with the address `{email}`"),
            near.unwrap_or_else(|| {
                "Declare the person under `users:`, or name them under `unmanaged`.".into()
            }),
        );
        self.found.push(problem);
        None
    }

    /// Returns the question whether another name was meant.
    pub(super) fn near<'r, I: Iterator<Item = &'r str>>(
        &'r mut self,
        written: &str,
        candidates: impl FnOnce(&'r Self) -> I,
    ) -> Option<String> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        nearest(written, candidates(self)).map(|near| format!("Did you mean `{near}`?"))
    }

    /// Complains about something that stands a second time in one list.
    pub(super) fn twice(&mut self, what: String, again: Origin, first: Origin) {
        let problem = codes::DECLARED_TWICE.at(again, what, "Keep one of the two.");
        self.found.push(problem.and(first, "it stands here first"));
    }
}
