//! Which page somebody is on, and what is done there.

use crate::core::Kind;
use crate::plan::{Action, Resource, Step};
use crate::platform::{Fact, Page, Platform};

/// Goes from page to page with the steps.
pub(super) struct Pages<'p> {
    platform: &'p Platform,
    /// The heading that was printed last.
    here: Option<&'p str>,
    /// What was last said how to do.
    how: Option<(Kind, Action, bool)>,
    /// How many people are still to be invited, and how many were.
    invitations: (usize, usize),
}

impl<'p> Pages<'p> {
    pub(super) fn new(platform: &'p Platform, steps: &[&Step]) -> Self {
        let all = steps.iter().filter(|step| invites(step)).count();
        Self { platform, here: None, how: None, invitations: (all, 0) }
    }

    /// Returns what stands before a step: the page, if it is another one, what is done there, if that
    /// is something else, and how many can be invited at a time.
    pub(super) fn before(&mut self, step: &Step) -> String {
        let page = self.platform.pages.get(&step.key.kind());
        let name = page.and_then(|page| page.at.value()).map_or("In the portal", String::as_str);
        let mut text = String::new();
        if self.here != Some(name) {
            text += &self.heading(name, page);
            (self.here, self.how) = (Some(name), None);
        }
        let how = (step.key.kind(), step.action, seats(step));
        if self.how != Some(how) {
            text += &self.how_to(step, page);
            self.how = Some(how);
        }
        if invites(step) {
            text += &self.batch();
        }
        text
    }

    fn heading(&self, name: &str, page: Option<&Page>) -> String {
        let source = page.and_then(|page| page.at.sources.first());
        let url = source.and_then(|key| self.platform.sources.get(key)?.url.as_deref());
        let link = url.map(|url| format!("The vendor's page: <{url}>\n\n")).unwrap_or_default();
        format!("\n## {name}\n\n{link}")
    }

    /// Says what is done on a page for such a step, as far as it is described.
    fn how_to(&self, step: &Step, page: Option<&Page>) -> String {
        let action = page.and_then(|page| page.actions.get(&step.action));
        let teams = &self.platform.teams.called;
        let mut text = String::new();
        let kind = match step.key.kind() {
            Kind::Team => teams.as_str(),
            kind => kind.as_str(),
        };
        text += &clicks(&format!("To {} a {kind}", step.action), action);
        let seats_at = self.platform.pages.get(&Kind::Team).filter(|_| seats(step));
        let members = seats_at.and_then(|page| page.members.as_ref());
        text + &clicks(&format!("To change who is in a {teams}"), members)
    }

    /// Says who can be invited together, where only so many can be at a time.
    fn batch(&mut self) -> String {
        let (all, done) = self.invitations;
        self.invitations.1 += 1;
        let invitation = self.platform.users.invitation.as_ref();
        let most = invitation.and_then(|all| all.at_once.value()).map(|most| *most as usize);
        match most {
            Some(most) if all > most && most > 0 && done % most == 0 => {
                let last = (done + most).min(all);
                format!("\nInvitations {} to {last}; {most} at a time:\n\n", done + 1)
            }
            _ => String::new(),
        }
    }
}

fn invites(step: &Step) -> bool {
    step.action == Action::Create && step.key.kind() == Kind::User
}

/// Returns whether a step changes somebody's teams.
fn seats(step: &Step) -> bool {
    let in_teams = |side: &Option<Resource>| match side {
        Some(Resource::User(user)) => user.member_of().next().is_some(),
        _ => false,
    };
    step.after.is_some() && (in_teams(&step.before) || in_teams(&step.after))
}

/// Returns a numbered list of what is done one after the other.
fn clicks(title: &str, what: Option<&Fact<Vec<String>>>) -> String {
    let Some(all) = what.and_then(Fact::value).filter(|all| !all.is_empty()) else {
        return String::new();
    };
    let lines = (1..).zip(all).map(|(number, line)| format!("{number}. {line}\n"));
    format!("{title}:\n\n{}\n", lines.collect::<String>())
}
