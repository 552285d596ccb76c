//! Seats of which nobody knows the kind, where what is live is taken into manifests.

use crate::core::{Diagnostic, Diagnostics, Email, Few, Key, Kind, Known, State, TeamPath, codes};
use crate::manifest::Desired;

const HELP: &str =
    "Say who manages the team with `rolecall attest`, or change the manifests by hand.";

/// Takes the seats of unknown kind out of a live state, and returns a problem for each of which the
/// manifests would have to say whether it is a member's or a manager's. Who is in a team and is meant to
/// manage it is taken for its manager: nothing that is known says otherwise.
pub fn settle_for_manifests(desired: &Desired, live: &mut State, unlisted: bool) -> Diagnostics {
    let mut found = Diagnostics::default();
    for (path, team) in &mut live.teams {
        let seated = std::mem::take(&mut team.seated);
        if desired.unmanaged.teams.contains_key(path) {
            continue;
        }
        let open = Open { desired, path, seated: &seated, unlisted };
        match open.declared() {
            Some(declared) => open.of_declared(declared, &team.managers, &mut found),
            None => open.of_new(&mut found),
        }
    }
    found
}

/// The seats of unknown kind of one team that is live.
struct Open<'o> {
    desired: &'o Desired,
    path: &'o TeamPath,
    seated: &'o Few<Email>,
    unlisted: bool,
}

impl Open<'_> {
    /// Returns the path that the team is declared by: its own, or one that it is to have.
    fn declared(&self) -> Option<&TeamPath> {
        let Desired { state, previously, .. } = self.desired;
        if let Some((path, _)) = state.teams.get_key_value(self.path) {
            return Some(path);
        }
        let own = Key::Team(self.path.clone());
        previously.iter().find_map(|(now, former)| match now {
            Key::Team(now) if former.contains(&own) => Some(now),
            _ => None,
        })
    }

    fn of_declared(&self, declared: &TeamPath, live: &Known<Few<Email>>, found: &mut Diagnostics) {
        let meant = self.desired.state.teams.get(declared).and_then(|team| team.managers.value());
        let nobody = Few::new();
        let managers = meant.unwrap_or(&nobody);
        if meant.is_some() || self.desired.lists_members.contains(declared) {
            let open = self.seated.iter().filter(|email| !managers.contains(*email));
            open.for_each(|email| self.complain(declared, email, IN, found));
        }
        if live.is_unknown() {
            let gone = managers.iter().filter(|email| !self.seated.contains(*email));
            gone.for_each(|email| self.complain(declared, email, GONE, found));
        }
    }

    fn of_new(&self, found: &mut Diagnostics) {
        if self.desired.manage.is_all(Kind::Team) || self.unlisted {
            self.seated.iter().for_each(|email| self.complain(self.path, email, IN, found));
        }
    }

    fn complain(&self, path: &TeamPath, email: &Email, what: &str, found: &mut Diagnostics) {
        if self.desired.unmanaged.people.by_address(email).is_none() {
            found.push(self.problem(path, email, what));
        }
    }

    fn problem(&self, path: &TeamPath, email: &Email, what: &str) -> Diagnostic {
        let places = self.desired.places.get(&Key::Team(path.clone()));
        let at = places.map_or_else(|| self.desired.manage.said_at(Kind::Team), |at| at.entry);
        let label = format!("`{email}` {} `{path}`{}", what, if what == IN { AS } else { "" });
        codes::BY_HAND.at(at, label, HELP)
    }
}

const IN: &str = "is in";
const AS: &str = ", and nobody says whether as a member or as a manager";
const GONE: &str = "is no longer in";
