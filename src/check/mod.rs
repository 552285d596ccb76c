//! The rules that a schema can't say.
//!
//! A law of the platform is asked of a state, whichever: of what is meant before anything is
//! planned, and of what would be once a plan is done. A rule of the project is asked of what is
//! declared.

mod dangling;
mod declared;
mod departments;
mod holders;
mod invitations;
mod named;
mod roles;
mod teams;
mod touched;
mod undocumented;
mod users;

pub use dangling::dangling;
pub use holders::changed_holders;
pub use invitations::expired_invitations;
pub use named::strangers;
pub use touched::{Touched, touched};

use std::collections::BTreeSet;

use crate::core::{
    Code, Diagnostic, Diagnostics, Email, Key, Kind, Origin, State, TeamPath, codes,
};
use crate::manifest::Desired;
use crate::platform::Platform;

/// What is wrong, and about what; where that was written is looked up when it is reported.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What it is about.
    pub about: About,
    /// The word of its code.
    word: &'static str,
    /// By how many a limit on all of a kind is exceeded; 0 where it isn't about such a number.
    excess: usize,
    /// What is the matter.
    label: String,
    /// What to do next.
    help: String,
    /// What else has to do with it, and what there is to say about that.
    also: Vec<(About, String)>,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A resource, or a field of it; of a role also a permission by its id.
    Field(Key, String),
    /// A person in the list of a team's members.
    Member(TeamPath, Email),
    /// A person in the list of a team's managers.
    Manager(TeamPath, Email),
    /// A former name of a resource.
    Former(Key, Key),
    /// How far a kind is managed.
    Managed(Kind),
}

/// A law of platforms: what it says of a state, given the platform's numbers.
type Law = fn(&State, &Platform) -> Vec<Finding>;

/// All laws. Each is said in the doc comment of its function.
pub static LAWS: &[Law] = &[
    roles::custom_roles_are_limited,
    roles::assignable_roles_go_with_the_permission,
    users::people_are_limited,
    users::roles_are_counted,
    users::one_role_per_product,
    teams::members_are_eligible,
    teams::nobody_has_two_seats,
    teams::inactive_people_have_no_seat,
    teams::teams_are_limited,
    departments::shares_are_of_the_whole,
    departments::departments_are_limited,
];

/// A rule about what is declared.
type Declaration = fn(&Desired, &Platform) -> Vec<Finding>;

/// All rules about what is declared.
pub static DECLARATIONS: &[Declaration] = &[
    declared::fixed_roles_stay,
    roles::permissions_have_what_they_need,
    declared::unassignable_roles_stay,
    declared::people_are_deactivated_only_where_they_can_be,
    declared::people_are_managed_only_so_far,
    declared::nothing_is_managed_and_unmanaged,
    declared::former_names_make_no_circle,
    named::named_people_are_members,
    departments::the_default_department_stays,
    undocumented::features_are_documented,
];

/// Returns what in a state is against the laws.
pub fn laws(state: &State, platform: &Platform) -> Vec<Finding> {
    LAWS.iter().flat_map(|law| law(state, platform)).collect()
}

/// Checks what stands for something live: it obeys the laws, and holds what nobody could declare.
pub fn check_live(live: &Desired, platform: &Platform) -> Diagnostics {
    located(laws(&live.state, platform), live)
}

/// Checks what is declared, by itself.
pub fn check(desired: &Desired, platform: &Platform) -> Diagnostics {
    let mut findings = laws(&desired.state, platform);
    findings.extend(DECLARATIONS.iter().flat_map(|rule| rule(desired, platform)));
    located(findings, desired)
}

/// Warns of patterns under `unmanaged` that cover nobody who is live.
pub fn idle_patterns(desired: &Desired, live: &State) -> Diagnostics {
    let mut found = Diagnostics::default();
    for (pattern, at) in desired.unmanaged.people.idle(live.users.keys()) {
        let label = format!("nobody's address is like `{pattern}`");
        found.push(codes::MATCHES_NOBODY.at(at, label, "Correct it, or take the entry out."));
    }
    found
}

/// Looks up where each finding was written.
pub fn located(findings: Vec<Finding>, desired: &Desired) -> Diagnostics {
    let mut found = Diagnostics::default();
    findings.into_iter().filter_map(|finding| finding.locate(desired)).for_each(|d| found.push(d));
    found
}

impl Finding {
    fn new(code: &'static Code, about: About, label: String, help: impl Into<String>) -> Self {
        Self { about, word: code.word, excess: 0, label, help: help.into(), also: Vec::new() }
    }

    /// Says that there are so many more of a kind than there may be.
    fn exceeding(self, excess: usize) -> Self {
        Self { excess, ..self }
    }

    /// Returns whether something else says as much already: the same, or that a limit is exceeded by as
    /// many at least.
    pub fn adds_nothing_to(&self, known: &BTreeSet<Finding>) -> bool {
        let as_many = |other: &Finding| other.word == self.word && other.excess >= self.excess;
        known.contains(self) || (self.excess > 0 && known.iter().any(as_many))
    }

    /// Adds another place.
    fn and(mut self, about: About, label: String) -> Self {
        self.also.push((about, label));
        self
    }

    /// Makes a diagnostic. What nobody declared is put down to the line that lets it be managed.
    fn locate(self, desired: &Desired) -> Option<Diagnostic> {
        let diagnostic =
            crate::core::code(self.word)?.at(self.about.origin(desired), self.label, self.help);
        let also = self.also.into_iter();
        Some(also.fold(diagnostic, |d, (about, label)| d.and(about.origin(desired), label)))
    }
}

impl About {
    /// A resource as a whole.
    fn entry(key: Key) -> Self {
        About::Field(key, String::new())
    }

    fn origin(&self, desired: &Desired) -> Origin {
        let (key, seats) = match self {
            About::Field(key, field) => {
                let places = desired.places.get(key);
                let said = || desired.manage.said_at(key.kind());
                return places.map_or_else(said, |places| places.field(field));
            }
            About::Former(key, former) => {
                let place = desired.former_places.get(&(key.clone(), former.clone())).copied();
                return place.unwrap_or_else(|| About::entry(key.clone()).origin(desired));
            }
            About::Managed(kind) => return desired.manage.said_at(*kind),
            About::Member(team, email) => ((team, email), &desired.members),
            About::Manager(team, email) => ((team, email), &desired.managers),
        };
        let listed =
            seats.get(key.0).and_then(|seats| seats.iter().find(|(email, _)| email == key.1));
        let person = || About::entry(Key::User(key.1.clone())).origin(desired);
        listed.map_or_else(person, |(_, at)| *at)
    }
}
