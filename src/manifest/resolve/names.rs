//! Names: nothing invisible in them, and every one that is mentioned is known.

use unicode_script::{Script, UnicodeScript};
use unicode_security::MixedScript;

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

    /// Warns of an address whose letters are of several scripts: some of them look the same.
    pub(super) fn of_one_script(&mut self, email: &Text<'_>) {
        if let Some(label) = several_scripts(email) {
            let help = "Type the address anew, letter by letter, if it should be of one script.";
            self.found.push(codes::MIXED_SCRIPTS.at(self.at(email.at), label, help));
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
        if let Some(known) = self.people.known(text) {
            return Some(known.clone());
        }
        let email = Email::new(text);
        if let Some(known) = self.people.known(email.as_str()) {
            return Some(known.clone());
        }
        if self.desired.unmanaged.people.by_address(&email).is_some() {
            return Some(email);
        }
        let near = self.near(email.as_str(), |all| all.people.addresses());
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

/// Returns which scripts a text mixes, each with its first letter; none if it is of one script, as
/// Unicode Technical Standard #39 sees it: Japanese, for one, is written in three.
fn several_scripts(text: &str) -> Option<String> {
    if text.is_ascii() || text.is_single_script() {
        return None;
    }
    let mut first: Vec<(Script, char)> = Vec::new();
    for (script, c) in text.chars().map(|c| (c.script(), c)) {
        let counts = !matches!(script, Script::Common | Script::Inherited);
        if counts && first.iter().all(|(known, _)| *known != script) {
            first.push((script, c));
        }
    }
    let told = first.iter().map(|(script, c)| format!("`{c}` is {}", script.full_name()));
    Some(format!("letters of several scripts: {}", told.collect::<Vec<_>>().join(", ")))
}

#[cfg(test)]
mod tests {
    use super::several_scripts;

    #[test]
    fn scripts_that_are_mixed_are_named() {
        assert_eq!(several_scripts("ana@acme.example"), None);
        assert_eq!(several_scripts("andré@acme.example"), None);
        assert_eq!(several_scripts("さくら山"), None);
        let told = several_scripts("\u{430}na@acme.example").unwrap_or_default();
        assert_eq!(told, "letters of several scripts: `\u{430}` is Cyrillic, `n` is Latin");
    }
}
